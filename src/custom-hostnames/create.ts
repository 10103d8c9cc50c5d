import type { Context } from '../context.ts'
import type { Order } from '../core/certificate.ts'
import { dueAt, newLifecycle } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { ApiError } from '../core/errors.ts'
import { hostnameId } from '../core/hostname-id.ts'
import type { Instant } from '../core/instant.ts'
import type { AcceptedSsl } from '../core/ssl-rules.ts'
import { sslRequest } from '../core/ssl-rules.ts'
import type { PlacedUpload } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'
import { checkHostname, checkMetadata, checkOrigin, checkSsl, requireQuota } from './checks.ts'
import type { GivenHostname } from './request.ts'
import { checkPack, forgetSecrets, keepSecrets, placePack, wantedUpload } from './uploads.ts'

/** Over the soft quota the service goes on and warns; its words are not published. */
const OVER_QUOTA = 'The number of custom hostnames exceeds the allocated quota of this zone; additional hostnames are billed.'

export interface Created {
  readonly wire: string
  readonly messages: readonly string[]
}

/** Creates a custom hostname, checking in the documented order. Throws ApiError. */
export async function createCustomHostname (context: Context, wholeZone: Zone, now: Instant, given: GivenHostname): Promise<Created> {
  const { store } = context
  requireQuota(context, wholeZone)
  const name = { hostname: given.hostname?.toLowerCase() ?? '' }
  const zone = context.zoneFor(wholeZone, name)
  requireQuota(context, zone)
  const hostname = checkHostname(given.hostname, zone, context)
  const ssl = given.ssl === undefined || given.ssl === null ? undefined : checkSsl(given.ssl, hostname, zone)
  const pack = ssl === undefined ? undefined : await checkPack(ssl, hostname, zone, context)
  checkMetadata(given, zone, ssl?.wildcard === true || hostname.startsWith('*.'))
  if (given.customOriginServer !== undefined || given.customOriginSni !== undefined) {
    await checkOrigin(given, zone, context, given.customOriginServer?.toLowerCase())
  }
  const messages = await checkQuota(context, zone, hostname)
  const refusal = context.scenarioOf(zone, name)?.effects.refuses
  if (refusal !== undefined) throw new ApiError(refusal)

  const blank = draftOf(context, zone, now, { ...given, hostname })
  const placed = pack === undefined ? undefined : placePack(pack, blank, undefined, { now, tokens: context.random })
  const draft = ssl === undefined ? blank : { ...blank, ssl: sslRequest(ssl, undefined, placed?.shown) }
  if (placed !== undefined) await keepSecrets(placed, draft, context)
  const rules = await context.rulesFor(zone, draft)
  const customHostname: CustomHostname = { ...draft, lifecycle: newLifecycle(now, rules, orderOf(zone, hostname, ssl, placed)) }
  const wire = context.renderHostname(zone, customHostname)
  const due = dueAt(customHostname.lifecycle, rules)
  const outcome = await store.customHostnames.insert(zone.no, { customHostname, wire }, due, [{ type: 'created', at: now }])
  if (outcome === 'duplicate') {
    await forgetSecrets(customHostname.lifecycle.certificate, undefined, context)
    throw new ApiError('duplicateCustomHostname')
  }
  return { wire, messages }
}

async function holdsName ({ store }: Context, zone: Zone, hostname: string): Promise<boolean> {
  const existing = await store.customHostnames.findByHostname(zone.no, hostname)
  // One that was deleted after its seven days is still readable, but its name is free again.
  return existing !== undefined && existing.lifecycle.ownership.status !== 'deleted'
}

/** A duplicate comes before an exceeded quota; where there is room, the insertion itself finds it. */
async function checkQuota (context: Context, zone: Zone, hostname: string): Promise<string[]> {
  const { store } = context
  const { no, settings: { plan, quota } } = zone
  // The kept counter is at least what is used: only near a limit is it worth to count exactly.
  if (await store.customHostnames.count(no) < Math.min(quota.allocated, quota.hardCap)) return []
  const used = await store.customHostnames.countUsed(no)
  if (used >= quota.hardCap && plan !== 'enterprise') {
    throw new ApiError(await holdsName(context, zone, hostname) ? 'duplicateCustomHostname' : 'quotaExceeded')
  }
  return used >= quota.allocated ? [OVER_QUOTA] : []
}

function draftOf (
  { store, random }: Context, zone: Zone, now: Instant, given: GivenHostname & { readonly hostname: string }
): CustomHostname {
  const seq = store.customHostnames.takeSeq(zone.no)
  // By its number within the zone, so that a sandbox with a fixed seed repeats itself after a reset too.
  const number = seq % 2 ** 32
  const seed = random.hex(random.seed, `hostname/${zone.id}/${number}`, 32)
  const { customMetadata, customOriginServer, customOriginSni } = given
  return {
    seq,
    version: 1,
    id: hostnameId(zone.id, number, random.uuid(seed, 'id')),
    hostname: given.hostname,
    seed,
    createdAt: now,
    ...(customMetadata === undefined || customMetadata === null ? {} : { customMetadata }),
    ...(customOriginServer === undefined || customOriginServer === null ? {} : { customOriginServer: customOriginServer.toLowerCase() }),
    ...(customOriginSni === undefined || customOriginSni === null ? {} : { customOriginSni: customOriginSni.toLowerCase() }),
    lifecycle: { ownership: { status: 'provisioned', since: now, checks: 0 } }
  }
}

/** The first order of a certificate. Records of the `cname` method are DigiCert's, so an unchosen authority is DigiCert there. */
export function orderOf ({ settings }: Zone, hostname: string, ssl: AcceptedSsl | undefined, placed: PlacedUpload | undefined): Order | undefined {
  if (ssl === undefined) return undefined
  const standard = ssl.method === 'cname' ? 'digicert' : settings.certificateAuthority
  const order = { number: 1, authority: ssl.authority ?? standard, wildcard: ssl.wildcard ?? false }
  return placed === undefined ? order : { ...order, ...wantedUpload(hostname, placed) }
}
