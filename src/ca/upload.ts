import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readCertificates } from './certificate.ts'
import type { Certificate, Signature } from './certificate.ts'
import { buildChain } from './chain.ts'
import type { Trust } from './chain.ts'
import type { KeyType } from './keys.ts'
import type { Instant } from './validity.ts'

export type BundleMethod = 'ubiquitous' | 'optimal' | 'force'

export type UploadFault =
  | 'certificateUnparsable'
  | 'certificateEmpty'
  | 'keyUnparsable'
  | 'keyMismatch'
  | 'chainUntrusted'
  | 'multipleLeaves'
  | 'noLeaf'
  | 'hostnameMissing'
  | 'unsupportedSignature'

export interface Upload {
  /** PEM: one leaf, with or without its intermediates, in any order. */
  readonly certificate: string
  /** PEM: the uploaded key, or the stored one of the custom CSR. */
  readonly privateKey: string
  readonly hostname: string
  /** `force` takes the chain as it is, trusted or not. */
  readonly bundleMethod: BundleMethod
  readonly trust: Trust
  /**
   * The instants at which a chain may be valid; one of them is enough. A certificate from outside belongs to the machine's
   * time, one that a test made for its zone may belong to the zone's.
   */
  readonly validAt: readonly Instant[]
}

export interface UploadedCertificate {
  readonly hosts: readonly string[]
  readonly issuer: string
  readonly serialNumber: string
  readonly signature: Signature
  readonly keyType: KeyType
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  readonly fingerprintSha256: string
  readonly certificatePem: string
  /** What a server presents: bundled up to the root, or with `force` as it was uploaded. */
  readonly chainPem: string
  /** PKCS #8 PEM, whatever form was uploaded. */
  readonly privateKeyPem: string
}

export type UploadResult =
  | { readonly ok: true, readonly certificate: UploadedCertificate }
  | { readonly ok: false, readonly fault: UploadFault }

const EC_PARAMETERS = /-----BEGIN EC PARAMETERS-----[^-]*-----END EC PARAMETERS-----/g

/**
 * Checks an uploaded certificate and its key. The faults are looked for in the order of their error codes, but for the
 * number of leaves: the key cannot be compared before it is known which certificate is the leaf.
 */
export function checkUpload ({ certificate, privateKey, hostname, bundleMethod, trust, validAt }: Upload): UploadResult {
  if (certificate.trim() === '') return failed('certificateEmpty')
  const certificates = readCertificates(certificate)
  if (certificates === undefined) return failed('certificateUnparsable')
  const key = readPrivateKey(privateKey)
  if (key === undefined) return failed('keyUnparsable')
  const uploaded = withoutRepeats(certificates)
  const [leaf, ...furtherLeaves] = uploaded.filter(isLeaf)
  if (leaf === undefined) return failed('noLeaf')
  if (furtherLeaves.length > 0) return failed('multipleLeaves')
  if (!leaf.node.checkPrivateKey(key)) return failed('keyMismatch')
  const others = uploaded.filter((other) => other !== leaf)
  const chain = bundleMethod === 'force' ? [leaf, ...others] : bundle(leaf, others, { trust, validAt })
  if (chain === undefined) return failed('chainUntrusted')
  if (!leaf.hosts.some((host) => covers(host, hostname))) return failed('hostnameMissing')
  const { signature, keyType } = leaf
  if (signature === undefined || keyType === undefined) return failed('unsupportedSignature')
  return {
    ok: true,
    certificate: {
      hosts: leaf.hosts,
      issuer: leaf.issuer,
      serialNumber: leaf.serialNumber,
      signature,
      keyType,
      issuedAt: leaf.notBefore,
      expiresAt: leaf.notAfter,
      fingerprintSha256: leaf.fingerprintSha256,
      certificatePem: leaf.pem,
      chainPem: chain.map(({ pem }) => pem).join(''),
      privateKeyPem: key.export({ format: 'pem', type: 'pkcs8' }).toString()
    }
  }
}

/** Reads a private key in any of the PEM forms that `openssl` writes, with or without the curve's parameters before it. */
export function readPrivateKey (pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem.replaceAll(EC_PARAMETERS, '').trim())
  } catch {
    return undefined
  }
}

function failed (fault: UploadFault): UploadResult {
  return { ok: false, fault }
}

function withoutRepeats (certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprintSha256, certificate])).values()]
}

function isLeaf ({ isAuthority, hosts }: Certificate): boolean {
  // `openssl req -x509` marks every certificate as an authority; one that names hosts is meant as a leaf all the same, and
  // is to be refused for not being trusted.
  return !isAuthority || hosts.length > 0
}

function bundle (leaf: Certificate, others: readonly Certificate[], { trust, validAt }: Pick<Upload, 'trust' | 'validAt'>) {
  for (const now of validAt) {
    const chain = buildChain(leaf, others, { trust, now })
    if (chain !== undefined) return chain
  }
  return undefined
}

function covers (host: string, hostname: string): boolean {
  const wanted = hostname.toLowerCase()
  if (host === wanted) return true
  return host.startsWith('*.') && !wanted.startsWith('*.') && wanted.slice(wanted.indexOf('.')) === host.slice(1)
}
