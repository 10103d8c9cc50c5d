import { createPrivateKey, createPublicKey, webcrypto, X509Certificate } from 'node:crypto'
import t from 'tap'
import { readCsrPublicKey } from '../../src/ca/csr.ts'
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator, Pkcs10CertificateRequest } from '../../src/ca/x509.ts'
import { openssl } from '../ca/support.ts'
import type { Reply, World } from './support.ts'
import { DAY, foreignAuthorities, HOSTNAME, openWorld, SYSTEM_NOW, ZONE_ID } from './support.ts'

const MINUTE = 60_000
const UUID = '0d89c70d-ad9f-4843-b99f-6cc0252067e9'
const foreign = await foreignAuthorities()
const trustedRoots = [foreign.root.certificatePem]
const wanted = {
  country: 'pt', state: 'Lisboa', locality: 'Lisboa', organization: 'Padaria Central, Lda.', common_name: HOSTNAME, sans: [HOSTNAME, 'www.customer.com'], key_type: 'p256v1'
}

async function csrs (world: World, method: 'GET' | 'POST' | 'DELETE', path = '', body?: unknown): Promise<Reply> {
  return await world.ask(method, `/zones/${ZONE_ID}/custom_csrs${path}`, body)
}

/** What the customer's own authority makes of a signing request. */
async function sign (csr: string): Promise<string> {
  const { rawData } = new Pkcs10CertificateRequest(csr).publicKey
  const { certificate: issuer, signingKey, certificatePem } = foreign.intermediates.digicert.issuers.ecdsa
  const isRsa = createPublicKey({ key: Buffer.from(rawData), format: 'der', type: 'spki' }).asymmetricKeyType === 'rsa'
  const algorithm = isRsa ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'ECDSA', namedCurve: 'P-256' }
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '2b',
    subject: `CN=${HOSTNAME}`,
    issuer: issuer.subjectName,
    notBefore: new Date(SYSTEM_NOW - DAY),
    notAfter: new Date(SYSTEM_NOW + 300 * DAY),
    publicKey: await webcrypto.subtle.importKey('spki', rawData, algorithm, true, ['verify']),
    signingKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new BasicConstraintsExtension(false, undefined, true), new SubjectAlternativeNameExtension([{ type: 'dns', value: HOSTNAME }])]
  })
  return `${certificate.toString('pem')}\n${certificatePem}`
}

t.test('a signing request is made, signed by the customer\'s authority, uploaded and served', async t => {
  for (const keyType of ['p256v1', 'rsa2048'] as const) {
    const world = await openWorld({ trustedRoots })
    const created = await csrs(world, 'POST', '', { ...wanted, key_type: keyType })
    t.equal(created.status, 201)
    const { id, csr } = created.result as { id: string, csr: string }
    const certificate = await sign(csr)
    const answer = await world.hostnames('POST', '', { hostname: HOSTNAME, ssl: { custom_certificate: certificate, custom_csr_id: id } })
    t.equal(answer.status, 201)
    t.match(answer.ssl, { custom_csr_id: id, serial_number: '43', signature: 'ECDSAWithSHA256', status: 'initializing' })
    await world.advance(5 * MINUTE)
    const [pair] = (await world.certificates.find(HOSTNAME))?.pairs ?? []
    t.equal(pair?.keyType, keyType === 'p256v1' ? 'ecdsa' : 'rsa')
    t.ok(new X509Certificate(pair?.chainPem ?? '').checkPrivateKey(createPrivateKey(pair?.privateKeyPem ?? '')))

    const refused = await csrs(world, 'DELETE', `/${id}`)
    t.same([refused.status, refused.code], [409, 1420])
    await world.hostnames('PATCH', `/${String(answer.result['id'])}`, { ssl: { method: 'http', type: 'dv' } })
    t.equal((await csrs(world, 'DELETE', `/${id}`)).status, 409, 'it serves still')
    await world.advance(10 * MINUTE)
    const gone = await csrs(world, 'DELETE', `/${id}`)
    t.same([gone.status, gone.result], [200, { id }])
    await world.close()
  }
})

t.test('a certificate for another key than the one of the signing request is refused', async t => {
  const world = await openWorld({ trustedRoots })
  t.teardown(world.close)
  const [first, second] = [await csrs(world, 'POST', '', wanted), await csrs(world, 'POST', '', wanted)]
  const certificate = await sign(String(first.result['csr']))
  const answer = await world.hostnames('POST', '', { hostname: HOSTNAME, ssl: { custom_certificate: certificate, custom_csr_id: second.result['id'] } })
  t.same([answer.status, answer.code], [400, 1429])
})

t.test('a signing request says what was asked for', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const { result } = await csrs(world, 'POST', '', { ...wanted, organizational_unit: 'IT', name: 'ours', description: 'for 2026' })
  const { csr, id, created_at: createdAt, ...rest } = result as { csr: string, id: string, created_at: string }
  t.strictSame(rest, { name: 'ours', description: 'for 2026', ...wanted, country: 'PT', organizational_unit: 'IT' })
  t.equal(Date.parse(createdAt), SYSTEM_NOW)
  const { subjectName } = new Pkcs10CertificateRequest(csr)
  t.same(['C', 'ST', 'L', 'O', 'OU', 'CN'].flatMap(field => subjectName.getField(field)), ['PT', 'Lisboa', 'Lisboa', 'Padaria Central, Lda.', 'IT', HOSTNAME])
  t.strictSame((await csrs(world, 'GET', `/${id}`)).result, result)
  t.equal((await csrs(world, 'POST', '', { ...wanted, key_type: undefined })).result['key_type'], 'rsa2048')
})

