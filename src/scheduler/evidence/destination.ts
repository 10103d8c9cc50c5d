import type { Zone } from '../../core/zone.ts'
import type { Store } from '../../store/store.ts'
import { isLoopbackAddress } from './addresses.ts'
import { findProxy } from './proxied.ts'
import type { EvidenceResolver, Trouble } from './resolver.ts'
import { contentsOf, troubleOf } from './resolver.ts'

/** Where a name leads, as a zone sees it. */
export interface Destination {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
  /** Why nothing is known about the name. */
  readonly trouble?: Trouble
  /** The name belongs to this zone by its DNS: its CNAME records end in the zone, or, with apex proxying, its addresses are the edge's. */
  readonly here: boolean
  /** Requests for the name come to the edge through this zone. */
  readonly edgeAnswers: boolean
  /** The name comes to the edge through another zone. */
  readonly elsewhere: boolean
}

export interface DestinationParts {
  readonly zone: Zone
  readonly resolver: EvidenceResolver
  readonly store: Pick<Store, 'zones' | 'dnsRecords'>
  /** The addresses of the edge. */
  readonly edgeAddresses: readonly string[]
}

/** How many CNAME records are followed, hidden ones included. */
const MAX_CNAME_STEPS = 10

/** Follows a name to its end. */
export async function findDestination (name: string, parts: DestinationParts): Promise<Destination> {
  const { zone, resolver, edgeAddresses } = parts
  const [a, aaaa] = await Promise.all([resolver.query(name, 'A'), resolver.query(name, 'AAAA')])
  const trouble = troubleOf(a, aaaa)
  const [ipv4, ipv6] = [contentsOf(a), contentsOf(aaaa)]
  if (trouble !== undefined) return { ipv4, ipv6, trouble, here: false, edgeAnswers: false, elsewhere: false }

  const chain = a.chain.length > 0 ? a.chain : aaaa.chain
  const end = await followHidden(name, chain, parts)
  const addresses = [...ipv4, ...ipv6]
  const atEdge = addresses.length > 0 && addresses.every(address => edgeAddresses.includes(address))
  const byAddress = zone.settings.entitlements.apex && atEdge
  const byName = end.steps > 0 && end.steps <= MAX_CNAME_STEPS && isTarget(end.name, zone)
  // On one machine the edge shares its loopback address with every other server, so that only other addresses tell it apart.
  const atForeignEdge = atEdge && !addresses.every(isLoopbackAddress)
  return {
    ipv4,
    ipv6,
    here: byName || byAddress,
    edgeAnswers: addresses.length > 0 && ((byName && (end.proxy?.zone.no === zone.no || zone.type === 'partial')) || byAddress),
    elsewhere: !byName && !byAddress && ((end.proxy !== undefined && end.proxy.zone.no !== zone.no) || atForeignEdge)
  }
}

interface End {
  readonly name: string
  readonly steps: number
  readonly proxy: Awaited<ReturnType<typeof findProxy>>
}

/**
 * A proxied CNAME of a customer's own zone shows only the edge's addresses, and still leads to where it says: the service
 * knows its own zones (orange to orange).
 */
async function followHidden (name: string, publicChain: readonly string[], parts: DestinationParts): Promise<End> {
  const { zone, resolver, store } = parts
  let end = publicChain.at(-1) ?? name
  let steps = publicChain.length
  for (;;) {
    const proxy = await findProxy(end, zone, store)
    const hidden = proxy?.cname
    if (proxy === undefined || hidden === undefined || proxy.zone.no === zone.no || steps > MAX_CNAME_STEPS) return { name: end, steps, proxy }
    const { chain } = await resolver.query(hidden, 'A')
    end = chain.at(-1) ?? hidden
    steps += 1 + chain.length
  }
}

/** Any name of the zone will do; of a zone on a partial setup, the name that the service gives it. */
function isTarget (name: string, { name: zoneName, type }: Zone): boolean {
  if (type === 'partial') return name.includes(`${zoneName}.cdn.cloudflare.net`)
  return name === zoneName || name.endsWith(`.${zoneName}`)
}
