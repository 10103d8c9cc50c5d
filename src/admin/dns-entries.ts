import type { CreateCustomerRecordWire, CustomerRecordWire, DnsEntryQueryWire, DnsFaultWire } from '../../schemas/admin/dns.ts'
import type { HttpOverrideQueryWire, HttpOverrideWire } from '../../schemas/admin/http-override.ts'
import type { Context } from '../context.ts'
import { notFound, Refusal } from '../http/admin-refusal.ts'
import type { CustomerRecord, CustomerRecordType, DnsFault, DnsWorldFilter, HttpOverride } from '../store/dns-world.ts'
import { inTurn } from '../store/turns.ts'
import { readDnsName, readRecordContent, readTarget } from './dns-values.ts'

/** What the calls for the customers' world are made from. */
export interface DnsAdminParts {
  readonly context: Pick<Context, 'store' | 'random'>
  readonly outside: {
    readonly queries: {
      list (name?: string): ReadonlyArray<{
        readonly at: number, readonly name: string, readonly type: string, readonly transport: 'udp' | 'tcp', readonly client: string, readonly outcome: string
      }>
      clear (): void
    }
    /** Tells which addresses may be connected to. */
    readonly isAllowed: (address: string) => boolean
  }
}

type Parts = Pick<DnsAdminParts, 'context'>

const STANDARD_TTL = 300

/** Puts a record in place, as a customer would. The same record again only takes the new ttl. Throws 400, 404 and 409. */
export async function createRecord ({ context }: Parts, given: CreateCustomerRecordWire): Promise<CustomerRecord> {
  const { store } = context
  const scope = scopeOf(context, given.zone_id)
  const name = readDnsName('/name', given.name)
  const content = readRecordContent(given.type, given.content, name)
  return await inTurn(store, 'dns-world', async () => {
    if (given.type === 'CNAME') await refuseSecondCname(context, { ...scope, name }, content)
    return await store.dnsWorld.insertRecord({ id: await takeId(context), ...scope, name, type: given.type, content, ttl: given.ttl ?? STANDARD_TTL })
  })
}

/** Of two CNAME records of a name, no one could tell which one counts. Beside other types it may stand, as leftovers do. */
async function refuseSecondCname ({ store }: Parts['context'], { zoneNo, name }: Pick<CustomerRecord, 'zoneNo' | 'name'>, content: string): Promise<void> {
  const filter: DnsWorldFilter = { name, type: 'CNAME', ...(zoneNo === undefined ? { shared: true } : { zoneNo }) }
  const [existing] = await store.dnsWorld.listRecords(filter, { offset: 0, limit: 1 })
  if (existing === undefined || existing.content === content) return
  throw new Refusal(409, 'conflict', `${name} is a CNAME of ${existing.content} already: delete record ${existing.id} first`)
}

/** Makes something go wrong with a name. Throws 400 and 404. */
export async function createFault ({ context }: Parts, given: Omit<DnsFaultWire, 'id'>): Promise<DnsFault> {
  const scope = scopeOf(context, given.zone_id)
  const name = readDnsName('/name', given.name)
  return await inTurn(context.store, 'dns-world', async () =>
    await context.store.dnsWorld.insertFault({ id: await takeId(context), ...scope, name, kind: given.kind }))
}

/** Sends requests to a host somewhere else. Throws 400, 403 and 404. */
export async function putOverride ({ context, outside }: DnsAdminParts, given: HttpOverrideWire): Promise<HttpOverride> {
  const scope = scopeOf(context, given.zone_id)
  const { address, port } = readTarget(given.target)
  if (!outside.isAllowed(address)) throw new Refusal(403, 'address_refused', `${address} is neither a loopback address nor among --allowed-addresses`)
  const override = { ...scope, host: readDnsName('/host', given.host), address, port }
  await context.store.dnsWorld.putOverride(override)
  return override
}

/** Which entries a query means. Throws 400 and 404. */
export function filterOf ({ context }: Parts, query: DnsEntryQueryWire & { readonly type?: CustomerRecordType }): DnsWorldFilter {
  return {
    ...scopeOf(context, query.zone_id),
    ...(query.name === undefined ? {} : { name: readDnsName('/name', query.name) }),
    ...(query.type === undefined ? {} : { type: query.type })
  }
}

/** Which overrides a query means. Throws 400 and 404. */
export function overrideFilterOf (parts: Parts, { host, zone_id: zoneId }: HttpOverrideQueryWire): DnsWorldFilter {
  return filterOf(parts, { ...(host === undefined ? {} : { name: host }), ...(zoneId === undefined ? {} : { zone_id: zoneId }) })
}

/** How many were deleted, of the one that was named. Throws 404 when there was none. */
export function deletedOne (what: string, deleted: number): { readonly deleted: number } {
  if (deleted === 0) throw notFound(what)
  return { deleted }
}

export function recordToWire (parts: Parts, { zoneNo, ...record }: CustomerRecord): CustomerRecordWire {
  return { ...record, ...zoneIdOf(parts, zoneNo) }
}

export function faultToWire (parts: Parts, { zoneNo, ...fault }: DnsFault): DnsFaultWire {
  return { ...fault, ...zoneIdOf(parts, zoneNo) }
}

export function overrideToWire (parts: Parts, { zoneNo, host, address, port }: HttpOverride): HttpOverrideWire {
  return { host, target: `${address.includes(':') ? `[${address}]` : address}:${port}`, ...zoneIdOf(parts, zoneNo) }
}

function zoneIdOf ({ context: { store } }: Parts, zoneNo: number | undefined): { readonly zone_id?: string } {
  const zone = zoneNo === undefined ? undefined : store.zones.findByNo(zoneNo)
  return zone === undefined ? {} : { zone_id: zone.id }
}

function scopeOf ({ store }: Parts['context'], zoneId: string | undefined): { readonly zoneNo?: number } {
  if (zoneId === undefined) return {}
  const zone = store.zones.find(zoneId)
  if (zone === undefined) throw notFound(`zone ${zoneId}`)
  return { zoneNo: zone.no }
}

/** Ids follow from how many entries were ever made, so that a repeated run gives the same ones. */
async function takeId ({ store, random }: Parts['context']): Promise<string> {
  const number = Number(store.findMeta('dns_world_made') ?? 0) + 1
  await store.saveMeta('dns_world_made', String(number))
  return random.hex(random.seed, `dns-world/${number}`, 32)
}
