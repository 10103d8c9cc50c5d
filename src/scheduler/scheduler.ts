import type { SystemClock } from '../clock.ts'
import { advanceFallbackOrigin, fallbackOriginDueAt } from '../core/fallback-origin.ts'
import { dueAt } from '../core/custom-hostname.ts'
import type { LifecycleEvent } from '../core/events.ts'
import { expandRuns } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import type { Rules } from '../core/outlook.ts'
import { rearm } from '../core/rearm.ts'
import { isProxiedOrigin } from '../core/dns-record.ts'
import { displaceOwnership } from '../core/ownership.ts'
import type { InspectorName, Zone } from '../core/zone.ts'
import { INSPECTORS, zoneNow } from '../core/zone.ts'
import { scheduleOf } from '../schedules.ts'
import type { DueHostname, EventGroup, InspectedBy, Settled, SettledHostname, Store, ZoneEvent } from '../store/store.ts'
import { standstillOf } from '../store/standstill.ts'
import { StaleError } from '../store/store.ts'
import { inTurn } from '../store/turns.ts'
import type { Inspector, Stretch } from './inspector.ts'
import { fallbackOriginHistory } from './inspector.ts'
import type { LookingParts } from './living.ts'
import { live, rulesOf, settleByLooking } from './living.ts'
import { createTimer } from './timer.ts'

/** Hostnames taken in one write: large enough to fold a million quickly, small enough to let other requests in between. */
const BATCH = 5000

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
  /** What tells when a hostname falls due: durations, and no evidence that would have to be looked for. */
  dueRulesFor (zone: Zone, hostname: Pick<DueHostname, 'inspector' | 'hostname' | 'scenario'>): Rules
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
  const inspectorOf = (zone: Zone, hostname: Pick<DueHostname, 'inspector'>): Inspector => inspectors[hostname.inspector ?? zone.settings.inspector]
  const namesOf = (fits: (inspector: Inspector) => boolean): readonly InspectorName[] => INSPECTORS.filter(name => fits(inspectors[name]))
  const looking: LookingParts = { store, inspectorOf, expand: (zone, events) => expandRuns(events, scheduleOf(zone)), onSettled: displaceSettled }

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

  /** Hostnames whose evidence is known in advance are folded; those that have to be looked at follow, moment by moment. */
  async function settle (zone: Zone, until: Instant): Promise<void> {
    const { stretch, also } = await settleFallbackOrigin(zone, until)
    const zoneInspector = zone.settings.inspector
    const foreseen = namesOf(inspector => inspector.foresee !== undefined)
    if (store.customHostnames.hasOwnInspectors(zone.no)) {
      await settleForeseen(stretch, until, also, { inspectors: foreseen, zoneInspector })
      await settleByLooking(stretch, until, { inspectors: namesOf(({ foresee }) => foresee === undefined), zoneInspector }, looking)
    } else if (foreseen.includes(zoneInspector)) {
      await settleForeseen(stretch, until, also)
    } else {
      await store.events.record(zone.no, also)
      await settleByLooking(stretch, until, undefined, looking)
    }
  }

  async function settleForeseen (stretch: Stretch, until: Instant, also: readonly EventGroup[], only?: InspectedBy): Promise<void> {
    const { zone } = stretch
    const expand = (events: readonly ZoneEvent[]): readonly ZoneEvent[] => expandRuns(events, scheduleOf(zone))
    const outlookFor = new Map(namesOf(({ foresee }) => foresee !== undefined).map(name => [name, inspectors[name].foresee?.(stretch)]))
    const step = (hostname: DueHostname): Settled => {
      const outlook = outlookFor.get(hostname.inspector ?? zone.settings.inspector)?.(hostname)
      return live(zone, hostname, until, outlook ?? LOOKING)
    }
    const limits = { until, limit: BATCH, ...(only === undefined ? {} : { only }) }
    for (let rest = also; ; rest = []) {
      const settled = await store.customHostnames.settleDue(zone.no, { ...limits, also: rest, expand }, step)
      await displaceSettled(zone, settled)
      if (settled.length < BATCH) return
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
    return rulesOf(zone, hostname, await inspectorOf(zone, hostname).gather({ ...stretch, everything: true }, hostname, now(zone)))
  }

  function dueRulesFor (zone: Zone, hostname: Pick<DueHostname, 'inspector' | 'hostname' | 'scenario'>): Rules {
    const stretch: Stretch = { zone, fallbackOrigin: fallbackOriginHistory(store.fallbackOrigins.find(zone.no), []) }
    return rulesOf(zone, hostname, inspectorOf(zone, hostname).foresee?.(stretch)(hostname) ?? LOOKING)
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
      await standstillOf(store).during(async () => {
        for (const zone of store.zones.list()) if (zone.clock.mode === 'running') await catchUp(zone.id)
      })
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
    dueRulesFor,
    displaceElsewhere,
    async rearm (zone) {
      const stretch: Stretch = { zone, fallbackOrigin: fallbackOriginHistory(store.fallbackOrigins.find(zone.no), []) }
      const outlooks = new Map(INSPECTORS.map(name => [name, inspectors[name].foresee?.(stretch)]))
      await store.customHostnames.rearm(zone.no, hostname => {
        const rules = rulesOf(zone, hostname, outlooks.get(hostname.inspector ?? zone.settings.inspector)?.(hostname) ?? LOOKING)
        const lifecycle = rearm(hostname.lifecycle, now(zone), rules)
        return { lifecycle, dueAt: dueAt(lifecycle, rules) }
      })
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

function becameActive (event: LifecycleEvent): boolean {
  return event.type === 'status_changed' && event.axis === 'status' && event.to === 'active' && event.from !== 'active_redeploying'
}
