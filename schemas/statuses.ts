import type { Static } from '@sinclair/typebox'
import { literals } from './scalars.ts'

export const HostnameStatusSchema = literals([
  'active', 'pending', 'active_redeploying', 'moved', 'pending_deletion', 'deleted', 'pending_blocked',
  'pending_migration', 'pending_provisioned', 'test_pending', 'test_active', 'test_active_apex', 'test_blocked',
  'test_failed', 'provisioned', 'blocked'
], { description: 'How far the hostname itself has come: whether the edge routes it through this zone.' })
export type HostnameStatusWire = Static<typeof HostnameStatusSchema>

export const SslStatusSchema = literals([
  'initializing', 'pending_validation', 'deleted', 'pending_issuance', 'pending_deployment', 'pending_deletion',
  'pending_expiration', 'expired', 'active', 'initializing_timed_out', 'validation_timed_out', 'issuance_timed_out',
  'deployment_timed_out', 'deletion_timed_out', 'pending_cleanup', 'staging_deployment', 'staging_active',
  'deactivating', 'inactive', 'backup_issued', 'holding_deployment'
], { description: 'How far the certificate of the hostname has come, independent of the status of the hostname.' })
export type SslStatusWire = Static<typeof SslStatusSchema>

export const FallbackOriginStatusSchema = literals([
  'initializing', 'pending_deployment', 'pending_deletion', 'active', 'deployment_timed_out', 'deletion_timed_out'
], { description: 'How far the fallback origin has come; traffic can go there once it is active.' })
export type FallbackOriginStatusWire = Static<typeof FallbackOriginStatusSchema>

export const CertificateAuthoritySchema = literals(['digicert', 'google', 'lets_encrypt', 'ssl_com'], {
  description: 'The certificate authority that issues the certificate.'
})
export type CertificateAuthorityWire = Static<typeof CertificateAuthoritySchema>

export const DcvMethodSchema = literals(['http', 'txt', 'email'], {
  description: 'How control over the hostname is proven to the certificate authority.'
})
export type DcvMethodWire = Static<typeof DcvMethodSchema>

/** What an answer may carry: the retired method `cname` can be created where the zone is not strict. */
export const AnsweredDcvMethodSchema = literals(['http', 'txt', 'email', 'cname'], {
  description: 'How control over the hostname is proven. A zone that is not strict also knows the retired method cname.'
})
export type AnsweredDcvMethodWire = Static<typeof AnsweredDcvMethodSchema>

export const BundleMethodSchema = literals(['ubiquitous', 'optimal', 'force'], {
  description: 'Which chain is served with the certificate: the most compatible, the shortest, or just what was uploaded. Ubiquitous unless chosen.'
})
export type BundleMethodWire = Static<typeof BundleMethodSchema>

export const ValidationTypeSchema = literals(['dv'], { description: 'Level of validation; only domain validation exists.' })
export type ValidationTypeWire = Static<typeof ValidationTypeSchema>

export const ZoneStatusSchema = literals(['initializing', 'pending', 'active', 'moved'], { description: 'Whether the zone is in use.' })
export type ZoneStatusWire = Static<typeof ZoneStatusSchema>

export const TokenStatusSchema = literals(['active', 'disabled', 'expired'], { description: 'Whether the token can be used.' })
export type TokenStatusWire = Static<typeof TokenStatusSchema>
