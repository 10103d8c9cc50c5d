import type { GivenClockWire } from '../../schemas/admin/zone.ts'
import type { Context } from '../context.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import type { Instant } from '../core/instant.ts'
import type { ClockState, Zone, ZoneSettings } from '../core/zone.ts'
import { zoneNow } from '../core/zone.ts'
import type { Store } from '../store/store.ts'

/** What a zone is made from, and what a reset of it goes back to. */
export interface Blueprint {
  readonly settings: ZoneSettings
  readonly clock: ClockState
  /** Missing in what earlier versions kept. */
  readonly records?: ReadonlyArray<Omit<DnsRecord, 'id' | 'createdAt' | 'modifiedAt'>>
  /** Active from the start. */
  readonly fallbackOrigin?: string
}

/** A blueprint with the names that it is written for. */
export interface Template extends Blueprint {
  readonly name: string
  readonly accountId: string
}

export type Identity = Pick<Zone, 'id' | 'name' | 'accountId' | 'status' | 'type'>

/** Makes a zone with everything that its blueprint says. */
export async function plantBlueprint ({ store, random, clock: system }: Context, identity: Identity, blueprint: Blueprint): Promise<Zone> {
  const { settings, clock, records = [], fallbackOrigin: origin } = blueprint
  const createdAt = zoneNow(clock, system.now())
  const zone = await store.zones.insert({ ...identity, createdAt, clock, settings })
  for (const [i, record] of records.entries()) {
    await store.dnsRecords.insert(zone.no, { ...record, id: random.hex('dns-record', `${zone.id}/seed/${i}`, 32), createdAt, modifiedAt: createdAt })
  }
  if (origin !== undefined) await store.fallbackOrigins.save(zone.no, undefined, { origin, status: 'active', since: createdAt, createdAt, updatedAt: createdAt }, [])
  return zone
}

/** A zone that is there, as a template: its settings, records and fallback origin of now, its clock as it began. */
export async function templateOf ({ dnsRecords, fallbackOrigins }: Store, { no, name, accountId, settings, clock, createdAt }: Zone): Promise<Template> {
  const records = (await dnsRecords.list(no)).map(({ id: _id, createdAt: _created, modifiedAt: _modified, ...record }) => record)
  const origin = fallbackOrigins.find(no)?.origin
  return {
    name, accountId, settings, records, clock: clock.mode === 'frozen' ? { mode: 'frozen', now: createdAt } : clock, ...(origin === undefined ? {} : { fallbackOrigin: origin })
  }
}

/** The blueprint of a zone with another name: what lies under the name of the template lies under that one. */
export function renamed ({ name: from, settings, clock, records = [], fallbackOrigin }: Template, name: string): Blueprint {
  const below = new RegExp(`(^|\\.)${from.replaceAll('.', '\\.')}$`)
  const rename = (text: string): string => text.replace(below, `$1${name}`)
  return {
    settings,
    clock,
    records: records.map(record => ({ ...record, name: rename(record.name), content: rename(record.content) })),
    ...(fallbackOrigin === undefined ? {} : { fallbackOrigin: rename(fallbackOrigin) })
  }
}

/** A clock as it is given, and as the standard says where nothing is given. */
export function clockFrom (given: { readonly mode?: GivenClockWire['mode'], readonly now?: Instant }, standard: ClockState, systemNow: Instant): ClockState {
  const start = given.now ?? zoneNow(standard, systemNow)
  return (given.mode ?? standard.mode) === 'frozen' ? { mode: 'frozen', now: start } : { mode: 'running', offsetMs: start - systemNow }
}

const madeAs = (zoneId: string): string => `zone_made_as/${zoneId}`

/** Keeps what a zone was made from, for its reset. */
export async function keepBlueprint (store: Store, zoneId: string, blueprint: Blueprint): Promise<void> {
  await store.saveMeta(madeAs(zoneId), JSON.stringify(blueprint))
}

/** What a zone was made from; undefined for one of the seed or of the v4 API. */
export function findBlueprint (store: Store, zoneId: string): Blueprint | undefined {
  const kept = store.findMeta(madeAs(zoneId))
  return kept === undefined ? undefined : JSON.parse(kept) as Blueprint
}
