import type { SystemClock } from '../clock.ts'
import { advanceFallbackOrigin, fallbackOriginDueAt } from '../core/fallback-origin.ts'
import { advance, dueAt } from '../core/custom-hostname.ts'
import type { LifecycleEvent } from '../core/events.ts'
import { expandRuns } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import type { Rules } from '../core/outlook.ts'
import { isProxiedOrigin } from '../core/dns-record.ts'
import { displaceOwnership } from '../core/ownership.ts'
import type { InspectorName, Zone } from '../core/zone.ts'
import { zoneNow } from '../core/zone.ts'
import { scheduleOf } from '../schedules.ts'
import type { DueHostname, EventGroup, Settled, SettledHostname, Store, ZoneEvent } from '../store/store.ts'
import { StaleError } from '../store/store.ts'
import { inTurn } from '../store/turns.ts'
import type { Inspector, Stretch } from './inspector.ts'
import { fallbackOriginHistory } from './inspector.ts'
import { createTimer } from './timer.ts'

/** Hostnames taken in one write: large enough to fold a million quickly, small enough to let other requests in between. */
const BATCH = 5000

/** Hostnames whose evidence is gathered at the same time. */
const GATHERED_AT_ONCE = 32

export interface SchedulerParts {
  readonly store: Store
  readonly clock: SystemClock
  readonly inspectors: Readonly<Record<InspectorName, Inspector>>
  readonly onError: (error: unknown) => void
}

export interface Scheduler {
  /** The zone's now. */
  now (zone: Zone): Instant
  /** True when nothing of the zone is due: what a request asks first. */
  isSettled (zone: Zone): boolean
  /** Lives through everything that fell due up to the zone's now. */
  catchUp (zoneId: string): Promise<void>
  /** Runs `work` with the zone caught up and no other settlement of it under way. */
  exclusively<T> (zoneId: string, work: (zone: Zone, settle: (until: Instant) => Promise<void>) => Promise<T>): Promise<T>
  /** The earliest moment at which something of the zone falls due. */
  nextDueAt (zone: Zone): Instant | undefined
  /** Durations and fresh evidence for one hostname, now. */
  rulesFor (zone: Zone, hostname: DueHostname): Promise<Rules>
  /** A hostname became active: the same name in other zones moves out of the way. */
  displaceElsewhere (zone: Zone, hostname: string): Promise<void>
  /** Every hostname of the zone is due anew: its settings changed. */
  rearm (zone: Zone): Promise<void>
  /** Something may fall due earlier than the timer thinks. */
  wake (): void
  start (): void
  stop (): Promise<void>
}

