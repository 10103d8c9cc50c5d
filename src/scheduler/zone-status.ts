import { dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { LifecycleEvent } from '../core/events.ts'
import { releaseDeployment } from '../core/uploads.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'
import { StaleError } from '../store/store.ts'
import type { Scheduler } from './scheduler.ts'

const BATCH = 500

export interface ZoneStatusParts {
  readonly store: Store
  readonly scheduler: Pick<Scheduler, 'now' | 'dueRulesFor'>
}

/**
 * Gives a zone that is held and caught up another status. Uploaded certificates that waited for it to become active are deployed
 * from now on.
 */
export async function setZoneStatus ({ store, scheduler }: ZoneStatusParts, zone: Zone, status: Zone['status']): Promise<void> {
  if (zone.status === status) return
  await store.zones.saveStatus(zone.no, status)
  const changed = store.zones.findByNo(zone.no)
  if (changed?.status === 'active') await releaseAll({ store, scheduler }, changed)
}

async function releaseAll (parts: ZoneStatusParts, zone: Zone): Promise<void> {
  for (;;) {
    const held = await parts.store.customHostnames.listBySslStatus(zone.no, 'holding_deployment', BATCH)
    if (held.length === 0) return
    await Promise.all(held.map(async customHostname => { await release(parts, zone, customHostname) }))
  }
}

async function release ({ store, scheduler }: ZoneStatusParts, zone: Zone, customHostname: CustomHostname): Promise<void> {
  const { certificate } = customHostname.lifecycle
  if (certificate === undefined) return
  const events: LifecycleEvent[] = []
  const released = { ...customHostname, lifecycle: { ...customHostname.lifecycle, certificate: releaseDeployment(certificate, scheduler.now(zone), events) } }
  try {
    await store.customHostnames.save(zone.no, released, dueAt(released.lifecycle, scheduler.dueRulesFor(zone, released)), events)
  } catch (error) {
    // Somebody else's write came first: if it still waits, the next round finds it.
    if (!(error instanceof StaleError)) throw error
  }
}
