import type { Certificate, CertificateState, Common, Order, Validating, Wanted } from './certificate-state.ts'
import { askedOf, servingOf, statusChanged } from './certificate-state.ts'
import { handOutTokens, validate, validationDueAt } from './certificate-validation.ts'
import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { Rules, Verdict } from './outlook.ts'
import type { SslStatus } from './statuses.ts'
import { uploadEndsAt } from './uploads.ts'

export type { Certificate, CertificateState, Order, Upload, UploadedCertificate, Wanted } from './certificate-state.ts'

/** A fresh order: the authority is asked and has not handed out tokens yet. */
export function newCertificate (now: Instant, order: Order, serving?: Certificate): CertificateState {
  return { status: 'initializing', since: now, order, ...servingOf({ serving }) }
}

/** When the axis moves or is checked next; undefined when it rests. */
export function certificateDueAt (state: CertificateState, rules: Rules): Instant | undefined {
  const { certificate: schedule } = rules.schedule
  switch (state.status) {
    case 'initializing': return state.since + (rules.outlook.stage('initializing', askedOf(state)).passes ? schedule.initializingMs : schedule.timeoutMs)
    case 'pending_validation': return validationDueAt(state, rules)
    case 'pending_issuance': return stageDueAt(state, schedule.issuanceMs, rules)
    case 'pending_deployment': return stageDueAt(state, schedule.deploymentMs, rules)
    // Nobody renews what was uploaded: its end is announced at the same time, and comes.
    case 'active': return Math.max(state.serving.expiresAt - (state.announced === true ? 0 : schedule.renewalLeadMs), state.since)
    case 'validation_timed_out': case 'issuance_timed_out': case 'deployment_timed_out': case 'initializing_timed_out':
      return state.serving === undefined ? undefined : Math.max(state.serving.expiresAt, state.since)
    default: return undefined
  }
}

/** Lives through everything that falls due up to and including `until`; appends what happened to `events`. */
export function advanceCertificate (start: CertificateState, until: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  let state = start
  for (;;) {
    const at = certificateDueAt(state, rules)
    if (at === undefined || at > until) return state
    const next = state.status === 'pending_validation' ? validate(state, until, rules, events) : step(state, at, rules, events)
    if (next.status !== state.status) events.push(statusChanged(state.status, next))
    state = next
  }
}

/**
 * A check now, outside the schedule, which starts again from it: what a PATCH asks for. Tokens in place are checked first and
 * kept while they are good; a stage that timed out, or a certificate that expired, begins with a new order.
 */
export function recheckCertificate (state: CertificateState, now: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  switch (state.status) {
    case 'pending_validation': {
      const next = validate({ ...state, armedAt: now, attempt: 0 }, now, rules, events)
      if (next.status !== state.status) events.push(statusChanged(state.status, next))
      return next
    }
    case 'initializing_timed_out': case 'validation_timed_out': case 'issuance_timed_out': case 'deployment_timed_out': case 'expired': case 'deleted':
      return reorderCertificate(state, now, state.order, events)
    default: return state
  }
}

/** A new order with new tokens: another method, authority, set of names or upload, or a restart. What serves goes on serving. */
export function reorderCertificate (state: CertificateState, now: Instant, wanted: Wanted, events: LifecycleEvent[]): CertificateState {
  const { authority, wildcard, upload } = wanted
  const order: Order = { number: state.order.number + 1, authority, wildcard, again: true, ...(upload === undefined ? {} : { upload }) }
  const next = newCertificate(now, order, state.status === 'expired' ? undefined : state.serving)
  events.push(statusChanged(state.status, next))
  return next
}

/** New tokens for an order still waiting for its validation, and a schedule that starts again. */
export function replaceTokens (state: CertificateState, now: Instant, events: LifecycleEvent[]): CertificateState {
  if (state.status !== 'pending_validation') return state
  const order = { ...state.order, number: state.order.number + 1 }
  events.push({ type: 'tokens_replaced', at: now, order: order.number })
  return { ...state, order, tokensAt: now, armedAt: now, attempt: 1 }
}

/** A stage, or a deletion, that is found to fail now, outside of its schedule: it stays where it is and is tried again. */
export function failCertificate (state: CertificateState, now: Instant, errors: readonly string[], events: LifecycleEvent[]): CertificateState {
  switch (state.status) {
    case 'pending_issuance': case 'pending_deployment':
      events.push({ type: 'check_failed', axis: 'ssl_status', at: now, attempt: state.attempt, errors })
      return { ...state, errors }
    case 'pending_deletion':
      events.push({ type: 'check_failed', axis: 'ssl_status', at: now, attempt: 0, errors })
      return state
    default: return state
  }
}

