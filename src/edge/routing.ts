import type { CustomHostname } from '../core/custom-hostname.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import type { Zone } from '../core/zone.ts'
import { edgeError, plainRefusal } from './errors.ts'
import type { Routing } from './ports.ts'
import { cnameOf } from './zone-records.ts'

/** A custom hostname with its zone. */
export interface Entry {
  readonly zone: Zone
  readonly customHostname: CustomHostname
  /** The zone's fallback origin when it can be used; not asked for where the hostname has an origin of its own. */
  readonly fallbackOrigin: string | undefined
}

/** Everything in the sandbox that a name may belong to. */
export interface NameWorld {
  /** Custom hostnames of exactly this name. */
  readonly exact: readonly Entry[]
  /** Custom hostnames that cover it by a wildcard. */
  readonly covering: readonly Entry[]
  /** The zone whose domain the name lies in. */
  readonly own?: {
    readonly zone: Zone
    readonly records: readonly DnsRecord[]
    /** Its CNAME leads into a zone that other accounts have alone. */
    readonly foreignTarget: boolean
  }
}

/**
 * Who answers for a name, in the documented order: an active custom hostname of exactly this name, the zone that it lies in, an
 * active custom hostname that covers it. Undefined: nobody knows it.
 */
export function chooseRoute (name: string, world: NameWorld, pendingError: 1001 | 1016): Routing | undefined {
  const { exact, covering, own } = world
  const active = latestActive(exact)
  if (active !== undefined) return routeOf(name, active, { covered: false, world })
  // A record that is not proxied takes its zone out of the contest; without any record the zone still stands for the name.
  if (own !== undefined && (own.records.length === 0 || own.records.some(({ proxied }) => proxied))) return routeOfZone(name, own)
  const activeWildcard = latestActive(covering)
  if (activeWildcard !== undefined) return routeOf(name, activeWildcard, { covered: true, world })
  const waiting = exact[0] ?? covering[0]
  return waiting === undefined ? undefined : refuseWaiting(waiting, pendingError)
}

/** Among several zones with the same active hostname, the one that was validated last. */
export function latestActive (entries: readonly Entry[]): Entry | undefined {
  return entries
    .filter(({ zone, customHostname }) => zone.status === 'active' && isActive(customHostname))
    .reduce<Entry | undefined>((best, entry) => best === undefined || since(entry) > since(best) ? entry : best, undefined)
}

function isActive ({ lifecycle: { ownership } }: CustomHostname): boolean {
  return ownership.status === 'active' || ownership.status === 'active_redeploying'
}

function since ({ customHostname }: Entry): number {
  return customHostname.lifecycle.ownership.since
}

function routeOf (name: string, entry: Entry, { covered, world }: { readonly covered: boolean, readonly world: NameWorld }): Routing {
  const { zone, customHostname: { hostname, customOriginServer }, fallbackOrigin } = entry
  if (hostname === zone.name) return { refusal: plainRefusal(403, 'A custom hostname may not have the name of its zone.') }
  const origin = customOriginServer ?? fallbackOrigin
  if (origin === undefined) return noOrigin(zone)
  const orangeToOrange = world.own !== undefined && world.own.zone.accountId !== zone.accountId && cnameOf(world.own.records.filter(({ proxied }) => proxied)) !== undefined
  return { route: { zone, origin, originServerName: serverNameFor(name, entry, { covered, orangeToOrange }), orangeToOrange } }
}

/**
 * The name sent to a TLS origin: the visitor's to a fallback origin, the origin's own to a custom one unless the hostname says
 * otherwise, which names covered by a wildcard cannot; nor can the visitor's name be asked for behind another zone.
 */
function serverNameFor (
  name: string, { customHostname: { customOriginServer, customOriginSni } }: Entry, { covered, orangeToOrange }: { readonly covered: boolean, readonly orangeToOrange: boolean }
): string {
  if (customOriginServer === undefined) return name
  if (customOriginSni === undefined || covered) return customOriginServer
  if (customOriginSni !== ':request_host_header:') return customOriginSni
  return orangeToOrange ? customOriginServer : name
}

function routeOfZone (name: string, { zone, records, foreignTarget }: NonNullable<NameWorld['own']>): Routing {
  if (records.length === 0) return { refusal: edgeError('originUnresolved', `zone ${zone.name} has no DNS record for ${name}`) }
  if (foreignTarget) return { refusal: edgeError('crossUserCname', `${name} leads to ${cnameOf(records) ?? ''}, a zone of another account without an active custom hostname ${name}`) }
  return { route: { zone, origin: name, originServerName: name, orangeToOrange: false } }
}

/** A hostname without any origin answers so whatever its state. */
function refuseWaiting ({ zone, customHostname, fallbackOrigin }: Entry, pendingError: 1001 | 1016): Routing {
  const { customOriginServer, hostname, lifecycle: { ownership } } = customHostname
  if ((customOriginServer ?? fallbackOrigin) === undefined) return noOrigin(zone)
  const reason = `custom hostname ${hostname} of zone ${zone.name} is ${ownership.status}`
  return { refusal: edgeError(pendingError === 1001 ? 'unknownHost' : 'originUnresolved', reason) }
}

function noOrigin ({ name }: Zone): Routing {
  return { refusal: edgeError('originUnresolved', `zone ${name} has no active fallback origin with a proxied DNS record`) }
}
