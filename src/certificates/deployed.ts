import { certificateHosts } from '../core/certificate-identity.ts'
import type { Certificate, CertificateState } from '../core/certificate.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { DAY } from '../core/instant.ts'
import type { Instant } from '../core/instant.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'
import type { PackPlan } from './packs.ts'

/** In these statuses nothing is at the edge, whatever served before. */
const WITHDRAWN: ReadonlySet<string> = new Set<CertificateState['status']>(['expired', 'deleted', 'inactive'])

/** A zone's own certificate follows the same published life as those of hostnames. */
const LIFE = 90 * DAY
const RENEWED_AFTER = 60 * DAY

/** The certificate of a hostname that the edge presents at this moment of its zone. */
export function deployedCertificate ({ lifecycle: { ownership, certificate } }: CustomHostname, zoneNow: Instant): Certificate | undefined {
  if (certificate?.serving === undefined || WITHDRAWN.has(certificate.status) || ownership.status === 'deleted') return undefined
  return zoneNow < certificate.serving.expiresAt ? certificate.serving : undefined
}

/** What the pack of a hostname's certificate is made from. */
export function planOfHostname ({ seq, seed, hostname, ssl }: CustomHostname, certificate: Certificate): PackPlan {
  const { pack, authority, issuedAt, expiresAt } = certificate
  return { seq, pack, seed, authority, hosts: certificateHosts(hostname, certificate), branding: ssl?.cloudflareBranding === true, issuedAt, expiresAt }
}

/** What the certificate of a zone itself is made from: its name and everything one label below it, renewed as time goes by. */
export function planOfZone (zone: Zone, zoneNow: Instant, { sandboxSeed, tokens, seq }: ZonePlanParts): PackPlan {
  const { id, name, createdAt, settings } = zone
  const renewals = Math.max(Math.floor((zoneNow - createdAt) / RENEWED_AFTER), 0)
  const issuedAt = createdAt + renewals * RENEWED_AFTER
  return {
    seq,
    pack: renewals + 1,
    seed: tokens.hex(sandboxSeed, `zone-certificate/${id}`, 32),
    authority: settings.certificateAuthority,
    hosts: [name, `*.${name}`],
    branding: false,
    issuedAt,
    expiresAt: issuedAt + LIFE
  }
}

export interface ZonePlanParts {
  readonly sandboxSeed: string
  readonly tokens: TokenSource
  readonly seq: number
}
