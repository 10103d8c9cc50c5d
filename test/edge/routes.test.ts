import t from 'tap'
import type { CertificateState, Order } from '../../src/core/certificate.ts'
import { validationRecords } from '../../src/core/dcv.ts'
import type { EncryptionMode } from '../../src/core/zone.ts'
import type { Route } from '../../src/edge/ports.ts'
import { createRouteSource } from '../../src/edge/routes.ts'
import { addHostname, addRecord, addZone, certificateFor, NOW, RANDOM, setFallbackOrigin, startEdge, startOrigin, startWithOrigin } from './support.ts'
import type { TestEdge } from './support.ts'

const NAME = 'app.customer.com'

async function routeOf (edge: TestEdge, name: string): Promise<Route | string | undefined> {
  const source = createRouteSource({ store: edge.store, tokens: RANDOM, time: { isSettled: () => true, catchUp: async () => {} }, pendingError: 1001 })
  const routing = await source.find(name, { waits: false })
  if (routing === undefined) return undefined
  return 'route' in routing ? routing.route : `${routing.refusal.status}/${routing.refusal.code ?? '-'}`
}

async function edgeWithFallback (): Promise<TestEdge> {
  const edge = await startEdge()
  await setFallbackOrigin(edge.store, edge.zone, 'fallback.saasprovider.com')
  return edge
}

t.test('each state of a hostname answers as documented', async t => {
  for (const pendingError of [1001, 1016] as const) {
    const waiting = pendingError === 1001 ? 409 : 530
    for (const [status, expected] of [['active', 200], ['active_redeploying', 200], ['pending', waiting], ['moved', waiting], ['blocked', waiting]] as const) {
      const { edge, close } = await startWithOrigin(undefined, { pendingError })
      edge.certificates.set('www.customer.com', await certificateFor('www.customer.com'))
      await addHostname(edge.store, edge.zone, 'www.customer.com', { status })
      for (const secure of [false, true]) {
        const answer = await edge.ask({ host: 'www.customer.com', secure })
        t.equal(answer.status, expected, `${status}, secure ${secure}`)
        if (expected !== 200) t.match(answer, { body: `error code: ${pendingError}`, headers: { 'x-sandflare-reason': `custom hostname www.customer.com of zone saasprovider.com is ${status}` } })
      }
      await close()
    }
  }
})

t.test('without an origin every state answers 530 with 1016', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  for (const status of ['active', 'pending', 'moved'] as const) {
    await addHostname(edge.store, edge.zone, `${status}.customer.com`, { status })
    t.match(await edge.ask({ host: `${status}.customer.com` }), { status: 530, body: 'error code: 1016' }, status)
  }
  await addHostname(edge.store, edge.zone, 'own.customer.com', { status: 'pending', customOriginServer: 'own.saasprovider.com' })
  t.match(await edge.ask({ host: 'own.customer.com' }), { status: 409 }, 'a custom origin is one')
})

t.test('a fallback origin counts while it is deployed and proxied', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const { store, zone } = edge
  await addHostname(store, zone, NAME)
  t.match(await routeOf(edge, NAME), { origin: 'fallback.saasprovider.com', originServerName: NAME })
  const origin = store.fallbackOrigins.find(zone.no)
  if (origin === undefined) throw new Error('the fallback origin is gone')
  for (const [status, routed] of [['initializing', false], ['pending_deployment', false], ['deployment_timed_out', false], ['pending_deletion', true], ['active', true]] as const) {
    await store.fallbackOrigins.save(zone.no, store.fallbackOrigins.find(zone.no), { ...origin, status }, [])
    if (routed) t.match(await routeOf(edge, NAME), { origin: 'fallback.saasprovider.com' }, status)
    else t.equal(await routeOf(edge, NAME), '530/1016', status)
  }
  const [record] = await store.dnsRecords.findByName(zone.no, 'fallback.saasprovider.com')
  if (record === undefined) throw new Error('the record is gone')
  await store.dnsRecords.save(zone.no, { ...record, proxied: false })
  t.equal(await routeOf(edge, NAME), '530/1016', 'DNS only')
  await store.dnsRecords.remove(zone.no, record.id)
  t.equal(await routeOf(edge, NAME), '530/1016', 'no record')
})

t.test('the server name to the origin follows custom_origin_sni', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const { store, zone } = edge
  const customer = await addZone(store, 'behind.example', { accountId: 'c'.repeat(32) })
  await addRecord(store, customer, { name: 'www.behind.example', type: 'CNAME', content: 'customers.saasprovider.com' })
  const origin = { customOriginServer: 'origin.saasprovider.com' }
  const cases: ReadonlyArray<readonly [hostname: string, asked: string, options: object, sni: string]> = [
    ['fallback.example', 'fallback.example', {}, 'fallback.example'],
    ['plain.example', 'plain.example', origin, 'origin.saasprovider.com'],
    ['host.example', 'host.example', { ...origin, customOriginSni: ':request_host_header:' }, 'host.example'],
    ['literal.example', 'literal.example', { ...origin, customOriginSni: 'sni.saasprovider.com' }, 'sni.saasprovider.com'],
    ['*.covered.example', 'a.covered.example', { ...origin, customOriginSni: ':request_host_header:' }, 'origin.saasprovider.com'],
    ['*.literal.example', 'a.literal.example', { ...origin, customOriginSni: 'sni.saasprovider.com' }, 'origin.saasprovider.com'],
    ['www.behind.example', 'www.behind.example', { ...origin, customOriginSni: ':request_host_header:' }, 'origin.saasprovider.com']
  ]
  for (const [hostname, asked, options, sni] of cases) {
    await addHostname(store, zone, hostname, options)
    t.match(await routeOf(edge, asked), { originServerName: sni }, `${asked} by ${hostname}`)
  }
})

