import type { Certificate } from './certificate.ts'
import type { Instant } from './instant.ts'
import type { TokenSource } from './tokens.ts'

export const KEY_TYPES = ['ecdsa', 'rsa'] as const

/** A pack holds a certificate of each, so that every client finds one that it can use. */
export type KeyType = typeof KEY_TYPES[number]

/** The id of a certificate pack: `ssl.id`. */
export function packId (seed: string, pack: number, tokens: TokenSource): string {
  return tokens.uuid(seed, `pack/${pack}`)
}

/** The id of one certificate that an authority issues. */
export function issuedCertificateId (seed: string, pack: number, keyType: KeyType, tokens: TokenSource): string {
  return tokens.uuid(seed, `pack/${pack}/${keyType}`)
}

/** The id of one certificate that comes with an order. Requests at the same moment may have the same order in mind, but no other's certificate. */
export function uploadedCertificateId (seed: string, orderNumber: number, fingerprint: string, tokens: TokenSource): string {
  return tokens.uuid(seed, `upload/${orderNumber}/${fingerprint}`)
}

/** Decimal, as the API prints it; the first digit is never zero. */
export function serialNumber (seed: string, pack: number, keyType: KeyType, tokens: TokenSource): string {
  return `1${tokens.digits(seed, `serial/${pack}/${keyType}`, 18)}`
}

/** Names on a certificate that an authority issues. */
export function certificateHosts (hostname: string, { wildcard }: Pick<Certificate, 'wildcard'>): string[] {
  return wildcard ? [hostname, `*.${hostname}`] : [hostname]
}

/** X.509 knows no fractions of a second. */
export function wholeSecond (instant: Instant): Instant {
  return Math.floor(instant / 1000) * 1000
}
