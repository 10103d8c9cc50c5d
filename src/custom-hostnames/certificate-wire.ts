import { certificateHosts, issuedCertificateId, KEY_TYPES, serialNumber, wholeSecond } from '../core/certificate-identity.ts'
import type { Certificate, Upload } from '../core/certificate.ts'
import type { SslRequest } from '../core/custom-hostname.ts'
import { formatInstant } from '../core/instant.ts'
import { ISSUER_NAMES } from '../core/issuers.ts'
import type { TokenSource } from '../core/tokens.ts'

export interface IssuedPack {
  readonly seed: string
  readonly hostname: string
  readonly certificate: Certificate
}

/** The keys of `ssl` that describe what an authority issued. A fingerprint needs the certificate itself, which may not be made yet. */
export function issuedToWire ({ seed, hostname, certificate }: IssuedPack, tokens: TokenSource, fingerprints: Readonly<Record<string, string>>): object {
  const expiresOn = formatInstant(wholeSecond(certificate.expiresAt))
  const issuer = ISSUER_NAMES[certificate.authority]
  const leaves = KEY_TYPES.map(keyType => ({
    id: issuedCertificateId(seed, certificate.pack, keyType, tokens),
    issuer,
    serial_number: serialNumber(seed, certificate.pack, keyType, tokens),
    signature: keyType === 'ecdsa' ? 'ECDSAWithSHA256' : 'SHA256WithRSA',
    expires_on: expiresOn,
    issued_on: formatInstant(wholeSecond(certificate.issuedAt)),
    fingerprint_sha256: fingerprints[keyType]
  }))
  return {
    hosts: certificateHosts(hostname, certificate),
    issuer,
    serial_number: leaves[0]?.serial_number,
    signature: leaves[0]?.signature,
    uploaded_on: formatInstant(certificate.issuedAt),
    expires_on: expiresOn,
    certificates: leaves
  }
}

/** The keys of `ssl` that describe what was uploaded. Keys are not among what is known here. */
export function uploadToWire ({ certificates, uploadedAt, csrId }: Upload, { customCertificates = [] }: SslRequest): object {
  const [first] = certificates
  return {
    hosts: first.hosts,
    issuer: first.issuer,
    serial_number: first.serialNumber,
    signature: first.signature,
    uploaded_on: formatInstant(uploadedAt),
    expires_on: formatInstant(first.expiresAt),
    custom_certificate: customCertificates.find(({ id }) => id === first.id)?.pem,
    custom_csr_id: csrId,
    certificates: certificates.map(({ id, issuer, serialNumber, signature, expiresAt, issuedAt, fingerprintSha256 }) => ({
      id,
      issuer,
      serial_number: serialNumber,
      signature,
      expires_on: formatInstant(expiresAt),
      issued_on: formatInstant(issuedAt),
      fingerprint_sha256: fingerprintSha256
    }))
  }
}
