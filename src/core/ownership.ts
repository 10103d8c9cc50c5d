import type { Instant } from './instant.ts'
import type { LifecycleEvent } from './events.ts'
import type { Rules, Verdict } from './outlook.ts'
import type { HostnameStatus } from './statuses.ts'

/** Statuses that the service enters by itself or that a person forces; nothing falls due in them. */
type RestingStatus = Exclude<HostnameStatus, 'pending' | 'active' | 'active_redeploying' | 'moved' | 'pending_deletion'>

/** What an active hostname is checked by: when next, and whether its DNS was ever seen to lead here. */
interface Rechecked {
  readonly recheckAt: Instant
  readonly checks: number
  readonly pointed?: true
}

/**
 * The hostname axis. In `pending`, check number `attempt` of the schedule that began at `armedAt` comes next;
 * `checks` counts every check ever made, across PATCHes that restart the schedule; `again` says that one brought it back.
 */
export type OwnershipState =
  | { readonly status: 'pending', readonly since: Instant, readonly armedAt: Instant, readonly attempt: number, readonly checks: number, readonly errors?: readonly string[], readonly again?: true }
  | Rechecked & { readonly status: 'active', readonly since: Instant }
  | Rechecked & { readonly status: 'active_redeploying', readonly since: Instant, readonly until: Instant }
  | { readonly status: 'moved', readonly since: Instant, readonly checks: number, readonly errors?: readonly string[] }
  | { readonly status: 'pending_deletion', readonly since: Instant, readonly checks: number }
  | { readonly status: RestingStatus, readonly since: Instant, readonly checks: number, readonly errors?: readonly string[] }

/** The axis of a hostname just made: pending, its first check a little later. */
export function newOwnership (now: Instant, { schedule }: Rules): OwnershipState {
  return { status: 'pending', since: now, armedAt: now + schedule.hostname.firstCheckMs, attempt: 0, checks: 0 }
}

/** When the axis moves or is checked next; undefined when it rests. */
export function ownershipDueAt (state: OwnershipState, { schedule, outlook }: Rules): Instant | undefined {
  switch (state.status) {
    case 'pending': return state.armedAt + (schedule.hostname.retries.dueMs[state.attempt] ?? 0)
    case 'active': return outlook.activeHolds ? undefined : state.recheckAt
    case 'active_redeploying': return state.until
    case 'moved': return state.since + schedule.hostname.movedToDeletedMs
    case 'pending_deletion': return state.since + schedule.hostname.deletionMs
    case 'deleted': case 'blocked': case 'pending_blocked': case 'pending_migration': case 'pending_provisioned': case 'provisioned':
    case 'test_pending': case 'test_active': case 'test_active_apex': case 'test_blocked': case 'test_failed':
      return undefined
  }
}

/** Lives through everything that falls due up to and including `until`; appends what happened to `events`. */
export function advanceOwnership (start: OwnershipState, until: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  let state = start
  for (;;) {
    const at = ownershipDueAt(state, rules)
    if (at === undefined || at > until) return state
    const next = state.status === 'pending' ? checkPending(state, until, rules, events) : step(state, at, rules, events)
    if (next.status !== state.status) events.push(statusChanged(state.status, next, next.since))
    state = next
  }
}

/** A check now, outside the schedule, which starts again from it: what a PATCH asks for. */
export function recheckOwnership (state: OwnershipState, now: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  switch (state.status) {
    case 'pending': {
      const next = checkPending({ ...state, armedAt: now, attempt: 0 }, now, rules, events)
      if (next.status !== 'pending') events.push(statusChanged('pending', next, now))
      return next
    }
    case 'active': {
      const next = rules.outlook.activeHolds ? state : step(state, now, rules, events)
      if (next.status !== 'active') events.push(statusChanged('active', next, now))
      return next
    }
    // The documentation takes these back to pending; the check itself is due at once and seen by the next read.
    case 'moved': case 'deleted': case 'blocked': {
      const next: OwnershipState = { status: 'pending', since: now, armedAt: now, attempt: 0, checks: state.checks, again: true }
      events.push(statusChanged(state.status, next, now))
      return next
    }
    case 'active_redeploying': case 'pending_deletion': case 'pending_blocked': case 'pending_migration': case 'pending_provisioned': case 'provisioned':
    case 'test_pending': case 'test_active': case 'test_active_apex': case 'test_blocked': case 'test_failed':
      return state
  }
}

/** An active hostname whose settings changed redeploys for a moment, traffic flowing. */
export function redeployOwnership (state: OwnershipState, now: Instant, { schedule }: Rules, events: LifecycleEvent[]): OwnershipState {
  if (state.status !== 'active' && state.status !== 'active_redeploying') return state
  const next: OwnershipState = {
    status: 'active_redeploying', since: now, until: now + schedule.hostname.redeployingMs, recheckAt: state.recheckAt, checks: state.checks, ...pointedOf(state)
  }
  if (state.status === 'active') events.push(statusChanged('active', next, now))
  return next
}

