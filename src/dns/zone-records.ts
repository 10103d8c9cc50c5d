import type { NameRecord, RecordType, ResourceRecord } from './answer.ts'
import { isRecordType } from './record-content.ts'

/** A record of a sandbox zone, as the API keeps it. */
export interface ZoneRecord {
  readonly name: string
  readonly type: string
  readonly content: string
  readonly ttl: number
  readonly proxied: boolean
  readonly priority?: number
}

/** The addresses that the edge can be reached at. */
export interface EdgeAddresses {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
}

/** What `ttl: 1`, automatic, comes to; proxied records always have it. */
const AUTOMATIC_TTL = 300

/**
 * What the outside sees of a zone's records. A proxied record shows the edge's addresses and never its own content, so
 * that a CNAME of a customer leads to the edge. Records of a type that the responder does not know are left out.
 */
export function publicRecords (records: readonly ZoneRecord[], edge: EdgeAddresses): readonly ResourceRecord[] {
  const proxied = new Set<string>()
  return records.flatMap(record => {
    if (!record.proxied) return plainRecord(record)
    if (proxied.has(record.name)) return []
    proxied.add(record.name)
    return edgeRecords(edge).map(found => ({ ...found, name: record.name }))
  })
}

function edgeRecords ({ ipv4, ipv6 }: EdgeAddresses): readonly NameRecord[] {
  return [
    ...ipv4.map(content => ({ type: 'A' as const, ttl: AUTOMATIC_TTL, content })),
    ...ipv6.map(content => ({ type: 'AAAA' as const, ttl: AUTOMATIC_TTL, content }))
  ]
}

function plainRecord ({ name, type, content, ttl, priority }: ZoneRecord): readonly ResourceRecord[] {
  if (!isRecordType(type)) return []
  return [{
    name,
    type,
    ttl: ttl === 1 ? AUTOMATIC_TTL : ttl,
    content: priority === undefined ? content : withPriority(type, content, priority)
  }]
}

/** The API keeps the priority of MX and SRV records in a field of its own; some clients repeat it in the content. */
function withPriority (type: RecordType, content: string, priority: number): string {
  const parts = content.trim().split(/\s+/).length
  return (type === 'MX' && parts === 1) || (type === 'SRV' && parts === 3) ? `${priority} ${content}` : content
}
