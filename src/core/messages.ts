// Texts that a customer reads in `verification_errors` and `ssl.validation_errors`. They are part of the hostname, not API errors.

import type { FallbackOriginStatus } from './statuses.ts'

/** Why a hostname does not activate. Wire texts as documented and as quoted by official sources. */
export const VERIFICATION_ERRORS = {
  no_cname: 'custom hostname does not CNAME to this zone.',
  no_address_or_token: 'None of the A or AAAA records are owned by this account and the pre-generated ownership verification token was not found.',
  already_proxied: 'The hostname is using Cloudflare and cannot be activated with an TXT or HTTP validation token. To activate the custom hostname, the DNS target needs to point to the SaaS zone',
  no_fallback_origin: 'zone does not have a fallback origin set.',
  no_account_match: 'This account and the pre-generated ownership validation token was not found.',
  held: 'The hostname is associated with a held zone. Please contact the owner of this domain to have the hold removed.'
} as const

export type VerificationErrorReason = keyof typeof VERIFICATION_ERRORS

/** The wire form is inferred: the documentation sums four texts up in one. */
export function fallbackOriginNotActive (status: FallbackOriginStatus): string {
  return `fallback origin is in a status of ${status}.`
}

/** Why a certificate is not issued; `{hostname}` stands for the name. */
export const VALIDATION_ERRORS = {
  servfail: 'Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.',
  dnssec_bogus: 'the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for {hostname}: dnssec: bogus',
  caa_servfail: 'SERVFAIL looking up CAA for {hostname}',
  caa_blocked: 'CAA records block issuance. Please remove all CAA records or add records for this authority.',
  multi_perspective_caa: 'Certificate authority encountered a multiple perspective CAA check error, please ensure your DNS is configured to allow CAA queries from all geographic perspectives.',
  multi_perspective: 'Certificate authority was unable to verify domain ownership from multiple geographic locations (MPIC failure). Please ensure your DNS records are reachable from all geographic perspectives and try again.',
  rate_limited: 'The authority has rate limited these domains. Please wait for the rate limit to expire or try another authority.',
  authority_internal: 'Internal error with Certificate Authority. Please check later.',
  authority_refuses: 'certificate authority will not issue for this domain',
  caa_error: 'caa_error: {hostname}',
  risk_safe_browsing: '{hostname} reported as potential risk: google_safe_browsing',
  risk_keywords: '{hostname} reported as potential risk: risky_keywords',
  risk_phishtank: '{hostname} reported as potential risk: phishtank',
  validation_failed: 'Domain validation failed for {hostname}',
  caa_blocks_hostname: 'Issuance blocked by a CAA error for {hostname}',
  common_name_too_long: 'Issuance blocked due to the Common Name being too long (over 64 characters).'
} as const

export type ValidationErrorReason = keyof typeof VALIDATION_ERRORS

/** A validation error with the hostname filled in. */
export function validationError (text: string, hostname: string): string {
  return text.replaceAll('{hostname}', hostname)
}
