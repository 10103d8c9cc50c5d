import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import { uploadsInUse } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'
import type { CustomCsr } from '../store/certificates.ts'
import { inTurn } from '../store/turns.ts'
import type { NewCsr } from './request.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Refuses every call on a zone without the product, or without this part of it: Business and Enterprise have it. */
export function requireCsrs ({ settings: { plan, quota, entitlements } }: Zone): void {
  if (!entitlements.customHostnames || quota.hardCap === 0) throw new ApiError('csrNoQuotaAllocated')
  if (!entitlements.customCertificates && plan !== 'business') throw new ApiError('csrNotGranted')
}

/** Makes a signing request and the key that stays here. */
export async function createCustomCsr (context: Context, zone: Zone, now: Instant, wanted: NewCsr): Promise<CustomCsr> {
  const { store, certificates } = context
  const { keyType, sans, ...rest } = wanted
  const { name, description, ...subject } = rest
  const { csrPem, privateKeyPem } = await certificates.createCsr({ keyType, subject, sans })
  const csr: CustomCsr = { id: await takeId(context, zone), createdAt: now, ...wanted, csrPem }
  await store.customCsrs.insert(zone.no, csr, privateKeyPem)
  return csr
}

/** Finds a signing request by the id of a path. Throws 1418 and 1419. */
export async function findCustomCsr ({ store }: Context, zone: Zone, id: string): Promise<CustomCsr> {
  if (!UUID.test(id)) throw new ApiError('csrInvalidId')
  const csr = await store.customCsrs.find(zone.no, id)
  if (csr === undefined) throw new ApiError('csrNotFound')
  return csr
}

/** Deletes a signing request with its key. Throws 1418, 1419, and 1420 while a certificate depends on it. */
export async function deleteCustomCsr (context: Context, zone: Zone, id: string): Promise<void> {
  await findCustomCsr(context, zone, id)
  if (await isInUse(context, zone, id)) throw new ApiError('csrInUse')
  await context.store.customCsrs.remove(zone.no, id)
}

/** Uploads that were replaced may still be kept: what counts is whether a hostname has one, or is to have it. */
async function isInUse ({ store }: Context, zone: Zone, csrId: string): Promise<boolean> {
  for (const { id, customHostnameId } of await store.certificates.findUploadsByCsr(csrId)) {
    const customHostname = await store.customHostnames.find(zone.no, customHostnameId)
    if (uploadsInUse(customHostname?.lifecycle.certificate).includes(id)) return true
  }
  return false
}

/** Ids follow from the number of requests that were ever made, so that a repeated run gives the same ones. */
async function takeId ({ store, random }: Context, zone: Zone): Promise<string> {
  return await inTurn(store, 'custom-csrs', async () => {
    const number = Number(store.findMeta('custom_csrs_made') ?? 0) + 1
    await store.saveMeta('custom_csrs_made', String(number))
    return random.uuid(random.seed, `custom-csr/${zone.id}/${number}`)
  })
}
