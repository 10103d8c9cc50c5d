import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { openssl } from '../ca/support.ts'
import type { World } from './support.ts'
import { DAY, HOSTNAME, openWorld, read, SYSTEM_NOW } from './support.ts'

async function active (t: Test, world: World, ssl: object = { method: 'txt', type: 'dv' }, hostname = HOSTNAME): Promise<string> {
  const { status, result } = await world.hostnames('POST', '', { hostname, ssl })
  t.equal(status, 201)
  await world.advance(DAY / 24)
  return String(result['id'])
}

async function pairs (world: World, hostname = HOSTNAME) {
  const customHostname = await world.store.customHostnames.findByHostname(world.zone().no, hostname)
  return customHostname === undefined ? undefined : await world.certificates.pairsOf(world.zone(), customHostname)
}

const hexOf = (serial: unknown): string => BigInt(String(serial)).toString(16).toUpperCase()

t.test('a pack says of itself what the API says of it', async t => {
  const world = await openWorld({ zoneNow: SYSTEM_NOW - DAY / 24 })
  t.teardown(world.close)
  const id = await active(t, world, { method: 'txt', type: 'dv', wildcard: true, certificate_authority: 'lets_encrypt' })
  const { ssl } = await world.hostnames('GET', `/${id}`)
  const made = await pairs(world) ?? []
  t.same(made.map(({ keyType }) => keyType), ['ecdsa', 'rsa'])
  const described = ssl['certificates'] as ReadonlyArray<Readonly<Record<string, string>>>
  for (const [i, { chainPem, keyType }] of made.entries()) {
    const certificate = read(chainPem)
    const shown = described[i] ?? {}
    t.equal(certificate.serialNumber, hexOf(shown['serial_number']).padStart(16, '0'))
    t.match(certificate.issuer, `O=${shown['issuer'] ?? '?'}`)
    t.equal(certificate.validFromDate.getTime(), Date.parse(shown['issued_on'] ?? ''))
    t.equal(certificate.validToDate.getTime(), Date.parse(shown['expires_on'] ?? ''))
    t.equal(certificate.validToDate.getTime() - certificate.validFromDate.getTime(), 90 * DAY)
    t.equal(shown['signature'], keyType === 'ecdsa' ? 'ECDSAWithSHA256' : 'SHA256WithRSA')
    t.equal(certificate.subjectAltName, `DNS:${HOSTNAME}, DNS:*.${HOSTNAME}`)
    t.equal(certificate.publicKey.asymmetricKeyType, keyType === 'ecdsa' ? 'ec' : 'rsa')
  }
  t.equal(made[1] === undefined ? 0 : read(made[1].chainPem).publicKey.asymmetricKeyDetails?.modulusLength, 2048)
  t.equal(ssl['serial_number'], described[0]?.['serial_number'])
  t.same(ssl['hosts'], [HOSTNAME, `*.${HOSTNAME}`])
})

t.test('openssl leads both certificates to the root', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await active(t, world)
  const [root = ''] = await world.certificates.roots()
  for (const { chainPem } of await pairs(world) ?? []) {
    const said = openssl({ 'root.pem': root, 'chain.pem': chainPem }, ['verify', '-CAfile', 'root.pem', '-untrusted', 'chain.pem', '-verify_hostname', HOSTNAME, 'chain.pem'])
    t.match(said, 'OK')
  }
})

t.test('a fingerprint is shown once the certificate was made, which reading does not do', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const id = await active(t, world)
  const fingerprints = async (): Promise<unknown[]> => {
    const { ssl } = await world.hostnames('GET', `/${id}`)
    return (ssl['certificates'] as ReadonlyArray<Record<string, unknown>>).map(shown => shown['fingerprint_sha256'])
  }
  t.same(await fingerprints(), [undefined, undefined])
  t.same(await fingerprints(), [undefined, undefined])
  const made = await pairs(world) ?? []
  t.same(await fingerprints(), made.map(({ chainPem }) => read(chainPem).fingerprint256.replaceAll(':', '').toLowerCase()))
})

