import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { CustomHostname } from '../../src/core/custom-hostname.ts'
import type { Zone } from '../../src/core/zone.ts'
import type { HostnameQuery, Settlement, Store } from '../../src/store/store.ts'
import type { HostnameParts, OpenStore } from './support.ts'
import { add, addZone, names } from './support.ts'

const STATUSES = ['pending', 'active', 'moved'] as const
const SSL_STATUSES = ['pending_validation', 'active', 'initializing'] as const
const AUTHORITIES = ['google', 'lets_encrypt'] as const
const ORIGINS = ['one.saasprovider.com', 'two.saasprovider.com'] as const

const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> => fc.constantFrom(undefined, ...values)

/** Leaves out what was drawn as missing. */
function given<T extends object> (parts: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T
}

const hostnames = fc.tuple(fc.stringMatching(/^[abc]{1,4}$/), fc.record({
  status: maybe(STATUSES), sslStatus: maybe(SSL_STATUSES), authority: maybe(AUTHORITIES), wildcard: fc.boolean(), customOriginServer: maybe(ORIGINS)
}).map(parts => given<HostnameParts>(parts)))

const queries = fc.record({
  id: maybe(['id', 'other']),
  exact: maybe(['ab.customer.com', 'b.customer.com']),
  startsWith: maybe(['a', 'ab', 'c']),
  contain: maybe(['a', 'ab', 'abc', '.customer', 'x']),
  status: maybe(STATUSES),
  sslStatus: maybe(SSL_STATUSES),
  certificateAuthority: maybe(AUTHORITIES),
  wildcard: maybe([true, false]),
  customOriginServer: maybe(ORIGINS),
  withSsl: maybe([true] as const)
})
/** Filters rarely come in numbers: most of the drawn ones are dropped. */
const filters = fc.tuple(queries, fc.subarray(['id', 'exact', 'startsWith', 'contain', 'status', 'sslStatus', 'certificateAuthority', 'wildcard', 'customOriginServer', 'withSsl'] as const, { maxLength: 2 }))
  .map(([all, kept]) => given<Partial<HostnameQuery>>(Object.fromEntries(kept.map(key => [key, all[key]]))))
const pages = fc.record({
  order: fc.constantFrom('created', 'ssl', 'ssl_status'), direction: fc.constantFrom('asc', 'desc'), offset: fc.integer({ min: 0, max: 30 }), limit: fc.integer({ min: 1, max: 12 })
})

/** Does to an array what the store does to its table. */
function naive (all: readonly CustomHostname[], query: HostnameQuery): { names: string[], total: number } {
  const ssl = (row: CustomHostname): string => row.lifecycle.certificate?.status ?? ''
  const tests: ReadonlyArray<(row: CustomHostname) => boolean> = [
    row => query.id === undefined || row.id === query.id,
    row => query.exact === undefined || row.hostname === query.exact,
    row => query.startsWith === undefined || row.hostname.startsWith(query.startsWith),
    row => query.contain === undefined || row.hostname.includes(query.contain),
    row => query.status === undefined || row.lifecycle.ownership.status === query.status,
    row => query.sslStatus === undefined || ssl(row) === query.sslStatus,
    row => query.certificateAuthority === undefined || row.lifecycle.certificate?.order.authority === query.certificateAuthority,
    row => query.wildcard === undefined || (row.lifecycle.certificate?.order.wildcard ?? false) === query.wildcard,
    row => query.customOriginServer === undefined || row.customOriginServer === query.customOriginServer,
    row => query.withSsl === undefined || ssl(row) !== ''
  ]
  const key = (row: CustomHostname): string => query.order === 'ssl_status' ? ssl(row) : query.order === 'ssl' ? String(ssl(row) !== '') : ''
  const matching = all.filter(row => tests.every(test => test(row)))
    .sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.seq - b.seq)
  if (query.direction === 'desc') matching.reverse()
  return { names: matching.slice(query.offset, query.offset + query.limit).map(row => row.hostname), total: matching.length }
}

async function fill (store: Store, zone: Zone, drawn: ReadonlyArray<readonly [string, HostnameParts]>): Promise<CustomHostname[]> {
  return await Promise.all(drawn.map(async ([label, parts]) => await add(store, zone, `${label}.customer.com`, parts)))
}

/** Lists: filters, orders and pages. */
export function listSuite (open: OpenStore): void {
  t.test('every list is what a plain filter, sort and slice would give', async t => {
    const store = open(t)
    let zones = 0
    const worlds = fc.uniqueArray(hostnames, { maxLength: 25, selector: ([label]) => label })
    await t.resolves(fc.assert(fc.asyncProperty(worlds, fc.array(fc.tuple(filters, pages), { minLength: 1, maxLength: 12 }), fc.nat(), async (drawn, asked, victim) => {
      const zone = await addZone(store, `zone-${zones++}.com`)
      let rows = await fill(store, zone, drawn)
      const check = async (): Promise<void> => {
        for (const [filter, page] of asked) {
          const query = { ...filter, ...page, ...(filter.id === 'id' ? { id: rows[0]?.id ?? 'none' } : {}) }
          assert.deepEqual(await names(store, zone, query), naive(rows, query))
        }
      }
      await check()
      const gone = rows[victim % Math.max(rows.length, 1)]
      if (gone === undefined) return
      await store.customHostnames.remove(zone.no, gone, [])
      rows = rows.filter(row => row !== gone)
      await check()
    }), { numRuns: 60 }))
  })

  t.test('pages put together are the whole list, from either end', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await Promise.all(Array.from({ length: 103 }, async (_, i) => await add(store, zone, `host-${i}.customer.com`, i % 3 === 0 ? { sslStatus: 'active' } : {})))
    for (const order of ['created', 'ssl', 'ssl_status'] as const) {
      const collect = async (direction: 'asc' | 'desc'): Promise<string[]> => {
        const all: string[] = []
        for (let offset = 0; offset < 110; offset += 10) all.push(...(await names(store, zone, { order, direction, offset, limit: 10 })).names)
        return all
      }
      const ascending = await collect('asc')
      t.equal(new Set(ascending).size, 103, order)
      t.same((await collect('desc')).toReversed(), ascending, order)
    }
    t.same(await names(store, zone, { offset: 103 }), { names: [], total: 103 })
    t.same(await names(store, zone, { offset: 1_000_000 }), { names: [], total: 103 })
  })

  t.test('the total of a filter follows changes', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const first = await add(store, zone, 'a.customer.com', { status: 'active' })
    const total = async (): Promise<number> => (await names(store, zone, { status: 'active' })).total
    t.equal(await total(), 1)
    await add(store, zone, 'b.customer.com', { status: 'active', dueAt: 1 })
    t.equal(await total(), 2)
    await store.customHostnames.remove(zone.no, first, [])
    t.equal(await total(), 1)
    const settlement: Settlement = { until: 1, limit: 1, also: [], expand: events => events }
    await store.customHostnames.settleDue(zone.no, settlement, ({ lifecycle }) => ({ lifecycle, dueAt: undefined, events: [], remove: true }))
    t.equal(await total(), 0)
  })
}
