import type { TlsSettings } from './custom-hostname.ts'
import type { ErrorName } from './errors.ts'

/** Cipher suites that can be chosen, by their BoringSSL names. Those of TLS 1.3 are used by themselves and cannot be. */
export const CIPHERS: ReadonlySet<string> = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-RSA-AES128-SHA256', 'AES128-GCM-SHA256', 'AES128-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-SHA384', 'AES256-GCM-SHA384', 'AES256-SHA256',
  'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA', 'AES128-SHA', 'ECDHE-RSA-AES256-SHA', 'AES256-SHA', 'DES-CBC3-SHA'
])

const ON_OFF: ReadonlyArray<readonly [keyof TlsSettings, ErrorName]> = [
  ['http2', 'invalidHttp2'],
  ['tls_1_2_only', 'invalidTls12Only'],
  ['tls_1_3', 'invalidTls13'],
  // No code is documented for these two; older clients send `http3`.
  ['early_hints', 'sslAttributeInvalid'],
  ['http3', 'sslAttributeInvalid']
]

const VERSIONS = new Set<unknown>(['1.0', '1.1', '1.2', '1.3'])

/** Reads `ssl.settings`: known keys only, each with its own error. The object has been checked to be one. */
export function readTlsSettings (given: Readonly<Record<string, unknown>>): { readonly settings: TlsSettings } | { readonly error: ErrorName } {
  const settings: Record<string, unknown> = {}
  for (const [key, error] of ON_OFF) {
    const value = given[key]
    if (value === undefined || value === null) continue
    if (value !== 'on' && value !== 'off') return { error }
    settings[key] = value
  }
  const version = given['min_tls_version']
  if (version !== undefined && version !== null) {
    if (!VERSIONS.has(version)) return { error: 'invalidMinTlsVersion' }
    settings['min_tls_version'] = version
  }
  const ciphers = given['ciphers']
  if (ciphers !== undefined && ciphers !== null) {
    if (!Array.isArray(ciphers) || ciphers.some(cipher => typeof cipher !== 'string')) return { error: 'customHostnameUndecodable' }
    if (ciphers.some(cipher => !CIPHERS.has(cipher))) return { error: 'invalidCiphers' }
    if (ciphers.length > 0 && version === '1.3') return { error: 'ciphersWithTls13' }
    settings['ciphers'] = [...new Set(ciphers)]
  }
  return { settings: settings as TlsSettings }
}
