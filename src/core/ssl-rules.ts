import type { SslRequest, TlsSettings } from './custom-hostname.ts'
import type { ErrorName } from './errors.ts'
import type { BundleMethod, CertificateAuthority, ValidationMethod } from './statuses.ts'
import { BUNDLE_METHODS, CERTIFICATE_AUTHORITIES, VALIDATION_METHODS } from './statuses.ts'
import { readTlsSettings } from './tls-settings.ts'
import type { GivenUpload } from './upload-request.ts'
import { decodeUpload, isMissing, isObject } from './upload-request.ts'
import type { Entitlements } from './zone.ts'

/** The `ssl` of a request after its types were checked; everything else about it may still be wrong. */
export interface GivenSsl {
  readonly method?: string
  readonly type?: string
  readonly bundleMethod?: string
  readonly authority?: string
  readonly wildcard?: boolean
  readonly branding?: boolean
  readonly settings?: Readonly<Record<string, unknown>>
  /** A certificate, key, bundle or CSR came along. */
  readonly upload?: GivenUpload
}

/** An `ssl` that the API accepts. Missing: not given. `authority` undefined with `defaultAuthority`: give it back to the default. */
export interface AcceptedSsl {
  /** Missing: the certificate is, or stays, an uploaded one. */
  readonly method?: ValidationMethod
  readonly upload?: GivenUpload
  readonly bundleMethod?: BundleMethod
  readonly authority?: CertificateAuthority
  readonly defaultAuthority?: true
  readonly wildcard?: boolean
  readonly branding?: boolean
  readonly settings?: TlsSettings
}

export type Read<T> = { readonly value: T } | { readonly error: ErrorName }

const TEXTS = ['method', 'type', 'bundle_method', 'certificate_authority'] as const
const FLAGS = ['wildcard', 'cloudflare_branding'] as const

/** Checks the JSON types of an `ssl` object. A wrong one means that the body cannot be decoded (1400). */
export function decodeSsl (ssl: Readonly<Record<string, unknown>>): GivenSsl | undefined {
  if (TEXTS.some(key => !isMissing(ssl[key]) && typeof ssl[key] !== 'string')) return undefined
  if (FLAGS.some(key => !isMissing(ssl[key]) && typeof ssl[key] !== 'boolean')) return undefined
  const settings = ssl['settings']
  if (!isMissing(settings) && !isObject(settings)) return undefined
  const upload = decodeUpload(ssl)
  if (upload === 'undecodable') return undefined
  return {
    ...text('method', ssl['method']),
    ...text('type', ssl['type']),
    ...text('bundleMethod', ssl['bundle_method']),
    ...text('authority', ssl['certificate_authority']),
    ...(typeof ssl['wildcard'] === 'boolean' ? { wildcard: ssl['wildcard'] } : {}),
    ...(typeof ssl['cloudflare_branding'] === 'boolean' ? { branding: ssl['cloudflare_branding'] } : {}),
    ...(isObject(settings) ? { settings } : {}),
    ...(upload === undefined ? {} : { upload })
  }
}

export interface SslRules {
  readonly strict: boolean
  /** It comes by PATCH, where another authority alone has an error of its own. */
  readonly edits: boolean
  /** The hostname has an uploaded certificate: other fields can be changed without a method, which it has none of. */
  readonly uploaded: boolean
  readonly entitlements: Entitlements
}

