import t from 'tap'
import { forcedCertificate } from '../../src/core/certificate.ts'
import type { World } from './support.ts'
import { DAY, foreignAuthorities, foreignLeaf, HOSTNAME, openWorld, read, SYSTEM_NOW, uploadOf, ZONE_ID } from './support.ts'

const MINUTE = 60_000
const foreign = await foreignAuthorities()
const trustedRoots = [foreign.root.certificatePem]

async function add (world: World, hostname: string, ssl: object): Promise<string> {
  const { result } = await world.hostnames('POST', '', { hostname, ssl })
  await world.advance(5 * MINUTE)
  return String(result['id'])
}

const namesOf = (pem: string | undefined): string | undefined => read(pem ?? '').subjectAltName

t.test('nothing is presented until the certificate is deployed, and its old one while it is renewed', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const { result } = await world.hostnames('POST', '', { hostname: HOSTNAME, ssl: { method: 'txt', type: 'dv' } })
  const seen = new Map<unknown, boolean>()
  for (let second = 0; second < 300; second += 3) {
    const { ssl } = await world.hostnames('GET', `/${String(result['id'])}`)
    seen.set(ssl['status'], await world.certificates.find(HOSTNAME) !== undefined)
    await world.advance(3000)
  }
  t.same([...seen], [['initializing', false], ['pending_validation', false], ['pending_issuance', false], ['pending_deployment', false], ['active', true]])
  const before = await world.certificates.find(HOSTNAME)
  await world.hostnames('PATCH', `/${String(result['id'])}`, { ssl: { method: 'txt', type: 'dv', certificate_authority: 'ssl_com' } })
  t.equal((await world.certificates.find(HOSTNAME))?.version, before?.version)
  await world.advance(5 * MINUTE)
  t.match(read((await world.certificates.find(HOSTNAME))?.pairs[0]?.chainPem ?? '').issuer, 'SSL.com')
})

t.test('nothing is presented once the certificate is expired or withdrawn', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await add(world, HOSTNAME, { method: 'txt', type: 'dv' })
  const statuses = [['pending_validation', true], ['deactivating', true], ['inactive', false], ['expired', false], ['deleted', false], ['active', true]] as const
  for (const [status, presented] of statuses) {
    const hostname = await world.store.customHostnames.findByHostname(world.zone().no, HOSTNAME)
    const certificate = hostname?.lifecycle.certificate
    if (hostname === undefined || certificate === undefined) return t.bailout('the hostname has a certificate')
    const forced = forcedCertificate(status, world.context.now(world.zone()), certificate, await world.context.rulesFor(world.zone(), hostname))
    await world.store.customHostnames.save(world.zone().no, { ...hostname, lifecycle: { ...hostname.lifecycle, certificate: forced } }, undefined, [])
    t.equal(await world.certificates.find(HOSTNAME) !== undefined, presented, status)
  }
})

t.test('the exact name comes before a wildcard, and the wildcard follows the zone\'s settings', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  await add(world, 'customer.com', { method: 'txt', type: 'dv', wildcard: true, settings: { min_tls_version: '1.3' } })
  t.match(await world.certificates.find('customer.com'), { exact: true, hostname: 'customer.com', settings: { min_tls_version: '1.3' } })
  t.match(await world.certificates.find('app.customer.com'), { exact: false, hostname: 'customer.com', settings: {} })
  t.equal(await world.certificates.find('a.b.customer.com'), undefined, 'a wildcard covers one label')
  await add(world, 'app.customer.com', { method: 'txt', type: 'dv', settings: { http2: 'off' } })
  t.match(await world.certificates.find('app.customer.com'), { exact: true, hostname: 'app.customer.com', settings: { http2: 'off' } })
  t.equal(await world.certificates.find('com'), undefined)
  t.equal(await world.certificates.find(''), undefined)
})

