import type { DnsRecord } from '../../core/dns-record.ts'
import { isProxiable } from '../../core/dns-record.ts'
import type { Zone } from '../../core/zone.ts'
import type { Store } from '../../store/store.ts'

/** Who proxies a name: the zone, and where its record leads when that is a CNAME, which the outside does not see. */
export interface ProxiedBy {
  readonly zone: Zone
  readonly cname?: string
}

/** The sandbox zone whose proxied record a name has, as one zone sees the world; undefined when there is none. */
export async function findProxy (name: string, viewer: Zone, store: Pick<Store, 'zones' | 'dnsRecords'>): Promise<ProxiedBy | undefined> {
  for (const apex of upwards(name)) {
    // Several zones may be of one domain; of its own, a zone sees only itself.
    const zones = apex === viewer.name ? [viewer] : store.zones.listByName(apex)
    for (const zone of zones) {
      const proxied = (await recordsFor(name, zone, store)).filter(record => record.proxied && isProxiable(record.type))
      const cname = proxied.find(({ type }) => type === 'CNAME')?.content
      if (proxied.length > 0) return { zone, ...(cname === undefined ? {} : { cname }) }
    }
    if (zones.length > 0) return undefined
  }
  return undefined
}

/** The records of a name, or of the nearest wildcard above it within the zone. */
async function recordsFor (name: string, zone: Zone, { dnsRecords }: Pick<Store, 'dnsRecords'>): Promise<readonly DnsRecord[]> {
  const exact = await dnsRecords.findByName(zone.no, name)
  if (exact.length > 0 || name === zone.name) return exact
  for (const parent of upwards(name).slice(1)) {
    const wildcard = await dnsRecords.findByName(zone.no, `*.${parent}`)
    if (wildcard.length > 0) return wildcard
    if (parent === zone.name || (await dnsRecords.findByName(zone.no, parent)).length > 0) return []
  }
  return []
}

/** The name and every name above it, nearest first. */
export function upwards (name: string): readonly string[] {
  const labels = name.split('.')
  return labels.map((_, n) => labels.slice(n).join('.'))
}
