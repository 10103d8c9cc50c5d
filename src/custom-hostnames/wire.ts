import type { Certificate, CertificateState } from '../core/certificate.ts'
import type { CustomHostname, SslRequest } from '../core/custom-hostname.ts'
import type { ValidationRecord } from '../core/dcv.ts'
import { validationRecords } from '../core/dcv.ts'
import { delegationTarget, delegationUuid } from '../core/dcv-delegation.ts'
import { formatInstant } from '../core/instant.ts'
import { ISSUER_NAMES } from '../core/issuers.ts'
import { validationError } from '../core/messages.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'

/** What the wire form of a hostname is made from besides the hostname. */
export interface WireParts {
  readonly zone: Zone
  readonly tokens: TokenSource
  baseDomain (hostname: string): string
}

/** A custom hostname as the API returns it, as JSON text; key order and the keys of each stage as in recorded answers. */
export function toWireText (customHostname: CustomHostname, parts: WireParts): string {
  const { id, hostname, ssl, customMetadata, customOriginServer, customOriginSni, createdAt } = customHostname
  const { ownership, certificate } = customHostname.lifecycle
  return JSON.stringify({
    id,
    hostname,
    ssl: ssl === undefined || certificate === undefined ? undefined : sslToWire(customHostname, ssl, certificate, parts),
    custom_metadata: customMetadata,
    custom_origin_server: customOriginServer,
    custom_origin_sni: customOriginSni,
    status: ownership.status,
    verification_errors: 'errors' in ownership ? ownership.errors : undefined,
    ...ownershipTokens(customHostname, parts),
    created_at: formatInstant(createdAt)
  })
}

/** The tokens that prove ownership ahead of the CNAME; gone once the hostname is active, unless a setting keeps them. */
function ownershipTokens ({ id, hostname, seed, lifecycle: { ownership } }: CustomHostname, { zone, tokens }: WireParts): object {
  const active = ownership.status === 'active' || ownership.status === 'active_redeploying'
  if (active && !zone.settings.keepOwnershipVerification) return {}
  const value = ownershipToken(seed, tokens)
  const base = hostname.replace(/^\*\./, '')
  return {
    ownership_verification: { type: 'txt', name: `_cf-custom-hostname.${base}`, value },
    ownership_verification_http: { http_url: `http://${base}/.well-known/cf-custom-hostname-challenge/${id}`, http_body: value }
  }
}

/** The token of a hostname's TXT record and HTTP file; the same until the hostname is deleted. */
export function ownershipToken (seed: string, tokens: TokenSource): string {
  return tokens.uuid(seed, 'ownership')
}

function sslToWire (customHostname: CustomHostname, ssl: SslRequest, certificate: CertificateState, parts: WireParts): object {
  const { hostname, seed } = customHostname
  const { order, status } = certificate
  const records = status === 'pending_validation'
    ? validationRecords({ customHostname, method: ssl.method, order, baseDomain: parts.baseDomain(hostname) }, parts.tokens)
    : undefined
  return {
    id: parts.tokens.uuid(seed, `pack/${shownPack(certificate)}`),
    type: 'dv',
    method: ssl.method,
    status,
    settings: ssl.settings ?? parts.zone.settings.defaultSslSettings ?? undefined,
    bundle_method: ssl.bundleMethod ?? (status === 'initializing' ? undefined : 'ubiquitous'),
    wildcard: order.wildcard,
    certificate_authority: order.authority,
    ...flattened(records),
    validation_records: records,
    validation_errors: errorsToWire(certificate, hostname),
    dcv_delegation_records: records === undefined ? undefined : delegationRecords(hostname, parts),
    ...(certificate.serving === undefined ? {} : issuedToWire(customHostname, certificate.serving, parts.tokens))
  }
}

/** The pack that serves, or the one that is on its way. */
function shownPack ({ serving }: CertificateState): number {
  return serving?.pack ?? 1
}

/** Older clients read a single record directly under `ssl`; with two there is no telling which. */
function flattened (records: readonly ValidationRecord[] | undefined): Omit<ValidationRecord, 'status'> {
  const [only, second] = records ?? []
  if (only === undefined || second !== undefined) return {}
  const { status, ...fields } = only
  return fields
}

function errorsToWire (certificate: CertificateState, hostname: string): ReadonlyArray<{ readonly message: string }> | undefined {
  if (!('errors' in certificate) || certificate.errors === undefined) return undefined
  return certificate.errors.map(text => ({ message: validationError(text, hostname) }))
}

function delegationRecords (hostname: string, { zone, tokens }: WireParts): object[] {
  return [{ cname: `_acme-challenge.${hostname}`, cname_target: delegationTarget(hostname, delegationUuid(zone, tokens)) }]
}

/** Names on a certificate. */
export function certificateHosts (hostname: string, { wildcard }: Pick<Certificate, 'wildcard'>): string[] {
  return wildcard ? [hostname, `*.${hostname}`] : [hostname]
}

function issuedToWire ({ hostname, seed }: CustomHostname, certificate: Certificate, tokens: TokenSource): object {
  const expiresOn = formatInstant(wholeSecond(certificate.expiresAt))
  const issuer = ISSUER_NAMES[certificate.authority]
  const leaves = (['ecdsa', 'rsa'] as const).map(keyType => ({
    id: tokens.uuid(seed, `pack/${certificate.pack}/${keyType}`),
    issuer,
    serial_number: serialNumber(seed, certificate.pack, keyType, tokens),
    signature: keyType === 'ecdsa' ? 'ECDSAWithSHA256' : 'SHA256WithRSA',
    expires_on: expiresOn,
    issued_on: formatInstant(wholeSecond(certificate.issuedAt))
  }))
  return {
    hosts: certificateHosts(hostname, certificate),
    issuer,
    serial_number: leaves[0]?.serial_number,
    signature: leaves[0]?.signature,
    uploaded_on: formatInstant(certificate.issuedAt),
    expires_on: expiresOn,
    certificates: leaves
  }
}

/** Decimal, as the API prints it; the first digit is never zero. */
export function serialNumber (seed: string, pack: number, keyType: 'ecdsa' | 'rsa', tokens: TokenSource): string {
  return `1${tokens.digits(seed, `serial/${pack}/${keyType}`, 18)}`
}

/** X.509 knows no fractions of a second. */
function wholeSecond (instant: number): number {
  return Math.floor(instant / 1000) * 1000
}
