import type { Instant } from './instant.ts'

/** How often something was asked for, and how far apart; intervals in milliseconds, missing where there was a single poll. */
export interface Polling {
  readonly polls: number
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly intervals?: Intervals
}

export interface Intervals {
  readonly leastMs: number
  readonly medianMs: number
  readonly mostMs: number
}

/** Sums up polls by their moments, which need not be in order; undefined without any. */
export function summarizePolls (moments: readonly Instant[]): Polling | undefined {
  const sorted = moments.toSorted((a, b) => a - b)
  const [firstAt] = sorted
  const lastAt = sorted.at(-1)
  if (firstAt === undefined || lastAt === undefined) return undefined
  const intervals = intervalsOf(sorted)
  return { polls: sorted.length, firstAt, lastAt, ...(intervals === undefined ? {} : { intervals }) }
}

function intervalsOf (sorted: readonly Instant[]): Intervals | undefined {
  const gaps = sorted.slice(1).map((moment, i) => moment - (sorted[i] ?? moment)).sort((a, b) => a - b)
  const [leastMs] = gaps
  const mostMs = gaps.at(-1)
  if (leastMs === undefined || mostMs === undefined) return undefined
  const middle = Math.floor(gaps.length / 2)
  const upper = gaps[middle] ?? mostMs
  const medianMs = gaps.length % 2 === 1 ? upper : ((gaps[middle - 1] ?? upper) + upper) / 2
  return { leastMs, medianMs, mostMs }
}
