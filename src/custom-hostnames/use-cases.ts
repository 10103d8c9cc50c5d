import type { Context } from '../context.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { dueAt } from '../core/custom-hostname.ts'
import { ApiError } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { Zone } from '../core/zone.ts'
import type { HostnameQuery } from '../store/store.ts'
import { retryOnStale } from '../store/retry.ts'
import { requireQuota } from './checks.ts'
import { editCustomHostname } from './edit.ts'
import type { GivenHostname } from './request.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The wire form of one hostname. Throws 1435 and 1436. */
export function getCustomHostname (context: Context, zone: Zone, id: string): Promise<string> | string {
  requireQuota(context, zone)
  const wire = context.store.customHostnames.findWire(zone.no, id)
  if (wire !== undefined) return wire
  requireId(id)
  return find(context, zone, id).then(found => render(context, zone, found))
}

/** Edits one hostname by its id. Throws ApiError. */
export async function patchCustomHostname (context: Context, zone: Zone, id: string, given: GivenHostname): Promise<string> {
  requireQuota(context, zone)
  requireId(id)
  return await retryOnStale(async () => await editCustomHostname(context, zone, await find(context, zone, id), given))
}

/** Edits the hostname that the body names: how older documentation prints the recheck. Throws ApiError. */
export async function patchByHostname (context: Context, zone: Zone, given: GivenHostname): Promise<string> {
  requireQuota(context, zone)
  return await retryOnStale(async () => {
    const current = await context.store.customHostnames.findByHostname(zone.no, (given.hostname ?? '').toLowerCase())
    if (current === undefined) throw new ApiError('customHostnameNotFound')
    return await editCustomHostname(context, zone, current, given)
  })
}

/** Deletes a hostname, at once or after the time that the schedule lets it linger. Throws 1435 and 1436. */
export async function deleteCustomHostname (context: Context, zone: Zone, now: Instant, id: string): Promise<void> {
  requireQuota(context, zone)
  requireId(id)
  await retryOnStale(async () => {
    const current = await find(context, zone, id)
    const { ownership, certificate } = current.lifecycle
    if (ownership.status === 'pending_deletion') return
    const deleted = { type: 'deleted', at: now } as const
    const rules = await context.rulesFor(zone, current)
    if (rules.schedule.hostname.deletionMs === 0) {
      await context.store.customHostnames.remove(zone.no, current, [deleted])
      return
    }
    const leaving: CustomHostname = {
      ...current,
      lifecycle: {
        ownership: { status: 'pending_deletion', since: now, checks: ownership.checks },
        ...(certificate === undefined
          ? {}
          : {
              certificate: { status: 'pending_deletion', since: now, order: certificate.order, ...(certificate.serving === undefined ? {} : { formerPack: certificate.serving.pack }) }
            })
      }
    }
    await context.store.customHostnames.save(zone.no, leaving, dueAt(leaving.lifecycle, rules), [
      deleted, { type: 'status_changed', axis: 'status', at: now, from: ownership.status, to: 'pending_deletion' }
    ])
  })
}

/** One page of wire forms, and how many match in all. */
export async function listCustomHostnames (
  context: Context, zone: Zone, query: HostnameQuery
): Promise<{ readonly items: readonly string[], readonly total: number }> {
  const { rows, total } = await context.store.customHostnames.list(zone.no, query)
  return { items: rows.map(row => typeof row === 'string' ? row : render(context, zone, row)), total }
}

/** The quota of a zone as its wire form. */
export async function getQuota (context: Context, zone: Zone): Promise<string> {
  requireQuota(context, zone)
  const { allocated, hardCap } = context.zoneFor(zone).settings.quota
  const used = await context.store.customHostnames.countUsed(zone.no)
  return JSON.stringify({ allocated, used, exceeded: used >= allocated, hard_cap: hardCap })
}

async function find ({ store }: Context, zone: Zone, id: string): Promise<CustomHostname> {
  const customHostname = await store.customHostnames.find(zone.no, id)
  if (customHostname === undefined) throw new ApiError('customHostnameNotFound')
  return customHostname
}

/** Renders a hostname that changed since its last reader, and keeps the text for the next. */
function render ({ store, renderHostname }: Context, zone: Zone, customHostname: CustomHostname): string {
  const wire = renderHostname(zone, customHostname)
  store.customHostnames.keepWire(customHostname, wire)
  return wire
}

function requireId (id: string): void {
  if (!UUID.test(id)) throw new ApiError('invalidCustomHostnameId')
}
