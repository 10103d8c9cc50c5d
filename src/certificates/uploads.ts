import type { Authorities } from '../ca/authorities.ts'
import { readCertificates } from '../ca/certificate.ts'
import { checkUpload } from '../ca/upload.ts'
import type { UploadedCertificate, UploadFault } from '../ca/upload.ts'
import { isValidAt } from '../ca/validity.ts'
import type { CheckedUpload, UploadToCheck } from '../context.ts'
import type { ErrorName } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'

export interface UploadParts {
  readonly authorities: () => Promise<Authorities>
  /** PEM texts beside the sandbox's own root. */
  readonly trustedRoots: readonly string[]
  readonly systemNow: () => Instant
}

const FAULTS: Readonly<Record<UploadFault, ErrorName>> = {
  certificateUnparsable: 'certificateUnparsable',
  certificateEmpty: 'certificateEmpty',
  keyUnparsable: 'privateKeyUnparsable',
  keyMismatch: 'privateKeyMismatch',
  chainUntrusted: 'certificateNotTrusted',
  multipleLeaves: 'certificateMultipleLeaves',
  noLeaf: 'certificateWithoutLeaf',
  hostnameMissing: 'certificateWithoutHostname',
  unsupportedSignature: 'certificateSignatureNotSupported'
}

/** Checks a certificate and its key against what the sandbox trusts. */
export async function checkUploaded (upload: UploadToCheck, { authorities, trustedRoots, systemNow }: UploadParts): Promise<CheckedUpload> {
  const { root, intermediates } = await authorities()
  const issuers = Object.values(intermediates).flatMap(({ issuers: { ecdsa, rsa } }) => [ecdsa.certificatePem, rsa.certificatePem])
  const now = systemNow()
  const result = checkUpload({
    certificate: upload.certificate,
    privateKey: upload.privateKey,
    hostname: upload.hostname,
    bundleMethod: upload.bundleMethod,
    trust: { roots: [root.certificatePem, ...trustedRoots], intermediates: issuers },
    validAt: [upload.zoneNow, now]
  })
  if (!result.ok) return { fault: FAULTS[result.fault] }
  const { chainPem, privateKeyPem, certificatePem: _leaf, ...described } = result.certificate
  return {
    certificate: {
      ...described,
      endsAt: endOf(result.certificate, upload.zoneNow, now),
      uploadedPem: (readCertificates(upload.certificate) ?? []).map(({ pem }) => pem).join(''),
      chainPem,
      privateKeyPem
    }
  }
}

/** When it ends for its zone: one that is good today and not in the time of the zone is moved there with what it has left. */
function endOf ({ issuedAt, expiresAt }: UploadedCertificate, zoneNow: Instant, systemNow: Instant): Instant {
  const dates = { notBefore: issuedAt, notAfter: expiresAt }
  return isValidAt(dates, zoneNow) || !isValidAt(dates, systemNow) ? expiresAt : expiresAt + zoneNow - systemNow
}
