import type { EventWire, ForecastEventWire } from '../../schemas/admin/event.ts'
import type { ExplainWire, HostnameAxisWire, SslAxisWire } from '../../schemas/admin/explain.ts'
import { certificateDueAt } from '../core/certificate.ts'
import type { CertificateState } from '../core/certificate.ts'
import { advance, dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { DAY, formatInstant } from '../core/instant.ts'
import type { Instant } from '../core/instant.ts'
import { validationError } from '../core/messages.ts'
import type { Rules } from '../core/outlook.ts'
import { ownershipDueAt } from '../core/ownership.ts'
import type { OwnershipState } from '../core/ownership.ts'
import type { Zone } from '../core/zone.ts'
import { notFound } from '../http/admin-refusal.ts'
import { expand, forecastToWire, rowToWire } from './event-wire.ts'
import { eventRows } from './events.ts'
import { blockers, certificateNext, ownershipNext } from './explain-words.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'
import { withMoments } from '../scheduler/living.ts'
import { scenarioToWire } from './scenario-words.ts'
import { toDo } from './to-do.ts'

/** How far the timeline looks ahead. */
const AHEAD_MS = 30 * DAY

/** Entries of the timeline, to either side. */
const PAST_SHOWN = 1000
const TO_COME_SHOWN = 200

/** A hostname of a zone. Throws 404. */
export async function findHostname ({ context: { store } }: AdminParts, zone: Zone, id: string): Promise<CustomHostname> {
  const customHostname = await store.customHostnames.find(zone.no, id)
  if (customHostname === undefined) throw notFound(`custom hostname ${id} in zone ${zone.id}`)
  return customHostname
}

/** Where a custom hostname stands and why, what happened to it, and what will if nothing changes. Throws 404. */
export async function explain (parts: AdminParts, zoneId: string, id: string): Promise<ExplainWire> {
  return await explainIn(parts, await findCaughtUp(parts, zoneId), id)
}

/** The same without settling what is due: shows a forced status that the next step leads out of at once. Throws 404. */
export async function explainIn (parts: AdminParts, zone: Zone, id: string): Promise<ExplainWire> {
  const { context, scheduler } = parts
  const customHostname = await findHostname(parts, zone, id)
  const { hostname, lifecycle } = customHostname
  const now = scheduler.now(zone)
  const rules = await context.rulesFor(zone, customHostname)
  return {
    id,
    hostname,
    zone_id: zone.id,
    now: formatInstant(now),
    status: ownershipAxis(lifecycle.ownership, rules),
    ssl_status: lifecycle.certificate === undefined ? null : certificateAxis(lifecycle.certificate, rules, hostname),
    scenario: scenarioToWire(zone, customHostname),
    next_check_at: instantOrNull(dueAt(lifecycle, rules)),
    blocked_by: blockers(zone, context.store.fallbackOrigins.find(zone.no), customHostname),
    to_do: toDo(context, zone, customHostname),
    timeline: { past: await past(parts, zone, customHostname), to_come: toCome(zone, customHostname, now, rules) }
  }
}

function ownershipAxis (state: OwnershipState, rules: Rules): HostnameAxisWire {
  const pending = state.status === 'pending'
  return {
    value: state.status,
    since: formatInstant(state.since),
    attempt: pending ? state.attempt : state.checks,
    attempts_allowed: pending ? rules.schedule.hostname.retries.dueMs.length : 0,
    next_check_at: instantOrNull(ownershipDueAt(state, rules)),
    next_step: ownershipNext(state),
    errors: 'errors' in state ? [...state.errors ?? []] : []
  }
}

function certificateAxis (state: CertificateState, rules: Rules, hostname: string): SslAxisWire {
  return {
    value: state.status,
    since: formatInstant(state.since),
    attempt: 'attempt' in state ? state.attempt : 0,
    attempts_allowed: state.status === 'pending_validation' ? rules.schedule.certificate.retries.dueMs.length : 0,
    next_check_at: instantOrNull(certificateDueAt(state, rules)),
    next_step: certificateNext(state),
    errors: 'errors' in state ? (state.errors ?? []).map(text => validationError(text, hostname)) : []
  }
}

async function past ({ context: { store } }: AdminParts, zone: Zone, { seq }: CustomHostname): Promise<EventWire[]> {
  const events: EventWire[] = []
  for await (const row of eventRows(store, { hostnameSeq: seq }, 0)) events.push(...rowToWire(row, zone))
  return events.slice(-PAST_SHOWN)
}

function toCome (zone: Zone, { id, hostname, lifecycle }: CustomHostname, now: Instant, rules: Rules): ForecastEventWire[] {
  const { events } = advance(lifecycle, now + AHEAD_MS, rules)
  return expand(withMoments(events, zone, rules), zone).slice(0, TO_COME_SHOWN).map(event => forecastToWire(event, zone, { customHostnameId: id, hostname }))
}

function instantOrNull (instant: Instant | undefined): string | null {
  return instant === undefined ? null : formatInstant(instant)
}
