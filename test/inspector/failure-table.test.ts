import t from 'tap'
import type { Test } from 'tap'
import type { EvidenceParts } from '../../src/scheduler/evidence/look.ts'
import { createWorld, plantZone, serve } from './support.ts'
import type { SslOptions, World, WorldOptions } from './support.ts'

// What keeps a certificate from being validated, one test for each situation that the documentation lists.

const POINTS_HERE = 'app.customer.com CNAME proxy-fallback.saasprovider.com'
const CAA_BLOCKED = 'CAA records block issuance. Please remove all CAA records or add records for this authority.'
const SERVFAIL = 'Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.'
const BOGUS = 'the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for app.customer.com: dnssec: bogus'

/** Status and errors of the certificate of app.customer.com after its first check. */
async function certificateOf (world: World): Promise<readonly [status: string | undefined, errors: readonly string[]]> {
  const { ssl } = await world.see('app.customer.com')
  return [ssl?.status, (ssl?.validation_errors ?? []).map(({ message }) => message)]
}

async function checked (t: Test, lines: readonly string[], ssl: SslOptions = {}, options: WorldOptions = {}): Promise<readonly [string | undefined, readonly string[]]> {
  const world = await createWorld(t, options)
  await world.put(lines)
  await world.create('app.customer.com', ssl)
  await world.advance('45s')
  return await certificateOf(world)
}

t.test('the CNAME is missing with method http: stays pending, and the authority is not asked', async t => {
  t.same(await checked(t, []), ['pending_validation', []])
  const world = await createWorld(t)
  await world.create('app.customer.com')
  await world.advance('15d')
  t.same((await certificateOf(world))[0], 'validation_timed_out')
})

t.test('CAA excludes the authority', async t => {
  const blocked = ['pending_validation', [CAA_BLOCKED]] as const
  const passed = ['pending_issuance', []] as const
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue "letsencrypt.org"']), blocked, 'the parent counts')
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue "pki.goog; cansignhttpexchanges=yes"']), passed)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue "letsencrypt.org"'], { authority: 'lets_encrypt' }), passed)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue "SSL.com"'], { authority: 'ssl_com' }), passed)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue "digicert.com"'], { authority: 'digicert' }), passed)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 issue ";"']), blocked)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 0 iodef "mailto:x@customer.com"']), passed)
  t.same(await checked(t, [POINTS_HERE, 'customer.com CAA 128 future "x"']), blocked, 'an unknown critical tag')
  t.same(await checked(t, [POINTS_HERE, 'com CAA 0 issue "sectigo.com"']), blocked, 'any level counts')
})

t.test('the search for CAA stops at the first level that has records, and a CNAME\'s target has its say', async t => {
  const world = await createWorld(t)
  const caa = { type: 'CAA', proxied: false, ttl: 1, tags: [], settings: {}, createdAt: 0, modifiedAt: 0 } as const
  await world.store.dnsRecords.insert(world.zone.no, { ...caa, id: 'caa', name: 'proxy-fallback.saasprovider.com', content: '0 issue "digicert.com"' })
  await world.put([POINTS_HERE, 'customer.com CAA 0 issue "pki.goog"'])
  await world.create('app.customer.com')
  await world.advance('45s')
  t.same(await certificateOf(world), ['pending_validation', [CAA_BLOCKED]])
  await world.store.dnsRecords.remove(world.zone.no, 'caa')
  await world.refresh('app.customer.com')
  t.same(await certificateOf(world), ['pending_issuance', []])
})

t.test('a wildcard obeys issuewild before issue', async t => {
  const outcomes = []
  for (const lines of [['0 issuewild "pki.goog"', '0 issue "pki.goog"'], ['0 issuewild ";"', '0 issue "pki.goog"'], ['0 issuewild "pki.goog"', '0 issue ";"']]) {
    const world = await createWorld(t)
    await world.put(lines.map(line => `customer.com CAA ${line}`))
    await world.create('app.customer.com', { method: 'txt', wildcard: true })
    await world.advance('5s')
    const { ssl } = await world.see('app.customer.com')
    await world.put((ssl?.validation_records ?? []).map(({ txt_name: name, txt_value: value }) => `${name} TXT ${value}`))
    await world.advance('40s')
    outcomes.push((await certificateOf(world))[0])
  }
  t.same(outcomes, ['pending_issuance', 'pending_validation', 'pending_validation'])
})

t.test('DNSSEC is broken', async t => {
  const world = await createWorld(t)
  await world.put([POINTS_HERE])
  await world.fault('app.customer.com', 'dnssec_bogus')
  await world.create('app.customer.com')
  await world.advance('45s')
  t.same(await certificateOf(world), ['pending_validation', [BOGUS]])
  await world.store.dnsWorld.removeFaults({})
  await world.fault('customer.com', 'dnssec_bogus')
  await world.refresh('app.customer.com')
  t.same(await certificateOf(world), ['pending_validation', [BOGUS]], 'at the lookup of CAA')
})

