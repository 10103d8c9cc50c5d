import type { CreateCustomHostnameWire, CustomHostnameWire, EditCustomHostnameWire, SslRequestWire, SslSettingsWire } from '../../../../../schemas/custom-hostname.ts'
import { AUTHORITIES, METHODS } from '../../words.ts'

/** What the dialog asks for, as texts; an empty one asks for nothing. */
export interface Form {
  readonly hostname: string
  readonly method: '' | typeof METHODS[number][0] | 'none'
  readonly wildcard: boolean
  readonly authority: '' | typeof AUTHORITIES[number][0]
  readonly minTls: '' | '1.0' | '1.1' | '1.2' | '1.3'
  readonly origin: string
  readonly sni: string
  readonly metadata: string
}

/** What the dialog begins with. */
export function formOf (hostname: CustomHostnameWire | undefined): Form {
  const ssl = hostname?.ssl
  const { custom_metadata: metadata } = hostname ?? {}
  return {
    hostname: hostname?.hostname ?? '',
    method: hostname === undefined ? 'http' : ssl === undefined ? 'none' : METHODS.find(([name]) => name === ssl.method)?.[0] ?? '',
    wildcard: ssl?.wildcard ?? false,
    authority: hostname === undefined ? '' : AUTHORITIES.find(([name]) => name === ssl?.certificate_authority)?.[0] ?? '',
    minTls: ssl?.settings?.min_tls_version ?? '',
    origin: hostname?.custom_origin_server ?? '',
    sni: hostname?.custom_origin_sni ?? '',
    metadata: metadata === undefined ? '' : JSON.stringify(metadata, null, 2)
  }
}

/** A field that cannot be sent as it is. */
export class FormError extends Error {}

/** The body of the call that creates what the form says. Throws FormError. */
export function toCreate (form: Form): CreateCustomHostnameWire {
  const ssl = sslOf(form)
  return {
    hostname: form.hostname.trim(),
    ...(ssl === undefined ? {} : { ssl }),
    ...(form.origin.trim() === '' ? {} : { custom_origin_server: form.origin.trim() }),
    ...(form.sni.trim() === '' ? {} : { custom_origin_sni: form.sni.trim() }),
    ...(form.metadata.trim() === '' ? {} : { custom_metadata: metadataOf(form.metadata) })
  }
}

/** The body of the call that makes a hostname what the form says: only what was changed. Throws FormError. */
export function toEdit (form: Form, before: Form): EditCustomHostnameWire {
  const changed = (...keys: ReadonlyArray<keyof Form>): boolean => keys.some(key => form[key] !== before[key])
  return {
    ...(changed('method', 'wildcard', 'authority', 'minTls') ? { ssl: sslOf(form) ?? null } : {}),
    ...(changed('origin') ? { custom_origin_server: form.origin.trim() === '' ? null : form.origin.trim() } : {}),
    ...(changed('sni') ? { custom_origin_sni: form.sni.trim() === '' ? null : form.sni.trim() } : {}),
    ...(changed('metadata') ? { custom_metadata: form.metadata.trim() === '' ? null : metadataOf(form.metadata) } : {})
  }
}

function sslOf ({ method, wildcard, authority, minTls }: Form): SslRequestWire | undefined {
  if (method === 'none') return undefined
  const settings: SslSettingsWire | undefined = minTls === '' ? undefined : { min_tls_version: minTls }
  return {
    ...(method === '' ? {} : { method, type: 'dv' }),
    ...(wildcard ? { wildcard } : { wildcard: false }),
    ...(authority === '' ? {} : { certificate_authority: authority }),
    ...(settings === undefined ? {} : { settings })
  }
}

function metadataOf (text: string): Record<string, unknown> {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FormError('Metadata: write a JSON object, such as {"customer": "A-17"}.')
  return value as Record<string, unknown>
}

function parse (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FormError(`Metadata is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
