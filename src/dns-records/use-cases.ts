import { isDeepStrictEqual } from 'node:util'
import type { Context } from '../context.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import { recheckFallbackOrigin } from '../core/fallback-origin.ts'
import type { Instant } from '../core/instant.ts'
import type { Zone } from '../core/zone.ts'
import type { Page } from '../http/envelope.ts'
import { retryOnStale } from '../store/retry.ts'
import { inTurn } from '../store/turns.ts'
import { checkFallbackOrigin, checkNeighbours } from './conflicts.ts'
import type { RecordQuery } from './list-query.ts'
import type { GivenRecord } from './request.ts'

/** Whose records change, and when. */
export interface RecordScope {
  readonly context: Context
  readonly zone: Zone
  readonly now: Instant
}

/** One page of the records that match, in the order asked for. */
export async function listRecords (
  { store }: Context, zone: Zone, { matches, compare }: RecordQuery, { page, perPage }: Page
): Promise<{ readonly records: readonly DnsRecord[], readonly total: number }> {
  const found = (await store.dnsRecords.list(zone.no)).filter(matches).sort(compare)
  return { records: found.slice((page - 1) * perPage, page * perPage), total: found.length }
}

/** Throws ApiError when the zone has no such record. */
export async function findRecord ({ store }: Context, zone: Zone, id: string): Promise<DnsRecord> {
  const record = await store.dnsRecords.find(zone.no, id)
  if (record === undefined) throw new ApiError('recordNotFound')
  return record
}

/** Adds a record. Throws ApiError. */
export async function createRecord (scope: RecordScope, given: GivenRecord): Promise<DnsRecord> {
  const { context, zone, now } = scope
  return await changing(scope, async () => {
    checkNeighbours(given, await recordsNamed(scope, given.name))
    const record = { id: await takeRecordId(context, zone), ...given, createdAt: now, modifiedAt: now }
    await context.store.dnsRecords.insert(zone.no, record)
    return record
  })
}

/** Changes a record to what `decide` makes of it. Throws ApiError. */
export async function changeRecord (scope: RecordScope, id: string, decide: (current: DnsRecord) => GivenRecord): Promise<DnsRecord> {
  const { context, zone, now } = scope
  return await changing(scope, async () => {
    const current = await findRecord(context, zone, id)
    const next = decide(current)
    checkNeighbours(next, await recordsNamed(scope, next.name, id))
    checkFallbackOrigin(context.store.fallbackOrigins.find(zone.no), current, next, await recordsNamed(scope, current.name, id))
    const record: DnsRecord = { id, ...next, createdAt: current.createdAt, modifiedAt: current.modifiedAt }
    if (isDeepStrictEqual(record, current)) return current
    const changed = { ...record, modifiedAt: now }
    await context.store.dnsRecords.save(zone.no, changed)
    return changed
  })
}

/** Deletes a record. Throws ApiError. */
export async function deleteRecord (scope: RecordScope, id: string): Promise<void> {
  const { context, zone } = scope
  const { store } = context
  await changing(scope, async () => {
    const current = await findRecord(context, zone, id)
    checkFallbackOrigin(store.fallbackOrigins.find(zone.no), current, undefined, await recordsNamed(scope, current.name, id))
    await store.dnsRecords.remove(zone.no, id)
  })
}

async function recordsNamed ({ context: { store }, zone }: RecordScope, name: string, without?: string): Promise<readonly DnsRecord[]> {
  return (await store.dnsRecords.findByName(zone.no, name)).filter(record => record.id !== without)
}

/** Changes of one zone's records come one after another; a fallback origin that waits for its record then looks again. */
async function changing<T> (scope: RecordScope, work: () => Promise<T>): Promise<T> {
  return await inTurn(scope.context.store, `dns-records/${scope.zone.no}`, async () => {
    const outcome = await work()
    await lookAgain(scope)
    return outcome
  })
}

async function lookAgain ({ context, zone, now }: RecordScope): Promise<void> {
  const { fallbackOrigins } = context.store
  await retryOnStale(async () => {
    const current = fallbackOrigins.find(zone.no)
    if (current === undefined) return
    const next = recheckFallbackOrigin(current, now, context.scheduleOf(zone))
    if (next !== current) await fallbackOrigins.save(zone.no, current, next, [])
  })
  context.wake()
}

/** Ids follow from the number of records that the zone ever had made through the API, so that a repeated run gives the same ones. */
async function takeRecordId ({ store, random }: Context, zone: Zone): Promise<string> {
  const key = `dns_records_made/${zone.id}`
  const number = Number(store.findMeta(key) ?? 0) + 1
  await store.saveMeta(key, String(number))
  return random.hex(random.seed, `dns-record/${zone.id}/${number}`, 32)
}
