import t from 'tap'
import type { Test } from 'tap'
import { createWorld, parse, plantRecord, plantZone, serve } from './support.ts'
import type { WorldOptions } from './support.ts'

const NO_CNAME = 'custom hostname does not CNAME to this zone.'
const NO_ADDRESS = 'None of the A or AAAA records are owned by this account and the pre-generated ownership verification token was not found.'
const PROXIED = 'The hostname is using Cloudflare and cannot be activated with an TXT or HTTP validation token. To activate the custom hostname, the DNS target needs to point to the SaaS zone'

/** The hostname axis of app.customer.com after its first checks, with such records at the customer. */
async function outcome (t: Test, lines: readonly string[], options: WorldOptions = {}): Promise<readonly [string, readonly string[]]> {
  const world = await createWorld(t, options)
  await world.put(lines)
  await world.create('app.customer.com')
  await world.advance('20s')
  const { status, verification_errors: errors = [] } = await world.see('app.customer.com')
  return [status, errors]
}

t.test('a CNAME to any name of the zone makes a hostname active', async t => {
  for (const target of ['john.customers.saasprovider.com', 'proxy-fallback.saasprovider.com', 'saasprovider.com']) {
    t.same(await outcome(t, [`app.customer.com CNAME ${target}`]), ['active', []], target)
  }
})

t.test('a chain counts by its last target, and up to ten CNAME records are followed', async t => {
  const chain = (steps: number): readonly string[] => Array.from({ length: steps }, (_, n) =>
    `${n === 0 ? 'app.customer.com' : `hop${n}.customer.net`} CNAME ${n === steps - 1 ? 'proxy-fallback.saasprovider.com' : `hop${n + 1}.customer.net`}`)
  t.same(await outcome(t, chain(2)), ['active', []])
  t.same(await outcome(t, chain(10)), ['active', []])
  t.same(await outcome(t, chain(11)), ['pending', [NO_CNAME]])
  t.same(await outcome(t, ['app.customer.com CNAME app.customer.com.cdn.test', 'app.customer.com.cdn.test A 192.0.2.9']), ['pending', [NO_CNAME]])
  t.same(await outcome(t, ['app.customer.com CNAME notsaasprovider.com']), ['pending', [NO_CNAME]])
})

t.test('no record, a flattened CNAME and a CNAME loop do not pass', async t => {
  t.same(await outcome(t, []), ['pending', [NO_CNAME]])
  t.same(await outcome(t, ['app.customer.com A 127.0.0.1']), ['pending', [NO_CNAME]])
  t.same(await outcome(t, ['app.customer.com CNAME a.test', 'a.test CNAME app.customer.com']), ['pending', [NO_CNAME]])
})

t.test('with apex proxying all addresses have to be the edge\'s', async t => {
  t.same(await outcome(t, ['app.customer.com A 127.0.0.1', 'app.customer.com AAAA ::1'], { apex: true }), ['active', []])
  t.same(await outcome(t, ['app.customer.com A 127.0.0.1', 'app.customer.com A 192.0.2.1'], { apex: true }), ['pending', [NO_ADDRESS]])
  t.same(await outcome(t, ['app.customer.com A 127.0.0.1', 'app.customer.com AAAA 2001:db8::1'], { apex: true }), ['pending', [NO_ADDRESS]])
})

t.test('a zone on a partial setup is pointed to under the service\'s own suffix', async t => {
  t.same(await outcome(t, ['app.customer.com CNAME customers.saasprovider.com.cdn.cloudflare.net'], { type: 'partial' }), ['active', []])
  t.same(await outcome(t, ['app.customer.com CNAME customers.saasprovider.com'], { type: 'partial' }), ['pending', [NO_CNAME]])
})

t.test('the TXT token proves ownership before the CNAME exists', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com')
  const { ownership_verification: token } = await world.see('app.customer.com')
  await world.put([`${token?.name} TXT "wrong"`])
  await world.advance('20s')
  t.match(await world.see('app.customer.com'), { status: 'pending', verification_errors: [NO_CNAME] })
  await world.put([`${token?.name} TXT "${token?.value}"`])
  await world.refresh('app.customer.com')
  t.match(await world.see('app.customer.com'), { status: 'active' })
})

t.test('the HTTP token proves ownership from the customer\'s own server, a trailing newline included', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com')
  const { http_url: url = '', http_body: body = '' } = (await world.see('app.customer.com')).ownership_verification_http ?? {}
  const { requests, port } = await serve(t, (request, response) => {
    if (request.url !== new URL(url).pathname) response.statusCode = 404
    response.end(`${body}\n`)
  })
  await world.store.dnsWorld.putOverride({ host: 'app.customer.com', address: '127.0.0.1', port })
  await world.put(['app.customer.com A 192.0.2.50'])
  await world.advance('20s')
  t.match(await world.see('app.customer.com'), { status: 'active' })
  t.same(requests, [{ url: new URL(url).pathname, host: 'app.customer.com', userAgent: 'Cloudflare Custom Hostname Verification' }])
})

