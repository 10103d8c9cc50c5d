import type { ZoneSettings } from './zone.ts'
import { planEntitlements, planQuota } from './zone.ts'

/** What a sandbox decides for all of its zones; everything else of a zone has one standard value. */
export type ChosenZoneSettings = Pick<ZoneSettings, 'plan' | 'schedule' | 'inspector' | 'strict' | 'certificateAuthority'>

/** The settings of a zone that nobody has changed yet: the plan's entitlements and quota, and the documented reading of each doubt. */
export function defaultZoneSettings ({ plan, schedule, inspector, strict, certificateAuthority }: ChosenZoneSettings): ZoneSettings {
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
    scenario: null,
    scenarioLabels: true
  }
}
