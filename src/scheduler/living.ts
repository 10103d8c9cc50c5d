import { advance, dueAt } from '../core/custom-hostname.ts'
import { expandRuns } from '../core/events.ts'
import type { LifecycleEvent } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import type { Outlook, Rules } from '../core/outlook.ts'
import type { Zone } from '../core/zone.ts'
import { scheduleFor } from '../scenarios.ts'
import { scheduleOf } from '../schedules.ts'
import type { DueHostname, InspectedBy, Settled, SettledHostname, Store, ZoneEvent } from '../store/store.ts'
import type { Inspector, Stretch } from './inspector.ts'

/** Hostnames whose evidence is gathered at the same time. */
const GATHERED_AT_ONCE = 32

export interface LookingParts {
  readonly store: Store
  readonly inspectorOf: (zone: Zone, hostname: DueHostname) => Inspector
  /** Gives each failed check its own moment. */
  readonly expand: (zone: Zone, events: readonly ZoneEvent[]) => readonly ZoneEvent[]
  readonly onSettled: (zone: Zone, settled: readonly SettledHostname[]) => Promise<void>
}

/**
 * Evidence that must be looked for is good for its own moment only: due moments are taken one after another. `only` leaves
 * out the hostnames of a zone whose evidence is known in advance.
 */
export async function settleByLooking (stretch: Stretch, until: Instant, only: InspectedBy | undefined, parts: LookingParts): Promise<void> {
  const { zone } = stretch
  const { customHostnames } = parts.store
  const expand = (events: readonly ZoneEvent[]): readonly ZoneEvent[] => parts.expand(zone, events)
  for (;;) {
    const at = only === undefined ? customHostnames.earliestDue(zone.no) : customHostnames.earliestDueOf(zone.no, until, only)
    if (at === undefined || at > until) return
    const due = await customHostnames.listDue(zone.no, at, GATHERED_AT_ONCE, only)
    const gathered = new Map(await Promise.all(due.map(async hostname => {
      return [hostname.seq, { version: hostname.version, outlook: await parts.inspectorOf(zone, hostname).gather(stretch, hostname, at) }] as const
    })))
    const step = (hostname: DueHostname): Settled => {
      const found = gathered.get(hostname.seq)
      return found?.version === hostname.version ? live(zone, hostname, at, found.outlook) : untouched(hostname, at)
    }
    const limits = { until: at, limit: GATHERED_AT_ONCE, ...(only === undefined ? {} : { only }) }
    await parts.onSettled(zone, await customHostnames.settleDue(zone.no, { ...limits, also: [], expand }, step))
  }
}

/** What a hostname of a zone follows, with this evidence. */
export function rulesOf (zone: Zone, hostname: Pick<DueHostname, 'hostname' | 'scenario'>, outlook: Outlook): Rules {
  return { schedule: scheduleFor(zone, hostname), outlook, ...(zone.status === 'active' ? {} : { deploymentHeld: true }) }
}

/** Takes one hostname to a moment. */
export function live (zone: Zone, hostname: DueHostname, until: Instant, outlook: Outlook): Settled {
  const rules = rulesOf(zone, hostname, outlook)
  const { lifecycle, events } = advance(hostname.lifecycle, until, rules)
  const gone = hostname.lifecycle.ownership.status === 'pending_deletion' && lifecycle.ownership.status === 'deleted'
  return { lifecycle, dueAt: dueAt(lifecycle, rules), events: withMoments(events, zone, rules), ...(gone ? { remove: true } : {}) }
}

/** Readers of kept runs know the zone's schedule: where a hostname follows another one its failed checks get their moments here. */
export function withMoments (events: readonly LifecycleEvent[], zone: Zone, { schedule }: Rules): readonly LifecycleEvent[] {
  return schedule === scheduleOf(zone) ? events : expandRuns<LifecycleEvent>(events, schedule)
}

/** A hostname that fell due, or was changed, while evidence was gathered: it stays due and is taken next. */
function untouched ({ lifecycle }: DueHostname, at: Instant): Settled {
  return { lifecycle, dueAt: at, events: [] }
}