/** Checks an `ssl` in the documented order: its shape, its settings, what the zone is entitled to. */
export function acceptSsl (given: GivenSsl, rules: SslRules): Read<AcceptedSsl> {
  const error = shapeFault(given, rules)
  if (error !== undefined) return { error }
  const settings = given.settings === undefined ? undefined : readTlsSettings(given.settings)
  if (settings !== undefined && 'error' in settings) return settings
  const { authority, wildcard, bundleMethod, branding, upload } = given
  if (isGiven(authority) && !rules.entitlements.certificateAuthority) return { error: 'certificateAuthorityNotGranted' }
  if (wildcard === true && !rules.entitlements.wildcard) return { error: 'wildcardNotGranted' }
  if (upload !== undefined && !rules.entitlements.customCertificates) return { error: 'customCertificateNotGranted' }
  if (upload?.contradictory === true) return { error: 'sslAttributeInvalid' }
  return {
    value: {
      ...orderedOrUploaded(given),
      ...(bundleMethod === undefined ? {} : { bundleMethod: bundleMethod as BundleMethod }),
      ...(authority === '' ? { defaultAuthority: true } : {}),
      ...(isGiven(authority) ? { authority: authority as CertificateAuthority } : {}),
      ...(wildcard === undefined ? {} : { wildcard }),
      ...(branding === undefined ? {} : { branding }),
      ...(settings === undefined ? {} : { settings: settings.settings })
    }
  }
}

/** Where a certificate is uploaded, a method beside it is checked and means nothing. */
function orderedOrUploaded ({ method, upload }: GivenSsl): Pick<AcceptedSsl, 'method' | 'upload'> {
  if (upload !== undefined) return { upload }
  return method === undefined ? {} : { method: method as ValidationMethod }
}

function shapeFault (given: GivenSsl, { strict, edits, uploaded }: SslRules): ErrorName | undefined {
  const { method, type, bundleMethod, authority, wildcard, upload } = given
  if (method === undefined && type === undefined) {
    // A certificate that is here already is not validated.
    const optional = upload !== undefined || (uploaded && authority === undefined && wildcard === undefined)
    if (!optional) return edits && authority !== undefined ? 'sslAttributeInvalid' : 'validationTypeAndMethodRequired'
  } else {
    const fault = validationFault(method, type, strict)
    if (fault !== undefined) return fault
  }
  if (bundleMethod !== undefined && !isOneOf(BUNDLE_METHODS, bundleMethod)) return 'invalidBundleMethod'
  if (wildcard === true && upload === undefined && method !== 'txt') return 'wildcardRequiresTxt'
  if (isGiven(authority) && !isOneOf(CERTIFICATE_AUTHORITIES, authority)) return 'sslAttributeInvalid'
  return undefined
}

function validationFault (method: string | undefined, type: string | undefined, strict: boolean): ErrorName | undefined {
  if (method === undefined || type === undefined) return 'validationTypeAndMethodRequired'
  if (!isOneOf(VALIDATION_METHODS, method) || (strict && method === 'cname')) return 'invalidValidationMethod'
  return type === 'dv' ? undefined : 'invalidValidationType'
}

/** The empty text gives the authority back to the default. */
function isGiven (authority: string | undefined): authority is string {
  return authority !== undefined && authority !== ''
}

/** Longest name that fits a certificate's common name; a longer one needs branding to stand in its place. */
export const COMMON_NAME_LIMIT = 64

/**
 * What is kept of an accepted `ssl`, with what was uploaded; `before` is what a PATCH changes. Settings that are sent replace the
 * old ones whole, a method replaces an upload.
 */
export function sslRequest (accepted: AcceptedSsl, before?: SslRequest, uploaded?: SslRequest['customCertificates']): SslRequest {
  const bundleMethod = accepted.bundleMethod ?? before?.bundleMethod
  const settings = accepted.settings ?? before?.settings
  const branding = accepted.branding ?? before?.cloudflareBranding
  const customCertificates = accepted.method === undefined ? uploaded ?? before?.customCertificates : undefined
  return {
    ...(accepted.method === undefined ? {} : { method: accepted.method }),
    ...(bundleMethod === undefined ? {} : { bundleMethod }),
    ...(settings === undefined || Object.keys(settings).length === 0 ? {} : { settings }),
    ...(branding === true ? { cloudflareBranding: true } : {}),
    ...(customCertificates === undefined ? {} : { customCertificates })
  }
}

function isOneOf<T extends string> (values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value)
}

function text<Key extends string> (key: Key, value: unknown): { readonly [K in Key]?: string } {
  return typeof value === 'string' ? { [key]: value } as { [K in Key]: string } : {}
}
