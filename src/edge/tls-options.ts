import { getCiphers } from 'node:tls'
import type { SecureVersion, TlsOptions } from 'node:tls'
import type { TlsSettings } from '../core/custom-hostname.ts'
import type { EdgeCertificate } from '../core/edge-certificate.ts'

/** What a zone has where nobody changed it, and what names covered by a wildcard get whatever their hostname says. */
const ZONE_SETTINGS = { min_tls_version: '1.0', tls_1_3: 'on', http2: 'on' } as const satisfies TlsSettings

/**
 * Every suite that can be chosen, in the order of preference: ECDSA before RSA, so that whoever can use the ECDSA certificate
 * is shown it; forward secrecy first. OpenSSL knows them by the names that the API has them under, which are BoringSSL's.
 */
const SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-SHA256',
  'ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES256-SHA384', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA256', 'AES256-SHA256', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA'
]
const SUITES_OF_TLS_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_256_GCM_SHA384']

/** Not every OpenSSL has every old suite: Node's own comes without 3DES. */
const AVAILABLE = new Set(getCiphers().map(name => name.toUpperCase()))

/** Signatures of TLS 1.0 and 1.1 are allowed on this level only. */
const LEVEL = '@SECLEVEL=0'

/** Why no handshake with this certificate can succeed. */
export type Impossible = 'no version' | 'no cipher'

/** How a handshake with this certificate goes. */
export function tlsOptionsOf ({ exact, settings, pairs }: EdgeCertificate): TlsOptions | Impossible {
  const { min_tls_version: least, tls_1_2_only: modern, tls_1_3: latest, http2, ciphers } = { ...ZONE_SETTINGS, ...(exact ? settings : {}) }
  const min = modern === 'on' && least < '1.2' ? '1.2' : least
  const max = latest === 'off' ? '1.2' : '1.3'
  if (min > max) return 'no version'
  const suites = min === '1.3' ? [] : SUITES.filter(name => AVAILABLE.has(name) && isChosen(name, ciphers))
  if (max === '1.2' && suites.length === 0) return 'no cipher'
  return {
    key: pairs.map(({ privateKeyPem }) => privateKeyPem),
    cert: pairs.map(({ chainPem }) => chainPem),
    minVersion: suites.length === 0 ? 'TLSv1.3' : versionOf(min),
    maxVersion: versionOf(max),
    ciphers: [...(suites.length === 0 ? [] : [LEVEL, ...suites]), ...(max === '1.3' ? SUITES_OF_TLS_1_3 : [])].join(':'),
    honorCipherOrder: true,
    ALPNProtocols: http2 === 'off' ? ['http/1.1'] : ['h2', 'http/1.1']
  }
}

/** An empty list is no choice. Those of TLS 1.3 cannot be chosen. */
function isChosen (name: string, ciphers: readonly string[] | undefined): boolean {
  return ciphers === undefined || ciphers.length === 0 || ciphers.includes(name)
}

function versionOf (version: '1.0' | '1.1' | '1.2' | '1.3'): SecureVersion {
  return version === '1.0' ? 'TLSv1' : `TLSv${version}`
}
