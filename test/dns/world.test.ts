import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import type { NameData } from '../../src/dns/answer.ts'
import { resolveName } from '../../src/dns/answer.ts'
import type { RecordType } from '../../src/dns/answer.ts'
import { createBuiltinResolver } from '../../src/dns/lookup.ts'
import type { LookupOutcome } from '../../src/dns/lookup.ts'
import { wholeWorld, worldOfZone } from '../../src/dns/world.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { MIGRATIONS } from '../../src/store/sqlite/migrations.ts'
import { createWorld, plantRecord, plantZone } from '../inspector/support.ts'

async function ask (world: NameData, name: string, type: RecordType = 'A'): Promise<LookupOutcome> {
  return await createBuiltinResolver(world).query(name, type)
}

async function contents (world: NameData, name: string, type: RecordType = 'A'): Promise<readonly string[]> {
  return (await ask(world, name, type)).records.map(({ content }) => content)
}

t.test('names under the CNAME target lead to the edge, whose addresses hide what is behind', async t => {
  const { world, put } = await createWorld(t)
  const all = wholeWorld(world)
  await put(['app.customer.com CNAME john.customers.saasprovider.com'])
  const found = await ask(all, 'app.customer.com')
  t.same(found.chain, ['john.customers.saasprovider.com'])
  t.same(found.records.map(({ content }) => content), ['127.0.0.1'])
  t.same(await contents(all, 'app.customer.com', 'AAAA'), ['::1'])
  t.same((await ask(all, 'john.customers.saasprovider.com', 'CNAME')).kind, 'nodata')
})

t.test('a zone has its SOA and name servers, NXDOMAIN and names that only have names below them', async t => {
  const { world, store, zone } = await createWorld(t)
  await plantRecord(store, zone, 'deep.down.saasprovider.com A 192.0.2.5', false)
  const all = wholeWorld(world)
  t.match((await contents(all, 'saasprovider.com', 'SOA'))[0], /^ada\.ns\.cloudflare\.com dns\.cloudflare\.com /)
  t.equal((await contents(all, 'saasprovider.com', 'NS')).length, 2)
  t.equal((await ask(all, 'missing.saasprovider.com')).kind, 'nxdomain')
  t.equal((await ask(all, 'down.saasprovider.com')).kind, 'nodata')
  t.equal((await ask(all, 'own.saasprovider.com')).kind, 'nxdomain', 'the end of a label is not a name')
  t.same(await contents(all, 'deep.down.saasprovider.com'), ['192.0.2.5'])
  t.match(await resolveName({ name: 'missing.saasprovider.com', type: 'A' }, all), { rcode: 'NXDOMAIN', authorities: [{ name: 'saasprovider.com', type: 'SOA' }] })
})

t.test('customers\' names exist with all names above them, and wildcards work', async t => {
  const { world, put } = await createWorld(t)
  await put(['a.b.customer.com A 192.0.2.1', '*.wild.customer.com TXT hello', 'customer.com CAA 0 issue "pki.goog"', 'customer.com NS ns1.customer.net'])
  const all = wholeWorld(world)
  t.equal((await ask(all, 'b.customer.com')).kind, 'nodata')
  t.equal((await ask(all, 'x.b.customer.com')).kind, 'nxdomain')
  t.same(await contents(all, 'any.wild.customer.com', 'TXT'), ['hello'])
  t.same(await contents(all, 'customer.com', 'CAA'), ['0 issue "pki.goog"'])
  t.same(await contents(all, 'customer.com', 'NS'), ['ns1.customer.net'])
  t.equal((await ask(all, 'unknown.test')).kind, 'nxdomain')
})

t.test('a zone sees its own customers and the shared ones; the sockets see everybody\'s', async t => {
  const { world, zone, store, put } = await createWorld(t)
  const other = await plantZone(store, 'other.test')
  await put(['app.customer.com TXT shared'])
  await put(['app.customer.com TXT own', 'only.mine.com A 192.0.2.1'], zone)
  await put(['app.customer.com TXT others'], other)
  t.same(await contents(worldOfZone(zone, world), 'app.customer.com', 'TXT'), ['own', 'shared'])
  t.same(await contents(worldOfZone(other, world), 'app.customer.com', 'TXT'), ['others', 'shared'])
  t.same((await contents(wholeWorld(world), 'app.customer.com', 'TXT')).toSorted(), ['others', 'own', 'shared'])
  t.equal((await ask(worldOfZone(other, world), 'mine.com')).kind, 'nxdomain')
  t.equal((await ask(worldOfZone(zone, world), 'mine.com')).kind, 'nodata')
})

t.test('zones of other domains are part of everybody\'s world, twins of the own domain are not', async t => {
  const { world, zone, store } = await createWorld(t)
  const twin = await plantZone(store, 'saasprovider.com')
  const other = await plantZone(store, 'other.test')
  await plantRecord(store, twin, 'twin.saasprovider.com A 192.0.2.20', false)
  await plantRecord(store, zone, 'mine.saasprovider.com A 192.0.2.30', false)
  t.equal((await ask(worldOfZone(zone, world), 'twin.saasprovider.com')).kind, 'nxdomain')
  t.same(await contents(worldOfZone(zone, world), 'mine.saasprovider.com'), ['192.0.2.30'])
  t.same(await contents(worldOfZone(twin, world), 'twin.saasprovider.com'), ['192.0.2.20'])
  for (const seen of [worldOfZone(other, world), wholeWorld(world)]) {
    t.same(await contents(seen, 'twin.saasprovider.com'), ['192.0.2.20'])
    t.same(await contents(seen, 'mine.saasprovider.com'), ['192.0.2.30'])
  }
  await store.zones.remove(twin.no)
  t.equal((await ask(wholeWorld(world), 'twin.saasprovider.com')).kind, 'nxdomain')
})