export function createScheduler ({ store, clock, inspectors, onError }: SchedulerParts): Scheduler {
  const now = (zone: Zone): Instant => zoneNow(zone.clock, clock.now())

  function nextDueAt (zone: Zone): Instant | undefined {
    const hostname = store.customHostnames.earliestDue(zone.no)
    const origin = store.fallbackOrigins.find(zone.no)
    if (origin === undefined) return hostname
    const fallback = fallbackOriginDueAt(origin, scheduleOf(zone))
    return fallback === undefined ? hostname : Math.min(fallback, hostname ?? Infinity)
  }
  const isSettled = (zone: Zone): boolean => (nextDueAt(zone) ?? Infinity) > now(zone)

  /** The fallback origin goes first: whether hostnames pass depends on when it became active. */
  async function settleFallbackOrigin (zone: Zone, until: Instant): Promise<{ stretch: Stretch, also: EventGroup[] }> {
    const start = store.fallbackOrigins.find(zone.no)
    const due = start === undefined ? undefined : fallbackOriginDueAt(start, scheduleOf(zone))
    if (start === undefined || due === undefined || due > until) {
      return { stretch: { zone, fallbackOrigin: fallbackOriginHistory(start, []) }, also: [] }
    }
    const proxied = isProxiedOrigin(await store.dnsRecords.findByName(zone.no, start.origin))
    const { state, changes } = advanceFallbackOrigin(start, until, scheduleOf(zone), proxied)
    await store.fallbackOrigins.save(zone.no, start, state, [])
    const events = changes.map((change): ZoneEvent => ({ type: 'fallback_origin_changed', ...change }))
    return { stretch: { zone, fallbackOrigin: fallbackOriginHistory(start, changes) }, also: [{ events }] }
  }

  async function settle (zone: Zone, until: Instant): Promise<void> {
    const inspector = inspectors[zone.settings.inspector]
    const schedule = scheduleOf(zone)
    const expand = (events: readonly ZoneEvent[]): readonly ZoneEvent[] => expandRuns(events, schedule)
    const { stretch, also } = await settleFallbackOrigin(zone, until)
    let rest = also
    if (inspector.foresee === undefined) {
      await store.events.record(zone.no, also)
      await settleByLooking(stretch, until)
      return
    }
    const outlookFor = inspector.foresee(stretch)
    for (;;) {
      const step = (hostname: DueHostname): Settled => live(hostname, until, { schedule, outlook: outlookFor(hostname) })
      const settled = await store.customHostnames.settleDue(zone.no, { until, limit: BATCH, also: rest, expand }, step)
      rest = []
      await displaceSettled(zone, settled)
      if (settled.length < BATCH) return
    }
  }

  /** Evidence that must be looked for is good for its own moment only: due moments are taken one after another. */
  async function settleByLooking (stretch: Stretch, until: Instant): Promise<void> {
    const { zone } = stretch
    const inspector = inspectors[zone.settings.inspector]
    const schedule = scheduleOf(zone)
    for (;;) {
      const at = store.customHostnames.earliestDue(zone.no)
      if (at === undefined || at > until) return
      const due = await store.customHostnames.listDue(zone.no, at, GATHERED_AT_ONCE)
      const outlooks = new Map(await Promise.all(due.map(async hostname => [hostname.seq, await inspector.gather(stretch, hostname, at)] as const)))
      const step = (hostname: DueHostname): Settled => {
        const outlook = outlooks.get(hostname.seq)
        return outlook === undefined ? untouched(hostname, at) : live(hostname, at, { schedule, outlook })
      }
      const settled = await store.customHostnames.settleDue(zone.no, { until: at, limit: GATHERED_AT_ONCE, also: [], expand: events => expandRuns(events, schedule) }, step)
      await displaceSettled(zone, settled)
    }
  }

  async function displaceSettled (zone: Zone, settled: readonly SettledHostname[]): Promise<void> {
    if (store.zones.list().length < 2) return
    for (const { hostname, settled: { events } } of settled) {
      if (events.some(becameActive)) await displaceElsewhere(zone, hostname.hostname)
    }
  }

  async function displaceElsewhere (zone: Zone, hostname: string): Promise<void> {
    for (const { zoneNo, customHostname } of await store.customHostnames.findElsewhere(zone.no, hostname)) {
      const other = store.zones.findByNo(zoneNo)
      if (other === undefined) continue
      const events: LifecycleEvent[] = []
      const ownership = displaceOwnership(customHostname.lifecycle.ownership, now(other), events)
      if (events.length === 0) continue
      const moved = { ...customHostname, lifecycle: { ...customHostname.lifecycle, ownership } }
      try {
        await store.customHostnames.save(zoneNo, moved, dueAt(moved.lifecycle, await rulesFor(other, moved)), events)
      } catch (error) {
        if (!(error instanceof StaleError)) throw error
        await displaceElsewhere(zone, hostname)
        return
      }
    }
  }

  async function rulesFor (zone: Zone, hostname: DueHostname): Promise<Rules> {
    const stretch: Stretch = { zone, fallbackOrigin: fallbackOriginHistory(store.fallbackOrigins.find(zone.no), []) }
    return { schedule: scheduleOf(zone), outlook: await inspectors[zone.settings.inspector].gather(stretch, hostname, now(zone)) }
  }

  async function catchUp (zoneId: string): Promise<void> {
    const zone = store.zones.find(zoneId)
    if (zone === undefined || isSettled(zone)) return
    await exclusively(zoneId, async () => {})
  }

  async function exclusively<T> (zoneId: string, work: (zone: Zone, settle: (until: Instant) => Promise<void>) => Promise<T>): Promise<T> {
    return await inTurn(store, `zone/${zoneId}`, async () => {
      const zone = store.zones.find(zoneId)
      if (zone === undefined) throw new Error(`zone ${zoneId} is gone`)
      if (!isSettled(zone)) await settle(zone, now(zone))
      return await work(zone, async until => { await settle(zone, until) })
    })
  }

  const timer = createTimer({
    /** System milliseconds until the earliest running zone has something due. */
    nextDelay () {
      let least = Infinity
      for (const zone of store.zones.list()) {
        if (zone.clock.mode === 'running') least = Math.min(least, (nextDueAt(zone) ?? Infinity) - now(zone))
      }
      return least
    },
    async fire () {
      for (const zone of store.zones.list()) if (zone.clock.mode === 'running') await catchUp(zone.id)
    },
    onError
  })
  store.customHostnames.onEarlierDue(() => { timer.wake() })

  return {
    now,
    isSettled,
    catchUp,
    exclusively,
    nextDueAt,
    rulesFor,
    displaceElsewhere,
    async rearm (zone) {
      const schedule = scheduleOf(zone)
      const { foresee } = inspectors[zone.settings.inspector]
      // Only whether rechecks fall due is read from the outlook here, and that is the same for the whole zone.
      const outlook = foresee === undefined
        ? undefined
        : foresee({ zone, fallbackOrigin: fallbackOriginHistory(store.fallbackOrigins.find(zone.no), []) })({ hostname: '' })
      await store.customHostnames.rearm(zone.no, lifecycle => dueAt(lifecycle, { schedule, outlook: outlook ?? LOOKING }))
    },
    wake: () => { timer.wake() },
    start: () => { timer.wake() },
    stop: async () => { await timer.stop() }
  }
}

/** Stands for the outlook of an inspector that looks: nothing is known, so everything falls due. */
const LOOKING: Rules['outlook'] = {
  ownership: () => ({ passes: false, errors: [] }),
  dcv: () => ({ passes: false, errors: [] }),
  stage: () => ({ passes: true }),
  activeHolds: false
}

function live (hostname: DueHostname, until: Instant, rules: Rules): Settled {
  const { lifecycle, events } = advance(hostname.lifecycle, until, rules)
  const gone = hostname.lifecycle.ownership.status === 'pending_deletion' && lifecycle.ownership.status === 'deleted'
  return { lifecycle, dueAt: dueAt(lifecycle, rules), events, ...(gone ? { remove: true } : {}) }
}

/** A hostname that fell due while evidence for others was gathered: it stays due and is taken next. */
function untouched ({ lifecycle }: DueHostname, at: Instant): Settled {
  return { lifecycle, dueAt: at, events: [] }
}

function becameActive (event: LifecycleEvent): boolean {
  return event.type === 'status_changed' && event.axis === 'status' && event.to === 'active' && event.from !== 'active_redeploying'
}
