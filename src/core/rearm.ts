import type { CertificateState, Validating } from './certificate-state.ts'
import { certificateDueAt } from './certificate.ts'
import { validationDueAt } from './certificate-validation.ts'
import type { Lifecycle } from './custom-hostname.ts'
import type { Instant } from './instant.ts'
import type { Rules } from './outlook.ts'
import type { OwnershipState } from './ownership.ts'
import { ownershipDueAt } from './ownership.ts'

/**
 * A lifecycle that follows other rules from now on: what would have been due by them already is due now, so that no past is made up.
 * The same object where nothing has to give.
 */
export function rearm (lifecycle: Lifecycle, now: Instant, rules: Rules): Lifecycle {
  const ownership = rearmOwnership(lifecycle.ownership, now, rules)
  const certificate = lifecycle.certificate === undefined ? undefined : rearmCertificate(lifecycle.certificate, now, rules)
  if (ownership === lifecycle.ownership && certificate === lifecycle.certificate) return lifecycle
  return certificate === undefined ? { ownership } : { ownership, certificate }
}

function rearmOwnership (state: OwnershipState, now: Instant, rules: Rules): OwnershipState {
  switch (state.status) {
    // Rechecks that nobody needed were not made; they go on in their own rhythm.
    case 'active': {
      if (rules.outlook.activeHolds || state.recheckAt >= now) return state
      const { recheckMs } = rules.schedule.hostname
      return { ...state, recheckAt: state.recheckAt + Math.ceil((now - state.recheckAt) / recheckMs) * recheckMs }
    }
    case 'active_redeploying': return state.recheckAt >= now ? state : { ...state, recheckAt: now }
    case 'pending': {
      // A first check that was not made yet has the distance of the new schedule from where its wait began.
      const first = state.checks === 0 && state.again === undefined
      const next = first ? { ...state, armedAt: state.since + rules.schedule.hostname.firstCheckMs } : state
      const armedAt = next.armedAt + lateness(ownershipDueAt(next, rules), now)
      return armedAt === state.armedAt ? state : { ...state, armedAt }
    }
    default: {
      const late = lateness(ownershipDueAt(state, rules), now)
      return late === 0 ? state : { ...state, since: state.since + late }
    }
  }
}

function rearmCertificate (state: CertificateState, now: Instant, rules: Rules): CertificateState {
  if (state.status === 'pending_validation') return rearmValidation(state, now, rules)
  const late = lateness(certificateDueAt(state, rules), now)
  if (late === 0) return state
  switch (state.status) {
    // A certificate is renewed, or ends, at a time of its own: what is left is to do it at once.
    case 'active': case 'initializing_timed_out': case 'validation_timed_out': case 'issuance_timed_out': case 'deployment_timed_out':
      return { ...state, since: now }
    default: return { ...state, since: state.since + late }
  }
}

function rearmValidation (state: Validating, now: Instant, rules: Rules): CertificateState {
  const { retries, firstCheckMs, tokenLifetimeMs } = rules.schedule.certificate
  const first = state.checks === 0 && state.renewal === undefined
  const armed = first ? state.since + firstCheckMs : state.armedAt
  const armedAt = armed + lateness(armed + (retries.dueMs[state.attempt] ?? 0), now)
  const tokensAt = state.tokensAt + lateness(state.tokensAt + tokenLifetimeMs[state.order.authority], now)
  const next = armedAt === state.armedAt && tokensAt === state.tokensAt ? state : { ...state, armedAt, tokensAt }
  // What is left is the end of a renewal, which cannot come before its beginning.
  return lateness(validationDueAt(next, rules), now) === 0 ? next : { ...next, since: now }
}

/** Milliseconds by which something is overdue. */
function lateness (dueAt: Instant | undefined, now: Instant): number {
  return dueAt === undefined ? 0 : Math.max(now - dueAt, 0)
}