t.test('certificates and authorities outlive a restart; authorities outlive a reset too', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-certificates-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const database = join(folder, 'sandbox.db')
  const first = await openWorld({ database })
  await active(t, first)
  const [before, root] = [await pairs(first), await first.certificates.roots()]
  await first.close()
  const second = await openWorld({ database })
  t.same(await pairs(second), before)
  t.same(await second.certificates.roots(), root)
  await second.store.clear()
  t.equal(await second.store.certificates.findPack(second.store.certificates.seqOfZone(1) + 1, 1), undefined)
  t.same(await second.certificates.roots(), root)
  await second.close()
  const third = await openWorld({ database })
  t.same(await third.certificates.roots(), root)
  await third.close()
})

t.test('a zone frozen far in the future or the past has certificates that verify today', async t => {
  for (const zoneNow of [Date.UTC(2041, 5, 1), Date.UTC(2019, 0, 1)]) {
    const world = await openWorld({ zoneNow })
    const id = await active(t, world)
    const [pair] = await pairs(world) ?? []
    const certificate = read(pair?.chainPem ?? '')
    t.ok(certificate.validFromDate.getTime() <= SYSTEM_NOW && certificate.validToDate.getTime() > SYSTEM_NOW)
    t.equal(certificate.validToDate.getTime() - certificate.validFromDate.getTime(), 90 * DAY)
    const { ssl } = await world.hostnames('GET', `/${id}`)
    t.ok(Date.parse(String(ssl['expires_on'])) > zoneNow + 89 * DAY, 'the API keeps to the time of the zone')
    await world.close()
  }
})

t.test('a certificate that the machine has outlived is made again while its zone stands still', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await active(t, world)
  const [before] = await pairs(world) ?? []
  world.time.now += 10 * DAY
  t.same((await pairs(world))?.[0], before, 'it is good still')
  world.time.now += 90 * DAY
  const [after] = await pairs(world) ?? []
  t.not(after?.chainPem, before?.chainPem)
  const certificate = read(after?.chainPem ?? '')
  t.equal(certificate.serialNumber, read(before?.chainPem ?? '').serialNumber)
  t.ok(certificate.validToDate.getTime() > world.time.now)
})

t.test('a renewed pack is another one with other keys, serial numbers and dates', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const id = await active(t, world)
  const [before] = await pairs(world) ?? []
  const { ssl } = await world.hostnames('GET', `/${id}`)
  await world.advance(61 * DAY)
  const renewed = await world.hostnames('GET', `/${id}`)
  t.equal(renewed.ssl['status'], 'active')
  t.not(renewed.ssl['id'], ssl['id'])
  const [after] = await pairs(world) ?? []
  t.not(after?.privateKeyPem, before?.privateKeyPem)
  t.equal(read(after?.chainPem ?? '').serialNumber, hexOf(renewed.ssl['serial_number']).padStart(16, '0'))
})

t.test('many askers at once get one and the same pack', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  await active(t, world)
  const found = await Promise.all(Array.from({ length: 8 }, async () => await world.certificates.find(HOSTNAME)))
  t.equal(new Set(found.map(certificate => certificate?.version)).size, 1)
})

t.test('a hostname over 64 characters has the name of the service as its common name', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const long = `${'a'.repeat(60)}.customer.com`
  await active(t, world, { method: 'txt', type: 'dv', cloudflare_branding: true }, long)
  const [pair] = await pairs(world, long) ?? []
  const certificate = read(pair?.chainPem ?? '')
  t.equal(certificate.subject, 'CN=sni.cloudflaressl.com')
  t.equal(certificate.subjectAltName, `DNS:${long}`)
})

t.test('a deleted hostname leaves no keys behind', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const id = await active(t, world)
  await pairs(world)
  const seq = (await world.store.customHostnames.findByHostname(world.zone().no, HOSTNAME))?.seq ?? 0
  t.ok(await world.store.certificates.findPack(seq, 1))
  t.equal((await world.hostnames('DELETE', `/${id}`)).status, 200)
  await world.advance(DAY)
  t.equal(await world.store.certificates.findPack(seq, 1), undefined)
  t.equal(await world.certificates.find(HOSTNAME), undefined)
})
