import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServedRoute } from '../core/nearest-route.ts'
import { zoneNow } from '../core/zone.ts'
import type { Traffic } from '../http/traffic.ts'
import type { Random } from '../random.ts'
import type { Counters } from './counters.ts'
import { createCounters } from './counters.ts'
import type { FaultList } from './fault-list.ts'
import { createFaultList } from './fault-list.ts'
import { createInterference } from './interference.ts'
import type { Journal } from './journal.ts'
import { createJournal } from './journal.ts'
import type { LimitParts } from './limits.ts'
import { createLimits } from './limits.ts'
import { addressedBy } from './request-facts.ts'

export interface TrafficParts extends LimitParts {
  readonly random: Random
  /** How many requests the journal keeps. */
  readonly journalSize: number
}

/** The traffic of a sandbox: what passes through the gate, and what the admin API and the metrics see of it. */
export interface SandboxTraffic extends Traffic {
  readonly faults: FaultList
  readonly journal: Journal
  readonly counters: Counters
  /** Every route of the v4 API. */
  readonly routes: () => readonly ServedRoute[]
  /** Back to the beginning: no faults, nothing counted against limits, nothing in the journal; for one zone, or for everything. */
  reset (zoneId?: string): void
}

/** Everything of it lives in memory and ends with the process. */
export function createTraffic ({ random, journalSize, ...limited }: TrafficParts): SandboxTraffic {
  const { store, clock, rateLimits } = limited
  const faults = createFaultList(random)
  const journal = createJournal(journalSize)
  const counters = createCounters()
  const limits = createLimits(limited)
  const routes = new Map<string, ServedRoute>()

  function note (request: FastifyRequest, reply: FastifyReply, status: number, answer: string | undefined): void {
    const { zone_id: zoneId } = (request.params ?? {}) as { readonly zone_id?: string }
    const zone = zoneId === undefined ? undefined : store.zones.find(zoneId)
    const now = clock.now()
    const route = request.routeOptions.url
    const durationMs = performance.now() - request.startedAt
    counters.count(route, request.method, status, durationMs)
    journal.note({
      request,
      durationMs,
      route,
      status,
      answer,
      receivedAt: now,
      at: zone === undefined ? now : zoneNow(zone.clock, now),
      // Only these have headers that do not follow from the rest.
      answerHeaders: status >= 400 || (zone?.settings.rateLimits ?? rateLimits).api || request.headers['prefer'] !== undefined ? reply.getHeaders() : undefined,
      faultId: faults.isEmpty ? undefined : interference.faultOf(request),
      limited: status === 429 && limits.refused(request)
    })
  }
  const interference = createInterference({ store, faults, note })

  return {
    faults,
    journal,
    counters,
    routes: () => [...routes.values()],
    get isClear () { return faults.isEmpty },
    // GET brings HEAD with it, which nobody means; the app that makes the documents tells its routes again.
    serves: (method, url) => { if (method !== 'HEAD') routes.set(`${method} ${url}`, { method, url }) },
    admit: interference.admit,
    stop: interference.stop,
    note,
    limit: limits.limit,
    issuing: limits.issuing,
    reset (zoneId) {
      faults.clear(zoneId)
      limits.clear(zoneId)
      journal.clear(zoneId === undefined ? undefined : ({ url }) => addressedBy(url.split('?', 1)[0] ?? '').zoneId === zoneId)
    }
  }
}
