import { createHash } from 'node:crypto'
import type { Authority } from './authorities.ts'
import { generateKeyPair, exportPrivateKey } from './keys.ts'
import type { KeySource, KeyType } from './keys.ts'
import { toSerialHex } from './serial-number.ts'
import { toCertificateSeconds } from './validity.ts'
import type { Instant } from './validity.ts'
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags,
  KeyUsagesExtension, Name, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator
} from './x509.ts'

export interface LeafRequest {
  readonly authority: Authority
  readonly keyType: KeyType
  /** The names of the certificate, all of them in its SAN, a wildcard as `*.app.example.com`. */
  readonly hosts: readonly string[]
  /** At most 64 characters: see `chooseCommonName`. */
  readonly commonName: string
  /** Decimal digits, as in the API. */
  readonly serialNumber: string
  /** As the certificate shall say: see `toMachineValidity`. */
  readonly notBefore: Instant
  readonly notAfter: Instant
  /** Where the key comes from; a fresh one unless told otherwise. */
  readonly keys?: KeySource
}

export interface Leaf {
  readonly certificatePem: string
  /** The leaf and its intermediate, as a server presents them. */
  readonly chainPem: string
  readonly privateKeyPem: string
  readonly keyType: KeyType
  readonly hosts: readonly string[]
  readonly issuer: string
  readonly serialNumber: string
  readonly signature: LeafSignature
  /** SHA-256 of the DER bytes, in lower-case hexadecimal. */
  readonly fingerprintSha256: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

export type LeafSignature = 'ECDSAWithSHA256' | 'SHA256WithRSA'

/** The signature of a leaf, by the type of its key: an authority signs each type with its own. */
export const LEAF_SIGNATURES: Readonly<Record<KeyType, LeafSignature>> = { ecdsa: 'ECDSAWithSHA256', rsa: 'SHA256WithRSA' }

const BRANDING_NAME = 'sni.cloudflaressl.com'
const COMMON_NAME_LENGTH = 64
const SIGNING_ALGORITHMS = {
  ecdsa: { name: 'ECDSA', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
} as const

/** Issues the certificate of one key type of a pack. */
export async function issueLeaf (request: LeafRequest): Promise<Leaf> {
  const { authority, keyType, hosts, commonName, serialNumber, keys = generateKeyPair } = request
  if (hosts.length === 0) throw new RangeError('A certificate needs at least one host')
  if (commonName.length > COMMON_NAME_LENGTH) throw new RangeError(`A common name has at most ${COMMON_NAME_LENGTH} characters`)
  const issuer = authority.issuers[keyType]
  const { notBefore, notAfter } = toCertificateSeconds(request)
  const { publicKey, privateKey } = await keys(keyType)
  const certificate = await X509CertificateGenerator.create({
    serialNumber: toSerialHex(serialNumber),
    subject: new Name([{ CN: [{ utf8String: commonName }] }]),
    issuer: issuer.certificate.subjectName,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    publicKey,
    signingKey: issuer.signingKey,
    signingAlgorithm: SIGNING_ALGORITHMS[keyType],
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(keyUsages(keyType), true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
      new SubjectAlternativeNameExtension(hosts.map((host) => ({ type: 'dns', value: host })))
    ]
  })
  const certificatePem = `${certificate.toString('pem')}\n`
  return {
    certificatePem,
    chainPem: certificatePem + issuer.certificatePem,
    privateKeyPem: exportPrivateKey(privateKey),
    keyType,
    hosts,
    issuer: authority.name,
    serialNumber: BigInt(serialNumber).toString(),
    signature: LEAF_SIGNATURES[keyType],
    fingerprintSha256: createHash('sha256').update(new Uint8Array(certificate.rawData)).digest('hex'),
    notBefore,
    notAfter
  }
}

/**
 * The common name of a certificate: Cloudflare's with branding, else the first host that fits into 64 characters.
 * `undefined` means that no host fits, which the API answers with error 1469.
 */
export function chooseCommonName (hosts: readonly string[], { branding }: { readonly branding: boolean }): string | undefined {
  return branding ? BRANDING_NAME : hosts.find((host) => host.length <= COMMON_NAME_LENGTH)
}

function keyUsages (keyType: KeyType): KeyUsageFlags {
  // Key encipherment is for RSA key exchange in TLS 1.2; an ECDSA key can only sign.
  return keyType === 'rsa' ? KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment : KeyUsageFlags.digitalSignature
}
