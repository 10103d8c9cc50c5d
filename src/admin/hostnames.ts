import type { CheckWire, ForceStateWire } from '../../schemas/admin/state.ts'
import { failCertificate, forcedCertificate, recheckCertificate } from '../core/certificate.ts'
import type { CertificateState } from '../core/certificate.ts'
import { dueAt, recheck } from '../core/custom-hostname.ts'
import type { CustomHostname, Outcome } from '../core/custom-hostname.ts'
import type { LifecycleEvent } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import { PASSES } from '../core/outlook.ts'
import type { Rules, Verdict } from '../core/outlook.ts'
import { forcedOwnership, recheckOwnership } from '../core/ownership.ts'
import type { OwnershipState } from '../core/ownership.ts'
import type { Schedule } from '../core/schedule.ts'
import type { Zone } from '../core/zone.ts'
import { invalidRequest } from '../http/admin-refusal.ts'
import { ownershipErrors, validationErrors } from '../scheduler/foreseeing.ts'
import { retryOnStale } from '../store/retry.ts'
import { findHostname } from './explain.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'

/** Checks a hostname now, with the evidence of the zone's inspector or with the outcome that the caller names. Throws 404. */
export async function checkHostname (parts: AdminParts, zoneId: string, id: string, given: CheckWire): Promise<void> {
  await change(parts, zoneId, id, (zone, customHostname, rules) => {
    const now = parts.scheduler.now(zone)
    const { lifecycle } = customHostname
    if (given.outcome !== undefined) return checkAs(zone, customHostname, { now, schedule: rules.schedule }, given)
    const { lifecycle: { ownership, certificate }, events } = recheck(lifecycle, now, rules)
    const onlyStatus = given.axis === 'status'
    const onlySsl = given.axis === 'ssl_status'
    return {
      lifecycle: withCertificate(onlySsl ? lifecycle.ownership : ownership, onlyStatus ? lifecycle.certificate : certificate),
      events: events.filter(event => given.axis === undefined || axisOf(event) === given.axis)
    }
  })
}

/** Puts a hostname into the given statuses, whatever the lifecycle would have done. Throws 404 and 400. */
export async function forceState (parts: AdminParts, zoneId: string, id: string, { status, ssl_status: sslStatus }: ForceStateWire): Promise<void> {
  await change(parts, zoneId, id, (zone, { lifecycle: { ownership, certificate } }, rules) => {
    const now = parts.scheduler.now(zone)
    if (sslStatus !== undefined && certificate === undefined) throw invalidRequest('/ssl_status', 'the hostname was made without ssl')
    const events: LifecycleEvent[] = []
    if (status !== undefined && status !== ownership.status) events.push({ type: 'status_changed', axis: 'status', at: now, from: ownership.status, to: status })
    if (sslStatus !== undefined && certificate !== undefined && sslStatus !== certificate.status) {
      events.push({ type: 'status_changed', axis: 'ssl_status', at: now, from: certificate.status, to: sslStatus })
    }
    return {
      lifecycle: withCertificate(
        status === undefined ? ownership : forcedOwnership(status, now, rules),
        sslStatus === undefined || certificate === undefined ? certificate : forcedCertificate(sslStatus, now, certificate, rules)
      ),
      events
    }
  })
}

async function change (
  parts: AdminParts, zoneId: string, id: string, decide: (zone: Zone, customHostname: CustomHostname, rules: Rules) => Outcome
): Promise<void> {
  const { context, context: { store } } = parts
  const zone = await findCaughtUp(parts, zoneId)
  await retryOnStale(async () => {
    const current = await findHostname(parts, zone, id)
    const rules = await context.rulesFor(zone, current)
    const { lifecycle, events } = decide(zone, current, rules)
    await store.customHostnames.save(zone.no, { ...current, lifecycle }, dueAt(lifecycle, rules), events)
    const became = events.some(event => event.type === 'status_changed' && event.axis === 'status' && event.to === 'active')
    if (became) await context.displaceElsewhere(zone, current.hostname)
  })
}

/** A check whose finding the caller names. What rests is armed first, so that the finding has its effect. */
function checkAs (
  zone: Zone, { lifecycle }: CustomHostname, { now, schedule }: { readonly now: Instant, readonly schedule: Schedule }, { axis, outcome, errors }: CheckWire
): Outcome {
  const verdict = (standard: readonly string[]): Verdict => outcome === 'pass' ? PASSES : { passes: false, errors: errors ?? standard }
  const ownershipVerdict = verdict(ownershipErrors(zone))
  const dcvVerdict = verdict(validationErrors(zone))
  const rules: Rules = { schedule, outlook: { ownership: () => ownershipVerdict, dcv: () => dcvVerdict, stage: () => PASSES, activeHolds: false } }
  const events: LifecycleEvent[] = []
  const { ownership, certificate } = lifecycle
  const check = (state: CertificateState): CertificateState => {
    const next = checkCertificate(state, now, rules, events)
    return next === state && outcome === 'fail' ? failCertificate(state, now, errors ?? validationErrors(zone), events) : next
  }
  return {
    lifecycle: withCertificate(
      axis === 'ssl_status' ? ownership : checkOwnership(ownership, now, rules, events),
      axis === 'status' || certificate === undefined ? certificate : check(certificate)
    ),
    events
  }
}

function checkOwnership (state: OwnershipState, now: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  const next = recheckOwnership(state, now, rules, events)
  return state.status !== 'pending' && next.status === 'pending' ? recheckOwnership(next, now, rules, events) : next
}

function checkCertificate (state: CertificateState, now: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  const next = recheckCertificate(state, now, rules, events)
  // An uploaded certificate has nothing to be validated.
  if (next.status !== 'initializing' || next.order.upload !== undefined) return next
  // Tokens can be found only once they were handed out.
  const waiting = forcedCertificate('pending_validation', now, next, rules)
  events.push({ type: 'status_changed', axis: 'ssl_status', at: now, from: next.status, to: waiting.status })
  return recheckCertificate(waiting, now, rules, events)
}

function withCertificate (ownership: OwnershipState, certificate: CertificateState | undefined): Outcome['lifecycle'] {
  return certificate === undefined ? { ownership } : { ownership, certificate }
}

function axisOf (event: LifecycleEvent): 'status' | 'ssl_status' {
  return 'axis' in event ? event.axis : 'ssl_status'
}
