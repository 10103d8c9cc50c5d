import type { Instant } from './instant.ts'

/** So many calls within a window, and how long calls are refused once there was one more. Milliseconds. */
export interface RateLimit {
  readonly quota: number
  readonly windowMs: number
  readonly refusedMs: number
}

/** What has been used of a limit. A window begins with its first call. */
export interface RateWindow {
  readonly startedAt: Instant
  readonly count: number
  /** Set once a call was too many. */
  readonly refusedUntil?: Instant
}

export interface RateVerdict {
  readonly window: RateWindow
  readonly refused: boolean
  /** Calls that are left in the window. */
  readonly remaining: number
  /** Milliseconds until the window ends, or until calls are taken again. */
  readonly resetMs: number
}

/** Counts one call at `now`. The call over the quota, and every one until the time of refusal is over, is refused and not counted. */
export function takeCall (window: RateWindow | undefined, now: Instant, { quota, windowMs, refusedMs }: RateLimit): RateVerdict {
  const current = window === undefined || isOver(window, now, windowMs) ? { startedAt: now, count: 0 } : window
  if (current.refusedUntil !== undefined) return refusal(current, current.refusedUntil - now)
  if (current.count >= quota) return refusal({ ...current, refusedUntil: now + refusedMs }, refusedMs)
  const taken = { startedAt: current.startedAt, count: current.count + 1 }
  return { window: taken, refused: false, remaining: quota - taken.count, resetMs: taken.startedAt + windowMs - now }
}

/** Takes back one call of a window that began at `startedAt`: it turned out to be one that does not count. */
export function giveBack (window: RateWindow | undefined, startedAt: Instant): RateWindow | undefined {
  if (window === undefined || window.startedAt !== startedAt) return window
  return { ...window, count: Math.max(0, window.count - 1) }
}

/** A clock that was set back, which only a reset does, begins a new window too. */
function isOver ({ startedAt, refusedUntil }: RateWindow, now: Instant, windowMs: number): boolean {
  if (now < startedAt) return true
  return refusedUntil === undefined ? now >= startedAt + windowMs : now >= refusedUntil
}

function refusal (window: RateWindow, resetMs: number): RateVerdict {
  return { window, refused: true, remaining: 0, resetMs }
}

/** Whole seconds as the headers carry them, rounded up. */
export function headerSeconds (ms: number): number {
  return Math.ceil(ms / 1000)
}
