import { createPrivateKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto'
import t from 'tap'
import { createCsr } from '../../src/ca/csr.ts'
import { exportPrivateKey, importSigningKey } from '../../src/ca/keys.ts'
import type { Leaf } from '../../src/ca/leaf.ts'
import { checkUpload } from '../../src/ca/upload.ts'
import type { Upload, UploadFault } from '../../src/ca/upload.ts'
import {
  BasicConstraintsExtension, SubjectAlternativeNameExtension, X509Certificate as ParsedCertificate, X509CertificateGenerator
} from '../../src/ca/x509.ts'
import { DAY, openssl, someAuthorities, someLeaf, systemNow } from './support.ts'

const authorities = await someAuthorities()
const leaf = await someLeaf(authorities)

function uploadOf ({ chainPem, privateKeyPem }: Pick<Leaf, 'chainPem' | 'privateKeyPem'>, overrides: Partial<Upload> = {}): Upload {
  return {
    certificate: chainPem,
    privateKey: privateKeyPem,
    hostname: 'app.example.com',
    bundleMethod: 'ubiquitous',
    trust: { roots: [authorities.root.certificatePem] },
    validAt: [systemNow],
    ...overrides
  }
}

function faultOf (upload: Upload): UploadFault | 'none' {
  const result = checkUpload(upload)
  return result.ok ? 'none' : result.fault
}

/** A certificate that nobody else signed, with an algorithm of Web Cryptography. */
async function selfSigned (
  algorithm: (webcrypto.RsaHashedKeyGenParams & { saltLength?: number }) | (webcrypto.EcKeyGenParams & { hash: string }) | { name: 'Ed25519' },
  { ca = false, hosts = ['app.example.com'] }: { readonly ca?: boolean, readonly hosts?: readonly string[] } = {}
): Promise<Pick<Leaf, 'chainPem' | 'privateKeyPem'>> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as webcrypto.CryptoKeyPair
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '2a',
    name: 'CN=Somebody',
    keys,
    notBefore: new Date(systemNow - DAY),
    notAfter: new Date(systemNow + DAY),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(ca, undefined, true),
      ...(hosts.length === 0 ? [] : [new SubjectAlternativeNameExtension(hosts.map((host) => ({ type: 'dns', value: host })))])
    ]
  })
  return { chainPem: certificate.toString('pem'), privateKeyPem: exportPrivateKey(keys.privateKey) }
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const rsa = (hash: string) => ({ name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash })

for (const keyType of ['ecdsa', 'rsa'] as const) {
  t.test(`an ${keyType} certificate with its chain is accepted and described`, async (t) => {
    const issued = await someLeaf(authorities, { keyType, hosts: ['app.example.com', '*.app.example.com'] })
    t.same(checkUpload(uploadOf(issued)), {
      ok: true,
      certificate: {
        hosts: ['app.example.com', '*.app.example.com'],
        issuer: 'Sandflare simulated Google Trust Services',
        serialNumber: '1001172778337169491',
        signature: issued.signature,
        keyType,
        issuedAt: issued.notBefore,
        expiresAt: issued.notAfter,
        fingerprintSha256: issued.fingerprintSha256,
        certificatePem: issued.certificatePem,
        chainPem: issued.chainPem,
        privateKeyPem: issued.privateKeyPem
      }
    })
  })
}

t.test('the chain may come in any order, with repeats, with the root and with text around the blocks', async (t) => {
  const intermediate = authorities.intermediates.google.issuers.ecdsa.certificatePem
  const certificate = `subject: root\r\n${authorities.root.certificatePem}${intermediate}\n\nleaf\n${leaf.certificatePem}${leaf.certificatePem}`
  const result = checkUpload(uploadOf(leaf, { certificate }))
  t.match(result, { ok: true, certificate: { chainPem: leaf.chainPem } })
})

t.test('a known intermediate may be left out, and is bundled', async (t) => {
  const { root, intermediates } = authorities
  const trust = { roots: [root.certificatePem], intermediates: [intermediates.google.issuers.ecdsa.certificatePem] }
  const result = checkUpload(uploadOf(leaf, { certificate: leaf.certificatePem, trust }))
  t.match(result, { ok: true, certificate: { chainPem: leaf.chainPem } })
})

t.test('a certificate for a custom CSR is measured against the stored key of the CSR', async (t) => {
  const subject = { country: 'PT', state: 'Lisboa', locality: 'Lisboa', organization: 'Padaria', commonName: 'app.example.com' }
  const { privateKeyPem } = await createCsr({ keyType: 'p256v1', subject, sans: ['app.example.com'] })
  t.equal(faultOf(uploadOf(leaf, { privateKey: privateKeyPem })), 'keyMismatch')
})

