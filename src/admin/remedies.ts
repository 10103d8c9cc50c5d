import type { VerificationErrorReason, ValidationErrorReason } from '../core/messages.ts'
import { VALIDATION_ERRORS, VERIFICATION_ERRORS } from '../core/messages.ts'

/** Names and values that a remedy may speak of. */
export interface RemedyWords {
  readonly hostname: string
  /** The registrable domain of the hostname. */
  readonly domain: string
  /** Where the customer's record leads. */
  readonly target: string
  /** The name of validation records. */
  readonly challenge: string
  /** What a CAA record has to say to allow the order's authority. */
  readonly caa: string
  /** The path of the hostname in the v4 API. */
  readonly path: string
}

const CAA = 'Customer: allow the authority with the record {hostname} CAA 0 issue "{caa}", or remove every CAA record from {hostname}, the names above it and what it is an alias of.'
const DNS = 'Customer: see that every name server of {domain} answers for {hostname}, its CAA records and {challenge} without SERVFAIL.'
const EVERYWHERE = 'Customer: see that every name server of {domain} gives the same answers to everybody: no filter by country, no server behind with its copy.'
const OTHER_AUTHORITY = 'Provider: wait, or order from another authority with PATCH {path} and {"ssl": {"method": "txt", "type": "dv", "certificate_authority": "lets_encrypt"}} (or "google", "ssl_com").'
const RISK = 'Customer: have {hostname} taken off the list. Provider: ask the support of the service to release the order, or order from another authority.'

const VALIDATION_REMEDIES: Readonly<Record<ValidationErrorReason, string>> = {
  servfail: DNS,
  caa_servfail: DNS,
  dnssec_bogus: 'Customer: repair DNSSEC of {domain}: the DS record at the registrar has to fit the key that the zone is signed with, or has to go.',
  caa_blocked: CAA,
  caa_error: CAA,
  caa_blocks_hostname: CAA,
  multi_perspective_caa: EVERYWHERE,
  multi_perspective: EVERYWHERE,
  rate_limited: OTHER_AUTHORITY,
  authority_internal: 'Nobody: wait for the authority; a PATCH of {path} checks at once.',
  authority_refuses: OTHER_AUTHORITY,
  risk_safe_browsing: RISK,
  risk_keywords: RISK,
  risk_phishtank: RISK,
  validation_failed: 'Provider: read ssl.validation_records again and hand the present tokens out: the customer has old ones in place.',
  common_name_too_long: 'Provider: create the hostname anew with "cloudflare_branding": true under ssl, so that the common name is a short one.'
}

const VERIFICATION_REMEDIES: Readonly<Partial<Record<VerificationErrorReason, string>>> = {
  already_proxied: 'Customer: in the Cloudflare zone that {hostname} is proxied by, replace its record with {hostname} CNAME {target}: tokens alone do not help there.',
  held: 'Customer: release the hold of the Cloudflare zone that {hostname} lies under. Provider: PATCH {path} afterwards; nothing checks by itself.',
  no_account_match: 'Provider: find out which other account has {hostname}; a PATCH of {path} takes it back once the customer points it here.'
}

/** What to do about what checks found: a sentence for each text that has one, with names and values filled in. */
export function remediesFor (errors: readonly string[], words: RemedyWords): string[] {
  const known = [...Object.entries(VALIDATION_ERRORS).map(([reason, text]) => ({ text, remedy: VALIDATION_REMEDIES[reason as ValidationErrorReason] })),
    ...Object.entries(VERIFICATION_ERRORS).map(([reason, text]) => ({ text, remedy: VERIFICATION_REMEDIES[reason as VerificationErrorReason] }))]
  const found = errors.flatMap(error => known.filter(({ text }) => text === error).flatMap(({ remedy }) => remedy === undefined ? [] : [remedy]))
  return [...new Set(found)].map(sentence => withWords(sentence, words))
}

/** A sentence with names and values filled in. */
export function withWords (sentence: string, words: RemedyWords): string {
  return sentence.replaceAll(/\{([a-z]+)\}/g, (placeholder, key: string) => Object.hasOwn(words, key) ? words[key as keyof RemedyWords] : placeholder)
}