t.test('an exact hostname goes before the zone of the name, a wildcard after it', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const { store, zone } = edge
  const customer = await addZone(store, 'customer.com')
  await addHostname(store, zone, '*.customer.com')
  t.equal(await routeOf(edge, NAME), '530/1016', 'the zone stands for the name even without a record')
  const record = await addRecord(store, customer, { name: NAME, type: 'A', content: '127.0.0.1' })
  t.match(await routeOf(edge, NAME), { zone: { name: 'customer.com' }, origin: NAME, originServerName: NAME })
  await store.dnsRecords.save(customer.no, { ...record, proxied: false })
  t.match(await routeOf(edge, NAME), { zone: { name: 'saasprovider.com' } }, 'a record that is not proxied takes the zone out')
  await store.dnsRecords.save(customer.no, { ...record, proxied: true })
  await addHostname(store, zone, NAME, { status: 'pending' })
  t.match(await routeOf(edge, NAME), { zone: { name: 'customer.com' } }, 'a pending hostname takes nothing away')
  await addHostname(store, await addZone(store, 'other.example'), NAME, { customOriginServer: 'o.other.example' })
  t.match(await routeOf(edge, NAME), { zone: { name: 'other.example' } }, 'an active one does')
})

t.test('of several zones with a hostname, the one that validated it last has it', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const second = await addZone(edge.store, 'second.example')
  await addHostname(edge.store, edge.zone, NAME, { since: NOW })
  await addHostname(edge.store, second, NAME, { since: NOW + 1, customOriginServer: 'o.second.example' })
  t.match(await routeOf(edge, NAME), { zone: { name: 'second.example' } })
})

t.test('names of a zone itself lead to what their records say', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const { store, zone } = edge
  await addRecord(store, zone, { name: '*.customers.saasprovider.com', type: 'CNAME', content: 'fallback.saasprovider.com' })
  t.match(await routeOf(edge, 'fallback.saasprovider.com'), { origin: 'fallback.saasprovider.com' })
  t.match(await routeOf(edge, 'a.customers.saasprovider.com'), { origin: 'a.customers.saasprovider.com' })
  t.equal(await routeOf(edge, 'nothing.saasprovider.com'), '530/1016')
  t.equal(await routeOf(edge, 'unknown.example'), undefined)
})

t.test('a hostname with the name of its zone is forbidden', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  await addHostname(edge.store, edge.zone, 'saasprovider.com')
  t.match(await edge.ask({ host: 'saasprovider.com' }), { status: 403, body: '403 Forbidden\n' })
})

t.test('a wildcard certificate covers the names below its hostname', async t => {
  const edge = await edgeWithFallback()
  t.teardown(edge.close)
  const wildcard = (on: boolean): CertificateState => ({ status: 'initializing', since: NOW, order: { number: 1, authority: 'google', wildcard: on } })
  await addHostname(edge.store, edge.zone, 'with.example', { certificate: wildcard(true) })
  await addHostname(edge.store, edge.zone, 'without.example', { certificate: wildcard(false) })
  t.match(await routeOf(edge, 'a.with.example'), { originServerName: 'a.with.example' })
  t.equal(await routeOf(edge, 'a.without.example'), undefined)
})

