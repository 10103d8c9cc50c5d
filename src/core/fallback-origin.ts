import type { Instant } from './instant.ts'
import type { Schedule } from './schedule.ts'
import type { FallbackOriginStatus } from './statuses.ts'

/** The one fallback origin of a zone. `checkAt` is when its DNS record is looked at next, while it initializes. */
export interface FallbackOrigin {
  readonly origin: string
  readonly status: FallbackOriginStatus
  readonly since: Instant
  readonly checkAt?: Instant
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export interface FallbackOriginChange {
  readonly at: Instant
  readonly from: FallbackOriginStatus | undefined
  /** Undefined: gone. */
  readonly to: FallbackOriginStatus | undefined
}

export const RECORD_NOT_PROXIED = 'DNS records are not setup correctly. Origin should be a proxied A/AAAA/CNAME dns record'

/** What PUT makes: a new fallback origin, or the present one with another origin. */
export function putFallbackOrigin (current: FallbackOrigin | undefined, origin: string, now: Instant, schedule: Schedule): FallbackOrigin {
  return {
    origin, status: 'initializing', since: now, checkAt: now + schedule.fallbackOrigin.initializingMs, createdAt: current?.createdAt ?? now, updatedAt: now
  }
}

/** The DNS records of the zone changed: one that waits for its record is looked at again. */
export function recheckFallbackOrigin (state: FallbackOrigin, now: Instant, schedule: Schedule): FallbackOrigin {
  if (state.status !== 'initializing' || state.checkAt !== undefined) return state
  return { ...state, checkAt: now + schedule.fallbackOrigin.initializingMs }
}

/** DELETE: it stays readable until the deletion is done. */
export function deleteFallbackOrigin ({ checkAt, ...state }: FallbackOrigin, now: Instant): FallbackOrigin {
  return { ...state, status: 'pending_deletion', since: now, updatedAt: now }
}

/** When the fallback origin moves next; undefined when it rests. */
export function fallbackOriginDueAt (state: FallbackOrigin, schedule: Schedule): Instant | undefined {
  const { deploymentMs, deletionMs, timeoutMs } = schedule.fallbackOrigin
  switch (state.status) {
    case 'initializing': return state.checkAt ?? state.since + timeoutMs
    case 'pending_deployment': return state.since + deploymentMs
    case 'pending_deletion': return state.since + deletionMs
    case 'active': case 'deployment_timed_out': case 'deletion_timed_out': return undefined
  }
}

/**
 * Lives through what falls due up to `until`. `recordIsProxied`: the zone has a proxied A, AAAA or CNAME record of the origin's name.
 * The state is undefined once the deletion is done.
 */
export function advanceFallbackOrigin (
  start: FallbackOrigin, until: Instant, schedule: Schedule, recordIsProxied: boolean
): { readonly state: FallbackOrigin | undefined, readonly changes: readonly FallbackOriginChange[] } {
  const changes: FallbackOriginChange[] = []
  let state = start
  for (;;) {
    const at = fallbackOriginDueAt(state, schedule)
    if (at === undefined || at > until) return { state, changes }
    if (state.status === 'pending_deletion') {
      changes.push({ at, from: state.status, to: undefined })
      return { state: undefined, changes }
    }
    const next = step(state, at, recordIsProxied)
    if (next.status !== state.status) changes.push({ at, from: state.status, to: next.status })
    state = next
  }
}

function step ({ checkAt, ...state }: FallbackOrigin, at: Instant, recordIsProxied: boolean): FallbackOrigin {
  if (state.status === 'pending_deployment') return { ...state, status: 'active', since: at }
  if (recordIsProxied) return { ...state, status: 'pending_deployment', since: at }
  return checkAt === undefined ? { ...state, status: 'deployment_timed_out', since: at } : state
}
