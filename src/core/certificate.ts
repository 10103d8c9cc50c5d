import type { Instant } from './instant.ts'
import type { LifecycleEvent } from './events.ts'
import type { Rules, Verdict } from './outlook.ts'
import type { CertificateAuthority, SslStatus } from './statuses.ts'

/** What is asked of the authority. Its number gives the validation tokens their identity: a new order has new tokens. */
export interface Order {
  readonly number: number
  readonly authority: CertificateAuthority
  readonly wildcard: boolean
}

/** A certificate that was issued. Serial number, keys and PEM are derived from the hostname's seed and `pack` when asked for. */
export interface Certificate {
  readonly pack: number
  readonly authority: CertificateAuthority
  readonly wildcard: boolean
  readonly issuedAt: Instant
  readonly expiresAt: Instant
}

interface Common {
  readonly since: Instant
  readonly order: Order
  /** The certificate at the edge, which goes on serving while a new order is under way. */
  readonly serving?: Certificate
}

interface Failing {
  readonly errors?: readonly string[]
}

type TimedOutStatus = 'initializing_timed_out' | 'validation_timed_out' | 'issuance_timed_out' | 'deployment_timed_out'
type ScheduledStatus = 'initializing' | 'pending_validation' | 'pending_issuance' | 'pending_deployment' | 'active'

/** The certificate axis. */
export type CertificateState =
  | Common & { readonly status: 'initializing' }
  | Common & Failing & {
    readonly status: 'pending_validation'
    /** When the present tokens were handed out. */
    readonly tokensAt: Instant
    readonly armedAt: Instant
    readonly attempt: number
    readonly checks: number
    readonly renewal?: true
  }
  | Common & Failing & { readonly status: 'pending_issuance', readonly attempt: number }
  | Common & Failing & { readonly status: 'pending_deployment', readonly attempt: number, readonly next: Certificate }
  | Common & { readonly status: 'active', readonly serving: Certificate }
  | Common & Failing & { readonly status: TimedOutStatus }
  | Common & { readonly status: Exclude<SslStatus, ScheduledStatus | TimedOutStatus> }

type Validating = CertificateState & { status: 'pending_validation' }

/** A fresh order: the authority is asked and has not handed out tokens yet. */
export function newCertificate (now: Instant, order: Order, serving?: Certificate): CertificateState {
  return { status: 'initializing', since: now, order, ...servingOf({ serving }) }
}

