import type { CustomHostnameWire } from '../../../schemas/custom-hostname.ts'
import type { CertificateAuthorityWire, DcvMethodWire, HostnameStatusWire, SslStatusWire } from '../../../schemas/statuses.ts'

/** Statuses of a hostname, those that one meets first in front. */
export const HOSTNAME_STATUSES = [
  'active', 'pending', 'moved', 'blocked', 'deleted', 'pending_deletion', 'active_redeploying', 'provisioned', 'pending_blocked',
  'pending_migration', 'pending_provisioned', 'test_pending', 'test_active', 'test_active_apex', 'test_blocked', 'test_failed'
] as const satisfies readonly HostnameStatusWire[]

export const SSL_STATUSES = [
  'active', 'initializing', 'pending_validation', 'pending_issuance', 'pending_deployment', 'validation_timed_out', 'initializing_timed_out',
  'issuance_timed_out', 'deployment_timed_out', 'expired', 'deleted', 'pending_deletion', 'deletion_timed_out', 'pending_cleanup', 'pending_expiration',
  'staging_deployment', 'staging_active', 'deactivating', 'inactive', 'backup_issued', 'holding_deployment'
] as const satisfies readonly SslStatusWire[]

export const AUTHORITIES = [
  ['google', 'Google'], ['lets_encrypt', 'Let\u2019s Encrypt'], ['ssl_com', 'SSL.com'], ['digicert', 'DigiCert']
] as const satisfies ReadonlyArray<readonly [CertificateAuthorityWire, string]>

export const METHODS = [
  ['http', 'HTTP'], ['txt', 'TXT'], ['email', 'Email']
] as const satisfies ReadonlyArray<readonly [DcvMethodWire, string]>

const ON_THE_WAY: ReadonlySet<string> = new Set<SslStatusWire>(['active', 'initializing', 'pending_validation', 'pending_issuance', 'pending_deployment'])

/** True for a hostname that time alone, or its customer, can bring to `active`. From other statuses only a call leads out. */
export function isOnTheWay ({ status, ssl }: Pick<CustomHostnameWire, 'status' | 'ssl'>): boolean {
  const hostname = status === 'active' || status === 'pending' || status === 'active_redeploying'
  return hostname && (ssl === undefined || ON_THE_WAY.has(ssl.status)) && !isActive({ status, ...ssl === undefined ? {} : { ssl } })
}

export function isActive ({ status, ssl }: Pick<CustomHostnameWire, 'status' | 'ssl'>): boolean {
  return status === 'active' && (ssl === undefined || ssl.status === 'active')
}

export function authorityName (authority: string | undefined): string {
  return AUTHORITIES.find(([name]) => name === authority)?.[1] ?? '\u2013'
}

export function methodName (method: string | undefined): string {
  return METHODS.find(([name]) => name === method)?.[1] ?? method ?? 'uploaded'
}
