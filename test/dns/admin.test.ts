import { Resolver } from 'node:dns/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { readConfig } from '../../src/config/config.ts'
import type { Given } from '../../src/config/config.ts'
import { startSandbox } from '../../src/sandbox.ts'
import type { RunningSandbox } from '../../src/sandbox.ts'

const ZONE_ID = '023e105f4ecef8ad9ca31a8372d0c353'
const CLIENT = `/client/v4/zones/${ZONE_ID}`
const ADMIN = `/__admin/zones/${ZONE_ID}`

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

interface Started {
  readonly sandbox: RunningSandbox
  readonly resolver: Resolver
  ask (method: string, path: string, body?: unknown): Promise<Answer>
}

/** A sandbox of the default world with a frozen clock, and the resolver of a client of its DNS. */
async function started (t: Test, given: Given = {}): Promise<Started> {
  const sandbox = await startSandbox(readConfig({ profile: 'ci', port: '0', 'dns-port': '0', 'edge-http-port': 'off', 'edge-https-port': 'off', 'log-level': 'silent', ...given }, {}))
  t.teardown(async () => { await sandbox.close() })
  const resolver = new Resolver()
  if (sandbox.dnsPort !== undefined) resolver.setServers([`127.0.0.1:${sandbox.dnsPort}`])
  return {
    sandbox,
    resolver,
    async ask (method, path, body) {
      const headers = { authorization: 'Bearer sandflare-local-token-000000000000000001', 'content-type': 'application/json' }
      const answer = await fetch(`${sandbox.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      return { status: answer.status, body: await answer.json() as Answer['body'] }
    }
  }
}

t.test('a customer\'s record is put in, answered over DNS, and taken away', async t => {
  const { ask, resolver } = await started(t)
  const { status, body: record } = await ask('POST', '/__admin/dns/records', { name: 'App.Customer.com.', type: 'CNAME', content: 'John.Customers.saasprovider.com.' })
  t.equal(status, 201)
  t.match(record, { id: /^[0-9a-f]{32}$/, name: 'app.customer.com', type: 'CNAME', content: 'john.customers.saasprovider.com', ttl: 300 })
  t.same(await resolver.resolveCname('app.customer.com'), ['john.customers.saasprovider.com'])
  t.same(await resolver.resolve4('app.customer.com'), ['127.0.0.1'])
  t.same((await ask('GET', '/__admin/dns/records?name=app.customer.com')).body, { records: [record], total: 1 })
  t.same((await ask('DELETE', `/__admin/dns/records/${String(record['id'])}`)).body, { deleted: 1 })
  t.equal((await ask('DELETE', `/__admin/dns/records/${String(record['id'])}`)).status, 404)
  await t.rejects(resolver.resolveCname('app.customer.com'), { code: 'ENOTFOUND' })
})

t.test('records of every type are kept in one form, names beyond ASCII in theirs', async t => {
  const { ask } = await started(t, { 'dns-port': 'off' })
  for (const [name, type, content, keptName, keptContent] of [
    ['münchen.de', 'A', ' 192.0.2.1 ', 'xn--mnchen-3ya.de', '192.0.2.1'],
    ['app.customer.com', 'AAAA', '2001:0DB8:0:0::1', 'app.customer.com', '2001:db8::1'],
    ['_acme-challenge.App.customer.com', 'TXT', 'Some "Text"', '_acme-challenge.app.customer.com', 'Some "Text"'],
    ['*.customer.com', 'CNAME', 'bücher.de', '*.customer.com', 'xn--bcher-kva.de'],
    ['customer.com', 'CAA', '0 ISSUE letsencrypt.org', 'customer.com', '0 issue "letsencrypt.org"'],
    ['customer.com', 'NS', 'ns1.customer.net.', 'customer.com', 'ns1.customer.net']
  ]) {
    t.match(await ask('POST', '/__admin/dns/records', { name, type, content }), { status: 201, body: { name: keptName, content: keptContent } }, `${name} ${type}`)
  }
})

t.test('what no record can be is refused with its path', async t => {
  const { ask } = await started(t, { 'dns-port': 'off' })
  const good = { name: 'app.customer.com', type: 'A', content: '192.0.2.1' }
  for (const [change, status, message] of [
    [{ name: '-bad.customer.com' }, 400, /^\/name: "-bad\.customer\.com" is not a name/],
    [{ name: `${'a'.repeat(64)}.com` }, 400, /^\/name/],
    [{ name: 'a..com' }, 400, /^\/name/],
    [{ name: 'a b.com' }, 400, /^\/name/],
    [{ name: '192.0.2.1' }, 400, /^\/name/],
    [{ type: 'MX' }, 400, /^\/type: expected one of A, AAAA, CNAME, TXT, CAA, NS/],
    [{ content: '192.0.2.256' }, 400, /^\/content: "192\.0\.2\.256" is not an IPv4 address/],
    [{ type: 'AAAA', content: 'fe80::1%eth0' }, 400, /^\/content/],
    [{ type: 'CNAME', content: 'app.customer.com' }, 400, /^\/content: is the name itself/],
    [{ type: 'CAA', content: '256 issue "x"' }, 400, /^\/content/],
    [{ ttl: -1 }, 400, /^\/ttl/],
    [{ extra: 1 }, 400, /^\/extra/],
    [{ zone_id: 'f'.repeat(32) }, 404, /^zone f+ does not exist/]
  ] as const) {
    t.match(await ask('POST', '/__admin/dns/records', { ...good, ...change }), { status, body: { error: { message } } }, JSON.stringify(change))
  }
  t.match((await ask('GET', '/__admin/dns/records')).body, { total: 0 })
})

t.test('the same record again takes the new ttl, a second CNAME is refused', async t => {
  const { ask } = await started(t, { 'dns-port': 'off' })
  const first = await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'CNAME', content: 'a.test' })
  const again = await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'CNAME', content: 'a.test', ttl: 60 })
  t.equal(again.body['id'], first.body['id'])
  t.match((await ask('GET', '/__admin/dns/records')).body, { total: 1, records: [{ ttl: 60 }] })
  t.match(await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'CNAME', content: 'b.test' }), {
    status: 409, body: { error: { code: 'conflict', message: `app.customer.com is a CNAME of a.test already: delete record ${String(first.body['id'])} first` } }
  })
  t.equal((await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'CNAME', content: 'b.test', zone_id: ZONE_ID })).status, 201, 'in the scope of a zone')
  t.equal((await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'TXT', content: 'leftover' })).status, 201)
  t.match((await ask('DELETE', `/__admin/dns/records?zone_id=${ZONE_ID}&type=CNAME`)).body, { deleted: 1 })
  t.match((await ask('DELETE', '/__admin/dns/records')).body, { deleted: 2 })
})

t.test('records are listed in parts', async t => {
  const { ask } = await started(t, { 'dns-port': 'off' })
  for (let n = 1; n <= 3; n++) await ask('POST', '/__admin/dns/records', { name: `n${n}.customer.com`, type: 'A', content: '192.0.2.1' })
  t.match((await ask('GET', '/__admin/dns/records?offset=1&limit=1')).body, { total: 3, records: [{ name: 'n2.customer.com' }] })
})

t.test('a fault of a name is seen over DNS until it ends', async t => {
  const { ask, resolver } = await started(t)
  await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'A', content: '192.0.2.1' })
  const { status, body: fault } = await ask('POST', '/__admin/dns/faults', { name: 'app.customer.com', kind: 'servfail' })
  t.equal(status, 201)
  await t.rejects(resolver.resolve4('app.customer.com'), { code: 'ESERVFAIL' })
  t.match(await ask('POST', '/__admin/dns/faults', { name: 'app.customer.com', kind: 'dnssec_bogus' }), { status: 201, body: { id: fault['id'], kind: 'dnssec_bogus' } })
  await t.rejects(resolver.resolve4('app.customer.com'), { code: 'ESERVFAIL' })
  t.match((await ask('GET', '/__admin/dns/faults')).body, { faults: [{ name: 'app.customer.com', kind: 'dnssec_bogus' }] })
  t.match(await ask('POST', '/__admin/dns/faults', { name: 'app.customer.com', kind: 'slow' }), { status: 400 })
  t.same((await ask('DELETE', `/__admin/dns/faults/${String(fault['id'])}`)).body, { deleted: 1 })
  t.equal((await ask('DELETE', `/__admin/dns/faults/${String(fault['id'])}`)).status, 404)
  t.same(await resolver.resolve4('app.customer.com'), ['192.0.2.1'])
})

t.test('questions are remembered until they are forgotten', async t => {
  const { ask, resolver } = await started(t)
  await t.rejects(resolver.resolve4('nobody.test'))
  await resolver.resolve4('proxy-fallback.saasprovider.com')
  t.match((await ask('GET', '/__admin/dns/queries')).body, {
    queries: [
      { name: 'nobody.test', type: 'A', transport: 'udp', client: '127.0.0.1', outcome: 'NXDOMAIN', at: /Z$/ },
      { name: 'proxy-fallback.saasprovider.com', outcome: 'NOERROR' }
    ]
  })
  t.equal(((await ask('GET', '/__admin/dns/queries?name=Nobody.test')).body['queries'] as unknown[]).length, 1)
  t.same((await ask('DELETE', '/__admin/dns/queries')).body, { deleted: 2 })
  t.same((await ask('GET', '/__admin/dns/queries')).body, { queries: [] })
})

t.test('overrides say where customers\' servers are, and lead nowhere but to allowed addresses', async t => {
  const { ask } = await started(t, { 'dns-port': 'off', 'allowed-addresses': '10.1.0.0/16' })
  t.match(await ask('PUT', '/__admin/http-overrides', { host: 'App.customer.com', target: '127.0.0.1:8080' }), { status: 200, body: { host: 'app.customer.com', target: '127.0.0.1:8080' } })
  t.match(await ask('PUT', '/__admin/http-overrides', { host: 'app.customer.com', target: '[::1]:8081' }), { status: 200 })
  t.equal((await ask('PUT', '/__admin/http-overrides', { host: 'app.customer.com', target: '10.1.2.3:80', zone_id: ZONE_ID })).status, 200)
  t.same((await ask('GET', '/__admin/http-overrides')).body, {
    http_overrides: [{ host: 'app.customer.com', target: '[::1]:8081' }, { host: 'app.customer.com', target: '10.1.2.3:80', zone_id: ZONE_ID }]
  })
  t.match(await ask('PUT', '/__admin/http-overrides', { host: 'a.test', target: '169.254.169.254:80' }), { status: 403, body: { error: { code: 'address_refused' } } })
  for (const target of ['127.0.0.1', 'localhost:80', '127.0.0.1:0', '127.0.0.1:65536', '::1:80']) {
    t.match(await ask('PUT', '/__admin/http-overrides', { host: 'a.test', target }), { status: 400, body: { error: { message: /^\/target/ } } }, target)
  }
  t.same((await ask('DELETE', `/__admin/http-overrides?zone_id=${ZONE_ID}`)).body, { deleted: 1 })
  t.same((await ask('DELETE', '/__admin/http-overrides?host=app.customer.com')).body, { deleted: 1 })
})

t.test('one hostname of a zone can have an inspector of its own', async t => {
  const { ask } = await started(t, { 'dns-port': 'off' })
  await ask('PUT', `${CLIENT}/custom_hostnames/fallback_origin`, { origin: 'proxy-fallback.saasprovider.com' })
  await ask('POST', `${ADMIN}/clock/advance`, { by: '1m' })
  const ids: string[] = []
  for (const hostname of ['auto.customer.com', 'dns.customer.com']) {
    const { body } = await ask('POST', `${CLIENT}/custom_hostnames`, { hostname, ssl: { method: 'http', type: 'dv' } })
    ids.push((body['result'] as { id: string }).id)
  }
  const path = `${ADMIN}/custom_hostnames/${ids[1]}/inspector`
  t.match(await ask('PUT', path, { inspector: 'dns' }), { status: 200, body: { id: ids[1], hostname: 'dns.customer.com', inspector: 'dns', effective_inspector: 'dns' } })
  await ask('POST', `${ADMIN}/clock/advance`, { by: '10m' })
  const statuses = async (): Promise<readonly unknown[]> => await Promise.all(ids.map(async id => ((await ask('GET', `${CLIENT}/custom_hostnames/${id}`)).body['result'] as { status: string }).status))
  t.same(await statuses(), ['active', 'pending'])
  t.match(await ask('PUT', path, { inspector: null }), { body: { inspector: null, effective_inspector: 'auto' } })
  await ask('POST', `${ADMIN}/clock/advance`, { by: '1h' })
  t.same(await statuses(), ['active', 'active'])
  t.match(await ask('PUT', path, { inspector: 'guess' }), { status: 400, body: { error: { message: /^\/inspector/ } } })
  t.equal((await ask('PUT', path.replace(String(ids[1]), '0d89c70d-ad9f-4843-b99f-6cc0252067e9'), { inspector: 'dns' })).status, 404)
  t.equal((await ask('PUT', path.replace(ZONE_ID, 'f'.repeat(32)), { inspector: 'dns' })).status, 404)
})

t.test('a DNS port that is taken stops the start with one line', async t => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  await t.rejects(started(t, { 'dns-port': String(port) }), { message: `--dns-port: 127.0.0.1:${port} is taken: choose another, 0 for a free one, or off` })
  const { sandbox } = await started(t, { 'dns-port': 'off' })
  t.equal(sandbox.dnsPort, undefined)
})

t.test('a reset takes the customers\' world back too', async t => {
  const { ask, sandbox } = await started(t, { 'dns-port': 'off' })
  const put = async (): Promise<unknown> => (await ask('POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'A', content: '192.0.2.1' })).body['id']
  const id = await put()
  await ask('POST', '/__admin/dns/faults', { name: 'app.customer.com', kind: 'timeout' })
  await sandbox.reset()
  t.match((await ask('GET', '/__admin/dns/records')).body, { total: 0 })
  t.same((await ask('GET', '/__admin/dns/faults')).body, { faults: [] })
  t.equal(await put(), id, 'ids repeat')
})
