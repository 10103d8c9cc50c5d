import type { Instant } from './core/instant.ts'

/** The machine's time, the only place that reads it. It never runs backwards, also when the machine's clock is set back. */
export interface SystemClock {
  now (): Instant
}

export function createSystemClock (): SystemClock {
  let latest = 0
  return {
    now () {
      latest = Math.max(latest, Date.now())
      return latest
    }
  }
}
