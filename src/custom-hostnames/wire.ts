import { packId } from '../core/certificate-identity.ts'
import type { CertificateState } from '../core/certificate.ts'
import type { CustomHostname, SslRequest } from '../core/custom-hostname.ts'
import type { ValidationRecord } from '../core/dcv.ts'
import { validationRecords } from '../core/dcv.ts'
import { delegationTarget, delegationUuid } from '../core/dcv-delegation.ts'
import { formatInstant } from '../core/instant.ts'
import { validationError } from '../core/messages.ts'
import { ownershipTokens } from '../core/ownership-tokens.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'
import type { CertificateStore } from '../store/certificates.ts'
import { issuedToWire, uploadToWire } from './certificate-wire.ts'

/** What the wire form of a hostname is made from besides the hostname. */
export interface WireParts {
  readonly zone: Zone
  readonly tokens: TokenSource
  readonly certificates: Pick<CertificateStore, 'findFingerprints'>
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
    ...shownOwnershipTokens(customHostname, parts),
    created_at: formatInstant(createdAt)
  })
}

/** The tokens that prove ownership ahead of the CNAME; gone once the hostname is active, unless a setting keeps them. */
function shownOwnershipTokens (customHostname: CustomHostname, { zone, tokens }: WireParts): object {
  const { ownership } = customHostname.lifecycle
  const active = ownership.status === 'active' || ownership.status === 'active_redeploying'
  if (active && !zone.settings.keepOwnershipVerification) return {}
  const { txtName, httpUrl, value } = ownershipTokens(customHostname, tokens)
  return {
    ownership_verification: { type: 'txt', name: txtName, value },
    ownership_verification_http: { http_url: httpUrl, http_body: value }
  }
}

/** The token of a hostname's TXT record and HTTP file; the same until the hostname is deleted. */
export function ownershipToken (seed: string, tokens: TokenSource): string {
  return tokens.uuid(seed, 'ownership')
}

function sslToWire (customHostname: CustomHostname, ssl: SslRequest, certificate: CertificateState, parts: WireParts): object {
  const { hostname, seed } = customHostname
  const { order, status } = certificate
  const records = status === 'pending_validation' && ssl.method !== undefined
    ? validationRecords({ customHostname, method: ssl.method, order, baseDomain: parts.baseDomain(hostname), whoisContacts: parts.zone.settings.whoisContacts }, parts.tokens)
    : undefined
  return {
    id: packId(seed, shownPack(certificate), parts.tokens),
    type: 'dv',
    method: ssl.method,
    status,
    settings: ssl.settings ?? parts.zone.settings.defaultSslSettings ?? undefined,
    bundle_method: ssl.bundleMethod ?? (status === 'initializing' && order.upload === undefined ? undefined : 'ubiquitous'),
    wildcard: order.wildcard,
    certificate_authority: order.upload === undefined ? order.authority : undefined,
    ...flattened(records),
    validation_records: records,
    validation_errors: errorsToWire(certificate, hostname),
    dcv_delegation_records: records === undefined ? undefined : delegationRecords(hostname, parts),
    ...certificateToWire(customHostname, ssl, certificate, parts)
  }
}

/** The pack that serves, or the one that is on its way; of an upload the one that came last. */
function shownPack (state: CertificateState): number {
  const { order, serving } = state
  return order.upload?.pack ?? serving?.pack ?? ('formerPack' in state ? state.formerPack : undefined) ?? 1
}

/** An upload is described as soon as it is here, anything else once it serves. */
function certificateToWire (customHostname: CustomHostname, ssl: SslRequest, { order, serving }: CertificateState, { tokens, certificates }: WireParts): object {
  const upload = order.upload ?? serving?.upload
  if (upload !== undefined) return uploadToWire(upload, ssl)
  if (serving === undefined) return {}
  const { seed, seq, hostname } = customHostname
  return issuedToWire({ seed, hostname, certificate: serving }, tokens, certificates.findFingerprints(seq, serving.pack) ?? {})
}

/** Older clients read a single record directly under `ssl`; with two there is no telling which. */
function flattened (records: readonly ValidationRecord[] | undefined): Omit<ValidationRecord, 'status'> {
  const [only, second] = records ?? []
  if (only === undefined || second !== undefined) return {}
  const { status, ...fields } = only
  return fields
}

function errorsToWire (certificate: CertificateState, hostname: string): ReadonlyArray<{ readonly message: string }> | undefined {
  if (!('errors' in certificate) || certificate.errors === undefined || certificate.errors.length === 0) return undefined
  return certificate.errors.map(text => ({ message: validationError(text, hostname) }))
}

function delegationRecords (hostname: string, { zone, tokens }: WireParts): object[] {
  return [{ cname: `_acme-challenge.${hostname}`, cname_target: delegationTarget(hostname, delegationUuid(zone, tokens)) }]
}
