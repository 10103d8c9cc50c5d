import type { PathMatcher } from './path-pattern.ts'

/**
 * How a connection can break in place of an answer: reset by TCP, closed without a byte, closed by a whole HTTP answer whose JSON is cut, or left
 * open after the headers.
 */
export const BREAKS = ['reset', 'empty', 'malformed', 'stalled'] as const
export type Break = typeof BREAKS[number]

/** Longest delay that a fault may bring, in milliseconds: a client that waits longer has given up. */
export const LONGEST_DELAY_MS = 60_000

/** Which requests a fault concerns; what is left out fits every request. */
export interface FaultMatch {
  /** In upper case. */
  readonly method?: string
  readonly path?: string
  readonly zoneId?: string
  /** In lower case. */
  readonly hostname?: string
}

/** An answer in place of the service's own. */
export interface FaultAnswer {
  readonly status: number
  /** The code of the error; missing: what the catalogue has for the status on that path. */
  readonly code?: number
  readonly message?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent in place of the envelope: a text as it is, anything else as JSON. */
  readonly body?: unknown
}

/** What happens to a request. A delay comes first; an answer and a break exclude each other; without both the request goes its way. */
export interface FaultEffect {
  readonly answer?: FaultAnswer
  readonly delayMs?: number
  readonly break?: Break
}

export interface FaultRule extends FaultEffect {
  readonly match: FaultMatch
  /** How many requests it is applied to; missing: all. */
  readonly times?: number
  /** Chance, between 0 and 1, that a request that fits meets it; missing: certainty. */
  readonly probability?: number
}

/** A fault that was put in place, and what came of it. */
export interface Fault extends FaultRule {
  readonly id: string
  /** Requests that fit while it had applications left. */
  readonly matched: number
  /** Requests that it was applied to. */
  readonly applied: number
}

/** What faults look at in a request. */
export interface RequestFacts {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly zoneId?: string
  /** Lower-case names that the request is about: of the hostname that it addresses, in its body, in its filter. */
  readonly hostnames: readonly string[]
}

/** True when a fault concerns a request; `matchesPath` is its compiled pattern. */
export function concerns ({ method, zoneId, hostname }: FaultMatch, matchesPath: PathMatcher | undefined, facts: RequestFacts): boolean {
  return (method === undefined || method === facts.method) &&
    (zoneId === undefined || zoneId === facts.zoneId) &&
    (hostname === undefined || facts.hostnames.includes(hostname)) &&
    (matchesPath === undefined || matchesPath(facts.path))
}

/** True when a fault has had all of its applications. */
export function isSpent ({ times, applied }: Pick<Fault, 'times' | 'applied'>): boolean {
  return times !== undefined && applied >= times
}

/**
 * Whether a fault meets a request that fits it, and its counts after that. `chance` is a number in [0, 1) of this request's own.
 */
export function meet (fault: Fault, chance: number): { readonly fault: Fault, readonly applies: boolean } {
  if (isSpent(fault)) return { fault, applies: false }
  const applies = chance < (fault.probability ?? 1)
  return { fault: { ...fault, matched: fault.matched + 1, applied: fault.applied + (applies ? 1 : 0) }, applies }
}