/** When the axis moves or is checked next; undefined when it rests. */
export function certificateDueAt (state: CertificateState, rules: Rules): Instant | undefined {
  const { certificate: schedule } = rules.schedule
  switch (state.status) {
    case 'initializing': return state.since + (rules.outlook.stage('initializing').passes ? schedule.initializingMs : schedule.timeoutMs)
    case 'pending_validation': return validationDueAt(state, rules)
    case 'pending_issuance': return stageDueAt(state, schedule.issuanceMs, rules)
    case 'pending_deployment': return stageDueAt(state, schedule.deploymentMs, rules)
    case 'active': return Math.max(state.serving.expiresAt - schedule.renewalLeadMs, state.since)
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

/** A new order with new tokens: another method, authority or set of names, or a restart. What serves goes on serving. */
export function reorderCertificate (
  state: CertificateState, now: Instant, wanted: Pick<Order, 'authority' | 'wildcard'>, events: LifecycleEvent[]
): CertificateState {
  const order = { number: state.order.number + 1, authority: wanted.authority, wildcard: wanted.wildcard }
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

/** The state that a forced status has; a scheduled one is armed as if it had just been entered. */
export function forcedCertificate (status: SslStatus, now: Instant, from: CertificateState, rules: Rules): CertificateState {
  const common = { since: now, order: from.order, ...servingOf(from) }
  switch (status) {
    case 'pending_validation': return handOutTokens({ ...common, status: 'initializing' }, now, rules)
    case 'pending_issuance': return { ...common, status, attempt: 0 }
    case 'pending_deployment': return { ...common, status, attempt: 0, next: issued(from, now, rules) }
    case 'active': return { ...common, status, serving: from.serving ?? issued(from, now, rules) }
    default: return { ...common, status }
  }
}

function step (state: CertificateState, at: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  const common = { since: at, order: state.order, ...servingOf(state) }
  switch (state.status) {
    case 'initializing': {
      const verdict = rules.outlook.stage('initializing')
      return verdict.passes ? handOutTokens(state, at, rules) : { ...common, status: 'initializing_timed_out', errors: verdict.errors }
    }
    case 'pending_issuance': {
      const verdict = rules.outlook.stage('issuance')
      if (verdict.passes) return { ...common, status: 'pending_deployment', attempt: 0, next: issued(state, at, rules) }
      return failStage(state, at, { verdict, rules, events }) ?? { ...common, status: 'issuance_timed_out', errors: verdict.errors }
    }
    case 'pending_deployment': {
      const verdict = rules.outlook.stage('deployment')
      if (verdict.passes) return { status: 'active', since: at, order: state.order, serving: state.next }
      return failStage(state, at, { verdict, rules, events }) ?? { ...common, status: 'deployment_timed_out', errors: verdict.errors }
    }
    case 'active': return renew(state, at, rules, events)
    default: return { ...common, status: 'expired' }
  }
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

/** Tokens reach `validation_records`, and the first check is armed. */
function handOutTokens (state: CertificateState, at: Instant, { schedule }: Rules): Validating {
  return {
    status: 'pending_validation', since: at, order: state.order, ...servingOf(state), tokensAt: at, armedAt: at + schedule.certificate.firstCheckMs, attempt: 0, checks: 0
  }
}

function validationDueAt (state: Validating, { schedule }: Rules): Instant {
  const checkAt = state.armedAt + (schedule.certificate.retries.dueMs[state.attempt] ?? 0)
  const staleAt = state.tokensAt + schedule.certificate.tokenLifetimeMs[state.order.authority]
  const dueAt = Math.min(checkAt, staleAt)
  return state.renewal === true ? Math.min(dueAt, renewalStopsAt(state, schedule.certificate.renewalStopMs)) : dueAt
}

function renewalStopsAt (state: Validating, stopMs: number): Instant {
  return Math.max((state.serving?.expiresAt ?? state.since) - stopMs, state.since)
}

/** Makes every check up to `until` in one go, changing tokens whose life ends on the way. */
function validate (start: Validating, until: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  const { certificate: schedule } = rules.schedule
  const { dueMs } = schedule.retries
  const stopAt = start.renewal === true ? renewalStopsAt(start, schedule.renewalStopMs) : Infinity
  let { order, tokensAt, armedAt, attempt, checks, errors } = start
  let runStart = attempt
  const closeRun = (): void => {
    if (attempt > runStart && errors !== undefined) {
      events.push({ type: 'checks_failed', axis: 'ssl_status', at: armedAt + (dueMs[runStart] ?? 0), armedAt, first: runStart, last: attempt - 1, errors })
    }
    runStart = attempt
  }
  for (;;) {
    const at = armedAt + (dueMs[attempt] ?? 0)
    const staleAt = tokensAt + schedule.tokenLifetimeMs[order.authority]
    if (stopAt <= until && stopAt < Math.min(at, staleAt)) {
      closeRun()
      return { status: 'validation_timed_out', since: stopAt, order, ...servingOf(start), ...errorsOf({ errors }) }
    }
    if (staleAt <= until && staleAt <= at) {
      closeRun()
      order = { ...order, number: order.number + 1 }
      tokensAt = staleAt
      events.push({ type: 'tokens_replaced', at: staleAt, order: order.number })
      continue
    }
    if (at > until) break
    checks++
    const verdict = rules.outlook.dcv(checks, at)
    if (verdict.passes) {
      closeRun()
      return { status: 'pending_issuance', since: at, order, ...servingOf(start), attempt: 0 }
    }
    if (verdict.errors !== errors) closeRun()
    errors = verdict.errors
    attempt++
    if (attempt < dueMs.length) continue
    closeRun()
    if (start.renewal !== true) return { status: 'validation_timed_out', since: at, order, ...servingOf(start), ...errorsOf({ errors }) }
    // A renewal is not given up at the end of the table but a day before the certificate's end: the table starts again.
    // Where delays are zero or tiny the window holds a hundred tables, so that it comes to an end.
    armedAt = Math.max(at + Math.max(schedule.retries.delaysMs.at(-1) ?? 0, 1), armedAt + Math.ceil(schedule.renewalLeadMs / 100))
    attempt = runStart = 0
  }
  closeRun()
  return { ...start, order, tokensAt, armedAt, attempt, checks, ...errorsOf({ errors }) }
}

/** Renewal begins with a check at once. What passes it goes straight to deployment, as the renewal events document. */
function renew (state: CertificateState & { status: 'active' }, at: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  events.push({ type: 'renewal_due', at, expiresAt: state.serving.expiresAt })
  const order = { ...state.order, number: state.order.number + 1 }
  const waiting: Validating = {
    status: 'pending_validation', since: at, order, serving: state.serving, tokensAt: at, armedAt: at, attempt: 0, checks: 0, renewal: true
  }
  if (!rules.outlook.dcv(1, at).passes) return waiting
  return { status: 'pending_deployment', since: at, order, serving: state.serving, attempt: 0, next: issued({ ...waiting }, at, rules) }
}

function issued ({ order, serving }: Pick<Common, 'order' | 'serving'>, at: Instant, { schedule }: Rules): Certificate {
  return {
    pack: (serving?.pack ?? 0) + 1, authority: order.authority, wildcard: order.wildcard, issuedAt: at, expiresAt: at + schedule.certificate.validityMs
  }
}

function statusChanged (from: SslStatus, next: CertificateState): LifecycleEvent {
  return { type: 'status_changed', axis: 'ssl_status', at: next.since, from, to: next.status, ...('errors' in next ? errorsOf(next) : {}) }
}

function servingOf ({ serving }: { readonly serving?: Certificate | undefined }): { readonly serving?: Certificate } {
  return serving === undefined ? {} : { serving }
}

function errorsOf ({ errors }: { readonly errors?: readonly string[] | undefined }): { readonly errors?: readonly string[] } {
  return errors === undefined || errors.length === 0 ? {} : { errors }
}
