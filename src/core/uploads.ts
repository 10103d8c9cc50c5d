import type { Certificate, CertificateState, Upload, UploadedCertificate } from './certificate-state.ts'
import { uploadedCertificateId } from './certificate-identity.ts'
import { statusChanged } from './certificate-state.ts'
import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { TokenSource } from './tokens.ts'

/** An uploaded certificate after its checks. */
export interface CheckedCertificate extends Omit<UploadedCertificate, 'id'> {
  /** The certificates as they were uploaded, in the usual form. */
  readonly uploadedPem: string
  /** What a server presents. */
  readonly chainPem: string
  readonly privateKeyPem: string
}

/** The place of an upload in the life of a hostname. */
export interface UploadPlace {
  readonly seed: string
  /** The order that is to have it. */
  readonly orderNumber: number
  readonly pack: number
  readonly uploadedAt: Instant
  readonly csrId?: string
}

/** What the hostname keeps of an upload, what it shows, and what is kept apart. */
export interface PlacedUpload {
  readonly upload: Upload
  readonly shown: ReadonlyArray<{ readonly id: string, readonly pem: string }>
  readonly secrets: ReadonlyArray<{ readonly id: string, readonly chainPem: string, readonly privateKeyPem: string }>
}

/** Gives what is uploaded together its ids. ECDSA comes first: it is what the API describes, and what most clients are shown. */
export function placeUpload (
  certificates: readonly [CheckedCertificate, ...CheckedCertificate[]], { seed, orderNumber, ...place }: UploadPlace, tokens: TokenSource
): PlacedUpload {
  const [one, other] = certificates
  const [first, ...others] = other?.keyType === 'ecdsa' ? [other, one] as const : certificates
  const withId = ({ uploadedPem, chainPem, privateKeyPem, ...described }: CheckedCertificate) => {
    const id = uploadedCertificateId(seed, orderNumber, described.fingerprintSha256, tokens)
    return { certificate: { id, ...described }, shown: { id, pem: uploadedPem }, secret: { id, chainPem, privateKeyPem } }
  }
  const head = withId(first)
  const rest = others.map(withId)
  return {
    upload: { ...place, certificates: [head.certificate, ...rest.map(({ certificate }) => certificate)] },
    shown: [head, ...rest].map(({ shown }) => shown),
    secrets: [head, ...rest].map(({ secret }) => secret)
  }
}

/** The number of the next pack of a hostname: packs that never came to serve count too. */
export function nextPack (state: CertificateState | undefined): number {
  return Math.max(state?.serving?.pack ?? 0, state?.order.upload?.pack ?? 0) + 1
}

/** The end of a pack is that of the first of its certificates to end. */
export function uploadEndsAt ({ certificates }: Upload): Instant {
  return Math.min(...certificates.map(({ endsAt }) => endsAt))
}

/** The ids of the uploaded certificates that a hostname has, or is to have. */
export function uploadsInUse (state: CertificateState | undefined): readonly string[] {
  const uploads = [state?.order.upload, state?.serving?.upload]
  return [...new Set(uploads.flatMap(upload => upload?.certificates.map(({ id }) => id) ?? []))]
}

/** The zone became active: what was kept back is deployed. */
export function releaseDeployment (state: CertificateState, now: Instant, events: LifecycleEvent[]): CertificateState {
  if (state.status !== 'holding_deployment') return state
  const next: CertificateState = { ...state, status: 'pending_deployment', since: now, attempt: 0 }
  events.push(statusChanged(state.status, next))
  return next
}

/** The same with one certificate of the pack less, at once: its key is not to be used any more. */
export function withoutUploaded (state: CertificateState, id: string): CertificateState {
  const { serving, order: { upload, ...order } } = state
  const left = upload === undefined ? undefined : leftOf(upload, id)
  const trimmed = serving === undefined ? undefined : trimmedCertificate(serving, id)
  return {
    ...state,
    order: { ...order, ...(left === undefined ? {} : { upload: left }) },
    ...(trimmed === undefined ? {} : { serving: trimmed }),
    ...('next' in state ? { next: trimmedCertificate(state.next, id) } : {})
  }
}

function trimmedCertificate (certificate: Certificate, id: string): Certificate {
  const left = certificate.upload === undefined ? undefined : leftOf(certificate.upload, id)
  return left === undefined ? certificate : { ...certificate, expiresAt: uploadEndsAt(left), upload: left }
}

/** Undefined when none is left. */
function leftOf (upload: Upload, id: string): Upload | undefined {
  const [first, ...others] = upload.certificates.filter(certificate => certificate.id !== id)
  return first === undefined ? undefined : { ...upload, certificates: [first, ...others] }
}
