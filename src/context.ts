import type { SystemClock } from './clock.ts'
import type { Instant } from './core/instant.ts'
import type { Rules } from './core/outlook.ts'
import type { Schedule } from './core/schedule.ts'
import type { Zone } from './core/zone.ts'
import type { Random } from './random.ts'
import type { DueHostname, Store } from './store/store.ts'

/** What a use case receives. */
export interface Context {
  readonly store: Store
  readonly random: Random
  readonly clock: SystemClock
  /** The zone's now. */
  now (zone: Zone): Instant
  scheduleOf (zone: Zone): Schedule
  /** Durations and fresh evidence for one hostname, now. */
  rulesFor (zone: Zone, hostname: DueHostname): Promise<Rules>
  /** A hostname became active: the same name in other zones moves out of the way. */
  displaceElsewhere (zone: Zone, hostname: string): Promise<void>
  /** Something was put into the due queue other than by saving a hostname. */
  wake (): void
  publicSuffix (hostname: string): string
  baseDomain (hostname: string): string
}
