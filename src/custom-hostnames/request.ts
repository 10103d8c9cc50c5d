import { ApiError } from '../core/errors.ts'
import type { GivenSsl } from '../core/ssl-rules.ts'
import { decodeSsl } from '../core/ssl-rules.ts'

type Fields = Readonly<Record<string, unknown>>

/** A POST or PATCH body whose JSON types are right. `null` asks for removal; missing keys were not sent. */
export interface GivenHostname {
  readonly hostname?: string
  readonly ssl?: GivenSsl | null
  readonly customMetadata?: Fields | null
  readonly customOriginServer?: string | null
  readonly customOriginSni?: string | null
}

/** Checks the types of a body. Unknown keys are ignored, as the service does; a wrong type is error 1400. */
export function decodeHostname (body: Fields): GivenHostname {
  return {
    ...optional('hostname', text(body['hostname']) ?? undefined),
    ...optional('ssl', ssl(body['ssl'])),
    ...optional('customMetadata', fields(body['custom_metadata'])),
    ...optional('customOriginServer', text(body['custom_origin_server'])),
    ...optional('customOriginSni', text(body['custom_origin_sni']))
  }
}

function optional<Key extends string, T> (key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return value === undefined ? {} : { [key]: value } as { [K in Key]: T }
}

function text (value: unknown): string | null | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value
  throw new ApiError('customHostnameUndecodable')
}

function fields (value: unknown): Fields | null | undefined {
  if (value === undefined || value === null) return value
  if (typeof value !== 'object' || Array.isArray(value)) throw new ApiError('customHostnameUndecodable')
  return value as Fields
}

function ssl (value: unknown): GivenSsl | null | undefined {
  const given = fields(value)
  if (given === undefined || given === null) return given
  const decoded = decodeSsl(given)
  if (decoded === undefined) throw new ApiError('customHostnameUndecodable')
  return decoded
}
