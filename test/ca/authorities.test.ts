import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { CERTIFICATE_AUTHORITIES, createAuthorities, exportAuthorities, importAuthorities } from '../../src/ca/authorities.ts'
import { countingBytes, openssl, someAuthorities, someLeaf, systemNow } from './support.ts'

t.test('the root signs itself, and says that it is simulated', async (t) => {
  const { root } = await someAuthorities()
  const certificate = new X509Certificate(root.certificatePem)
  t.ok(certificate.ca)
  t.ok(certificate.checkIssued(certificate))
  t.ok(certificate.verify(certificate.publicKey))
  t.match(certificate.subject, /Sandflare simulated/)
})

t.test('every authority has an intermediate of each key type, signed by the root and named as simulated', async (t) => {
  const { root, intermediates } = await someAuthorities()
  const parent = new X509Certificate(root.certificatePem)
  const serials = new Set<string>()
  for (const id of CERTIFICATE_AUTHORITIES) {
    const { name, issuers } = intermediates[id]
    t.match(name, /^Sandflare simulated /)
    for (const keyType of ['ecdsa', 'rsa'] as const) {
      const certificate = new X509Certificate(issuers[keyType].certificatePem)
      t.ok(certificate.ca)
      t.ok(certificate.checkIssued(parent))
      t.ok(certificate.verify(parent.publicKey))
      t.ok(certificate.subject.startsWith(`O=${name}\n`))
      t.equal(certificate.publicKey.asymmetricKeyType, keyType === 'rsa' ? 'rsa' : 'ec')
      serials.add(certificate.serialNumber)
    }
  }
  t.equal(serials.size, 8)
})

t.test('the same random bytes give the same serial numbers', async (t) => {
  const [first, second] = await Promise.all([0, 1].map(async () => await createAuthorities({ now: systemNow, random: countingBytes() })))
  const serials = (authorities = first) => {
    const issuers = Object.values(authorities?.intermediates ?? {}).flatMap(({ issuers }) => [issuers.ecdsa, issuers.rsa])
    return issuers.map(({ certificate }) => certificate.serialNumber)
  }
  t.equal(serials(first).length, 8)
  t.same(serials(first), serials(second))
})

t.test('authorities survive being stored as JSON and issue certificates that verify as before', async (t) => {
  const authorities = await someAuthorities()
  const stored = exportAuthorities(authorities)
  const restored = importAuthorities(JSON.parse(JSON.stringify(stored)))
  t.same(exportAuthorities(restored), stored)
  for (const id of CERTIFICATE_AUTHORITIES) {
    for (const keyType of ['ecdsa', 'rsa'] as const) {
      const leaf = new X509Certificate((await someLeaf(restored, { authority: restored.intermediates[id], keyType })).certificatePem)
      const parent = new X509Certificate(authorities.intermediates[id].issuers[keyType].certificatePem)
      t.ok(leaf.checkIssued(parent) && leaf.verify(parent.publicKey), `${id} ${keyType}`)
    }
  }
})

t.test('openssl verifies every intermediate against the root', async (t) => {
  const { root, intermediates } = await someAuthorities()
  for (const { issuers } of Object.values(intermediates)) {
    for (const { certificatePem } of [issuers.ecdsa, issuers.rsa]) {
      const output = openssl({ 'root.pem': root.certificatePem, 'intermediate.pem': certificatePem },
        ['verify', '-x509_strict', '-CAfile', 'root.pem', 'intermediate.pem'])
      t.equal(output, 'intermediate.pem: OK\n')
    }
  }
})
