import type { CertificateState } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import type { FallbackOrigin } from '../core/fallback-origin.ts'
import { fallbackOriginNotActive, validationError, VERIFICATION_ERRORS } from '../core/messages.ts'
import type { OwnershipState } from '../core/ownership.ts'
import type { HostnameStatus, SslStatus } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import { isHeld } from '../scheduler/foreseeing.ts'
import { scenarioWords } from './scenario-words.ts'

/** What keeps a hostname from becoming active, in sentences; empty when nothing does but time. */
export function blockers (hostnamesZone: Zone, fallbackOrigin: FallbackOrigin | undefined, customHostname: CustomHostname): string[] {
  const { hostname, inspector, lifecycle: { ownership, certificate } } = customHostname
  const zone = inspector === undefined ? hostnamesZone : { ...hostnamesZone, settings: { ...hostnamesZone.settings, inspector } }
  const { blocks } = scenarioWords(hostnamesZone, customHostname)
  return [
    ...isServing(ownership) ? [] : [...blocks.status, ...ownershipBlockers(zone, fallbackOrigin, hostname, ownership)],
    ...certificate === undefined || certificate.status === 'active' ? [] : [...blocks.ssl_status, ...certificateBlockers(zone, certificate, hostname)]
  ].map(sentence => sentence.replaceAll('{hostname}', hostname).replaceAll('{challenge}', `_acme-challenge.${hostname}`))
}

/** True when traffic flows. */
export function isServing ({ status }: OwnershipState): boolean {
  return status === 'active' || status === 'active_redeploying'
}

function ownershipBlockers (zone: Zone, fallbackOrigin: FallbackOrigin | undefined, hostname: string, ownership: OwnershipState): string[] {
  const blocked: string[] = []
  if (fallbackOrigin === undefined) blocked.push('The zone has no fallback origin.')
  else if (fallbackOrigin.status !== 'active') blocked.push(`The ${fallbackOriginNotActive(fallbackOrigin.status)}`)
  if (isHeld(zone, hostname)) blocked.push(`The owner of ${hostname} holds it: no other zone may use the name.`)
  const told: readonly string[] = [VERIFICATION_ERRORS.no_fallback_origin, VERIFICATION_ERRORS.held]
  const found = 'errors' in ownership ? ownership.errors ?? [] : []
  const stale = fallbackOrigin !== undefined && fallbackOrigin.status !== 'active'
  blocked.push(...found.filter(text => !told.includes(text) && !(stale && text.startsWith('fallback origin '))).map(text => `The last check of the hostname found: ${text}`))
  if (ownership.status !== 'pending') return [...blocked, `The hostname is in status ${ownership.status}, in which it is not checked.`]
  return [...blocked, ...inspectorBlockers(zone, ownership.checks, 'hostname')]
}

function certificateBlockers (zone: Zone, certificate: CertificateState, hostname: string): string[] {
  const found = 'errors' in certificate ? certificate.errors ?? [] : []
  const blocked = found.map(text => `The last check of the certificate found: ${validationError(text, hostname)}`)
  switch (certificate.status) {
    case 'initializing': case 'pending_issuance': case 'pending_deployment': return blocked
    case 'pending_validation': {
      if (certificate.checks > 0 && found.length === 0) blocked.push('The last check did not find the validation token in place.')
      return [...blocked, ...inspectorBlockers(zone, certificate.checks, 'certificate')]
    }
    default: return [...blocked, `The certificate is in status ${certificate.status}, in which nothing is checked.`]
  }
}

function inspectorBlockers ({ settings }: Zone, checks: number, what: 'hostname' | 'certificate'): string[] {
  if (settings.inspector === 'manual') return [`The inspector is manual: checks of the ${what} pass only when the admin API says so.`]
  if (settings.inspector !== 'auto') return []
  if (settings.autoPassAtAttempt === 'never') return [`The zone's setting auto_pass_at_attempt is never: no check of the ${what} passes.`]
  if (settings.autoPassAtAttempt <= checks + 1) return []
  return [`The zone's setting auto_pass_at_attempt lets checks of the ${what} pass from number ${settings.autoPassAtAttempt} on; ${checks} were made.`]
}

const RESTS = 'Nothing: no step leads out of this status by itself.'
const WAITS_FOR_PATCH = 'Nothing, until a PATCH brings it back to pending.'
const WAITS_FOR_ORDER = 'Nothing, until a PATCH starts a new order; a certificate that still serves expires in the end.'

const OWNERSHIP_NEXT: Readonly<Record<HostnameStatus, string>> = {
  pending: 'Check whether the hostname points here or its ownership token is in place: active if so, another check later if not.',
  active: 'Nothing, or a check from time to time: moved if the hostname no longer points here.',
  active_redeploying: 'Active again once its settings are deployed.',
  moved: 'Deleted after its time in moved is over, unless a PATCH brings it back to pending.',
  pending_deletion: 'Gone once its deletion is done.',
  deleted: WAITS_FOR_PATCH,
  blocked: WAITS_FOR_PATCH,
  pending_blocked: RESTS,
  pending_migration: RESTS,
  pending_provisioned: RESTS,
  provisioned: RESTS,
  test_pending: RESTS,
  test_active: RESTS,
  test_active_apex: RESTS,
  test_blocked: RESTS,
  test_failed: RESTS
}

const CERTIFICATE_NEXT: Readonly<Record<SslStatus, string>> = {
  initializing: 'The authority hands out validation tokens.',
  pending_validation: 'Check whether the validation token is in place: pending_issuance if so, another check later if not.',
  pending_issuance: 'The authority issues the certificate.',
  pending_deployment: 'The certificate reaches the edge.',
  active: 'Renewal, some time before the certificate expires.',
  initializing_timed_out: WAITS_FOR_ORDER,
  validation_timed_out: WAITS_FOR_ORDER,
  issuance_timed_out: WAITS_FOR_ORDER,
  deployment_timed_out: WAITS_FOR_ORDER,
  expired: 'Nothing, until a PATCH starts a new order.',
  deleted: 'Nothing, until a PATCH starts a new order.',
  pending_deletion: RESTS,
  pending_expiration: RESTS,
  deletion_timed_out: RESTS,
  pending_cleanup: RESTS,
  staging_deployment: RESTS,
  staging_active: RESTS,
  deactivating: RESTS,
  inactive: RESTS,
  backup_issued: RESTS,
  holding_deployment: 'Deployment, once the zone is active.'
}

/** What comes next on the hostname's axis. */
export function ownershipNext ({ status }: OwnershipState): string {
  return OWNERSHIP_NEXT[status]
}

/** What comes next on the certificate's axis. */
export function certificateNext ({ status }: CertificateState): string {
  return CERTIFICATE_NEXT[status]
}
