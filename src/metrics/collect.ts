import type { Instant } from '../core/instant.ts'
import type { HostnameStatus, SslStatus } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import type { CustomHostnameStore } from '../store/store.ts'

/** Hostnames of all zones with the same statuses. */
export interface StatusCount {
  readonly status: HostnameStatus
  readonly sslStatus: SslStatus | undefined
  readonly count: number
}

/** How the sandbox stands at one moment, as far as it has to be counted. */
export interface Census {
  readonly zones: ReadonlyMap<string, number>
  readonly hostnames: readonly StatusCount[]
  /** Hostnames with a due moment, and those whose moment has come and that nobody has settled yet. */
  readonly waiting: number
  readonly due: number
  /** How long the earliest of these has been due, in milliseconds of its zone's time. */
  readonly lagMs: number
}

export interface CensusParts {
  readonly zones: () => readonly Zone[]
  readonly customHostnames: Pick<CustomHostnameStore, 'countByStatus' | 'countDue'>
  readonly now: (zone: Zone) => Instant
  readonly nextDueAt: (zone: Zone) => Instant | undefined
  readonly systemNow: () => Instant
}

/** Milliseconds that a census may take each time; one that takes longer is good for so many times as long, so that scrapes of a large database take little of its time. */
const QUICK_MS = 20
const GOOD_FOR = 50

/** Counts everything, for little more than a fiftieth of the time at the most. */
export function createCensus (parts: CensusParts): () => Promise<Census> {
  let latest: Promise<Census> | undefined
  let goodUntil = 0
  return async () => {
    const begun = parts.systemNow()
    if (latest !== undefined && begun < goodUntil) return await latest
    goodUntil = Infinity
    latest = takeCensus(parts)
    try {
      return await latest
    } finally {
      const ended = parts.systemNow()
      goodUntil = ended - begun > QUICK_MS ? ended + (ended - begun) * GOOD_FOR : ended
    }
  }
}

async function takeCensus ({ zones, customHostnames, now, nextDueAt }: CensusParts): Promise<Census> {
  const states = new Map<string, number>()
  const hostnames = new Map<string, StatusCount>()
  let [waiting, due, lagMs] = [0, 0, 0]
  for (const zone of zones()) {
    states.set(zone.status, (states.get(zone.status) ?? 0) + 1)
    for (const { status, sslStatus, count } of await customHostnames.countByStatus(zone.no)) {
      const key = `${status}/${sslStatus ?? ''}`
      hostnames.set(key, { status, sslStatus, count: (hostnames.get(key)?.count ?? 0) + count })
    }
    const counted = await customHostnames.countDue(zone.no, now(zone))
    waiting += counted.waiting
    due += counted.due
    lagMs = Math.max(lagMs, now(zone) - (nextDueAt(zone) ?? Infinity))
  }
  return { zones: states, hostnames: [...hostnames.values()], waiting, due, lagMs }
}
