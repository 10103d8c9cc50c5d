import t from 'tap'
import type { Test } from 'tap'
import type { World } from './support.ts'
import { DAY, foreignAuthorities, foreignLeaf, HOSTNAME, openWorld, uploadOf } from './support.ts'

const MINUTE = 60_000
const UUID = '0d89c70d-ad9f-4843-b99f-6cc0252067e9'
const foreign = await foreignAuthorities()
const ecdsa = await foreignLeaf(foreign)
const rsa = await foreignLeaf(foreign, { keyType: 'rsa', serialNumber: '42' })
const newer = await foreignLeaf(foreign, { keyType: 'rsa', serialNumber: '43' })

interface Bundle {
  readonly world: World
  readonly id: string
  readonly pack: string
  /** Ids by type of key. */
  readonly ids: readonly [ecdsa: string, rsa: string]
  readonly path: (certificate: string, pack?: string) => string
}

async function openBundle (t: Test, ssl: object = { custom_cert_bundle: [uploadOf(ecdsa), uploadOf(rsa)] }): Promise<Bundle> {
  const world = await openWorld({ trustedRoots: [foreign.root.certificatePem] })
  t.teardown(world.close)
  const answer = await world.hostnames('POST', '', { hostname: HOSTNAME, ssl })
  const id = String(answer.result['id'])
  await world.advance(5 * MINUTE)
  const { ssl: shown } = await world.hostnames('GET', `/${id}`)
  const [first, second] = shown['certificates'] as ReadonlyArray<{ id: string }>
  const pack = String(shown['id'])
  return { world, id, pack, ids: [first?.id ?? '', second?.id ?? ''], path: (certificate, of = pack) => `/${id}/certificate_pack/${of}/certificates/${certificate}` }
}

t.test('one certificate of a bundle is replaced; the old one serves until the new one is deployed', async t => {
  const { world, id, pack, ids, path } = await openBundle(t)
  const { status, ssl } = await world.hostnames('PUT', path(ids[1]), uploadOf(newer))
  t.equal(status, 202)
  t.match(ssl, { id: pack, status: 'initializing', certificates: [{ id: ids[0], serial_number: ecdsa.serialNumber }, { serial_number: '43' }] })
  t.not((ssl['certificates'] as ReadonlyArray<{ id: string }>)[1]?.id, ids[1])
  t.equal((await world.certificates.find(HOSTNAME))?.pairs[1]?.chainPem, rsa.chainPem)
  await world.advance(5 * MINUTE)
  t.same((await world.certificates.find(HOSTNAME))?.pairs.map(({ chainPem }) => chainPem), [ecdsa.chainPem, newer.chainPem])
  t.equal((await world.hostnames('GET', `/${id}`)).ssl['status'], 'active')
})

t.test('replacing the first certificate changes what the API describes', async t => {
  const { world, ids, path } = await openBundle(t)
  const other = await foreignLeaf(foreign, { serialNumber: '44' })
  const { ssl } = await world.hostnames('PUT', path(ids[0]), uploadOf(other))
  t.match(ssl, { serial_number: '44', custom_certificate: other.chainPem, certificates: [{ serial_number: '44' }, { id: ids[1] }] })
})

t.test('one certificate of a bundle is deleted with its key, and the last one stays', async t => {
  const { world, id, ids, path } = await openBundle(t)
  const deleted = await world.hostnames('DELETE', path(ids[0]))
  t.equal(deleted.status, 202)
  t.match(JSON.parse(deleted.text), { id: ids[0], result: { id: ids[0] }, success: true })
  t.equal(await world.store.certificates.findUpload(ids[0]), undefined)
  t.same((await world.certificates.find(HOSTNAME))?.pairs.map(({ chainPem }) => chainPem), [rsa.chainPem])
  t.match((await world.hostnames('GET', `/${id}`)).ssl, { status: 'active', serial_number: '42', custom_certificate: rsa.chainPem, certificates: [{ id: ids[1] }] })
  const last = await world.hostnames('DELETE', path(ids[1]))
  t.same([last.status, last.code], [400, 1434])
  t.match(last.message, 'The last certificate')
  const put = await world.hostnames('PUT', path(ids[1]), uploadOf(newer))
  t.same([put.status, put.code], [400, 1434], 'one alone is replaced by a PATCH of the hostname')
})

t.test('an expired certificate deleted from a bundle takes its end with it', async t => {
  const short = await foreignLeaf(foreign, { notAfter: ecdsa.notBefore + 10 * DAY, serialNumber: '45' })
  const { world, id, ids, path } = await openBundle(t, { custom_cert_bundle: [uploadOf(short), uploadOf(rsa)] })
  await world.hostnames('DELETE', path(ids[0]))
  await world.advance(30 * DAY)
  t.equal((await world.hostnames('GET', `/${id}`)).ssl['status'], 'active')
  const whole = await openBundle(t, { custom_cert_bundle: [uploadOf(short), uploadOf(rsa)] })
  await whole.world.advance(30 * DAY)
  t.equal((await whole.world.hostnames('GET', `/${whole.id}`)).ssl['status'], 'expired', 'with it the pack ends when it does')
})

t.test('what cannot be replaced or deleted is refused', async t => {
  const { world, ids, path } = await openBundle(t)
  const put = async (where: string, body: unknown): Promise<readonly [number, number | undefined]> => {
    const { status, code } = await world.hostnames('PUT', where, body)
    return [status, code]
  }
  t.same(await put(path(ids[1]), uploadOf(ecdsa)), [400, 1434], 'another type of key')
  t.same(await put(path(UUID), uploadOf(newer)), [404, 1436], 'no such certificate')
  t.same(await put(path(ids[1], UUID), uploadOf(newer)), [404, 1436], 'no such pack')
  t.same(await put(path(ids[1]).replace(/^\/[^/]+/, `/${UUID}`), uploadOf(newer)), [404, 1436], 'no such hostname')
  t.same(await put(path(ids[1]).replace(/^\/[^/]+/, '/x'), uploadOf(newer)), [400, 1435], 'no id')
  t.same(await put(path(ids[1]), { ...uploadOf(newer), custom_certificate: 'words' }), [400, 1426])
  t.same(await put(path(ids[1]), { custom_key: newer.privateKeyPem }), [400, 1427])
  t.same(await put(path(ids[1]), { custom_certificate: newer.chainPem }), [400, 1428])
  t.same(await put(path(ids[1]), uploadOf({ ...newer, privateKeyPem: ecdsa.privateKeyPem })), [400, 1429])
  t.same(await put(path(ids[1]), { custom_certificate: 1 }), [400, 1400])
  t.equal((await world.hostnames('DELETE', path(UUID))).status, 404)

  const managed = await openBundle(t, { method: 'http', type: 'dv' })
  const refused = await managed.world.hostnames('DELETE', managed.path(managed.ids[0]))
  t.same([refused.status, refused.code], [400, 1434], 'a managed certificate')
})