t.test('what a zone lived through meanwhile counts for the request that caught it up', async t => {
  let settle = async (): Promise<void> => {}
  let settled = false
  const edge = await startEdge({
    time: {
      isSettled: () => settled,
      catchUp: async () => {
        await settle()
        settled = true
      }
    }
  })
  t.teardown(edge.close)
  const { store, zone } = edge
  const origin = await startOrigin()
  t.teardown(origin.close)
  edge.overrides.put({ name: 'own.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: origin.port } })
  const waiting = await addHostname(store, zone, NAME, { status: 'pending', customOriginServer: 'own.saasprovider.com' })
  settle = async () => {
    await store.customHostnames.save(zone.no, { ...waiting, lifecycle: { ownership: { status: 'active', since: NOW, recheckAt: NOW + 1, checks: 1 } } }, undefined, [])
  }
  t.match(await edge.ask({ host: NAME }), { status: 200 })
})

t.test('requests wait for their zones, except those that the zones themselves may be waiting for', async t => {
  const { edge, close } = await startWithOrigin()
  t.teardown(close)
  const other = await addZone(edge.store, 'other.example')
  await addHostname(edge.store, other, '*.customer.com', { status: 'pending' })
  await edge.ask({ host: NAME })
  t.strictSame(edge.caughtUp.splice(0), [edge.zone.id], 'an active hostname of the name is all that counts')
  await addHostname(edge.store, edge.zone, 'new.customer.com', { status: 'pending' })
  await edge.ask({ host: 'new.customer.com' })
  t.strictSame(edge.caughtUp.splice(0), [edge.zone.id, other.id])
  for (const folder of ['acme-challenge', 'pki-validation', 'cf-custom-hostname-challenge']) {
    t.match(await edge.ask({ host: NAME, path: `/.well-known/${folder}/x` }), { status: 200, body: 'from the origin' })
  }
  t.strictSame(edge.caughtUp, [])
})

t.test('the edge answers validation files while they are waited for', async t => {
  for (const authority of ['google', 'lets_encrypt', 'ssl_com', 'digicert'] as const) {
    for (const method of ['http', 'txt'] as const) {
      const { edge, close } = await startWithOrigin()
      const order: Order = { number: 3, authority, wildcard: false }
      const waiting: CertificateState = { status: 'pending_validation', since: NOW, order, tokensAt: NOW, armedAt: NOW, attempt: 0, checks: 0 }
      const customHostname = await addHostname(edge.store, edge.zone, 'new.customer.com', { status: 'pending', ssl: { method }, certificate: waiting })
      edge.certificates.set('new.customer.com', await certificateFor('new.customer.com'))
      const records = validationRecords({ customHostname, method: 'http', order, baseDomain: 'customer.com' }, RANDOM)
      for (const { http_url: url = '', http_body: body } of records) {
        for (const secure of [false, true]) {
          const answer = await edge.ask({ host: 'new.customer.com', path: new URL(url).pathname, secure })
          t.match(answer, { status: 200, headers: { 'content-type': 'text/plain' } }, `${authority} by ${method}`)
          t.equal(answer.body, body)
        }
        t.match(await edge.ask({ host: 'new.customer.com', path: `${new URL(url).pathname}x` }), { status: 409 }, 'another file')
        t.match(await edge.ask({ host: NAME, path: new URL(url).pathname }), { status: 200, body: 'from the origin' }, 'another hostname')
      }
      await close()
    }
  }
})

t.test('files are answered for nothing else than a single name that waits for its validation', async t => {
  const { edge, close } = await startWithOrigin()
  t.teardown(close)
  const orders: ReadonlyArray<readonly [string, 'http' | 'txt' | 'email', Order, 'pending_validation' | 'initializing']> = [
    ['a.example', 'txt', { number: 1, authority: 'google', wildcard: true }, 'pending_validation'],
    ['b.example', 'email', { number: 1, authority: 'google', wildcard: false }, 'pending_validation'],
    ['c.example', 'http', { number: 1, authority: 'google', wildcard: false }, 'initializing']
  ]
  for (const [hostname, method, order, status] of orders) {
    const certificate: CertificateState = status === 'initializing' ? { status, since: NOW, order } : { status, since: NOW, order, tokensAt: NOW, armedAt: NOW, attempt: 0, checks: 0 }
    const customHostname = await addHostname(edge.store, edge.zone, hostname, { ssl: { method }, certificate })
    const [record] = validationRecords({ customHostname, method: 'http', order, baseDomain: hostname }, RANDOM)
    t.match(await edge.ask({ host: hostname, path: new URL(record?.http_url ?? '').pathname }), { body: 'from the origin' }, hostname)
  }
})

t.test('the encryption mode of the zone decides how the origin is talked to', async t => {
  const plain = await startOrigin((_req, res) => { res.end('plain') })
  t.teardown(plain.close)
  const asked: Array<readonly [EncryptionMode, boolean, number, string | undefined]> = [
    ['flexible', false, 523, 'http://255.255.255.255:80'], ['flexible', true, 523, 'http://255.255.255.255:80'],
    ['full', false, 523, 'http://255.255.255.255:80'], ['full', true, 523, 'https://255.255.255.255:443'],
    ['strict', true, 523, 'https://255.255.255.255:443'], ['off', false, 523, 'http://255.255.255.255:80'], ['off', true, 301, undefined]
  ]
  for (const [encryption, secure, status, reason] of asked) {
    const edge = await startEdge({ settings: { encryption }, isAllowed: () => true })
    await setFallbackOrigin(edge.store, edge.zone, 'fallback.saasprovider.com', '255.255.255.255')
    await addHostname(edge.store, edge.zone, NAME)
    edge.certificates.set(NAME, await certificateFor(NAME))
    const answer = await edge.ask({ host: NAME, path: '/p?q', secure })
    t.equal(answer.status, status, `${encryption}, secure ${secure}`)
    if (reason !== undefined) t.ok(String(answer.headers['x-sandflare-reason']).startsWith(reason), `${encryption}, secure ${secure}: ${reason}`)
    else t.equal(answer.headers.location, `http://${NAME}:${edge.httpPort}/p?q`)
    edge.overrides.put({ name: 'fallback.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: plain.port } })
    if (reason !== undefined) t.match(await edge.ask({ host: NAME, secure }), { body: 'plain' }, 'an override says what its server speaks')
    await edge.close()
  }
})