t.test('openssl reads the request and finds it well signed', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const { result } = await csrs(world, 'POST', '', wanted)
  const csr = String(result['csr'])
  t.match(openssl({ 'request.pem': csr }, ['req', '-in', 'request.pem', '-verify', '-noout', '-text']), /DNS:app\.customer\.com, DNS:www\.customer\.com/)
  t.match(readCsrPublicKey(csr), 'BEGIN PUBLIC KEY')
})

t.test('requests are listed newest first, page by page, and go one by one', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const ids: unknown[] = []
  for (let i = 0; i < 5; i++) ids.unshift((await csrs(world, 'POST', '', { ...wanted, name: `number ${i}` })).result['id'])
  t.equal(new Set(ids).size, 5)
  t.same((await csrs(world, 'GET')).items.map(({ id }) => id), ids)
  const page = await csrs(world, 'GET', '?page=2&per_page=2')
  t.same(page.items.map(({ id }) => id), ids.slice(2, 4))
  t.match(JSON.parse(page.text), { result_info: { page: 2, per_page: 2, count: 2, total_count: 5, total_pages: 3 } })
  t.same((await csrs(world, 'GET', '?page=9')).items, [])
  t.equal((await csrs(world, 'GET', '?per_page=0')).code, 1437)
  t.equal((await csrs(world, 'DELETE', `/${String(ids[0])}`)).status, 200)
  t.equal((await csrs(world, 'GET', `/${String(ids[0])}`)).code, 1419)
  t.same((await csrs(world, 'GET')).items.map(({ id }) => id), ids.slice(1))
})

t.test('each fault of a request has its code', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const cases: ReadonlyArray<readonly [what: string, body: unknown, code: number]> = [
    ['a list', [], 1400],
    ['a number', { ...wanted, state: 1 }, 1400],
    ['names that are none', { ...wanted, sans: [1] }, 1400],
    ['no country', { ...wanted, country: '' }, 1405],
    ['no country that there is', { ...wanted, country: 'Portugal' }, 1405],
    ['no state', { ...wanted, state: undefined }, 1406],
    ['no locality', { ...wanted, locality: ' ' }, 1407],
    ['no organization', { ...wanted, organization: null }, 1408],
    ['no common name', { ...wanted, common_name: '' }, 1409],
    ['a long common name', { ...wanted, common_name: 'a'.repeat(65) }, 1410],
    ['no names', { ...wanted, sans: [] }, 1411],
    ['a bad name', { ...wanted, sans: ['a b.customer.com'] }, 1412],
    ['an address', { ...wanted, sans: ['192.0.2.1'] }, 1412],
    ['too many names', { ...wanted, sans: Array.from({ length: 151 }, (_, i) => `a${i}.customer.com`) }, 1412],
    ['a name beyond ASCII', { ...wanted, sans: ['padaria-são.com'] }, 1413],
    ['a public suffix', { ...wanted, sans: ['co.uk'] }, 1415],
    ['another type of key', { ...wanted, key_type: 'ed25519' }, 1417],
    ['the first fault of several', { key_type: 'ed25519' }, 1405]
  ]
  for (const [what, body, code] of cases) {
    const answer = await csrs(world, 'POST', '', body)
    t.same([answer.status, answer.code], [400, code], what)
  }
  t.equal((await csrs(world, 'POST', '', { ...wanted, sans: ['*.customer.com'] })).status, 201, 'a wildcard is a name')
  t.same([(await csrs(world, 'GET', '/x')).code, (await csrs(world, 'DELETE', '/x')).code], [1418, 1418])
  const unknown = await csrs(world, 'GET', `/${UUID}`)
  t.same([unknown.status, unknown.code], [404, 1419])

  const { settings, no } = world.zone()
  await world.store.zones.saveSettings(no, { ...settings, strict: true })
  t.equal((await csrs(world, 'POST', '', { ...wanted, sans: ['app.test'] })).code, 1414)
  t.equal((await csrs(world, 'POST', '', { ...wanted, sans: ['app.example.com'] })).code, 1416)
})

t.test('a zone has signing requests from the Business plan on', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const { settings, no } = world.zone()
  const entitled = async (plan: 'pro' | 'business', entitlements: object): Promise<readonly [number, number | undefined]> => {
    await world.store.zones.saveSettings(no, { ...settings, plan, entitlements: { ...settings.entitlements, ...entitlements } })
    const { status, code } = await csrs(world, 'GET')
    return [status, code]
  }
  t.same(await entitled('pro', { customCertificates: false }), [403, 1404])
  t.same(await entitled('business', { customCertificates: false }), [200, undefined])
  t.same(await entitled('business', { customHostnames: false }), [403, 1403])
})

t.test('keys are in no answer and no log', async t => {
  const world = await openWorld()
  t.teardown(world.close)
  const created = await csrs(world, 'POST', '', wanted)
  const id = String(created.result['id'])
  const key = await world.store.customCsrs.findPrivateKey(world.zone().no, id) ?? ''
  const lines = key.split('\n').filter(line => line.length > 20 && !line.startsWith('-'))
  t.ok(lines.length > 0)
  const texts = [created.text, (await csrs(world, 'GET')).text, (await csrs(world, 'GET', `/${id}`)).text, (await csrs(world, 'DELETE', `/${id}`)).text, world.log.text]
  t.same(texts.filter(text => /PRIVATE KEY/.test(text) || lines.some(line => text.includes(line))), [])
  t.equal(await world.store.customCsrs.findPrivateKey(world.zone().no, id), undefined, 'it goes with the request')
})
