import type { CustomHostname } from '../core/custom-hostname.ts'
import { validationRecords } from '../core/dcv.ts'
import { isProxiedOrigin } from '../core/dns-record.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'
import type { RouteSource, Routing, ZoneTime } from './ports.ts'
import type { Entry, NameWorld } from './routing.ts'
import { chooseRoute, latestActive } from './routing.ts'
import { cnameOf, recordsFor, zonesAbove } from './zone-records.ts'

export interface RouteParts {
  readonly store: Pick<Store, 'zones' | 'dnsRecords' | 'fallbackOrigins' | 'customHostnames'>
  readonly tokens: TokenSource
  readonly time: ZoneTime
  /** What hostnames that are not active answer: the sources differ between 1001 and 1016. */
  readonly pendingError: 1001 | 1016
}

type RouteStore = RouteParts['store']

/** Routes as the store has them. */
export function createRouteSource ({ store, tokens, time, pendingError }: RouteParts): RouteSource {
  /** True when any of the zones had to be caught up, so that what was read before is no longer good. */
  async function catchUpZones (world: NameWorld): Promise<boolean> {
    const zones = new Map([...world.exact, ...world.covering].map(({ zone }) => [zone.no, zone]))
    const late = [...zones.values()].filter(zone => !time.isSettled(zone))
    for (const { id } of late) await time.catchUp(id)
    return late.length > 0
  }
  return {
    catchUp: async name => { await catchUpZones(await readWorld(name, store)) },
    async find (name, { waits }): Promise<Routing | undefined> {
      const world = await readWorld(name, store)
      return chooseRoute(name, waits && await catchUpZones(world) ? await readWorld(name, store) : world, pendingError)
    },
    async findValidationFile (name, path) {
      for (const { customHostname } of await store.customHostnames.findAll(name)) {
        const body = fileBody(customHostname, path, tokens)
        if (body !== undefined) return body
      }
      return undefined
    }
  }
}

async function readWorld (name: string, store: RouteStore): Promise<NameWorld> {
  const exact = await entriesOf(name, store)
  // Nothing goes before an active hostname of exactly the name: this is what nearly every request meets.
  const covering = latestActive(exact) === undefined ? await coveringEntries(name, store) : []
  const [own] = zonesAbove(name, store)
  if (own === undefined) return { exact, covering }
  const records = await recordsFor(name, own, store)
  const cname = cnameOf(records)
  const target = cname === undefined ? [] : zonesAbove(cname, store)
  return { exact, covering, own: { zone: own, records, foreignTarget: target.length > 0 && target.every(({ accountId }) => accountId !== own.accountId) } }
}

async function entriesOf (hostname: string, store: RouteStore): Promise<readonly Entry[]> {
  const found = await store.customHostnames.findAll(hostname)
  return await Promise.all(found.flatMap(({ zoneNo, customHostname }) => {
    const zone = store.zones.findByNo(zoneNo)
    return zone === undefined ? [] : [entryOf(zone, customHostname, store)]
  }))
}

async function entryOf (zone: Zone, customHostname: CustomHostname, store: RouteStore): Promise<Entry> {
  return { zone, customHostname, fallbackOrigin: customHostname.customOriginServer === undefined ? await usableFallbackOrigin(zone, store) : undefined }
}

/** The fallback origin is deployed, and its name is still proxied. */
async function usableFallbackOrigin ({ no }: Zone, { fallbackOrigins, dnsRecords }: RouteStore): Promise<string | undefined> {
  const fallback = fallbackOrigins.find(no)
  if (fallback === undefined || !['active', 'pending_deletion', 'deletion_timed_out'].includes(fallback.status)) return undefined
  return isProxiedOrigin(await dnsRecords.findByName(no, fallback.origin)) ? fallback.origin : undefined
}

/** Hostnames that cover a name by a wildcard: those called `*.` themselves, and those with a wildcard certificate. */
async function coveringEntries (name: string, store: RouteStore): Promise<readonly Entry[]> {
  const found = await Promise.all(namesCovering(name).map(async hostname => await entriesOf(hostname, store)))
  return found.flat().filter(({ customHostname: { hostname, lifecycle: { certificate } } }) => hostname.startsWith('*.') || certificate?.order.wildcard === true)
}

/** The names of hostnames that may cover a name. */
function namesCovering (name: string): readonly string[] {
  const parent = name.slice(name.indexOf('.') + 1)
  return name.includes('.') ? [`*.${parent}`, parent] : []
}

/** The edge answers files itself while they are waited for, also for the method `txt`, whose names are tried by file as well. */
function fileBody (customHostname: CustomHostname, path: string, tokens: TokenSource): string | undefined {
  const { ssl, hostname, lifecycle: { certificate } } = customHostname
  if (ssl === undefined || certificate?.status !== 'pending_validation') return undefined
  const { order } = certificate
  if (order.wildcard || (ssl.method !== 'http' && ssl.method !== 'txt')) return undefined
  // Files have nothing to do with the base domain, which mail addresses are made of.
  const records = validationRecords({ customHostname, method: 'http', order, baseDomain: hostname }, tokens)
  return records.find(({ http_url: url }) => url === `http://${hostname}${path}`)?.http_body
}