t.test('among wildcards an uploaded certificate comes before a managed one', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const wild = await foreignLeaf(foreign, { hosts: ['*.customer.com'], commonName: '*.customer.com' })
  await add(world, '*.customer.com', uploadOf(wild))
  await add(world, 'customer.com', { method: 'txt', type: 'dv', wildcard: true })
  t.match(await world.certificates.find('app.customer.com'), { exact: false, hostname: '*.customer.com', pairs: [{ chainPem: wild.chainPem }] })
})

t.test('an uploaded certificate for more names covers those below its hostname', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const both = await foreignLeaf(foreign, { hosts: ['customer.com', '*.customer.com', 'elsewhere.com'], commonName: 'customer.com' })
  const id = await add(world, 'customer.com', uploadOf(both))
  t.equal((await world.hostnames('GET', `/${id}`)).ssl['wildcard'], true)
  t.match(await world.certificates.find('app.customer.com'), { exact: false, hostname: 'customer.com' })
  t.equal(await world.certificates.find('elsewhere.com'), undefined, 'a certificate serves its own hostname')
})

t.test('of several zones with a hostname, the one that its requests go to presents its certificate', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await add(world, HOSTNAME, { method: 'txt', type: 'dv', certificate_authority: 'ssl_com' })
  const { id: _id, no: _no, ...zone } = world.zone()
  const other = await world.store.zones.insert({ ...zone, id: 'e'.repeat(32), name: 'other.com' })
  const origin = world.store.fallbackOrigins.find(world.zone().no)
  await world.store.fallbackOrigins.save(other.no, undefined, origin, [])
  await world.ask('POST', `/zones/${other.id}/custom_hostnames`, { hostname: HOSTNAME, ssl: { method: 'txt', type: 'dv', certificate_authority: 'digicert' } })
  t.equal((await world.certificates.find(HOSTNAME))?.zoneId, ZONE_ID, 'the other has none yet')
  await world.scheduler.exclusively(other.id, async (current, settle) => {
    await world.store.zones.saveClock(current.no, { mode: 'frozen', now: world.context.now(current) + 5 * MINUTE })
    await settle(world.context.now(current) + 5 * MINUTE)
  })
  t.equal((await world.hostnames('GET')).items[0]?.['status'], 'moved')
  t.equal((await world.certificates.find(HOSTNAME))?.zoneId, other.id)
})

t.test('a zone has a certificate for itself and one label below, renewed as its time goes by', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const apex = await world.certificates.find('saasprovider.com')
  t.match(apex, { exact: true, hostname: 'saasprovider.com', zoneId: ZONE_ID, settings: {} })
  t.equal(namesOf(apex?.pairs[0]?.chainPem), 'DNS:saasprovider.com, DNS:*.saasprovider.com')
  const below = await world.certificates.find('customers.saasprovider.com')
  t.match(below, { exact: false, hostname: '*.saasprovider.com' })
  t.same(below?.pairs, apex?.pairs, 'one pack serves both')
  t.equal(await world.certificates.find('a.customers.saasprovider.com'), undefined)
  t.equal((await world.certificates.find('www.saasprovider.com'))?.version, below?.version)
  await world.advance(59 * DAY)
  t.equal((await world.certificates.find('saasprovider.com'))?.version, apex?.version)
  await world.advance(2 * DAY)
  const renewed = await world.certificates.find('saasprovider.com')
  t.not(renewed?.version, apex?.version)
  const { validFromDate, validToDate } = read(renewed?.pairs[0]?.chainPem ?? '')
  t.ok(validFromDate.getTime() <= SYSTEM_NOW && validToDate.getTime() > SYSTEM_NOW)
  await world.setStatus('moved')
  t.equal(await world.certificates.find('saasprovider.com'), undefined, 'a zone that is not active has none')
})

t.test('a hostname below the zone\'s own name has its certificate before the zone\'s', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await add(world, 'shop.saasprovider.com', { method: 'txt', type: 'dv' })
  t.match(await world.certificates.find('shop.saasprovider.com'), { exact: true, hostname: 'shop.saasprovider.com' })
})
