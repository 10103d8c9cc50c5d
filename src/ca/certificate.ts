import { X509Certificate as NodeCertificate } from 'node:crypto'
import type { webcrypto } from 'node:crypto'
import type { KeyType } from './keys.ts'
import { fromSerialHex } from './serial-number.ts'
import type { Validity } from './validity.ts'
import { SubjectAlternativeNameExtension, X509Certificate } from './x509.ts'

export type Signature = 'ECDSAWithSHA256' | 'SHA256WithRSA' | 'SHA1WithRSA'

/** What a certificate says about itself. */
export interface Certificate extends Validity {
  readonly pem: string
  readonly hosts: readonly string[]
  /** The organization of the issuer; without one its common name, without that its whole name. */
  readonly issuer: string
  readonly serialNumber: string
  /** Absent when it is none of those that Cloudflare accepts. */
  readonly signature?: Signature
  /** Absent when the key is neither RSA nor on an elliptic curve. */
  readonly keyType?: KeyType
  readonly fingerprintSha256: string
  readonly isAuthority: boolean
  /** For questions about keys and signatures. */
  readonly node: NodeCertificate
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END ([A-Z0-9 ]+)-----/g

/**
 * Reads the certificates of a PEM text in their order. `undefined` when there are none, when one cannot be parsed, or when
 * the text holds anything else than certificates.
 */
export function readCertificates (pem: string): Certificate[] | undefined {
  const blocks = [...pem.matchAll(BLOCK)]
  const whole = pem.split('-----BEGIN ').length - 1 === blocks.length
  if (!whole || blocks.length === 0 || !blocks.every(([, begin, end]) => begin === 'CERTIFICATE' && end === begin)) return undefined
  try {
    return blocks.map(([block]) => readCertificate(block))
  } catch {
    return undefined
  }
}

function readCertificate (pem: string): Certificate {
  const node = new NodeCertificate(pem)
  const parsed = new X509Certificate(new Uint8Array(node.raw))
  const signature = readSignature(parsed)
  const keyType = readKeyType(node)
  return {
    pem: node.toString(),
    hosts: readHosts(parsed),
    issuer: parsed.issuerName.getField('O')[0] ?? parsed.issuerName.getField('CN')[0] ?? parsed.issuer,
    serialNumber: fromSerialHex(node.serialNumber),
    ...(signature === undefined ? {} : { signature }),
    ...(keyType === undefined ? {} : { keyType }),
    notBefore: parsed.notBefore.getTime(),
    notAfter: parsed.notAfter.getTime(),
    fingerprintSha256: node.fingerprint256.replaceAll(':', '').toLowerCase(),
    isAuthority: node.ca,
    node
  }
}

function readHosts (certificate: X509Certificate): string[] {
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? []
  return names.filter(({ type }) => type === 'dns').map(({ value }) => value.toLowerCase())
}

function readSignature (certificate: X509Certificate): Signature | undefined {
  // The library names this type with one of the browser's, which a program for Node does not have.
  const { name, hash } = certificate.signatureAlgorithm as webcrypto.Algorithm & { readonly hash?: webcrypto.Algorithm }
  if (name === 'ECDSA') return hash?.name === 'SHA-256' ? 'ECDSAWithSHA256' : undefined
  if (name !== 'RSASSA-PKCS1-v1_5') return undefined
  if (hash?.name === 'SHA-256') return 'SHA256WithRSA'
  return hash?.name === 'SHA-1' ? 'SHA1WithRSA' : undefined
}

function readKeyType ({ publicKey: { asymmetricKeyType } }: NodeCertificate): KeyType | undefined {
  if (asymmetricKeyType === 'ec') return 'ecdsa'
  return asymmetricKeyType === 'rsa' ? 'rsa' : undefined
}
