import t from 'tap'
import type { Test } from 'tap'
import type { Reply, World } from './support.ts'
import { DAY, foreignAuthorities, foreignLeaf, HOSTNAME, openWorld, read, uploadOf } from './support.ts'

const MINUTE = 60_000
const foreign = await foreignAuthorities()
const trustedRoots = [foreign.root.certificatePem]
const leaf = await foreignLeaf(foreign)
const rsaLeaf = await foreignLeaf(foreign, { keyType: 'rsa', serialNumber: '42' })

async function upload (world: World, ssl: object, hostname = HOSTNAME): Promise<Reply> {
  return await world.hostnames('POST', '', { hostname, ssl })
}

async function statusOf (world: World, id: unknown): Promise<unknown> {
  return (await world.hostnames('GET', `/${String(id)}`)).ssl['status']
}

t.test('an uploaded certificate needs no validation and is described as it is', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { status, result, ssl } = await upload(world, { ...uploadOf(leaf), bundle_method: 'optimal', settings: { min_tls_version: '1.2' } })
  t.equal(status, 201)
  t.match(ssl, {
    type: 'dv',
    status: 'initializing',
    bundle_method: 'optimal',
    settings: { min_tls_version: '1.2' },
    hosts: [HOSTNAME],
    issuer: leaf.issuer,
    serial_number: leaf.serialNumber,
    signature: 'ECDSAWithSHA256',
    expires_on: new Date(leaf.notAfter).toISOString().replace('.000', ''),
    custom_certificate: leaf.chainPem,
    certificates: [{ serial_number: leaf.serialNumber, fingerprint_sha256: leaf.fingerprintSha256 }]
  })
  for (const key of ['method', 'certificate_authority', 'custom_key', 'validation_records', 'custom_csr_id']) t.notHas(ssl, key)
  const seen = [ssl['status']]
  for (let second = 0; second < 120; second++) {
    await world.advance(1000)
    const next = await statusOf(world, result['id'])
    if (next !== seen.at(-1)) seen.push(next)
  }
  t.same(seen, ['initializing', 'pending_deployment', 'active'])
  const found = await world.certificates.find(HOSTNAME)
  t.match(found, { exact: true, settings: { min_tls_version: '1.2' }, pairs: [{ keyType: 'ecdsa', chainPem: leaf.chainPem, privateKeyPem: leaf.privateKeyPem }] })
})

t.test('a bundle has both types of key, ECDSA first whatever came first', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { status, ssl } = await upload(world, { custom_cert_bundle: [uploadOf(rsaLeaf), uploadOf(leaf)] })
  t.equal(status, 201)
  t.match(ssl, { serial_number: leaf.serialNumber, custom_certificate: leaf.chainPem, certificates: [{ signature: 'ECDSAWithSHA256' }, { signature: 'SHA256WithRSA', serial_number: '42' }] })
  t.notHas(ssl, 'custom_cert_bundle')
  await world.advance(5 * MINUTE)
  t.same((await world.certificates.find(HOSTNAME))?.pairs.map(({ keyType, chainPem }) => [keyType, chainPem]), [['ecdsa', leaf.chainPem], ['rsa', rsaLeaf.chainPem]])
})

t.test('a wildcard hostname takes an uploaded certificate and no other', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  t.equal((await upload(world, { method: 'txt', type: 'dv' }, '*.customer.com')).code, 1448)
  t.equal((await upload(world, uploadOf(leaf), '*.customer.com')).code, 1446)
  const wild = await foreignLeaf(foreign, { hosts: ['*.customer.com'], commonName: '*.customer.com' })
  const { status, result } = await upload(world, uploadOf(wild), '*.customer.com')
  t.equal(status, 201)
  await world.advance(5 * MINUTE)
  t.equal(await statusOf(world, result['id']), 'active')
  t.match(await world.certificates.find('shop.customer.com'), { exact: false, hostname: '*.customer.com', settings: {} })
  t.equal(await world.certificates.find('a.shop.customer.com'), undefined)
  t.equal((await world.hostnames('PATCH', `/${String(result['id'])}`, { ssl: { method: 'txt', type: 'dv' } })).code, 1448)
})

t.test('an uploaded certificate is not renewed: it comes to its end', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { result } = await upload(world, uploadOf(leaf))
  await world.advance(88 * DAY)
  t.equal(await statusOf(world, result['id']), 'active')
  await world.advance(2 * DAY)
  t.equal(await statusOf(world, result['id']), 'expired')
  t.equal(await world.certificates.find(HOSTNAME), undefined)
})

t.test('a certificate of today is good in a zone that lives in another year', async t => {
  const world = await openWorld({ trustedRoots, zoneNow: Date.UTC(2041, 5, 1) })
  t.teardown(world.close)
  const { result, status, ssl } = await upload(world, uploadOf(leaf))
  t.equal(status, 201)
  t.equal(Date.parse(String(ssl['expires_on'])), leaf.notAfter, 'it says of itself what it says')
  await world.advance(88 * DAY)
  t.equal(await statusOf(world, result['id']), 'active')
  await world.advance(2 * DAY)
  t.equal(await statusOf(world, result['id']), 'expired')
})

