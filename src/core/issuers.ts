import type { CertificateAuthority } from './statuses.ts'

/** Organization in the certificates of each simulated authority: what the API returns as `issuer`. It says that it is not the real one. */
export const ISSUER_NAMES: Readonly<Record<CertificateAuthority, string>> = {
  google: 'Sandflare simulated Google Trust Services',
  lets_encrypt: "Sandflare simulated Let's Encrypt",
  ssl_com: 'Sandflare simulated SSL.com',
  digicert: 'Sandflare simulated DigiCert'
}

/** By what an authority is named in CAA records. */
export const CAA_IDENTIFIERS: Readonly<Record<CertificateAuthority, string>> = {
  google: 'pki.goog', lets_encrypt: 'letsencrypt.org', ssl_com: 'ssl.com', digicert: 'digicert.com'
}