t.test('a wildcard covers one label, and a wildcard hostname only itself', async (t) => {
  const wildcard = await someLeaf(authorities, { hosts: ['*.Example.com'] })
  t.equal(faultOf(uploadOf(wildcard)), 'none')
  t.equal(faultOf(uploadOf(wildcard, { hostname: '*.example.com' })), 'none')
  for (const hostname of ['example.com', 'a.app.example.com', '*.app.example.com', 'app.example.org', 'com']) {
    t.equal(faultOf(uploadOf(wildcard, { hostname })), 'hostnameMissing', hostname)
  }
  t.equal(faultOf(uploadOf(leaf, { hostname: 'other.example.com' })), 'hostnameMissing')
})

t.test('an empty certificate is told from one that cannot be parsed', async (t) => {
  for (const certificate of ['', ' \n\t ']) t.equal(faultOf(uploadOf(leaf, { certificate })), 'certificateEmpty')
  const cut = leaf.certificatePem.split('\n').toSpliced(3, 1).join('\n')
  const withKey = leaf.certificatePem + leaf.privateKeyPem
  const open = `${leaf.certificatePem}-----BEGIN CERTIFICATE-----\nMIIB`
  const garbled = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  for (const certificate of ['nonsense', cut, withKey, open, garbled, leaf.certificatePem + garbled, leaf.privateKeyPem]) {
    t.equal(faultOf(uploadOf(leaf, { certificate })), 'certificateUnparsable', certificate)
  }
})

t.test('a key that cannot be parsed is refused', async (t) => {
  const encryption = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' } as const
  const encrypted = createPrivateKey(leaf.privateKeyPem).export(encryption).toString()
  for (const privateKey of ['', 'nonsense', leaf.certificatePem, encrypted, leaf.privateKeyPem.replace('PRIVATE KEY', 'PRIVATE')]) {
    t.equal(faultOf(uploadOf(leaf, { privateKey })), 'keyUnparsable', privateKey)
  }
})

t.test('a key of another certificate is refused, whatever its type', async (t) => {
  const others = [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ed25519')
  ]
  for (const { privateKey } of others) {
    t.equal(faultOf(uploadOf(leaf, { privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() })), 'keyMismatch')
  }
})

t.test('the old forms of keys are taken, without the parameters of the curve', async (t) => {
  const sec1 = createPrivateKey(leaf.privateKeyPem).export({ format: 'pem', type: 'sec1' }).toString()
  const withParameters = `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${sec1}`
  for (const privateKey of [sec1, withParameters]) {
    t.match(checkUpload(uploadOf(leaf, { privateKey })), { ok: true, certificate: { privateKeyPem: leaf.privateKeyPem } })
  }
  const rsaLeaf = await someLeaf(authorities, { keyType: 'rsa' })
  const pkcs1 = createPrivateKey(rsaLeaf.privateKeyPem).export({ format: 'pem', type: 'pkcs1' }).toString()
  t.equal(faultOf(uploadOf(rsaLeaf, { privateKey: pkcs1 })), 'none')
})

t.test('a self-signed certificate is not trusted, unless it is forced or its root is given', async (t) => {
  for (const ca of [false, true]) {
    const certificate = await selfSigned(P256, { ca })
    t.equal(faultOf(uploadOf(certificate)), 'chainUntrusted')
    t.equal(faultOf(uploadOf(certificate, { bundleMethod: 'optimal' })), 'chainUntrusted')
    t.equal(faultOf(uploadOf(certificate, { bundleMethod: 'force' })), 'none')
    t.equal(faultOf(uploadOf(certificate, { trust: { roots: [certificate.chainPem] } })), 'none')
  }
})

t.test('a chain that does not reach a trusted root is refused', async (t) => {
  const strangers = await someAuthorities()
  t.equal(faultOf(uploadOf(leaf, { certificate: leaf.certificatePem })), 'chainUntrusted')
  t.equal(faultOf(uploadOf(leaf, { trust: { roots: [strangers.root.certificatePem] } })), 'chainUntrusted', 'of the same name')
  const wrong = leaf.certificatePem + strangers.intermediates.google.issuers.ecdsa.certificatePem
  t.equal(faultOf(uploadOf(leaf, { certificate: wrong })), 'chainUntrusted')
  const both = [strangers, authorities].map(({ root }) => root.certificatePem)
  t.equal(faultOf(uploadOf(leaf, { trust: { roots: both } })), 'none')
})

