import type { CustomHostname } from './custom-hostname.ts'
import type { Order } from './certificate.ts'
import type { CertificateAuthority, ValidationMethod } from './statuses.ts'
import type { TokenSource } from './tokens.ts'

/** One entry of `ssl.validation_records`, in its wire form: only the keys of its method. */
export interface ValidationRecord {
  readonly status: 'pending'
  readonly txt_name?: string
  readonly txt_value?: string
  readonly http_url?: string
  readonly http_body?: string
  readonly cname?: string
  readonly cname_target?: string
  readonly emails?: readonly string[]
}

export interface ValidationTarget {
  readonly customHostname: Pick<CustomHostname, 'hostname' | 'seed'>
  readonly method: ValidationMethod
  readonly order: Order
  /** The registrable domain, whose role addresses receive the approval mail. */
  readonly baseDomain: string
  readonly whoisContacts?: WhoisContacts
}

/** Addresses on file for a registrable domain. */
export type WhoisContacts = Readonly<Record<string, readonly string[]>>

/** What the customer has to put in place for an order, per method and authority. The same order always has the same tokens. */
export function validationRecords ({ customHostname: { hostname, seed }, method, order, baseDomain, whoisContacts }: ValidationTarget, tokens: TokenSource): ValidationRecord[] {
  const label = (i: number): string => `order/${order.number}/${method}/${i}`
  const count = recordCount(method, order)
  const record = (i: number): ValidationRecord => {
    switch (method) {
      case 'txt': return { status: 'pending', txt_name: `_acme-challenge.${hostname}`, txt_value: txtValue(order.authority, seed, label(i), tokens) }
      case 'http': return { status: 'pending', ...httpFile(hostname, order.authority, { seed, label: label(i) }, tokens) }
      case 'email': return { status: 'pending', emails: approvers(baseDomain, seed, tokens, whoisContacts) }
      case 'cname': return { status: 'pending', cname: `_ca3-${tokens.hex(seed, label(i), 32)}.${hostname}`, cname_target: 'dcv.digicert.com' }
    }
  }
  return Array.from({ length: count }, (_, i) => record(i))
}

/** The WHOIS contacts of the base domain, unless known one behind a privacy service as in the published sample, and its role addresses. */
export function approvers (baseDomain: string, seed: string, tokens: TokenSource, whoisContacts: WhoisContacts = {}): string[] {
  const known = Object.hasOwn(whoisContacts, baseDomain) ? whoisContacts[baseDomain] : undefined
  const whois = known ?? [`${tokens.hex(seed, `whois/${baseDomain}`, 12)}@contactprivacy.email`]
  const roles = ['administrator', 'admin', 'hostmaster', 'postmaster', 'webmaster'].map(role => `${role}@${baseDomain}`)
  return [...new Set([...whois, ...roles])]
}

/** SSL.com validates RSA and ECDSA apart, so each name has a token per key type. A wildcard doubles TXT tokens. */
function recordCount (method: ValidationMethod, { authority, wildcard }: Order): number {
  if (method === 'email' || method === 'cname') return 1
  const perName = authority === 'ssl_com' ? 2 : 1
  return method === 'txt' && wildcard ? 2 * perName : perName
}

function txtValue (authority: CertificateAuthority, seed: string, label: string, tokens: TokenSource): string {
  return authority === 'digicert' ? `ca3-${tokens.hex(seed, label, 32)}` : tokens.base64url(seed, label, 43)
}

function httpFile (
  hostname: string, authority: CertificateAuthority, { seed, label }: { readonly seed: string, readonly label: string }, tokens: TokenSource
): Pick<Required<ValidationRecord>, 'http_url' | 'http_body'> {
  const wellKnown = `http://${hostname}/.well-known`
  switch (authority) {
    case 'google': case 'lets_encrypt': {
      const token = tokens.base64url(seed, label, 43)
      // ACME key authorization: the thumbprint belongs to the account, so it is the same for every token of an authority.
      return { http_url: `${wellKnown}/acme-challenge/${token}`, http_body: `${token}.${tokens.base64url('acme-account', authority, 43)}` }
    }
    case 'ssl_com': {
      const file = tokens.hex(seed, label, 32).toUpperCase()
      return { http_url: `${wellKnown}/pki-validation/${file}.txt`, http_body: `${tokens.hex(seed, `${label}/body`, 64).toUpperCase()}\nssl.com` }
    }
    case 'digicert':
      return {
        http_url: `${wellKnown}/pki-validation/ca3-${tokens.hex(seed, label, 32)}.txt`, http_body: `ca3-${tokens.hex(seed, `${label}/body`, 32)}`
      }
  }
}