/** The state that a forced status has; a scheduled one is armed as if it had just been entered. */
export function forcedCertificate (status: SslStatus, now: Instant, from: CertificateState, rules: Rules): CertificateState {
  const common = { since: now, order: from.order, ...servingOf(from) }
  switch (status) {
    case 'pending_validation': return handOutTokens({ ...common, status: 'initializing' }, now, rules)
    case 'pending_issuance': return { ...common, status, attempt: 0 }
    case 'pending_deployment': return { ...common, status, attempt: 0, next: issued(from, now, rules) }
    case 'holding_deployment': return { ...common, status, next: issued(from, now, rules) }
    case 'active': return { ...common, status, serving: from.order.upload === undefined ? from.serving ?? issued(from, now, rules) : issued(from, now, rules) }
    default: return { ...common, status }
  }
}

function step (state: CertificateState, at: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  const common = { since: at, order: state.order, ...servingOf(state) }
  switch (state.status) {
    case 'initializing': {
      const verdict = rules.outlook.stage('initializing', askedOf(state))
      if (!verdict.passes) return { ...common, status: 'initializing_timed_out', errors: verdict.errors }
      return state.order.upload === undefined ? handOutTokens(state, at, rules) : deploy(state, issued(state, at, rules), at, rules)
    }
    case 'pending_issuance': {
      const verdict = rules.outlook.stage('issuance', askedOf(state))
      if (verdict.passes) return { ...common, status: 'pending_deployment', attempt: 0, next: issued(state, at, rules) }
      return failStage(state, at, { verdict, rules, events }) ?? { ...common, status: 'issuance_timed_out', errors: verdict.errors }
    }
    case 'pending_deployment': {
      if (isHeld(state.next, rules)) return deploy(state, state.next, at, rules)
      const verdict = rules.outlook.stage('deployment', askedOf(state))
      if (verdict.passes) return { status: 'active', since: at, order: state.order, serving: state.next }
      return failStage(state, at, { verdict, rules, events }) ?? { ...common, status: 'deployment_timed_out', errors: verdict.errors }
    }
    case 'active': {
      if (state.announced === true) return { ...common, status: 'expired' }
      events.push({ type: 'renewal_due', at, expiresAt: state.serving.expiresAt })
      return state.serving.upload === undefined ? renew(state, at, rules) : { ...state, announced: true }
    }
    default: return { ...common, status: 'expired' }
  }
}

/** An uploaded certificate waits until its zone is active; others were issued for a zone that is. */
function deploy ({ order, serving }: Common, next: Certificate, at: Instant, rules: Rules): CertificateState {
  const common = { since: at, order, ...servingOf({ serving }), next }
  return isHeld(next, rules) ? { ...common, status: 'holding_deployment' } : { ...common, status: 'pending_deployment', attempt: 0 }
}

function isHeld ({ upload }: Certificate, { deploymentHeld }: Rules): boolean {
  return upload !== undefined && deploymentHeld === true
}

interface Failure {
  readonly verdict: Verdict & { readonly passes: false }
  readonly rules: Rules
  readonly events: LifecycleEvent[]
}

/** A stage that failed is tried again on the validation schedule until its time is up; undefined then. */
function failStage<S extends CertificateState & { status: 'pending_issuance' | 'pending_deployment' }> (
  state: S, at: Instant, { verdict: { errors }, rules: { schedule }, events }: Failure
): S | undefined {
  if (at >= state.since + schedule.certificate.timeoutMs) return undefined
  events.push({ type: 'check_failed', axis: 'ssl_status', at, attempt: state.attempt, errors })
  return { ...state, attempt: state.attempt + 1, errors }
}

function stageDueAt (state: { readonly since: Instant, readonly attempt: number }, durationMs: number, { schedule }: Rules): Instant {
  const { retries, timeoutMs } = schedule.certificate
  if (state.attempt === 0) return state.since + durationMs
  const retryAt = state.since + durationMs + (retries.dueMs[state.attempt] ?? timeoutMs)
  return Math.min(retryAt, state.since + Math.max(timeoutMs, durationMs))
}

/** Renewal begins with a check at once. What passes it goes straight to deployment, as the renewal events document. */
function renew (state: CertificateState & { status: 'active' }, at: Instant, rules: Rules): CertificateState {
  const order = { ...state.order, number: state.order.number + 1 }
  const waiting: Validating = {
    status: 'pending_validation', since: at, order, serving: state.serving, tokensAt: at, armedAt: at, attempt: 0, checks: 0, renewal: true
  }
  if (!rules.outlook.dcv(1, at, askedOf(waiting)).passes) return waiting
  return { status: 'pending_deployment', since: at, order, serving: state.serving, attempt: 0, next: issued({ ...waiting }, at, rules) }
}

function issued ({ order, serving }: Pick<Common, 'order' | 'serving'>, at: Instant, { schedule }: Rules): Certificate {
  const { authority, wildcard, upload } = order
  if (upload !== undefined) return { pack: upload.pack, authority, wildcard, issuedAt: at, expiresAt: uploadEndsAt(upload), upload }
  return { pack: (serving?.pack ?? 0) + 1, authority, wildcard, issuedAt: at, expiresAt: at + schedule.certificate.validityMs }
}
