import t from 'tap'
import type { Test } from 'tap'
import { createWorld, plantZone, serve } from './support.ts'
import type { SslOptions, World } from './support.ts'

/** A world whose app.customer.com has its validation tokens and waits for its first check. */
async function waiting (t: Test, ssl: SslOptions): Promise<World> {
  const world = await createWorld(t)
  await world.create('app.customer.com', ssl)
  await world.advance('5s')
  return world
}

async function sslStatus (world: World): Promise<string | undefined> {
  return (await world.see('app.customer.com')).ssl?.status
}

/** The TXT lines that a customer is asked for. */
async function texts (world: World): Promise<readonly string[]> {
  const records = (await world.see('app.customer.com')).ssl?.validation_records ?? []
  return records.map(({ txt_name: name, txt_value: value }) => `${name} TXT ${value}`)
}

t.test('http: while the CNAME is in place the edge answers, and nothing is fetched', async t => {
  const { requests, port } = await serve(t, (_request, response) => { response.end() })
  const world = await createWorld(t, { evidence: { httpPort: port } })
  await world.put(['app.customer.com CNAME john.customers.saasprovider.com'])
  await world.create('app.customer.com')
  await world.advance('10m')
  t.same(await world.told('app.customer.com'), ['active', 'active', []])
  t.same(requests, [])
})

t.test('http: a target of the zone that is not proxied does not come to the edge', async t => {
  const world = await createWorld(t)
  const target = { type: 'A', name: 'direct.saasprovider.com', content: '192.0.2.10', proxied: false, ttl: 1, tags: [], settings: {} } as const
  await world.store.dnsRecords.insert(world.zone.no, { ...target, id: 'direct', createdAt: 0, modifiedAt: 0 })
  await world.put(['app.customer.com CNAME direct.saasprovider.com'])
  await world.create('app.customer.com')
  await world.advance('10m')
  t.same(await world.told('app.customer.com'), ['active', 'pending_validation', []])
})

t.test('http: served by the customer\'s own server it completes before the CNAME exists', async t => {
  const world = await waiting(t, { method: 'http' })
  const [record] = (await world.see('app.customer.com')).ssl?.validation_records ?? []
  const path = new URL(record?.http_url ?? '').pathname
  const { port } = await serve(t, (request, response) => {
    response.statusCode = request.url === path ? 200 : 404
    response.end(`${record?.http_body}\n`)
  })
  await world.put(['app.customer.com A 127.0.0.1'])
  await world.store.dnsWorld.putOverride({ zoneNo: world.zone.no, host: 'app.customer.com', address: '127.0.0.1', port })
  await world.advance('10m')
  t.same(await world.told('app.customer.com'), ['pending', 'active', ['custom hostname does not CNAME to this zone.']])
})

t.test('http: SSL.com wants a file for each key type', async t => {
  const world = await waiting(t, { method: 'http', authority: 'ssl_com' })
  const records = (await world.see('app.customer.com')).ssl?.validation_records ?? []
  t.equal(records.length, 2)
  const files = new Map(records.slice(0, 1).map(({ http_url: url = '', http_body: body = '' }) => [new URL(url).pathname, body]))
  const { port } = await serve(t, ({ url = '' }, response) => {
    response.statusCode = files.has(url) ? 200 : 404
    response.end(files.get(url))
  })
  await world.store.dnsWorld.putOverride({ host: 'app.customer.com', address: '127.0.0.1', port })
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  for (const { http_url: url = '', http_body: body = '' } of records) files.set(new URL(url).pathname, body)
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_issuance')
})

t.test('txt: the record validates without any CNAME', async t => {
  const world = await waiting(t, { method: 'txt' })
  await world.put(await texts(world))
  await world.advance('10m')
  t.equal(await sslStatus(world), 'active')
})

t.test('txt: a wildcard needs both of its records at the same time, and no CNAME helps', async t => {
  const world = await waiting(t, { method: 'txt', wildcard: true })
  const [first = '', second = ''] = await texts(world)
  t.not(first, second)
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com', first])
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  await world.put([second])
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_issuance')
})