t.test('a certificate may be valid at any of the given instants', async (t) => {
  const later = systemNow + 365 * DAY
  t.equal(faultOf(uploadOf(leaf, { validAt: [later] })), 'chainUntrusted')
  t.equal(faultOf(uploadOf(leaf, { validAt: [systemNow - 30 * DAY] })), 'chainUntrusted')
  t.equal(faultOf(uploadOf(leaf, { validAt: [later, systemNow] })), 'none')
  t.equal(faultOf(uploadOf(leaf, { validAt: [later], bundleMethod: 'force' })), 'none')
})

t.test('a certificate that is no authority cannot vouch for another', async (t) => {
  const { google } = authorities.intermediates
  const customer = await someLeaf(authorities)
  const certificate = new ParsedCertificate(customer.certificatePem)
  const signingKey = importSigningKey(customer.privateKeyPem, 'ecdsa')
  const forger = { keyType: 'ecdsa', certificate, certificatePem: customer.certificatePem, signingKey } as const
  const forged = await someLeaf(authorities, { authority: { name: 'Forger', issuers: { ...google.issuers, ecdsa: forger } } })
  const trust = { roots: [authorities.root.certificatePem], intermediates: [google.issuers.ecdsa.certificatePem, customer.certificatePem] }
  t.equal(faultOf(uploadOf(forged, { certificate: forged.certificatePem, trust })), 'chainUntrusted')
  t.equal(faultOf(uploadOf(forged, { trust })), 'multipleLeaves')
})

t.test('several leaves, and none, are told apart', async (t) => {
  const second = await someLeaf(authorities, { serialNumber: '2' })
  t.equal(faultOf(uploadOf(leaf, { certificate: leaf.chainPem + second.certificatePem })), 'multipleLeaves')
  t.equal(faultOf(uploadOf(leaf, { certificate: authorities.root.certificatePem })), 'noLeaf')
  t.equal(faultOf(uploadOf(await selfSigned(P256, { ca: true, hosts: [] }))), 'noLeaf')
})

t.test('a certificate without alternative names covers no hostname', async (t) => {
  t.equal(faultOf(uploadOf(await selfSigned(P256, { hosts: [] }), { bundleMethod: 'force' })), 'hostnameMissing')
})

t.test('the three signature algorithms of Cloudflare are named, and all others refused', async (t) => {
  const signatureOf = async (algorithm: Parameters<typeof selfSigned>[0]) => {
    const result = checkUpload(uploadOf(await selfSigned(algorithm), { bundleMethod: 'force' }))
    return result.ok ? result.certificate.signature : result.fault
  }
  t.equal(await signatureOf(P256), 'ECDSAWithSHA256')
  t.equal(await signatureOf(rsa('SHA-256')), 'SHA256WithRSA')
  t.equal(await signatureOf(rsa('SHA-1')), 'SHA1WithRSA')
  t.equal(await signatureOf(rsa('SHA-384')), 'unsupportedSignature')
  t.equal(await signatureOf({ ...P256, namedCurve: 'P-384', hash: 'SHA-384' }), 'unsupportedSignature')
  t.equal(await signatureOf({ ...rsa('SHA-256'), name: 'RSA-PSS', saltLength: 32 }), 'unsupportedSignature')
  t.equal(await signatureOf({ name: 'Ed25519' }), 'unsupportedSignature')
})

t.test('what openssl makes is read', async (t) => {
  const made = openssl({},
    ['ecparam', '-name', 'prime256v1', '-genkey', '-out', 'key.pem'],
    ['req', '-x509', '-new', '-key', 'key.pem', '-out', 'cert.pem', '-days', '30', '-set_serial', '-5',
      '-subj', '/O=Padaria, Lda/CN=x', '-addext', 'subjectAltName=DNS:app.example.com,IP:192.0.2.1'],
    ['x509', '-in', 'cert.pem'],
    ['ec', '-in', 'key.pem']
  )
  const certificate = made.slice(0, made.indexOf('-----BEGIN EC PRIVATE'))
  const result = checkUpload(uploadOf({ chainPem: certificate, privateKeyPem: made.slice(certificate.length) }, { bundleMethod: 'force' }))
  t.match(result, { ok: true, certificate: { hosts: ['app.example.com'], issuer: 'Padaria, Lda', serialNumber: '-5', keyType: 'ecdsa' } })
  t.equal(new X509Certificate(certificate).fingerprint256.length, 95)
})
