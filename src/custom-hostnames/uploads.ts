import type { CheckedUpload, Context } from '../context.ts'
import type { CertificateState, Order, Upload } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { ApiError } from '../core/errors.ts'
import type { ErrorName } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { AcceptedSsl } from '../core/ssl-rules.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { GivenUpload } from '../core/upload-request.ts'
import type { CheckedCertificate, PlacedUpload } from '../core/uploads.ts'
import { nextPack, placeUpload, uploadsInUse } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'

/** An upload after its checks: one certificate, or one of each type of key. */
export interface CheckedPack {
  readonly certificates: readonly [CheckedCertificate, ...CheckedCertificate[]]
  readonly csrId?: string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Checks what a request uploads. Throws the documented error of the first fault. */
export async function checkPack (
  { upload, bundleMethod = 'ubiquitous' }: AcceptedSsl, hostname: string, zone: Zone, context: Context
): Promise<CheckedPack | undefined> {
  if (upload === undefined) return undefined
  const csr = await findCsrKey(upload, zone, context)
  const zoneNow = context.now(zone)
  const certificates: CheckedCertificate[] = []
  for (const { certificate, key } of upload.pairs) {
    const privateKey = 'key' in csr ? csr.key ?? key : ''
    certificates.push(certificateOf(await context.certificates.check({ certificate, privateKey, hostname, bundleMethod, zoneNow }), csr, hostname))
  }
  const [first, second] = certificates
  if (first === undefined || first.keyType === second?.keyType) throw new ApiError('sslAttributeInvalid')
  return { certificates: [first, ...certificates.slice(1)], ...(upload.csrId === undefined ? {} : { csrId: upload.csrId }) }
}

/** The key of the signing request, undefined where none is named, or what is wrong with it. */
type CsrKey = { readonly key: string | undefined } | { readonly fault: ErrorName }

async function findCsrKey ({ csrId }: GivenUpload, zone: Zone, { store }: Context): Promise<CsrKey> {
  if (csrId === undefined) return { key: undefined }
  if (!UUID.test(csrId)) return { fault: 'invalidCustomCsrId' }
  const key = await store.customCsrs.findPrivateKey(zone.no, csrId)
  return key === undefined ? { fault: 'customCsrNotFound' } : { key }
}

/** Faults of the certificate itself come before those of the request that it answers, and these before all others. */
function certificateOf (checked: CheckedUpload, csr: CsrKey, hostname: string): CheckedCertificate {
  if ('certificate' in checked) return checked.certificate
  const ofCertificate = checked.fault === 'certificateUnparsable' || checked.fault === 'certificateEmpty'
  throw new ApiError('fault' in csr && !ofCertificate ? csr.fault : checked.fault, { hostname })
}

/** A pack in the next order of a hostname. */
export function placePack (
  { certificates, csrId }: CheckedPack, { seed }: Pick<CustomHostname, 'seed'>, before: CertificateState | undefined, { now, tokens }: PlaceParts
): PlacedUpload {
  const orderNumber = (before?.order.number ?? 0) + 1
  return placeUpload(certificates, { seed, orderNumber, pack: nextPack(before), uploadedAt: now, ...(csrId === undefined ? {} : { csrId }) }, tokens)
}

export interface PlaceParts {
  readonly now: Instant
  readonly tokens: TokenSource
}

/** What a new order asks for when a certificate is uploaded. Whether it covers the names below is for the certificate to say. */
export function wantedUpload (hostname: string, { upload }: PlacedUpload): Pick<Order, 'wildcard'> & { readonly upload: Upload } {
  return { wildcard: upload.certificates.every(({ hosts }) => hosts.includes(`*.${hostname}`)), upload }
}

/** Keeps chains and keys, before the hostname that refers to them is saved. */
export async function keepSecrets (
  { upload: { csrId }, secrets }: PlacedUpload, { id: customHostnameId, seq }: Pick<CustomHostname, 'id' | 'seq'>, { store }: Context
): Promise<void> {
  await store.certificates.saveUploads(secrets.map(secret => ({ ...secret, seq, customHostnameId, ...(csrId === undefined ? {} : { csrId }) })))
}

/** Forgets chains and keys that a hostname has no use for any more, after it was saved. */
export async function forgetSecrets (before: CertificateState | undefined, after: CertificateState | undefined, { store }: Context): Promise<void> {
  const used = new Set(uploadsInUse(after))
  const unused = uploadsInUse(before).filter(id => !used.has(id))
  if (unused.length > 0) await store.certificates.removeUploads(unused)
}
