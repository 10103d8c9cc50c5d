import type { AdvanceAllAnswerWire, AdvanceAnswerWire, AdvanceClockWire, ClockWire } from '../../schemas/admin/clock.ts'
import type { EventWire } from '../../schemas/admin/event.ts'
import { dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { DAY, formatInstant, parseDuration, parseInstant } from '../core/instant.ts'
import type { Instant } from '../core/instant.ts'
import type { ClockState, Zone } from '../core/zone.ts'
import { invalidRequest, notFound, Refusal } from '../http/admin-refusal.ts'
import { rowToWire } from './event-wire.ts'
import { eventRows } from './events.ts'
import { blockers } from './explain-words.ts'
import { findZone, onZone } from './parts.ts'
import type { AdminParts } from './parts.ts'

/** Events that an advance answers with; the rest is counted and stays readable under `/events`. */
const EVENTS_ANSWERED = 1000

const AT_MOST = 30 * DAY

/** Instants beyond it could not be written with four digits of a year once a certificate's life is added. */
const LATEST: Instant = Date.UTC(9000, 0, 1)

type Settle = (until: Instant) => Promise<void>
type Until = Extract<AdvanceClockWire, { until: unknown }>

/** A clock as it is answered. */
export function clockToWire ({ scheduler }: AdminParts, zone: Zone): ClockWire {
  return { mode: zone.clock.mode, now: formatInstant(scheduler.now(zone)) }
}

/** Freezes the clock of a zone at its now, or lets it run on from there. */
export async function setMode (parts: AdminParts, zoneId: string, mode: ClockState['mode']): Promise<ClockWire> {
  return await onZone(parts, zoneId, async (zone, settle) => {
    await changeMode(parts, zone, mode, settle)
    return clockToWire(parts, findZone(parts, zoneId))
  })
}

/** The same for a zone that is already held. */
export async function changeMode ({ context: { store, clock, wake }, scheduler, webhooks }: AdminParts, zone: Zone, mode: ClockState['mode'], settle: Settle): Promise<void> {
  if (zone.clock.mode === mode) return
  const now = scheduler.now(zone)
  await store.zones.saveClock(zone.no, mode === 'frozen' ? { mode, now } : { mode, offsetMs: now - clock.now() })
  await settle(now)
  wake()
  webhooks.wake()
}

/** Advances the clock of one zone; answers when everything that fell due on the way is done, messages to webhooks included. */
export async function advanceZone (parts: AdminParts, zoneId: string, input: AdvanceClockWire): Promise<AdvanceAnswerWire> {
  const answer = await onZone(parts, zoneId, async (zone, settle) => {
    const { events } = parts.context.store
    const [before, counted] = [events.lastId(), events.countRecorded(zone.no)]
    if ('until' in input) await moveUntil(parts, zone, input, settle)
    else await moveTo(parts, zone, target(parts, zone, input), settle)
    return { now: formatInstant(parts.scheduler.now(findZone(parts, zoneId))), ...await eventsSince(parts, zone, before, counted) }
  })
  // Outside of the settlement: whoever receives a message may well call the zone that it is about.
  await parts.webhooks.settled(parts.context.store.zones.find(zoneId)?.no)
  return answer
}

/** Advances every zone, one after another. Nothing moves when one of them cannot. */
export async function advanceAll (parts: AdminParts, input: AdvanceClockWire): Promise<AdvanceAllAnswerWire> {
  if ('until' in input) throw invalidRequest('/until', 'names a hostname of one zone: advance the clock of that zone')
  const zones = parts.context.store.zones.list()
  for (const zone of zones) target(parts, zone, input)
  const answers: AdvanceAllAnswerWire['zones'] = []
  for (const { id } of zones) answers.push({ zone_id: id, ...await advanceZone(parts, id, input) })
  return { zones: answers }
}

/** Where `by` and `to` lead. Throws 400. */
function target ({ scheduler }: AdminParts, zone: Zone, input: Exclude<AdvanceClockWire, Until>): Instant {
  const now = scheduler.now(zone)
  if ('to' in input) return checkTarget('/to', readInstant('/to', input.to), now)
  const span = parseDuration(input.by) ?? 0
  if (span <= 0) throw invalidRequest('/by', 'must be longer than nothing: time only goes forward')
  return checkTarget('/by', now + span, now)
}

/** An instant that a caller sent. Throws 400 with the path. */
export function readInstant (path: string, text: string): Instant {
  const instant = parseInstant(text)
  if (instant === undefined || Math.abs(instant) > LATEST) throw invalidRequest(path, `"${text}" is not an instant such as 2026-01-08T00:00:00Z`)
  return instant
}

/** Throws 400 when a target lies in the past of the zone, or beyond what can be written. */
export function checkTarget (path: string, until: Instant, now: Instant): Instant {
  if (until < now) throw invalidRequest(path, `lies before the zone's now, ${formatInstant(now)}: time only goes forward`)
  if (!(until <= LATEST)) throw invalidRequest(path, `leads beyond ${formatInstant(LATEST)}`)
  return until
}

/** The clock is kept first: were the process to end in between, the next start would settle what is left. */
export async function moveTo ({ context: { store, clock, wake }, webhooks }: AdminParts, zone: Zone, until: Instant, settle: Settle): Promise<void> {
  const next: ClockState = zone.clock.mode === 'frozen'
    ? { mode: 'frozen', now: until }
    : { mode: 'running', offsetMs: Math.max(zone.clock.offsetMs, until - clock.now()) }
  await store.zones.saveClock(zone.no, next)
  await settle(until)
  wake()
  webhooks.wake()
}

/** From one moment of the hostname to its next, until it is as wanted. Other hostnames are settled on the way. */
async function moveUntil (parts: AdminParts, zone: Zone, { until: wanted, at_most: atMost }: Until, settle: Settle): Promise<void> {
  const { context, scheduler } = parts
  const name = wanted.hostname.toLowerCase()
  const now = scheduler.now(zone)
  const limit = checkTarget('/at_most', now + (atMost === undefined ? AT_MOST : parseDuration(atMost) ?? 0), now)
  for (;;) {
    const current = findZone(parts, zone.id)
    const hostname = await context.store.customHostnames.findByHostname(zone.no, name)
    if (hostname === undefined) throw notFound(`hostname ${name} in zone ${zone.name}`)
    if (isAs(hostname, wanted)) return
    const due = dueAt(hostname.lifecycle, scheduler.dueRulesFor(current, hostname))
    if (due === undefined) throw notReached(parts, current, hostname, wanted)
    await moveTo(parts, current, Math.max(Math.min(due, limit), scheduler.now(current)), settle)
    if (due <= limit) continue
    const reached = await context.store.customHostnames.findByHostname(zone.no, name) ?? hostname
    if (isAs(reached, wanted)) return
    throw notReached(parts, findZone(parts, zone.id), reached, wanted)
  }
}

function isAs ({ lifecycle: { ownership, certificate } }: CustomHostname, { status, ssl_status: sslStatus }: Until['until']): boolean {
  return (status === undefined || ownership.status === status) && (sslStatus === undefined || certificate?.status === sslStatus)
}

function notReached (parts: AdminParts, zone: Zone, hostname: CustomHostname, wanted: Until['until']): Refusal {
  const { ownership, certificate } = hostname.lifecycle
  const now = formatInstant(parts.scheduler.now(zone))
  const blocked = blockers(zone, parts.context.store.fallbackOrigins.find(zone.no), hostname)
  const is = { status: ownership.status, ssl_status: certificate?.status ?? null }
  const asked = [
    ...(wanted.status === undefined ? [] : [`status ${wanted.status}`]), ...(wanted.ssl_status === undefined ? [] : [`ssl_status ${wanted.ssl_status}`])
  ]
  const reasons = blocked.length === 0 ? '' : `; blocked by: ${blocked.join(' ')}`
  return new Refusal(409, 'not_reached',
    `${hostname.hostname} did not come to ${asked.join(' and ')}: at ${now} it has status ${is.status} and ssl_status ${is.ssl_status ?? 'none'}${reasons}`,
    { now, ...is, blocked_by: blocked })
}

async function eventsSince ({ context: { store } }: AdminParts, zone: Zone, before: number, counted: number): Promise<Omit<AdvanceAnswerWire, 'now'>> {
  const events: EventWire[] = []
  const total = store.events.countRecorded(zone.no) - counted
  for await (const row of eventRows(store, { zoneNo: zone.no }, before + 1)) {
    events.push(...rowToWire(row, zone).slice(0, EVENTS_ANSWERED - events.length))
    if (events.length >= EVENTS_ANSWERED) break
  }
  return { events, events_total: total, events_omitted: total - events.length }
}
