import { delegationUuid } from '../core/dcv-delegation.ts'
import { validationRecords } from '../core/dcv.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone as SandboxZone } from '../core/zone.ts'
import type { Viewer } from '../store/dns-world.ts'
import type { Store } from '../store/store.ts'
import type { Fault, NameData, NameRecords, Zone } from './answer.ts'
import { namesUpwards } from './names.ts'
import type { NameSource } from './sources.ts'
import { combineSources, delegationSource, rootZone } from './sources.ts'
import type { EdgeAddresses } from './zone-records.ts'
import { publicRecords } from './zone-records.ts'

export interface WorldParts {
  readonly store: Pick<Store, 'zones' | 'dnsRecords' | 'dnsWorld' | 'customHostnames'>
  readonly tokens: TokenSource
  readonly edge: EdgeAddresses
  readonly baseDomain: (hostname: string) => string
}

/** What the names of delegated validation end in. */
const DELEGATION_SUFFIX = 'dcv.cloudflare.com'

/** How long tokens behind a delegation may be remembered: they change with every order. */
const TOKEN_TTL = 60

/** SOA and NS of the sandbox's zones; a negative answer may be remembered for half an hour, as the service's own say. */
const ZONE_TTL = 3600
const NEGATIVE_TTL = 1800
const NAME_SERVERS = ['ada.ns.cloudflare.com', 'art.ns.cloudflare.com']

/** All names of the sandbox, for those who ask over a socket: every zone, and every customer's records. */
export function wholeWorld (parts: WorldParts): NameData {
  return worldSeenBy('everything', zonesNamed(parts), parts)
}

/**
 * The names as one zone sees them. Zones of other domains are there too, as on the Internet; of the customers' records, only
 * the zone's own and the shared ones, and of several zones of its own domain only itself.
 */
export function worldOfZone (zone: SandboxZone, parts: WorldParts): NameData {
  const named = zonesNamed(parts)
  return worldSeenBy(zone.no, name => name === zone.name ? [zone] : named(name), parts)
}

type ZonesNamed = (name: string) => readonly SandboxZone[]

function zonesNamed ({ store }: WorldParts): ZonesNamed {
  return name => store.zones.listByName(name)
}

function worldSeenBy (viewer: Viewer, zonesOf: ZonesNamed, parts: WorldParts): NameData {
  const { store: { dnsWorld } } = parts
  return combineSources({
    sources: [
      zoneSource(zonesOf, parts),
      { lookup: async name => await dnsWorld.recordsAt(name, viewer) },
      delegationSource({ suffix: DELEGATION_SUFFIX, ttl: TOKEN_TTL, tokens: async (hostname, uuid) => await currentTokens(hostname, uuid, parts) })
    ],
    zone: name => {
      for (const candidate of namesUpwards(name)) {
        if (zonesOf(candidate).length > 0) return zoneAt(candidate)
      }
      return rootZone
    },
    fault: async (name): Promise<Fault | undefined> => await dnsWorld.faultAt(name, viewer)
  })
}

/** The records that zones have made through the API, each name looked up in the store: a zone may have a hundred thousand. */
function zoneSource (zonesOf: ZonesNamed, { store: { dnsRecords }, edge }: WorldParts): NameSource {
  return {
    async lookup (name): Promise<NameRecords | undefined> {
      for (const apex of namesUpwards(name)) {
        const zones = zonesOf(apex)
        if (zones.length === 0) continue
        const found = await Promise.all(zones.map(async ({ no }) => {
          const records = await dnsRecords.findByName(no, name)
          if (records.length > 0) return publicRecords(records, edge)
          return name === apex || await dnsRecords.hasBelow(no, name) ? [] : undefined
        }))
        return found.some(records => records !== undefined) ? found.flatMap(records => records ?? []) : undefined
      }
      return undefined
    }
  }
}

function zoneAt (apex: string): Zone {
  const [primary] = NAME_SERVERS
  return {
    apex,
    nameServers: NAME_SERVERS,
    soa: `${primary} dns.cloudflare.com 1 10000 2400 604800 ${NEGATIVE_TTL}`,
    ttl: ZONE_TTL,
    negativeTtl: NEGATIVE_TTL
  }
}

/** The TXT tokens of the order under way, where a certificate is validated by them; none while nothing is asked. */
async function currentTokens (hostname: string, uuid: string, { store, tokens, baseDomain }: WorldParts): Promise<readonly string[] | undefined> {
  for (const { zoneNo, customHostname } of await store.customHostnames.findAll(hostname)) {
    const zone = store.zones.findByNo(zoneNo)
    if (zone === undefined || delegationUuid(zone, tokens) !== uuid) continue
    const { ssl, lifecycle: { certificate } } = customHostname
    if (ssl?.method !== 'txt' || certificate?.status !== 'pending_validation') return []
    const target = { customHostname, method: ssl.method, order: certificate.order, baseDomain: baseDomain(hostname) }
    return validationRecords(target, tokens).flatMap(({ txt_value: value }) => value ?? [])
  }
  return undefined
}
