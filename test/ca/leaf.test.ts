import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { CERTIFICATE_AUTHORITIES } from '../../src/ca/authorities.ts'
import { chooseCommonName } from '../../src/ca/leaf.ts'
import { toMachineValidity } from '../../src/ca/validity.ts'
import { DAY, openssl, someAuthorities, someLeaf, systemNow } from './support.ts'

const KEY_TYPES = ['ecdsa', 'rsa'] as const

t.test('a leaf is signed by the intermediate of its key type, and its key belongs to it', async (t) => {
  const authorities = await someAuthorities()
  for (const id of CERTIFICATE_AUTHORITIES) {
    for (const keyType of KEY_TYPES) {
      const leaf = await someLeaf(authorities, { authority: authorities.intermediates[id], keyType })
      const certificate = new X509Certificate(leaf.certificatePem)
      const parent = new X509Certificate(authorities.intermediates[id].issuers[keyType].certificatePem)
      t.ok(certificate.checkIssued(parent) && certificate.verify(parent.publicKey), `${id} ${keyType}`)
      t.ok(certificate.checkPrivateKey(createPrivateKey(leaf.privateKeyPem)))
      t.notOk(certificate.ca)
      t.equal(leaf.chainPem, leaf.certificatePem + authorities.intermediates[id].issuers[keyType].certificatePem)
    }
  }
})

t.test('a leaf says what the API says: hosts, serial number, issuer, dates and fingerprint', async (t) => {
  const authorities = await someAuthorities()
  const hosts = ['app.example.com', '*.app.example.com']
  const leaf = await someLeaf(authorities, { hosts, notBefore: systemNow - DAY + 567 })
  const certificate = new X509Certificate(leaf.certificatePem)
  t.equal(certificate.subjectAltName, 'DNS:app.example.com, DNS:*.app.example.com')
  t.equal(certificate.checkHost('any.app.example.com'), '*.app.example.com')
  t.equal(certificate.subject, 'CN=app.example.com')
  t.equal(BigInt(`0x${certificate.serialNumber}`).toString(), leaf.serialNumber)
  t.ok(certificate.issuer.startsWith(`O=${leaf.issuer}\n`))
  t.equal(Date.parse(certificate.validFrom), leaf.notBefore)
  t.equal(Date.parse(certificate.validTo), leaf.notAfter)
  t.equal(leaf.notBefore, systemNow - DAY)
  t.equal(certificate.fingerprint256.replaceAll(':', '').toLowerCase(), leaf.fingerprintSha256)
  t.same(leaf.hosts, hosts)
})

t.test('an ECDSA leaf is signed with ECDSA and an RSA leaf with RSA, as the API says', async (t) => {
  const authorities = await someAuthorities()
  const [ecdsa, rsa] = await Promise.all(KEY_TYPES.map(async (keyType) => await someLeaf(authorities, { keyType })))
  t.match(ecdsa, { signature: 'ECDSAWithSHA256', keyType: 'ecdsa' })
  t.match(rsa, { signature: 'SHA256WithRSA', keyType: 'rsa' })
  t.equal(new X509Certificate(ecdsa?.certificatePem ?? '').publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1')
  t.equal(new X509Certificate(rsa?.certificatePem ?? '').publicKey.asymmetricKeyDetails?.modulusLength, 2048)
})

t.test('serial numbers of any length come out as they went in', async (t) => {
  const authorities = await someAuthorities()
  for (const serialNumber of ['1', '127', '128', '255', '256', '9223372036854775808', '1'.repeat(48)]) {
    const leaf = await someLeaf(authorities, { serialNumber })
    t.equal(BigInt(`0x${new X509Certificate(leaf.certificatePem).serialNumber}`).toString(), serialNumber)
    t.equal(leaf.serialNumber, serialNumber)
  }
  for (const serialNumber of ['', '0', '-1', '1a', '1'.repeat(49)]) await t.rejects(someLeaf(authorities, { serialNumber }), RangeError)
})

t.test('a certificate without hosts, or with too long a common name, is a mistake of the caller', async (t) => {
  const authorities = await someAuthorities()
  await t.rejects(someLeaf(authorities, { hosts: [] }), RangeError)
  await t.rejects(someLeaf(authorities, { commonName: 'a'.repeat(65) }), RangeError)
})

t.test('the common name is the first host that fits, or that of the branding', async (t) => {
  const long = `${'a'.repeat(50)}.app.example.com`
  t.equal(chooseCommonName(['app.example.com', '*.app.example.com'], { branding: false }), 'app.example.com')
  t.equal(chooseCommonName([long, 'app.example.com'], { branding: false }), 'app.example.com')
  t.equal(chooseCommonName([long], { branding: false }), undefined)
  t.equal(chooseCommonName([long], { branding: true }), 'sni.cloudflaressl.com')
})

t.test('a host over 64 characters stands in the SAN of a branded certificate', async (t) => {
  const host = `${'a'.repeat(50)}.app.example.com`
  const leaf = await someLeaf(await someAuthorities(), { hosts: [host], commonName: 'sni.cloudflaressl.com' })
  const certificate = new X509Certificate(leaf.certificatePem)
  t.equal(certificate.subject, 'CN=sni.cloudflaressl.com')
  t.equal(certificate.checkHost(host), host)
})

t.test('openssl verifies leaves of every authority for a zone frozen far in the future', async (t) => {
  const authorities = await someAuthorities()
  const zoneNow = Date.parse('2061-02-03T04:05:06Z')
  const dates = toMachineValidity({ notBefore: zoneNow - DAY, notAfter: zoneNow + 89 * DAY }, { zoneNow, systemNow })
  for (const id of CERTIFICATE_AUTHORITIES) {
    for (const keyType of KEY_TYPES) {
      const authority = authorities.intermediates[id]
      const leaf = await someLeaf(authorities, { authority, keyType, ...dates })
      const files = {
        'root.pem': authorities.root.certificatePem,
        'intermediate.pem': authority.issuers[keyType].certificatePem,
        'leaf.pem': leaf.certificatePem
      }
      const conditions = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'app.example.com']
      const output = openssl(files,
        ['verify', ...conditions, '-CAfile', 'root.pem', '-untrusted', 'intermediate.pem', 'leaf.pem'],
        ['x509', '-in', 'leaf.pem', '-noout', '-text'])
      t.match(output, /^leaf\.pem: OK\n/)
      t.match(output, keyType === 'rsa' ? /Signature Algorithm: sha256WithRSAEncryption/ : /Signature Algorithm: ecdsa-with-SHA256/)
    }
  }
})

t.test('dates after 2049 are written as they are', async (t) => {
  const dates = { notBefore: Date.parse('2061-01-01T00:00:00Z'), notAfter: Date.parse('2061-04-01T00:00:00Z') }
  const leaf = await someLeaf(await someAuthorities(), dates)
  t.equal(new X509Certificate(leaf.certificatePem).validTo, 'Apr  1 00:00:00 2061 GMT')
})

t.test('a TLS client that trusts the root accepts the chain', async (t) => {
  const authorities = await someAuthorities()
  for (const keyType of KEY_TYPES) {
    const leaf = await someLeaf(authorities, { keyType })
    const server = createServer({ key: leaf.privateKeyPem, cert: leaf.chainPem }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const socket = connect({ host: '127.0.0.1', port, servername: 'app.example.com', ca: authorities.root.certificatePem })
    await once(socket, 'secureConnect')
    t.ok(socket.authorized, keyType)
    socket.destroy()
    server.close()
    await once(server, 'close')
  }
})
