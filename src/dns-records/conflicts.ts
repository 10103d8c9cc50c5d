import type { DnsRecord } from '../core/dns-record.ts'
import { isProxiable } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import type { FallbackOrigin } from '../core/fallback-origin.ts'
import type { GivenRecord } from './request.ts'

/** Throws when a record cannot stand beside the others of its name. */
export function checkNeighbours (record: GivenRecord, others: readonly DnsRecord[]): void {
  const twin = others.find(other => other.type === record.type && other.content === record.content)
  if (twin !== undefined && twin.proxied === record.proxied && twin.ttl === record.ttl) throw new ApiError('identicalRecord')
  if (isProxiable(record.type)) {
    const excludes = (other: DnsRecord): boolean => isProxiable(other.type) && (record.type === 'CNAME' || other.type === 'CNAME')
    if (others.some(excludes)) throw new ApiError('recordNameInUse')
  }
  if (twin !== undefined) throw new ApiError('recordExists')
}

/**
 * Throws when the fallback origin, in whatever status, would lose the last record that can serve it. `next` is what becomes of
 * the record; undefined: deleted. That a record is no longer proxied is no loss here: the fallback origin reports it itself.
 */
export function checkFallbackOrigin (
  origin: FallbackOrigin | undefined, current: DnsRecord, next: GivenRecord | undefined, others: readonly DnsRecord[]
): void {
  if (origin?.origin !== current.name || !isProxiable(current.type)) return
  if (next?.name === current.name && isProxiable(next.type)) return
  if (!others.some(other => isProxiable(other.type))) throw new ApiError('recordIsFallbackOrigin')
}
