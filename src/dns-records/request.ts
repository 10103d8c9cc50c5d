import type { DnsRecord, DnsRecordType } from '../core/dns-record.ts'
import { DNS_RECORD_TYPES, isProxiable } from '../core/dns-record.ts'
import { ApiError } from '../core/errors.ts'
import type { Zone } from '../core/zone.ts'
import { readContent } from './content.ts'
import { readName } from './name.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a request decides of a record. */
export type GivenRecord = Omit<DnsRecord, 'id' | 'createdAt' | 'modifiedAt'>

/** A whole record from the fields of a body. Throws ApiError for the first fault. */
export function readRecord (fields: Fields, zone: Zone): GivenRecord {
  const { type: givenType, name: givenName, content = undefined } = fields
  if (typeof givenType !== 'string' || typeof givenName !== 'string') throw new ApiError('invalidRecordBody')
  if (content !== undefined && typeof content !== 'string') throw new ApiError('invalidRecordBody')
  const comment = readComment(fields['comment'])
  const tags = readTags(fields['tags'])
  const settings = readFields(fields['settings']) ?? {}
  const data = readFields(fields['data'])

  const type = readType(givenType)
  const name = readName(givenName, zone.name)
  const kept = readContent(type, { content, data, name, zoneName: zone.name })
  const ttl = readTtl(fields['ttl'], zone)
  const proxied = readProxied(fields['proxied'], type)
  // The edge answers for a proxied record, with a time to live of its own choice.
  return { name, type, ...kept, proxied, ttl: proxied ? 1 : ttl, ...(comment === undefined ? {} : { comment }), tags, settings }
}

/** A record with some of its fields replaced, as fields for `readRecord`. */
export function patchRecord (current: DnsRecord, patch: Fields): Fields {
  const { type, name, content, ttl, proxied, comment, tags, settings, data } = current
  const stillProxiable = DNS_RECORD_TYPES.some(known => known === (patch['type'] ?? type) && isProxiable(known))
  return {
    type,
    name,
    content,
    ttl,
    proxied: proxied && stillProxiable,
    comment,
    tags,
    settings,
    // The parts belong to the content: where that or the type changes, the old parts are void.
    data: 'content' in patch || 'type' in patch ? undefined : data,
    ...patch
  }
}

function readType (given: string): DnsRecordType {
  const type = DNS_RECORD_TYPES.find(known => known === given)
  if (type === undefined) throw new ApiError('invalidRecordType')
  return type
}

function readTtl (given: unknown, { settings: { plan } }: Zone): number {
  if (given === undefined || given === null) return 1
  if (typeof given !== 'number') throw new ApiError('invalidRecordBody')
  const minimum = plan === 'enterprise' ? 30 : 60
  const fits = Number.isInteger(given) && (given === 1 || (given >= minimum && given <= 86400))
  if (!fits) throw new ApiError('invalidTtl', { minimum })
  return given
}

function readProxied (given: unknown, type: DnsRecordType): boolean {
  if (given === undefined || given === null) return false
  if (typeof given !== 'boolean') throw new ApiError('invalidProxied')
  if (given && !isProxiable(type)) throw new ApiError('recordNotProxiable')
  return given
}

function readComment (given: unknown): string | undefined {
  if (given === undefined || given === null || given === '') return undefined
  if (typeof given !== 'string') throw new ApiError('invalidRecordBody')
  return given
}

function readTags (given: unknown): readonly string[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given)) throw new ApiError('invalidRecordBody')
  return given.map((tag: unknown) => {
    if (typeof tag !== 'string') throw new ApiError('invalidRecordBody')
    return tag
  })
}

function readFields (given: unknown): Fields | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given !== 'object' || Array.isArray(given)) throw new ApiError('invalidRecordBody')
  return given as Fields
}
