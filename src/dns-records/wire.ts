import type { DnsRecordWire } from '../../schemas/dns-record.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import { isProxiable } from '../core/dns-record.ts'
import { formatInstant } from '../core/instant.ts'

/** A DNS record as the API returns it, as JSON text; key order as in recorded answers. */
export function toWireText ({ id, name, type, content, proxied, ttl, settings, comment, tags, data, createdAt, modifiedAt }: DnsRecord): string {
  return JSON.stringify({
    id,
    name,
    type,
    content,
    proxiable: isProxiable(type),
    proxied,
    ttl,
    settings,
    meta: {},
    comment: comment ?? null,
    tags: [...tags],
    ...(data === undefined ? {} : { data }),
    created_on: formatInstant(createdAt),
    modified_on: formatInstant(modifiedAt)
  } satisfies DnsRecordWire)
}
