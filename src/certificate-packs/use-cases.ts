import type { Context } from '../context.ts'
import { packId } from '../core/certificate-identity.ts'
import type { CertificateState, Upload } from '../core/certificate.ts'
import { reorderCertificate } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { dueAt } from '../core/custom-hostname.ts'
import { ApiError } from '../core/errors.ts'
import type { LifecycleEvent } from '../core/events.ts'
import type { Instant } from '../core/instant.ts'
import type { GivenPair } from '../core/upload-request.ts'
import type { CheckedCertificate, PlacedUpload } from '../core/uploads.ts'
import { placeUpload, withoutUploaded } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'
import { retryOnStale } from '../store/retry.ts'

/** One certificate, as a path names it. */
export interface PackPath {
  readonly customHostnameId: string
  readonly packId: string
  readonly certificateId: string
}

/** A hostname with the pack that a path names. */
interface HeldPack {
  readonly customHostname: CustomHostname
  readonly certificate: CertificateState
  readonly upload: Upload
}

type Event = LifecycleEvent | { readonly type: 'edited', readonly at: Instant }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Replaces one of the two certificates of an uploaded bundle; the old one serves until the new one is deployed. Throws ApiError. */
export async function replaceCertificate (context: Context, zone: Zone, path: PackPath, given: GivenPair): Promise<string> {
  const { store } = context
  return await retryOnStale(async () => {
    const { customHostname, certificate, upload } = await findPack(context, zone, path)
    const replaced = upload.certificates.find(({ id }) => id === path.certificateId)
    if (upload.certificates.length < 2) throw new ApiError('certificatePackNotBundled')
    const checked = await check(context, zone, customHostname, given)
    if (checked.keyType !== replaced?.keyType) throw new ApiError('certificateKeyTypeMismatch')
    const { id, seq, seed, ssl } = customHostname
    const now = context.now(zone)
    const placed = placeUpload([checked], { seed, orderNumber: certificate.order.number + 1, pack: upload.pack, uploadedAt: now }, context.random)
    const events: Event[] = [{ type: 'edited', at: now }]
    const next = reordered(certificate, now, merge(upload, placed, path.certificateId), events)
    const shown = ssl?.customCertificates?.filter(entry => entry.id !== path.certificateId) ?? []
    await store.certificates.saveUploads(placed.secrets.map(secret => ({ ...secret, seq, customHostnameId: id })))
    return await save(context, zone, { ...withCertificate(customHostname, next), ssl: { ...ssl, customCertificates: [...shown, ...placed.shown] } }, events)
  })
}

/** Takes one of the two certificates of an uploaded bundle away, with its key, at once. Throws ApiError. */
export async function deleteCertificate (context: Context, zone: Zone, path: PackPath): Promise<void> {
  await retryOnStale(async () => {
    const { customHostname, certificate, upload } = await findPack(context, zone, path)
    if (upload.certificates.length < 2) throw new ApiError('lastPackCertificate')
    const { ssl } = customHostname
    const shown = ssl?.customCertificates?.filter(({ id }) => id !== path.certificateId) ?? []
    const next = withoutUploaded(certificate, path.certificateId)
    const changed = { ...withCertificate(customHostname, next), ssl: { ...ssl, customCertificates: shown } }
    await save(context, zone, changed, [{ type: 'edited', at: context.now(zone) }])
  })
  await context.store.certificates.removeUploads([path.certificateId])
}

async function findPack ({ store, random }: Context, zone: Zone, path: PackPath): Promise<HeldPack> {
  const { entitlements, quota, noQuotaStatus } = zone.settings
  if (!entitlements.customHostnames || quota.hardCap === 0) throw new ApiError(noQuotaStatus === 400 ? 'noQuotaAllocatedBadRequest' : 'noQuotaAllocated')
  if (!UUID.test(path.customHostnameId)) throw new ApiError('invalidCustomHostnameId')
  const customHostname = await store.customHostnames.find(zone.no, path.customHostnameId)
  if (customHostname === undefined) throw new ApiError('customHostnameNotFound')
  if (!entitlements.customCertificates) throw new ApiError('customCertificateNotGranted')
  const { seed, lifecycle: { certificate } } = customHostname
  const pack = certificate?.order.upload?.pack ?? certificate?.serving?.pack ?? 1
  if (certificate === undefined || packId(seed, pack, random) !== path.packId) throw new ApiError('certificatePackNotFound')
  const { upload } = certificate.order
  if (upload === undefined) throw new ApiError('certificatePackNotBundled')
  if (!upload.certificates.some(({ id }) => id === path.certificateId)) throw new ApiError('packCertificateNotFound')
  return { customHostname, certificate, upload }
}

async function check (context: Context, zone: Zone, { hostname, ssl }: CustomHostname, { certificate, key }: GivenPair): Promise<CheckedCertificate> {
  const bundleMethod = ssl?.bundleMethod ?? 'ubiquitous'
  const checked = await context.certificates.check({ certificate, privateKey: key, hostname, bundleMethod, zoneNow: context.now(zone) })
  if ('fault' in checked) throw new ApiError(checked.fault, { hostname })
  return checked.certificate
}

function merge (upload: Upload, { upload: { uploadedAt, certificates: [added] } }: PlacedUpload, replacedId: string): Upload {
  const [first, ...others] = upload.certificates
  const [head, ...rest] = first.id === replacedId ? [added, ...others] as const : [first, added] as const
  return { ...upload, uploadedAt, certificates: [head, ...rest] }
}

function reordered (certificate: CertificateState, now: Instant, upload: Upload, events: Event[]): CertificateState {
  const happened: LifecycleEvent[] = []
  const next = reorderCertificate(certificate, now, { ...certificate.order, upload }, happened)
  events.push(...happened)
  return next
}

function withCertificate (customHostname: CustomHostname, certificate: CertificateState): CustomHostname {
  return { ...customHostname, lifecycle: { ...customHostname.lifecycle, certificate } }
}

async function save (context: Context, zone: Zone, customHostname: CustomHostname, events: readonly Event[]): Promise<string> {
  const rules = await context.rulesFor(zone, customHostname)
  await context.store.customHostnames.save(zone.no, customHostname, dueAt(customHostname.lifecycle, rules), events)
  return context.renderHostname(zone, customHostname)
}
