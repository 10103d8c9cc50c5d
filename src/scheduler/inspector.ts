import type { FallbackOrigin, FallbackOriginChange } from '../core/fallback-origin.ts'
import type { Instant } from '../core/instant.ts'
import type { Outlook } from '../core/outlook.ts'
import type { FallbackOriginStatus } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import type { DueHostname } from '../store/store.ts'

/** What an inspector may know about the stretch of time that it gives evidence for. */
export interface Stretch {
  readonly zone: Zone
  readonly fallbackOrigin: FallbackOriginHistory
  /** Evidence of every check that a hostname could have next, and not only of those that are due: it is asked for outside the schedule. */
  readonly everything?: true
}

/** The part that gathers evidence. */
export interface Inspector {
  /** The evidence of a whole stretch, when it is known in advance; missing on an inspector that has to look each time. */
  foresee? (stretch: Stretch): (hostname: Pick<DueHostname, 'hostname' | 'scenario'>) => Outlook
  /** The evidence for one hostname at one moment. */
  gather (stretch: Stretch, hostname: DueHostname, at: Instant): Promise<Outlook>
}

/** The status of the zone's fallback origin at any moment of a stretch; undefined where there is none. */
export interface FallbackOriginHistory {
  statusAt (at: Instant): FallbackOriginStatus | undefined
}

export function fallbackOriginHistory (start: FallbackOrigin | undefined, changes: readonly FallbackOriginChange[]): FallbackOriginHistory {
  return {
    statusAt (at) {
      let status = start?.status
      for (const change of changes) {
        if (change.at > at) break
        status = change.to
      }
      return status
    }
  }
}