t.test('without an active fallback origin nothing validates, whatever is in place', async t => {
  const lines = ['app.customer.com CNAME proxy-fallback.saasprovider.com']
  t.same(await outcome(t, lines, { fallbackOrigin: 'none' }), ['pending', ['zone does not have a fallback origin set.']])
  t.same(await outcome(t, lines, { fallbackOrigin: 'pending_deployment' }), ['pending', ['fallback origin is in a status of pending_deployment.']])
})

t.test('a hold of the owner\'s zone blocks, until it is lifted and the hostname refreshed', async t => {
  const world = await createWorld(t, { settings: { holds: [{ name: 'customer.com', includeSubdomains: true }] } })
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.create('app.customer.com')
  await world.advance('1d')
  t.match(await world.see('app.customer.com'), { status: 'blocked', verification_errors: [/associated with a held zone/] })
  await world.store.zones.saveSettings(world.zone.no, { ...world.zone.settings, holds: [] })
  await world.refresh('app.customer.com')
  await world.advance('1s')
  t.match(await world.see('app.customer.com'), { status: 'active' })
})

t.test('a name that another zone proxies cannot be taken by a token', async t => {
  const world = await createWorld(t)
  const customer = await plantZone(world.store, 'customer.com')
  await plantRecord(world.store, customer, 'app.customer.com A 192.0.2.77', true)
  await world.create('app.customer.com')
  const { ownership_verification: token } = await world.see('app.customer.com')
  await world.put([`${token?.name} TXT ${token?.value}`])
  await world.advance('20s')
  t.match(await world.see('app.customer.com'), { status: 'pending', verification_errors: [NO_CNAME, PROXIED] })
})

t.test('addresses tell the edge only where it does not share them with the whole machine', async t => {
  const atEdge = { evidence: { edgeAddresses: ['203.0.113.7'] } }
  t.same(await outcome(t, ['app.customer.com A 203.0.113.7'], atEdge), ['pending', [NO_CNAME, PROXIED]])
  t.same(await outcome(t, ['app.customer.com A 203.0.113.7'], { ...atEdge, apex: true }), ['active', []])
})

t.test('a customer\'s own zone may proxy the CNAME: orange to orange', async t => {
  for (const [target, expected] of [['john.customers.saasprovider.com', 'active'], ['tunnel.other.test', 'pending']] as const) {
    const world = await createWorld(t)
    const customer = await plantZone(world.store, 'customer.com')
    await plantRecord(world.store, customer, `*.customer.com CNAME ${target}`, true)
    await world.create('app.customer.com')
    await world.advance('20s')
    t.equal((await world.see('app.customer.com')).status, expected, target)
  }
})

t.test('after activation a removed CNAME is found at the next recheck: moved, then deleted', async t => {
  const world = await createWorld(t)
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.create('app.customer.com')
  await world.advance('10m')
  t.match(await world.told('app.customer.com'), ['active', 'active', []])
  await world.store.dnsWorld.removeRecords({ name: 'app.customer.com' })
  await world.advance('3h')
  t.match(await world.told('app.customer.com'), ['active', 'active', []])
  await world.advance('2h')
  t.match(await world.told('app.customer.com'), ['moved', 'active', [NO_CNAME]])
  await world.advance('7d')
  t.equal((await world.see('app.customer.com')).status, 'deleted')
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.refresh('app.customer.com')
  await world.advance('1s')
  t.equal((await world.see('app.customer.com')).status, 'active')
})

t.test('a hostname proven by a token stays active when the token goes, and moves once it pointed here and no longer does', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com')
  const { ownership_verification: token } = await world.see('app.customer.com')
  await world.put([`${token?.name} TXT ${token?.value}`, 'app.customer.com A 192.0.2.50'])
  await world.advance('20s')
  await world.store.dnsWorld.removeRecords({ name: token?.name ?? '' })
  await world.advance('5d')
  t.equal((await world.see('app.customer.com')).status, 'active')
  await world.store.dnsWorld.removeRecords({ name: 'app.customer.com' })
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.advance('5h')
  await world.store.dnsWorld.removeRecords({ name: 'app.customer.com' })
  await world.advance('5h')
  t.equal((await world.see('app.customer.com')).status, 'moved')
})

t.test('a recheck that gets no answer moves nothing, nor does a fallback origin that is being replaced', async t => {
  const world = await createWorld(t)
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.create('app.customer.com')
  await world.advance('10m')
  await world.fault('app.customer.com', 'servfail')
  await world.store.fallbackOrigins.save(world.zone.no, world.store.fallbackOrigins.find(world.zone.no), undefined, [])
  await world.advance('2d')
  t.equal((await world.see('app.customer.com')).status, 'active')
})

t.test('checks are made on the published schedule and each is an event of its own', async t => {
  const world = await createWorld(t)
  const { createdAt } = await world.create('app.customer.com')
  await world.advance('8d')
  const failed = (await world.events('app.customer.com')).filter(event => event.type === 'check_failed' && event.axis === 'status')
  t.equal(failed.length, 76)
  t.equal((failed[1]?.at ?? 0) - (failed[0]?.at ?? 0), parse('60s'))
  t.ok((failed[0]?.at ?? 0) > createdAt)
  t.equal((await world.see('app.customer.com')).status, 'moved')
})
