// The enums of the published schema; `test/contract` holds them against the official client's types.

export const HOSTNAME_STATUSES = [
  'active', 'pending', 'active_redeploying', 'moved', 'pending_deletion', 'deleted', 'pending_blocked', 'pending_migration',
  'pending_provisioned', 'test_pending', 'test_active', 'test_active_apex', 'test_blocked', 'test_failed', 'provisioned', 'blocked'
] as const

export type HostnameStatus = typeof HOSTNAME_STATUSES[number]

export const SSL_STATUSES = [
  'initializing', 'pending_validation', 'deleted', 'pending_issuance', 'pending_deployment', 'pending_deletion', 'pending_expiration',
  'expired', 'active', 'initializing_timed_out', 'validation_timed_out', 'issuance_timed_out', 'deployment_timed_out',
  'deletion_timed_out', 'pending_cleanup', 'staging_deployment', 'staging_active', 'deactivating', 'inactive', 'backup_issued',
  'holding_deployment'
] as const

export type SslStatus = typeof SSL_STATUSES[number]

export const FALLBACK_ORIGIN_STATUSES = [
  'initializing', 'pending_deployment', 'pending_deletion', 'active', 'deployment_timed_out', 'deletion_timed_out'
] as const

export type FallbackOriginStatus = typeof FALLBACK_ORIGIN_STATUSES[number]

export const CERTIFICATE_AUTHORITIES = ['google', 'lets_encrypt', 'ssl_com', 'digicert'] as const

export type CertificateAuthority = typeof CERTIFICATE_AUTHORITIES[number]

/** `cname` is the DigiCert-era method: older documentation shows it, today's service refuses it (1432). */
export const VALIDATION_METHODS = ['http', 'txt', 'email', 'cname'] as const

export type ValidationMethod = typeof VALIDATION_METHODS[number]

export const BUNDLE_METHODS = ['ubiquitous', 'optimal', 'force'] as const

export type BundleMethod = typeof BUNDLE_METHODS[number]
