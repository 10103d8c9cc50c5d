import { generateKeyPairSync, webcrypto } from 'node:crypto'
import t from 'tap'
import { exportPrivateKey } from '../../src/ca/keys.ts'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '../../src/ca/x509.ts'
import type { Reply, World } from './support.ts'
import { DAY, foreignAuthorities, foreignLeaf, HOSTNAME, openWorld, SYSTEM_NOW, uploadOf } from './support.ts'

const foreign = await foreignAuthorities()
const trustedRoots = [foreign.root.certificatePem]
const leaf = await foreignLeaf(foreign)
const rsaLeaf = await foreignLeaf(foreign, { keyType: 'rsa', serialNumber: '42' })

async function upload (world: World, ssl: object): Promise<Reply> {
  return await world.hostnames('POST', '', { hostname: HOSTNAME, ssl })
}

/** A certificate that nobody else signed. */
async function selfSigned (algorithm: webcrypto.EcKeyGenParams & { hash: string }, { ca = false } = {}): Promise<{ chainPem: string, privateKeyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '2a',
    name: 'CN=Somebody',
    keys,
    notBefore: new Date(SYSTEM_NOW - DAY),
    notAfter: new Date(SYSTEM_NOW + DAY),
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(ca, undefined, true), ...(ca ? [] : [new SubjectAlternativeNameExtension([{ type: 'dns', value: HOSTNAME }])])]
  })
  return { chainPem: certificate.toString('pem'), privateKeyPem: exportPrivateKey(keys.privateKey) }
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

t.test('each fault of an upload has its code', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const { custom_certificate: certificate, custom_key: key } = uploadOf(leaf)
  const self = await selfSigned(P256)
  const authority = await selfSigned(P256, { ca: true })
  const strange = await selfSigned({ name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' })
  const other = await foreignLeaf(foreign, { hosts: ['other.customer.com'], commonName: 'other.customer.com' })
  const expired = await foreignLeaf(foreign, { notBefore: SYSTEM_NOW - 90 * DAY, notAfter: SYSTEM_NOW - DAY })
  const wrongKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const uuid = '0d89c70d-ad9f-4843-b99f-6cc0252067e9'
  const cases: ReadonlyArray<readonly [what: string, ssl: object, code: number, status?: number]> = [
    ['unparsable', { custom_certificate: 'words', custom_key: key }, 1426],
    ['a key in the place of a certificate', { custom_certificate: key, custom_key: key }, 1426],
    ['empty', { custom_certificate: '', custom_key: key }, 1427],
    ['a key alone', { custom_key: key }, 1427],
    ['unparsable key', { custom_certificate: certificate, custom_key: 'words' }, 1428],
    ['no key', { custom_certificate: certificate }, 1428],
    ['another key', { custom_certificate: certificate, custom_key: wrongKey }, 1429],
    ['a malformed CSR id', { custom_certificate: certificate, custom_csr_id: 'x' }, 1430],
    ['an unknown CSR', { custom_certificate: certificate, custom_csr_id: uuid }, 1431, 404],
    ['a bad certificate before an unknown CSR', { custom_certificate: 'words', custom_csr_id: uuid }, 1426],
    ['self-signed', uploadOf(self), 1441],
    ['expired', uploadOf(expired), 1441],
    ['two leaves', { custom_certificate: certificate + other.certificatePem, custom_key: key }, 1444],
    ['no leaf', uploadOf(authority), 1445],
    ['another name', uploadOf(other), 1446],
    ['another signature', { ...uploadOf(strange), bundle_method: 'force' }, 1447],
    ['a certificate beside a bundle', { ...uploadOf(leaf), custom_cert_bundle: [uploadOf(leaf)] }, 1434],
    ['a key beside a CSR', { ...uploadOf(leaf), custom_csr_id: uuid }, 1434],
    ['an empty bundle', { custom_cert_bundle: [] }, 1434],
    ['three certificates', { custom_cert_bundle: [uploadOf(leaf), uploadOf(rsaLeaf), uploadOf(leaf)] }, 1434],
    ['two of one type', { custom_cert_bundle: [uploadOf(leaf), uploadOf(leaf)] }, 1434],
    ['a bundle without a key', { custom_cert_bundle: [{ custom_certificate: certificate }] }, 1400],
    ['a number', { custom_certificate: 1 }, 1400],
    ['a method without a type', { ...uploadOf(leaf), method: 'http' }, 1440],
    ['a bad setting before a bad certificate', { custom_certificate: 'words', custom_key: key, settings: { http2: 'yes' } }, 1422]
  ]
  for (const [what, ssl, code, status = 400] of cases) {
    const answer = await upload(world, ssl)
    t.same([answer.status, answer.code], [status, code], what)
  }
  t.match((await upload(world, uploadOf(other))).message, `- \`${HOSTNAME}\``)
  t.equal((await upload(world, { ...uploadOf(self), bundle_method: 'force' })).status, 201, 'force takes what nobody trusts')
})

t.test('a zone without the entitlement may not upload', async t => {
  const world = await openWorld({ trustedRoots, settings: { plan: 'pro' } })
  t.teardown(world.close)
  const { settings, no } = world.zone()
  await world.store.zones.saveSettings(no, { ...settings, entitlements: { ...settings.entitlements, customCertificates: false } })
  const answer = await upload(world, uploadOf(leaf))
  t.same([answer.status, answer.code], [403, 1414])
})
