import t from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import { createBuiltinResolver } from '../../src/dns/lookup.ts'
import { combineSources, delegationSource, recordSource, rootZone, zoneFinder } from '../../src/dns/sources.ts'
import { publicRecords } from '../../src/dns/zone-records.ts'
import type { ZoneRecord } from '../../src/dns/zone-records.ts'
import { records, zoneOf } from './fixtures/world.ts'

const edge = { ipv4: ['127.0.0.1'], ipv6: ['::1'] }

function zoneRecord (name: string, type: string, content: string, rest: Partial<ZoneRecord> = {}): ZoneRecord {
  return { name, type, content, ttl: 1, proxied: false, ...rest }
}

t.test('a customer\'s CNAME leads to the edge, and a proxied record shows nothing else', async t => {
  const zone = publicRecords([
    zoneRecord('proxy-fallback.example.com', 'A', '192.0.2.1', { proxied: true }),
    zoneRecord('proxy-fallback.example.com', 'A', '192.0.2.2', { proxied: true }),
    zoneRecord('*.customers.example.com', 'CNAME', 'proxy-fallback.example.com'),
    zoneRecord('hidden.example.com', 'CNAME', 'secret.origin.test', { proxied: true }),
    zoneRecord('plain.example.com', 'A', '192.0.2.7', { ttl: 60 })
  ], edge)
  const resolver = createBuiltinResolver(combineSources({
    sources: [recordSource(zone), recordSource(records('app.customer.test CNAME app.customers.example.com'))],
    zone: zoneFinder([zoneOf('example.com'), rootZone])
  }))
  const found = await resolver.query('app.customer.test', 'A')
  t.same(found.chain, ['app.customers.example.com', 'proxy-fallback.example.com'])
  t.same(found.records, [{ name: 'proxy-fallback.example.com', type: 'A', ttl: 300, content: '127.0.0.1' }])
  t.equal((await resolver.query('app.customer.test', 'AAAA')).records[0]?.content, '::1')
  t.same((await resolver.query('hidden.example.com', 'A')).chain, [])
  t.equal((await resolver.query('hidden.example.com', 'CNAME')).kind, 'nodata')
  t.same((await resolver.query('plain.example.com', 'A')).records[0],
    { name: 'plain.example.com', type: 'A', ttl: 60, content: '192.0.2.7' })
})

t.test('records of the API are told in the words of DNS, and unknown types are left out', async t => {
  const told = publicRecords([
    zoneRecord('example.com', 'MX', 'mail.example.com', { priority: 5 }),
    zoneRecord('example.com', 'MX', '5 mail.example.com', { priority: 5 }),
    zoneRecord('_s._tcp.example.com', 'SRV', '1 22 host.example.com', { priority: 9 }),
    zoneRecord('example.com', 'HTTPS', '1 . alpn=h2')
  ], edge)
  t.same(told.map(({ content }) => content), ['5 mail.example.com', '5 mail.example.com', '9 1 22 host.example.com'])
})

t.test('names under a delegation uuid answer TXT with the tokens of the moment', async t => {
  const tokens = new Map([['app.customer.test', ['token-1', 'token-2']]])
  const world = combineSources({
    sources: [
      delegationSource({
        suffix: 'dcv.cloudflare.com',
        ttl: 60,
        tokens: async (hostname, uuid) => uuid === 'abcdef0123456789' ? tokens.get(hostname) : undefined
      }),
      recordSource(records('_acme-challenge.app.customer.test CNAME app.customer.test.abcdef0123456789.dcv.cloudflare.com'))
    ],
    zone: zoneFinder([rootZone])
  })
  const resolver = createBuiltinResolver(world)
  const asked = async (): Promise<readonly string[]> =>
    (await resolver.query('_acme-challenge.app.customer.test', 'TXT')).records.map(({ content }) => content)
  t.same(await asked(), ['token-1', 'token-2'])
  tokens.set('app.customer.test', ['token-3'])
  t.same(await asked(), ['token-3'])
  const kind = async (name: string): Promise<string> => (await resolver.query(name, 'TXT')).kind
  t.equal(await kind('other.test.abcdef0123456789.dcv.cloudflare.com'), 'nxdomain')
  t.equal(await kind('app.customer.test.0000000000000000.dcv.cloudflare.com'), 'nxdomain')
  t.equal(await kind('x.app.customer.test.abcdef0123456789.dcv.cloudflare.com'), 'nxdomain')
  t.equal(await kind('abcdef0123456789.dcv.cloudflare.com'), 'nodata')
  t.equal(await kind('dcv.cloudflare.com'), 'nodata')
  t.match(await resolveName({ name: 'app.customer.test.abcdef0123456789.dcv.cloudflare.com', type: 'A' }, world), { rcode: 'NOERROR' })
})

t.test('the nearest zone answers, and without a root zone the outside has none', async t => {
  const find = zoneFinder([zoneOf('Example.com'), zoneOf('sub.example.com')])
  t.equal(find('a.sub.example.com')?.apex, 'sub.example.com')
  t.equal(find('sub2.example.com')?.apex, 'example.com')
  t.equal(find('notexample.com'), undefined)
  t.equal(zoneFinder([rootZone])('a.test')?.apex, '.')
})
