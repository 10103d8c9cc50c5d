import type { ErrorName } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { RateLimit, RateWindow } from '../core/rate-limit.ts'
import { giveBack, headerSeconds, takeCall } from '../core/rate-limit.ts'
import type { RateLimitSettings } from '../core/zone.ts'

/** Where headers of an answer are put. */
interface Headed {
  header (name: string, value: string): unknown
}

/** What a call is counted under. */
export interface Counted {
  /** The zone's id; undefined for calls of no zone, which live in the time of the system. */
  readonly zoneId: string | undefined
  /** Whose calls are counted together. */
  readonly user: string
  readonly now: Instant
  readonly settings: RateLimitSettings
}

export interface RateLimiter {
  /** The error of a request that is refused; puts the headers on the answer either way. */
  countRequest (counted: Counted, reply: Headed): ErrorName | undefined
  /** Counts a certificate beforehand. Returns what takes the count back when none was issued; undefined when it is refused. */
  countIssuance (counted: Omit<Counted, 'user'>, reply: Headed): (() => void) | undefined
  /** Forgets what was counted: everything, or what belongs to a zone. */
  clear (zoneId?: string): void
}

/** Most users and zones that are counted at once; the ones counted longest ago are forgotten first. */
const MOST_WINDOWS = 10_000

/** Published limits, counted in memory and in the time of each zone. */
export function createRateLimiter (): RateLimiter {
  const windows = new Map<string, RateWindow>()
  const keep = (key: string, window: RateWindow): void => {
    windows.delete(key)
    windows.set(key, window)
    const [oldest] = windows.size > MOST_WINDOWS ? windows.keys() : []
    if (oldest !== undefined) windows.delete(oldest)
  }
  return {
    countRequest ({ zoneId, user, now, settings }, reply) {
      const limit: RateLimit = { quota: settings.requests, windowMs: settings.windowSeconds * 1000, refusedMs: settings.refusedSeconds * 1000 }
      const key = `requests/${zoneId ?? ''}/${user}`
      const verdict = takeCall(windows.get(key), now, limit)
      keep(key, verdict.window)
      const live = settings.headers === 'live' && !verdict.refused
      const [remaining, seconds] = live ? [limit.quota - 1, 1] : [verdict.remaining, headerSeconds(verdict.resetMs)]
      reply.header('ratelimit', `"default";r=${remaining};t=${seconds}`)
      reply.header('ratelimit-policy', `"default";q=${limit.quota};w=${settings.windowSeconds}`)
      if (!verdict.refused) return undefined
      reply.header('retry-after', String(seconds))
      return settings.body === 'verbose' ? 'rateLimitedVerbose' : 'rateLimited'
    },
    countIssuance ({ zoneId, now, settings }, reply) {
      const limit: RateLimit = {
        quota: settings.certificates, windowMs: settings.certificatesWindowSeconds * 1000, refusedMs: settings.certificatesRefusedSeconds * 1000
      }
      const key = `issuance/${zoneId ?? ''}/`
      const { window, refused, resetMs } = takeCall(windows.get(key), now, limit)
      keep(key, window)
      if (refused) {
        reply.header('retry-after', String(headerSeconds(resetMs)))
        return undefined
      }
      return () => {
        const left = giveBack(windows.get(key), window.startedAt)
        if (left !== undefined) windows.set(key, left)
      }
    },
    clear (zoneId) {
      for (const key of windows.keys()) if (zoneId === undefined || key.split('/')[1] === zoneId) windows.delete(key)
    }
  }
}
