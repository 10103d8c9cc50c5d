import type { PollingQueryWire, PollingWire, RequestFilterWire } from '../../schemas/admin/request.ts'
import { formatInstant } from '../core/instant.ts'
import { compilePath } from '../core/path-pattern.ts'
import type { Intervals } from '../core/polling.ts'
import { summarizePolls } from '../core/polling.ts'
import type { Store } from '../store/store.ts'
import type { Journal, Passed } from '../traffic/journal.ts'
import { addressedBy } from '../traffic/request-facts.ts'
import type { RequestSubject } from './request-wire.ts'
import { splitUrl, subjectOf } from './request-wire.ts'
import { checkPattern } from './fault-wire.ts'

export interface JournalParts {
  readonly store: Store
  readonly journal: Journal
}

/** Tells whether a request fits a filter. Throws 400 on a pattern that is none. */
export function requestMatcher (filter: RequestFilterWire, store: Store): (passed: Passed) => Promise<boolean> {
  if (filter.path !== undefined) checkPattern('/path', filter.path)
  const matchesPath = filter.path === undefined ? undefined : compilePath(filter.path)
  const method = filter.method?.toUpperCase()
  const hostname = filter.hostname?.toLowerCase()
  const about = hostname !== undefined || filter.custom_hostname_id !== undefined
  return async passed => {
    const [path] = splitUrl(passed.url)
    const fits = (method === undefined || passed.method === method) &&
      (filter.status === undefined || passed.status === filter.status) &&
      (filter.unmatched === undefined || (passed.route === undefined) === filter.unmatched) &&
      (filter.zone_id === undefined || addressedBy(path).zoneId === filter.zone_id) &&
      (matchesPath === undefined || matchesPath(path))
    if (!fits || !about) return fits
    const subject = await subjectOf(passed, store)
    return (hostname === undefined || subject.hostname === hostname) &&
      (filter.custom_hostname_id === undefined || subject.customHostnameId === filter.custom_hostname_id)
  }
}

/** The requests that fit, oldest first; with a limit the first ones after `after`, and without `after` the newest. */
export async function findRequests ({ store, journal }: JournalParts, filter: RequestFilterWire, limit = Infinity): Promise<Passed[]> {
  const matches = requestMatcher(filter, store)
  const found: Passed[] = []
  // The places of the journal are used again while this waits for the store, so what is found is copied.
  for (const passed of [...journal.list(filter.after)].map(slot => ({ ...slot }))) {
    if (await matches(passed)) found.push(passed)
    if (filter.after !== undefined && found.length >= limit) break
  }
  return limit === Infinity ? found : found.slice(-limit)
}

/** Takes away the requests that fit. Answers how many. */
export async function clearRequests (parts: JournalParts, filter: RequestFilterWire): Promise<number> {
  const ids = new Set((await findRequests(parts, filter)).map(({ id }) => id))
  return parts.journal.clear(({ id }) => ids.has(id))
}

/** How each custom hostname was polled: reads of it by id, and lists filtered by its name or id, whatever they were answered with. */
export async function reportPolling (parts: JournalParts, { zone_id: zoneId, hostname, custom_hostname_id: customHostnameId }: PollingQueryWire): Promise<PollingWire> {
  const polls = new Map<string, { readonly subject: RequestSubject, readonly passed: Passed[] }>()
  const filter = {
    method: 'GET',
    ...(zoneId === undefined ? {} : { zone_id: zoneId }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(customHostnameId === undefined ? {} : { custom_hostname_id: customHostnameId })
  }
  for (const passed of await findRequests(parts, filter)) {
    const subject = await subjectOf(passed, parts.store)
    if (subject.customHostnameId === undefined && subject.hostname === undefined) continue
    const key = `${subject.zoneId ?? ''}/${subject.hostname ?? subject.customHostnameId ?? ''}`
    const entry = polls.get(key) ?? { subject, passed: [] }
    entry.passed.push(passed)
    // A list that found nothing knows no id; a later one may.
    polls.set(key, { subject: { ...entry.subject, ...subject }, passed: entry.passed })
  }
  return { hostnames: [...polls.values()].flatMap(({ subject, passed }) => pollingToWire(subject, passed)) }
}

function pollingToWire ({ zoneId, customHostnameId, hostname }: RequestSubject, passed: readonly Passed[]): PollingWire['hostnames'] {
  const zone = summarizePolls(passed.map(({ at }) => at))
  const machine = summarizePolls(passed.map(({ receivedAt }) => receivedAt))
  if (zone === undefined || zoneId === undefined) return []
  return [{
    zone_id: zoneId,
    ...(customHostnameId === undefined ? {} : { custom_hostname_id: customHostnameId }),
    ...(hostname === undefined ? {} : { hostname }),
    polls: zone.polls,
    first_at: formatInstant(zone.firstAt),
    last_at: formatInstant(zone.lastAt),
    ...intervalsToWire(zone.intervals),
    machine: intervalsToWire(machine?.intervals)
  }]
}

function intervalsToWire (intervals: Intervals | undefined): PollingWire['hostnames'][number]['machine'] {
  if (intervals === undefined) return {}
  return { least_interval_ms: intervals.leastMs, median_interval_ms: intervals.medianMs, most_interval_ms: intervals.mostMs }
}
