import type { DnsRecord } from '../core/dns-record.ts'
import { isProxiable } from '../core/dns-record.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'
import { upwards } from './names.ts'

export type RecordStore = Pick<Store, 'zones' | 'dnsRecords'>

/** The active zones of the nearest domain at or above a name; several sandbox zones may be of one domain. */
export function zonesAbove (name: string, { zones }: RecordStore): readonly Zone[] {
  for (const apex of upwards(name)) {
    const found = zones.listByName(apex).filter(({ status }) => status === 'active')
    if (found.length > 0) return found
  }
  return []
}

/** The records that lead from a name to a server, those of the nearest wildcard above it when it has none of its own. */
export async function recordsFor (name: string, zone: Zone, { dnsRecords }: RecordStore): Promise<readonly DnsRecord[]> {
  const exact = await dnsRecords.findByName(zone.no, name)
  if (exact.length > 0 || name === zone.name) return exact.filter(({ type }) => isProxiable(type))
  for (const parent of upwards(name).slice(1)) {
    const wildcard = await dnsRecords.findByName(zone.no, `*.${parent}`)
    if (wildcard.length > 0) return wildcard.filter(({ type }) => isProxiable(type))
    if (parent === zone.name || (await dnsRecords.findByName(zone.no, parent)).length > 0) return []
  }
  return []
}

/** The target of the first CNAME among records. */
export function cnameOf (records: readonly DnsRecord[]): string | undefined {
  return records.find(({ type }) => type === 'CNAME')?.content.replace(/\.$/, '').toLowerCase()
}
