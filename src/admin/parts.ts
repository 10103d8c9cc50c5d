import type { Context } from '../context.ts'
import type { ClockState, Zone, ZoneSettings } from '../core/zone.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { HandOver } from '../http/behind.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import type { Snapshot } from '../store/snapshots.ts'
import type { Template } from './blueprint.ts'
import type { CaAdminParts } from './ca.ts'
import type { DnsAdminParts } from './dns-entries.ts'
import type { FaultAdminParts } from './fault-routes.ts'
import type { MailAdminParts } from './mail.ts'
import type { DeployedCertificates } from './hostname-certificate.ts'
import type { OriginRouteParts } from './origins.ts'
import type { RequestAdminParts } from './request-routes.ts'
import type { WebhookAdminParts } from './webhooks.ts'

/** What the calls of the admin API are made from. */
export interface AdminParts {
  readonly context: Context
  readonly scheduler: Scheduler
  /** The settings of a zone that names none. */
  readonly zoneDefaults: ZoneSettings
  readonly world: {
    reset (): Promise<void>
    /** Takes one zone back to its seed, or to the empty zone that it was made as. */
    resetZone (zone: Zone): Promise<void>
    newClock (): ClockState
    /** A zone by id or name, or a template of the seed by name. */
    findTemplate (named: string): Promise<Template | undefined>
    readonly snapshots: {
      /** Undefined when the name is taken and `replace` is not set. */
      take (name: string, options: { readonly replace: boolean }): Promise<Snapshot | undefined>
      /** Undefined when there is none of this name. */
      restore (name: string): Promise<Snapshot | undefined>
    }
  }
  readonly outside: DnsAdminParts['outside']
  readonly mail: MailAdminParts['mail']
  readonly webhooks: WebhookAdminParts['webhooks']
  readonly origins: OriginRouteParts['origins']
  readonly certificates: CaAdminParts['certificates'] & DeployedCertificates
  readonly traffic: FaultAdminParts['traffic'] & RequestAdminParts['traffic']
  readonly adminToken: string | undefined
  /** Who makes the OpenAPI document; missing in the app that makes it itself. */
  readonly toDocuments?: HandOver | undefined
  readonly config: { readonly profile: 'sandbox' | 'ci' | 'realistic', readonly allowedHosts: readonly string[] }
}

/** The zone that a path names, as it stands. Throws 404. */
export function findZone ({ context: { store } }: AdminParts, zoneId: string): Zone {
  const zone = store.zones.find(zoneId)
  if (zone === undefined) throw notFound(`zone ${zoneId}`)
  return zone
}

/** The zone that a path names, caught up to its now. Throws 404. */
export async function findCaughtUp (parts: AdminParts, zoneId: string): Promise<Zone> {
  findZone(parts, zoneId)
  await parts.scheduler.catchUp(zoneId).catch(gone(parts, zoneId))
  return findZone(parts, zoneId)
}

/** Work on a zone that is caught up and that nothing else settles meanwhile. Throws 404. */
export async function onZone<T> (
  parts: AdminParts, zoneId: string, work: (zone: Zone, settle: (until: number) => Promise<void>) => Promise<T>
): Promise<T> {
  findZone(parts, zoneId)
  return await parts.scheduler.exclusively(zoneId, work).catch(gone(parts, zoneId))
}

/** A zone that another call deleted while this one waited for it. */
function gone (parts: AdminParts, zoneId: string): (error: unknown) => never {
  return error => {
    findZone(parts, zoneId)
    throw error
  }
}
