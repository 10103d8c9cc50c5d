import type { Instant } from './instant.ts'

export const DNS_RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'CAA'] as const

export type DnsRecordType = typeof DNS_RECORD_TYPES[number]

export interface DnsRecord {
  readonly id: string
  /** Fully qualified, lower case, without the final dot. */
  readonly name: string
  readonly type: DnsRecordType
  readonly content: string
  readonly proxied: boolean
  /** Seconds; 1 is automatic. */
  readonly ttl: number
  readonly comment?: string
  readonly tags: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
  /** The parts of a record whose content is composed (CAA). */
  readonly data?: Readonly<Record<string, unknown>>
  readonly createdAt: Instant
  readonly modifiedAt: Instant
}

/** The types that the edge can proxy, and that may serve as an origin. */
export function isProxiable (type: DnsRecordType): boolean {
  return type === 'A' || type === 'AAAA' || type === 'CNAME'
}

/** True when the records of a name make it reachable through the edge, as a fallback origin must be. */
export function isProxiedOrigin (records: ReadonlyArray<Pick<DnsRecord, 'type' | 'proxied'>>): boolean {
  return records.some(record => record.proxied && isProxiable(record.type))
}
