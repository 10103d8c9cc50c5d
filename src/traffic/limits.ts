import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SystemClock } from '../clock.ts'
import type { ErrorName } from '../core/errors.ts'
import { ApiError } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { RateLimitSettings, Zone } from '../core/zone.ts'
import { zoneNow } from '../core/zone.ts'
import type { Traffic } from '../http/traffic.ts'
import type { Store } from '../store/store.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { userOf } from './user.ts'

export interface LimitParts {
  readonly store: Store
  readonly clock: SystemClock
  /** Limits on calls that belong to no zone. */
  readonly rateLimits: RateLimitSettings
}

export interface Limits extends Pick<Traffic, 'limit' | 'issuing'> {
  /** True when a limit refused the request. */
  refused (request: FastifyRequest): boolean
  /** Forgets what was counted, for one zone or for everything. */
  clear (zoneId?: string): void
}

/** The published limits, each zone by its own settings and in its own time. */
export function createLimits ({ store, clock, rateLimits }: LimitParts): Limits {
  const limiter = createRateLimiter()
  const refused = new WeakSet<FastifyRequest>()
  const nowOf = (zone: Zone | undefined): Instant => zone === undefined ? clock.now() : zoneNow(zone.clock, clock.now())
  function refuse (reply: FastifyReply, name: ErrorName): never {
    refused.add(reply.request)
    throw new ApiError(name)
  }
  return {
    limit (caller, reply, zone) {
      const settings = zone?.settings.rateLimits ?? rateLimits
      if (!settings.api) return
      const counted = { zoneId: zone?.id, user: userOf(caller, reply.request, store), now: nowOf(zone), settings }
      const error = limiter.countRequest(counted, reply)
      if (error !== undefined) refuse(reply, error)
    },
    async issuing (zone, reply, work) {
      const settings = zone.settings.rateLimits
      if (!settings.issuance) return await work()
      const takeBack = limiter.countIssuance({ zoneId: zone.id, now: nowOf(zone), settings }, reply)
      if (takeBack === undefined) return refuse(reply, 'issuanceRateLimited')
      try {
        return await work()
      } catch (error) {
        takeBack()
        throw error
      }
    },
    refused: request => refused.has(request),
    clear: limiter.clear
  }
}