t.test('txt: once a single name points here, it completes by HTTP without its record', async t => {
  const world = await waiting(t, { method: 'txt' })
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_issuance')
})

t.test('delegation: one CNAME serves the name and its wildcard, now and at every renewal', async t => {
  const world = await waiting(t, { method: 'txt', wildcard: true })
  const [delegation] = (await world.see('app.customer.com')).ssl?.dcv_delegation_records ?? []
  await world.put([`${delegation?.cname} CNAME ${delegation?.cname_target}`])
  await world.advance('10m')
  t.equal(await sslStatus(world), 'active')
  await world.advance('61d')
  const renewed = (await world.hostnameOf('app.customer.com')).lifecycle.certificate
  t.match(renewed, { status: 'active', serving: { pack: 2 } })
})

t.test('delegation: the names of another zone\'s delegation do not count', async t => {
  const world = await waiting(t, { method: 'txt' })
  const [delegation] = (await world.see('app.customer.com')).ssl?.dcv_delegation_records ?? []
  await world.put([`${delegation?.cname} CNAME ${delegation?.cname_target.replace(/\.[0-9a-f]{16}\./, `.${'0'.repeat(16)}.`)}`])
  await world.advance('10m')
  t.equal(await sslStatus(world), 'pending_validation')
})

t.test('cname: the legacy record leads to the authority', async t => {
  const world = await waiting(t, { method: 'cname' })
  const [record] = (await world.see('app.customer.com')).ssl?.validation_records ?? []
  await world.put([`${record?.cname} CNAME elsewhere.test`])
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  await world.store.dnsWorld.removeRecords({ name: record?.cname ?? '' })
  await world.put([`${record?.cname} CNAME DCV.digicert.com`])
  await world.advance('10m')
  t.equal(await sslStatus(world), 'active')
})

t.test('email: waits for the approval of its own order', async t => {
  const approved = new Set<string>()
  const world = await createWorld(t, { approved: (seq, order) => approved.has(`${seq}/${order}`) })
  const { seq } = await world.create('app.customer.com', { method: 'email' })
  await world.advance('1h')
  t.equal(await sslStatus(world), 'pending_validation')
  approved.add(`${seq}/2`)
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  approved.add(`${seq}/1`)
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_issuance')
})

t.test('a renewal of a name that points here needs nobody; one that does not waits for its new tokens', async t => {
  for (const pointsHere of [true, false]) {
    const world = await waiting(t, { method: 'txt' })
    await world.put(await texts(world))
    if (pointsHere) await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
    await world.advance('61d')
    const { certificate } = (await world.hostnameOf('app.customer.com')).lifecycle
    t.match(certificate, pointsHere ? { status: 'active', serving: { pack: 2 } } : { status: 'pending_validation', renewal: true, serving: { pack: 1 } })
  }
})

t.test('tokens that changed on the way are the ones that count', async t => {
  const world = await waiting(t, { method: 'txt', authority: 'lets_encrypt' })
  await world.put(await texts(world))
  await world.fault('_acme-challenge.app.customer.com', 'servfail')
  await world.advance('8d')
  await world.store.dnsWorld.removeFaults({ name: '_acme-challenge.app.customer.com' })
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_validation')
  await world.put(await texts(world))
  await world.refresh('app.customer.com')
  t.equal(await sslStatus(world), 'pending_issuance')
})

t.test('records of one zone are not seen by another, shared ones are', async t => {
  const world = await createWorld(t)
  const other = await plantZone(world.store, 'other.test')
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'], other)
  await world.create('app.customer.com')
  await world.advance('20s')
  t.equal((await world.see('app.customer.com')).status, 'pending')
  await world.put(['app.customer.com CNAME proxy-fallback.saasprovider.com'])
  await world.refresh('app.customer.com')
  t.equal((await world.see('app.customer.com')).status, 'active')
})
