import type { RateLimitSettings, ZoneSettings } from './zone.ts'
import { planEntitlements, planQuota } from './zone.ts'

/** What a sandbox decides for all of its zones; everything else of a zone has one standard value. */
export type ChosenZoneSettings = Pick<ZoneSettings, 'plan' | 'schedule' | 'inspector' | 'strict' | 'certificateAuthority'> & {
  /** Whether the published limits are in force. */
  readonly rateLimits?: boolean
}

/** The published limits: 1200 requests in five minutes, then none for five minutes; 15 certificates in a minute, then none for 30 seconds. */
export function publishedRateLimits (on: boolean): RateLimitSettings {
  return {
    api: on,
    requests: 1200,
    windowSeconds: 300,
    refusedSeconds: 300,
    issuance: on,
    certificates: 15,
    certificatesWindowSeconds: 60,
    certificatesRefusedSeconds: 30,
    headers: 'remainder',
    body: 'short'
  }
}

/** The settings of a zone that nobody has changed yet: the plan's entitlements and quota, and the documented reading of each doubt. */
export function defaultZoneSettings ({ plan, schedule, inspector, strict, certificateAuthority, rateLimits = false }: ChosenZoneSettings): ZoneSettings {
  return {
    plan,
    schedule,
    inspector,
    strict,
    quota: planQuota(plan),
    entitlements: planEntitlements(plan),
    certificateAuthority,
    autoPassAtAttempt: 1,
    autoFailure: {},
    holds: [],
    hostnameFilter: 'exact-first',
    keepOwnershipVerification: false,
    rotateTokensOnPatch: false,
    defaultSslSettings: null,
    noQuotaStatus: 403,
    clampPaging: false,
    idWithFilters: false,
    metadataOnWildcard: true,
    whoisContacts: {},
    encryption: 'full',
    rateLimits: publishedRateLimits(rateLimits),
    scenario: null,
    scenarioLabels: true
  }
}
