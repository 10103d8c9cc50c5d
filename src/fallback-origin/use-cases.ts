import type { Context } from '../context.ts'
import { isProxiedOrigin } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import { deleteFallbackOrigin, putFallbackOrigin, RECORD_NOT_PROXIED } from '../core/fallback-origin.ts'
import type { FallbackOrigin } from '../core/fallback-origin.ts'
import { isAscii, isMalformed } from '../core/hostname-rules.ts'
import type { Instant } from '../core/instant.ts'
import { formatInstant } from '../core/instant.ts'
import type { Zone } from '../core/zone.ts'
import { retryOnStale } from '../store/retry.ts'
import type { ZoneEvent } from '../store/store.ts'

/** The fallback origin as its wire form. Throws 1551 when none is set. */
export async function getFallbackOrigin (context: Context, zone: Zone): Promise<string> {
  requireGranted(zone)
  return await toWireText(context, zone, find(context, zone))
}

/** Sets or replaces the fallback origin. A record that is missing or not proxied is no error here: the answer says so. Throws ApiError. */
export async function setFallbackOrigin (context: Context, zone: Zone, now: Instant, body: Readonly<Record<string, unknown>>): Promise<string> {
  requireGranted(zone)
  const origin = checkOrigin(body['origin'], zone)
  return await change(context, zone, current => putFallbackOrigin(current, origin, now, context.scheduleOf(zone)))
}

/** Begins the deletion; the fallback origin stays readable until it is done. Throws 1551 and 1414. */
export async function removeFallbackOrigin (context: Context, zone: Zone, now: Instant): Promise<string> {
  requireGranted(zone)
  find(context, zone)
  return await change(context, zone, current => deleteFallbackOrigin(current ?? find(context, zone), now))
}

async function change (context: Context, zone: Zone, decide: (current: FallbackOrigin | undefined) => FallbackOrigin): Promise<string> {
  const next = await retryOnStale(async () => {
    const current = context.store.fallbackOrigins.find(zone.no)
    if (current?.status === 'pending_deletion') throw new ApiError('fallbackOriginPendingDeletion')
    const decided = decide(current)
    const event: ZoneEvent = { type: 'fallback_origin_changed', at: decided.since, from: current?.status, to: decided.status }
    await context.store.fallbackOrigins.save(zone.no, current, decided, [event])
    return decided
  })
  context.wake()
  return await toWireText(context, zone, next)
}

function find ({ store }: Context, zone: Zone): FallbackOrigin {
  const current = store.fallbackOrigins.find(zone.no)
  if (current === undefined) throw new ApiError('fallbackOriginNotFound')
  return current
}

function checkOrigin (given: unknown, zone: Zone): string {
  if (given !== undefined && given !== null && typeof given !== 'string') throw new ApiError('fallbackOriginUndecodable')
  if (given === undefined || given === null || given === '') throw new ApiError('fallbackOriginRequired')
  const origin = given.toLowerCase()
  if (isMalformed(origin) || !isAscii(origin)) throw new ApiError('invalidFallbackOrigin')
  if (origin !== zone.name && !origin.endsWith(`.${zone.name}`)) throw new ApiError('fallbackOriginOutsideZone', { zone: zone.name })
  return origin
}

function requireGranted ({ settings }: Zone): void {
  if (!settings.entitlements.customHostnames) throw new ApiError('fallbackOriginNotGranted')
}

async function toWireText ({ store }: Context, zone: Zone, { origin, status, createdAt, updatedAt }: FallbackOrigin): Promise<string> {
  const leaving = status === 'pending_deletion' || status === 'deletion_timed_out'
  const proxied = leaving || isProxiedOrigin(await store.dnsRecords.findByName(zone.no, origin))
  return JSON.stringify({
    origin,
    status,
    errors: proxied ? undefined : [RECORD_NOT_PROXIED],
    created_at: formatInstant(createdAt),
    updated_at: formatInstant(updatedAt)
  })
}