t.test('DNS does not answer', async t => {
  for (const kind of ['servfail', 'timeout'] as const) {
    const world = await createWorld(t)
    await world.put([POINTS_HERE])
    await world.fault('app.customer.com', kind)
    await world.create('app.customer.com')
    await world.advance('45s')
    t.same(await certificateOf(world), ['pending_validation', [SERVFAIL]], kind)
    await world.store.dnsWorld.removeFaults({})
    await world.fault('customer.com', kind)
    await world.refresh('app.customer.com')
    t.same(await certificateOf(world), ['pending_validation', ['SERVFAIL looking up CAA for app.customer.com']], kind)
  }
  const world = await createWorld(t)
  await world.fault('_acme-challenge.app.customer.com', 'servfail')
  await world.create('app.customer.com', { method: 'txt' })
  await world.advance('45s')
  t.same(await certificateOf(world), ['pending_validation', [SERVFAIL]], 'at the lookup of the TXT record')
})

t.test('only part of the resolvers see the record', async t => {
  const seenFrom = async (everywhere: readonly string[], secondPlace: readonly string[]): Promise<readonly [string | undefined, readonly string[]]> => {
    const world = await createWorld(t, { twoPlaces: true })
    await world.put(everywhere)
    await world.put(secondPlace, await plantZone(world.store, 'other.test'))
    await world.create('app.customer.com')
    await world.advance('45s')
    return await certificateOf(world)
  }
  t.same(await seenFrom([], [POINTS_HERE]), ['pending_validation', [
    'Certificate authority was unable to verify domain ownership from multiple geographic locations (MPIC failure). Please ensure your DNS records are reachable from all geographic perspectives and try again.'
  ]])
  t.same(await seenFrom([POINTS_HERE], ['customer.com CAA 0 issue ";"']), ['pending_validation', [
    'Certificate authority encountered a multiple perspective CAA check error, please ensure your DNS is configured to allow CAA queries from all geographic perspectives.'
  ]])
  t.same(await seenFrom([POINTS_HERE], []), ['pending_issuance', []])
  t.same(await seenFrom([POINTS_HERE, 'com CAA 0 issue ";"'], []), ['pending_validation', [CAA_BLOCKED]])
})

t.test('AAAA points elsewhere: the file has to be there on both families', async t => {
  const files = new Map<string, string>()
  const fetched: string[] = []
  const fetchFile: EvidenceParts['fetchFile'] = async ({ url, address, port }) => {
    if (url.includes('acme-challenge')) fetched.push(`${address} ${port}`)
    return address === '127.0.0.1' ? files.get(url) : undefined
  }
  const world = await createWorld(t, { evidence: { fetchFile, httpPort: 8080, isAllowed: () => true } })
  await world.put(['app.customer.com A 127.0.0.1', 'app.customer.com AAAA 2001:db8::1'])
  await world.create('app.customer.com')
  await world.advance('5s')
  for (const { http_url: url = '', http_body: body = '' } of (await world.see('app.customer.com')).ssl?.validation_records ?? []) files.set(url, body)
  await world.advance('40s')
  t.same(await certificateOf(world), ['pending_validation', []])
  t.same(fetched, ['2001:db8::1 8080', '127.0.0.1 8080'])
  await world.store.dnsWorld.removeRecords({ type: 'AAAA' })
  await world.refresh('app.customer.com')
  t.same(await certificateOf(world), ['pending_issuance', []])
})

t.test('the origin redirects the file: to HTTPS, or to a login page', async t => {
  for (const location of ['https://app.customer.com/', '/login']) {
    const world = await createWorld(t)
    const { requests, port } = await serve(t, (_request, response) => { response.writeHead(301, { location }).end() })
    await world.store.dnsWorld.putOverride({ host: 'app.customer.com', address: '127.0.0.1', port })
    await world.create('app.customer.com')
    await world.advance('45s')
    t.same(await certificateOf(world), ['pending_validation', []])
    t.notOk(requests.some(({ url }) => url === '/login'), 'it is not followed')
  }
})

t.test('a leftover TXT record beside the delegation: stuck, without a text', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com', { method: 'txt' })
  await world.advance('5s')
  const [delegation] = (await world.see('app.customer.com')).ssl?.dcv_delegation_records ?? []
  await world.put(['_acme-challenge.app.customer.com TXT leftover', `${delegation?.cname} CNAME ${delegation?.cname_target}`])
  await world.advance('1h')
  t.same(await certificateOf(world), ['pending_validation', []])
  await world.store.dnsWorld.removeRecords({ type: 'TXT' })
  await world.refresh('app.customer.com')
  t.same(await certificateOf(world), ['pending_issuance', []])
})

t.test('what only the authority decides is a setting of the zone: high risk, rate limit, outage', async t => {
  for (const [reason, text] of [
    ['risk_keywords', 'app.customer.com reported as potential risk: risky_keywords'],
    ['rate_limited', 'The authority has rate limited these domains. Please wait for the rate limit to expire or try another authority.'],
    ['authority_internal', 'Internal error with Certificate Authority. Please check later.']
  ] as const) {
    const settings = { inspector: 'auto', autoPassAtAttempt: 3, autoFailure: { sslStatus: reason } } as const
    t.same(await checked(t, [], {}, { settings }), ['pending_validation', [text]])
  }
})
