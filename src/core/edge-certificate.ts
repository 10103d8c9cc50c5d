import type { KeyType } from './certificate-identity.ts'
import type { TlsSettings } from './custom-hostname.ts'

/** A chain with the key of its first certificate, both PEM. */
export interface EdgePair {
  readonly keyType: KeyType
  readonly chainPem: string
  readonly privateKeyPem: string
}

/** A certificate that the edge presents, with everything that decides how. */
export interface EdgeCertificate {
  /** Another one whenever keys, chains or settings are. */
  readonly version: string
  readonly zoneId: string
  /** The name that the certificate was made for: the one asked for, or the one that covers it. */
  readonly hostname: string
  /** False when a wildcard covers the name: then the hostname's own settings do not apply. */
  readonly exact: boolean
  readonly settings: TlsSettings
  readonly pairs: readonly EdgePair[]
}

/** Finds what to present for a server name, which is ASCII in lower case; undefined: nothing is deployed for it. */
export interface CertificateSource {
  find (serverName: string): Promise<EdgeCertificate | undefined>
}
