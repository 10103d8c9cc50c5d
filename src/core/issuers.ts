import type { CertificateAuthority } from './statuses.ts'

/** Organization in the certificates of each simulated authority: what the API returns as `issuer`. It says that it is not the real one. */
export const ISSUER_NAMES: Readonly<Record<CertificateAuthority, string>> = {
  google: 'Sandflare simulated Google Trust Services',
  lets_encrypt: "Sandflare simulated Let's Encrypt",
  ssl_com: 'Sandflare simulated SSL.com',
  digicert: 'Sandflare simulated DigiCert'
}