t.test('in a zone that is not active a certificate waits, and goes on when the zone does', async t => {
  for (const status of ['pending', 'moved'] as const) {
    const world = await openWorld({ trustedRoots, zoneStatus: status })
    const { result } = await upload(world, uploadOf(leaf))
    await world.advance(30 * DAY)
    t.equal(await statusOf(world, result['id']), 'holding_deployment')
    t.equal(await world.certificates.find(HOSTNAME), undefined)
    const now = world.context.now(world.zone())
    await world.setStatus('active')
    t.equal(await statusOf(world, result['id']), 'pending_deployment')
    await world.advance(MINUTE)
    t.equal(await statusOf(world, result['id']), 'active')
    t.ok(await world.certificates.find(HOSTNAME))
    const events = await world.store.events.list({ zoneNo: world.zone().no, limit: 1000 })
    const released = events.find(({ event }) => event.type === 'status_changed' && event.axis === 'ssl_status' && event.from === 'holding_deployment')
    t.equal(released?.event.at, now, 'it went on when the zone became active, not before')
    await world.close()
  }
})

t.test('back to a managed certificate: the uploaded one serves until the other is there', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { result } = await upload(world, uploadOf(leaf))
  const id = String(result['id'])
  await world.advance(5 * MINUTE)
  const { status, ssl } = await world.hostnames('PATCH', `/${id}`, { ssl: { method: 'http', type: 'dv' } })
  t.equal(status, 202)
  t.match(ssl, { status: 'initializing', method: 'http', serial_number: leaf.serialNumber, certificate_authority: 'google' })
  await world.advance(4000)
  t.equal(await statusOf(world, id), 'pending_validation')
  t.equal((await world.certificates.find(HOSTNAME))?.pairs[0]?.chainPem, leaf.chainPem)
  await world.advance(5 * MINUTE)
  const after = await world.hostnames('GET', `/${id}`)
  t.match(after.ssl, { status: 'active', method: 'http' })
  t.notHas(after.ssl, 'custom_certificate')
  t.not(after.ssl['serial_number'], leaf.serialNumber)
  t.match(read((await world.certificates.find(HOSTNAME))?.pairs[0]?.chainPem ?? '').issuer, 'Google')
})

t.test('from managed to uploaded, and from one upload to another', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { result } = await upload(world, { method: 'http', type: 'dv' })
  const id = String(result['id'])
  await world.advance(5 * MINUTE)
  const managed = await world.certificates.find(HOSTNAME)
  const first = await world.hostnames('PATCH', `/${id}`, { ssl: uploadOf(leaf) })
  t.same([first.status, first.ssl['status']], [202, 'initializing'])
  t.equal((await world.certificates.find(HOSTNAME))?.version, managed?.version, 'the managed one serves on')
  await world.advance(5 * MINUTE)
  const served = await world.certificates.find(HOSTNAME)
  t.equal(served?.pairs[0]?.chainPem, leaf.chainPem)
  const next = await world.hostnames('PATCH', `/${id}`, { ssl: uploadOf(rsaLeaf) })
  t.match(next.ssl, { serial_number: '42', status: 'initializing' })
  t.not(next.ssl['id'], first.ssl['id'])
  await world.advance(5 * MINUTE)
  t.same((await world.certificates.find(HOSTNAME))?.pairs.map(({ chainPem }) => chainPem), [rsaLeaf.chainPem])
})

t.test('other fields of an uploaded certificate change without a method', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { result } = await upload(world, uploadOf(leaf))
  const id = String(result['id'])
  await world.advance(5 * MINUTE)
  const before = await world.certificates.find(HOSTNAME)
  const { status, ssl } = await world.hostnames('PATCH', `/${id}`, { ssl: { settings: { http2: 'off' } } })
  t.equal(status, 202)
  t.match(ssl, { status: 'active', settings: { http2: 'off' }, custom_certificate: leaf.chainPem })
  t.not((await world.certificates.find(HOSTNAME))?.version, before?.version, 'the edge has to know')
  t.equal((await world.hostnames('PATCH', `/${id}`, { ssl: { certificate_authority: 'ssl_com' } })).code, 1434)
  t.equal((await world.hostnames('PATCH', `/${id}`, { ssl: { method: 'http' } })).code, 1440)
  t.equal((await world.hostnames('PATCH', `/${id}`, {})).status, 202)
})

t.test('an uploaded certificate belongs to no authority of the list', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  await upload(world, uploadOf(leaf))
  t.equal((await world.hostnames('GET', '?certificate_authority=google')).items.length, 0)
  t.equal((await world.hostnames('GET', '?ssl_status=initializing')).items.length, 1)
})

t.test('keys are in no answer and no log', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const texts: string[] = []
  const ask: World['hostnames'] = async (...call) => {
    const answer = await world.hostnames(...call)
    texts.push(answer.text)
    return answer
  }
  const { result } = await ask('POST', '', { hostname: HOSTNAME, ssl: { custom_cert_bundle: [uploadOf(leaf), uploadOf(rsaLeaf)] } })
  await ask('POST', '', { hostname: 'b.customer.com', ssl: uploadOf(leaf) })
  await ask('GET', `/${String(result['id'])}`)
  await ask('GET')
  await ask('PATCH', `/${String(result['id'])}`, { ssl: uploadOf(rsaLeaf) })
  await ask('DELETE', `/${String(result['id'])}`)
  hasNoKey(t, [...texts, world.log.text])
})

function hasNoKey (t: Test, texts: readonly string[]): void {
  const lines = [leaf, rsaLeaf].flatMap(({ privateKeyPem }) => privateKeyPem.split('\n').filter(line => line.length > 20 && !line.startsWith('-')))
  t.ok(texts.length > 1 && lines.length > 2)
  t.same(texts.filter(text => /PRIVATE KEY/.test(text) || lines.some(line => text.includes(line))), [])
}