t.test('delegation names answer the tokens of the order under way', async t => {
  const sandbox = await createWorld(t)
  await sandbox.create('app.customer.com', { method: 'txt', wildcard: true })
  await sandbox.create('http.customer.com')
  const all = wholeWorld(sandbox.world)
  await sandbox.advance('5s')
  const { ssl } = await sandbox.see('app.customer.com')
  const [delegation] = ssl?.dcv_delegation_records ?? []
  const target = delegation?.cname_target ?? ''
  const tokens = (ssl?.validation_records ?? []).map(({ txt_value: value }) => value)
  t.equal(tokens.length, 2)
  t.same(await contents(all, target, 'TXT'), tokens)
  await sandbox.put([`${delegation?.cname} CNAME ${target}`])
  t.same(await contents(all, '_acme-challenge.app.customer.com', 'TXT'), tokens)
  t.equal((await ask(all, target.replace('app.', 'http.'), 'TXT')).kind, 'nodata')
  t.equal((await ask(all, target.replace('app.', 'nobody.'), 'TXT')).kind, 'nxdomain')
  await sandbox.advance('10m')
  t.equal((await ask(all, target, 'TXT')).kind, 'nodata', 'no order is under way')
})

t.test('faults hit exactly their name, a zone\'s own before the shared one', async t => {
  const { world, zone, store, put, fault } = await createWorld(t)
  await put(['app.customer.com A 192.0.2.1', 'www.app.customer.com A 192.0.2.2'])
  await fault('app.customer.com', 'servfail')
  await store.dnsWorld.insertFault({ id: 'own', zoneNo: zone.no, name: 'app.customer.com', kind: 'timeout' })
  const kind = async (seen: NameData): Promise<string> => (await ask(seen, 'app.customer.com')).kind
  t.equal(await kind(worldOfZone(zone, world)), 'timeout')
  t.equal((await ask(worldOfZone(zone, world), 'www.app.customer.com')).kind, 'answer')
  await store.dnsWorld.removeFaults({ zoneNo: zone.no })
  t.equal(await kind(worldOfZone(zone, world)), 'servfail')
  await store.dnsWorld.insertFault({ id: 'again', name: 'app.customer.com', kind: 'dnssec_bogus' })
  t.equal(await kind(worldOfZone(zone, world)), 'bogus')
  t.same((await store.dnsWorld.listFaults({})).map(({ id, kind }) => [id, kind]), [['fault/app.customer.com', 'dnssec_bogus']])
})

t.test('what belongs to a zone goes with it, and a reset takes everything', async t => {
  const { store, zone, put } = await createWorld(t)
  const other = await plantZone(store, 'other.test')
  await put(['own.customer.com A 192.0.2.1'], other)
  await put(['shared.customer.com A 192.0.2.1'])
  await store.dnsWorld.insertFault({ id: 'f', zoneNo: other.no, name: 'own.customer.com', kind: 'servfail' })
  await store.dnsWorld.putOverride({ zoneNo: other.no, host: 'own.customer.com', address: '127.0.0.1', port: 1 })
  await store.zones.remove(other.no)
  t.same((await store.dnsWorld.listRecords({}, { offset: 0, limit: 10 })).map(({ name }) => name), ['shared.customer.com'])
  t.same([await store.dnsWorld.listFaults({}), await store.dnsWorld.listOverrides({})], [[], []])
  await store.clear()
  t.equal(await store.dnsWorld.countRecords({}), 0)
  t.same(store.zones.listByName(zone.name), [])
})

t.test('a database of the first version has its records\' names back to front after the migration', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'old.db')
  const db = new Database(file)
  db.exec(MIGRATIONS[0] ?? '')
  db.pragma('user_version = 1')
  db.exec("INSERT INTO accounts VALUES ('a', 'a', 0)")
  db.exec("INSERT INTO zones (zone_no, id, account_id, name, status, type, created_at, clock, settings) VALUES (1, 'z', 'a', 'saasprovider.com', 'active', 'full', 0, '{}', '{}')")
  const insert = db.prepare("INSERT INTO dns_records VALUES (?, 1, ?, 'A', '192.0.2.1', 0, '{}', 0, 0)")
  for (const name of ['a.b.saasprovider.com', 'saasprovider.com']) insert.run(name, name)
  db.close()
  const store = openSqliteStore(file)
  t.teardown(async () => { await store.close() })
  const answers = []
  for (const name of ['saasprovider.com', 'b.saasprovider.com', 'a.b.saasprovider.com', 'ab.saasprovider.com']) answers.push(await store.dnsRecords.hasBelow(1, name))
  t.same(answers, [true, true, false, false])
})
