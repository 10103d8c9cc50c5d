import type { CertificateState, Validating } from './certificate-state.ts'
import { askedOf, errorsOf, servingOf } from './certificate-state.ts'
import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { Rules } from './outlook.ts'

/** Tokens reach `validation_records`, and the first check is armed. */
export function handOutTokens (state: CertificateState, at: Instant, { schedule }: Rules): Validating {
  return {
    status: 'pending_validation', since: at, order: state.order, ...servingOf(state), tokensAt: at, armedAt: at + schedule.certificate.firstCheckMs, attempt: 0, checks: 0
  }
}

/** When tokens are checked next, end, or are given up. */
export function validationDueAt (state: Validating, { schedule }: Rules): Instant {
  const checkAt = state.armedAt + (schedule.certificate.retries.dueMs[state.attempt] ?? 0)
  const staleAt = state.tokensAt + schedule.certificate.tokenLifetimeMs[state.order.authority]
  const dueAt = Math.min(checkAt, staleAt)
  return state.renewal === true ? Math.min(dueAt, renewalStopsAt(state, schedule.certificate.renewalStopMs)) : dueAt
}

function renewalStopsAt (state: Validating, stopMs: number): Instant {
  return Math.max((state.serving?.expiresAt ?? state.since) - stopMs, state.since)
}

/** Makes every check up to `until` in one go, changing tokens whose life ends on the way. */
export function validate (start: Validating, until: Instant, rules: Rules, events: LifecycleEvent[]): CertificateState {
  const { certificate: schedule } = rules.schedule
  const { dueMs } = schedule.retries
  const stopAt = start.renewal === true ? renewalStopsAt(start, schedule.renewalStopMs) : Infinity
  let { order, tokensAt, armedAt, attempt, checks, errors } = start
  let asked = askedOf(start)
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
      asked = { ...asked, number: order.number }
      tokensAt = staleAt
      events.push({ type: 'tokens_replaced', at: staleAt, order: order.number })
      continue
    }
    if (at > until) break
    checks++
    const verdict = rules.outlook.dcv(checks, at, asked)
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