/** The name was validated in another zone later: the latest validation wins. */
export function displaceOwnership (state: OwnershipState, now: Instant, events: LifecycleEvent[]): OwnershipState {
  if (state.status !== 'active' && state.status !== 'active_redeploying' && state.status !== 'pending') return state
  const next: OwnershipState = { status: 'moved', since: now, checks: state.checks }
  events.push(statusChanged(state.status, next, now))
  return next
}

/** The state that a forced status has; a scheduled one is armed as if it had just been entered. */
export function forcedOwnership (status: HostnameStatus, now: Instant, rules: Rules): OwnershipState {
  switch (status) {
    case 'pending': return newOwnership(now, rules)
    case 'active': return activeSince(now, 0, rules)
    case 'active_redeploying':
      return { status, since: now, until: now + rules.schedule.hostname.redeployingMs, recheckAt: now + rules.schedule.hostname.recheckMs, checks: 0 }
    default: return { status, since: now, checks: 0 }
  }
}

function step (state: OwnershipState, at: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  switch (state.status) {
    case 'active': return checkActive(state, at, rules, events)
    case 'active_redeploying': return { status: 'active', since: at, recheckAt: Math.max(state.recheckAt, at), checks: state.checks, ...pointedOf(state) }
    case 'moved': return { status: 'deleted', since: at, checks: state.checks, ...errorsOf(state) }
    case 'pending_deletion': return { status: 'deleted', since: at, checks: state.checks }
    default: return state
  }
}

/** Makes every check up to `until` in one go: a failed check changes nothing but the counters. */
function checkPending (state: OwnershipState & { status: 'pending' }, until: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  const { dueMs } = rules.schedule.hostname.retries
  const first = state.attempt
  let { attempt, checks } = state
  let errors = state.errors
  let runStart = first
  const closeRun = (last: number): void => {
    if (last < runStart || errors === undefined) return
    events.push({ type: 'checks_failed', axis: 'status', at: state.armedAt + (dueMs[runStart] ?? 0), armedAt: state.armedAt, first: runStart, last, errors })
  }
  for (; attempt < dueMs.length; attempt++) {
    const at = state.armedAt + (dueMs[attempt] ?? 0)
    if (at > until) break
    checks++
    const verdict = rules.outlook.ownership(checks, at, state)
    if (verdict.passes) {
      closeRun(attempt - 1)
      return { ...activeSince(at, checks, rules), ...pointedBy(verdict) }
    }
    if (verdict.errors !== errors && attempt > runStart) {
      closeRun(attempt - 1)
      runStart = attempt
    }
    errors = verdict.errors
    if (verdict.blocked === true) {
      closeRun(attempt)
      return { status: 'blocked', since: at, checks, errors }
    }
  }
  closeRun(attempt - 1)
  if (attempt === dueMs.length) {
    return { status: 'moved', since: state.armedAt + (dueMs.at(-1) ?? 0), checks, ...errorsOf({ errors }) }
  }
  return { ...state, attempt, checks, ...errorsOf({ errors }) }
}

function checkActive (state: OwnershipState & { status: 'active' }, at: Instant, rules: Rules, events: LifecycleEvent[]): OwnershipState {
  const checks = state.checks + 1
  const verdict = rules.outlook.ownership(checks, at, state)
  if (verdict.passes) return { ...state, checks, recheckAt: at + rules.schedule.hostname.recheckMs, ...pointedBy(verdict) }
  events.push({ type: 'check_failed', axis: 'status', at, attempt: 0, errors: verdict.errors })
  return { status: verdict.blocked === true ? 'blocked' : 'moved', since: at, checks, errors: verdict.errors }
}

function activeSince (at: Instant, checks: number, { schedule }: Rules): OwnershipState {
  return { status: 'active', since: at, recheckAt: at + schedule.hostname.recheckMs, checks }
}

function statusChanged (from: HostnameStatus, next: OwnershipState, at: Instant): LifecycleEvent {
  return { type: 'status_changed', axis: 'status', at, from, to: next.status, ...('errors' in next ? errorsOf(next) : {}) }
}

function pointedBy ({ pointsHere }: Verdict & { readonly passes: true }): { readonly pointed?: true } {
  return pointsHere === true ? { pointed: true } : {}
}

function pointedOf ({ pointed }: Rechecked): { readonly pointed?: true } {
  return pointed === true ? { pointed } : {}
}

function errorsOf ({ errors }: { readonly errors?: readonly string[] | undefined }): { readonly errors?: readonly string[] } {
  return errors === undefined || errors.length === 0 ? {} : { errors }
}
