import assert from 'node:assert/strict'
import t from 'tap'
import type { ApiToken } from '../../src/core/identity.ts'
import type { DnsRecord } from '../../src/core/dns-record.ts'
import { putFallbackOrigin } from '../../src/core/fallback-origin.ts'
import { StaleError } from '../../src/store/store.ts'
import { REALISTIC } from '../core/support.ts'
import type { OpenStore } from './support.ts'
import { add, addZone, names } from './support.ts'

const RECORD: DnsRecord = {
  id: 'r1', name: 'app.saasprovider.com', type: 'A', content: '192.0.2.1', proxied: true, ttl: 1, tags: ['a:b'], settings: { flatten: true }, createdAt: 1, modifiedAt: 1
}

/** Zones, identities, DNS records, fallback origins and notes. */
export function otherTablesSuite (open: OpenStore): void {
  t.test('a zone is found by its id and number, as it was last saved', async t => {
    const store = open(t)
    const zone = await addZone(store)
    t.equal(store.zones.find(zone.id), store.zones.findByNo(zone.no))
    await store.zones.saveClock(zone.no, { mode: 'running', offsetMs: 5 })
    await store.zones.saveSettings(zone.no, { ...zone.settings, strict: true })
    t.same(store.zones.find(zone.id), { ...zone, clock: { mode: 'running', offsetMs: 5 }, settings: { ...zone.settings, strict: true } })
    await t.rejects(addZone(store), 'an id is taken once')
    t.equal(store.zones.list().length, 1)
  })

  t.test('a zone goes with everything that belongs to it', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await add(store, zone, 'a.customer.com')
    await store.dnsRecords.insert(zone.no, RECORD)
    await store.zones.remove(zone.no)
    t.equal(store.zones.find(zone.id), undefined)
    t.same(store.zones.list(), [])
    const again = await addZone(store)
    t.not(again.no, zone.no, 'a number is never given twice')
    t.same(await names(store, again), { names: [], total: 0 })
    t.same(await store.dnsRecords.list(again.no), [])
  })

  t.test('a fallback origin is replaced only by who knows the present one', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const origin = putFallbackOrigin(undefined, 'origin.saasprovider.com', 0, REALISTIC)
    await store.fallbackOrigins.save(zone.no, undefined, origin, [{ type: 'fallback_origin_changed', at: 0, from: undefined, to: 'initializing' }])
    t.equal(store.fallbackOrigins.find(zone.no), origin)
    await t.resolves(assert.rejects(store.fallbackOrigins.save(zone.no, undefined, origin, []), StaleError))
    await store.fallbackOrigins.save(zone.no, origin, undefined, [])
    t.equal(store.fallbackOrigins.find(zone.no), undefined)
    t.equal((await store.events.list({ zoneNo: zone.no, limit: 9 })).length, 1)
  })

  t.test('DNS records are kept whole and found by id and name', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const second: DnsRecord = { ...RECORD, id: 'r2', type: 'CAA', content: '0 issue "pki.goog"', proxied: false, comment: 'why', data: { flags: 0, tag: 'issue', value: 'pki.goog' } }
    await store.dnsRecords.insert(zone.no, RECORD)
    await store.dnsRecords.insert(zone.no, second)
    t.same(await store.dnsRecords.list(zone.no), [RECORD, second])
    t.same(await store.dnsRecords.find(zone.no, 'r2'), second)
    t.same(await store.dnsRecords.findByName(zone.no, RECORD.name), [RECORD, second])
    await store.dnsRecords.save(zone.no, { ...second, name: 'b.saasprovider.com', modifiedAt: 9 })
    t.match(await store.dnsRecords.findByName(zone.no, 'b.saasprovider.com'), [{ id: 'r2', modifiedAt: 9 }])
    await store.dnsRecords.remove(zone.no, 'r1')
    t.equal(await store.dnsRecords.find(zone.no, 'r1'), undefined)
    t.equal(await store.dnsRecords.find(zone.no + 1, 'r2'), undefined)
  })

  t.test('accounts, tokens, users and notes are found, and a reset empties it all', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const token: ApiToken = {
      id: 't', hash: 'h', accountId: 'account', owner: 'user', name: 'n', zoneIds: [zone.id], permissions: ['DNS Read'], status: 'active', notBefore: 1, expiresAt: 2
    }
    const { zoneIds, notBefore, expiresAt, ...unlimited } = token
    await store.identities.insertToken(token)
    await store.identities.insertToken({ ...unlimited, id: 't2', hash: 'h2' })
    await store.identities.insertUser({ id: 'u', email: 'a@b.c', keyHash: 'k' })
    await store.saveMeta('seed', 'first')
    await store.saveMeta('seed', 'second')
    await add(store, zone, 'a.customer.com')
    t.same(store.identities.findToken('h'), token)
    t.equal(store.identities.listTokens().length, 2)
    t.same(store.identities.findUser('a@b.c'), { id: 'u', email: 'a@b.c', keyHash: 'k' })
    t.equal(store.findMeta('seed'), 'second')
    await store.clear()
    t.same([store.zones.list(), store.identities.listAccounts(), store.identities.listTokens(), store.identities.listUsers()], [[], [], [], []])
    t.equal(store.findMeta('seed'), undefined)
    t.same(await store.events.list({ limit: 9 }), [])
    t.same(await names(store, await addZone(store)), { names: [], total: 0 })
  })
}
