import t from 'tap'
import { createOriginOverrides } from '../../src/core/origin-target.ts'
import { createOriginAddresses } from '../../src/edge/origin-addresses.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { ACCOUNT, addRecord, addZone, NOW } from './support.ts'

async function world () {
  const store = openSqliteStore(':memory:')
  await store.identities.insertAccount({ id: ACCOUNT, name: 'SaaS', createdAt: NOW })
  const zone = await addZone(store, 'saasprovider.com')
  const overrides = createOriginOverrides([])
  const asked: string[] = []
  const addresses = createOriginAddresses({
    store,
    overrides,
    resolveOutside: async name => {
      asked.push(name)
      return name === 'shop.outside.example' ? ['203.0.113.5', '2001:db8::5'] : []
    },
    resolveLocally: async name => name === 'web' ? ['172.17.0.2'] : []
  })
  return { store, zone, overrides, asked, resolve: async (name: string) => await addresses.resolve(name, zone) }
}

t.test('records of a zone lead to their addresses, IPv4 first', async t => {
  const { store, zone, resolve } = await world()
  t.teardown(store.close)
  await addRecord(store, zone, { name: 'a.saasprovider.com', type: 'AAAA', content: '2001:db8::1' })
  await addRecord(store, zone, { name: 'a.saasprovider.com', type: 'A', content: '192.0.2.1' })
  await addRecord(store, zone, { name: '*.w.saasprovider.com', type: 'A', content: '192.0.2.2', proxied: false })
  await addRecord(store, zone, { name: 'text.w.saasprovider.com', type: 'TXT', content: '"x"' })
  t.strictSame(await resolve('a.saasprovider.com'), { addresses: ['192.0.2.1', '2001:db8::1'] })
  t.strictSame(await resolve('x.w.saasprovider.com'), { addresses: ['192.0.2.2'] })
  t.equal(await resolve('text.w.saasprovider.com'), undefined, 'the name exists, so the wildcard is not meant')
  t.equal(await resolve('b.saasprovider.com'), undefined)
})

t.test('CNAME records are followed, through zones and out of them, but not for ever', async t => {
  const { store, zone, asked, resolve } = await world()
  t.teardown(store.close)
  const other = await addZone(store, 'other.example', { accountId: 'b'.repeat(32) })
  await addRecord(store, zone, { name: 'a.saasprovider.com', type: 'CNAME', content: 'B.other.example.' })
  await addRecord(store, other, { name: 'b.other.example', type: 'CNAME', content: 'shop.outside.example' })
  t.strictSame(await resolve('a.saasprovider.com'), { addresses: ['203.0.113.5', '2001:db8::5'] })
  t.strictSame(asked, ['shop.outside.example'])
  await addRecord(store, zone, { name: 'loop.saasprovider.com', type: 'CNAME', content: 'loop.saasprovider.com' })
  t.equal(await resolve('loop.saasprovider.com'), undefined)
})

t.test('of several zones of one domain, the route\'s own is asked', async t => {
  const { store, zone, resolve } = await world()
  t.teardown(store.close)
  const twin = await addZone(store, 'saasprovider.com')
  await addRecord(store, twin, { name: 'a.saasprovider.com', type: 'A', content: '192.0.2.9' })
  await addRecord(store, zone, { name: 'a.saasprovider.com', type: 'A', content: '192.0.2.1' })
  t.strictSame(await resolve('a.saasprovider.com'), { addresses: ['192.0.2.1'] })
})

t.test('an override goes before every record', async t => {
  const { store, zone, overrides, resolve } = await world()
  t.teardown(store.close)
  await addRecord(store, zone, { name: 'a.saasprovider.com', type: 'A', content: '192.0.2.1' })
  overrides.put({ name: 'a.saasprovider.com', target: { scheme: 'https', host: '127.0.0.1', port: 8443 } })
  overrides.put({ name: 'web.saasprovider.com', target: { scheme: 'http', host: 'web', port: 3000 } })
  overrides.put({ name: 'gone.saasprovider.com', target: { scheme: 'http', host: 'gone', port: 3000 } })
  t.strictSame(await resolve('a.saasprovider.com'), { addresses: ['127.0.0.1'], scheme: 'https', port: 8443 })
  t.strictSame(await resolve('web.saasprovider.com'), { addresses: ['172.17.0.2'], scheme: 'http', port: 3000 })
  t.equal(await resolve('gone.saasprovider.com'), undefined)
})
