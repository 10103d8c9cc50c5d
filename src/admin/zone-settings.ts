import type { GivenZoneSettingsWire, ZoneSettingsWire } from '../../schemas/admin/zone.ts'
import { ScheduleError } from '../core/schedule.ts'
import type { Entitlements, Hold, RateLimitSettings, ZoneSettings } from '../core/zone.ts'
import { planEntitlements, planQuota } from '../core/zone.ts'
import { scenarios } from '../scenarios.ts'
import { resolveSchedule } from '../schedules.ts'

/** The settings of a zone in their wire form. */
export function settingsToWire (settings: ZoneSettings): ZoneSettingsWire {
  const { quota, entitlements, autoFailure } = settings
  return {
    plan: settings.plan,
    schedule: settings.schedule as ZoneSettingsWire['schedule'],
    inspector: settings.inspector,
    strict: settings.strict,
    quota: { allocated: quota.allocated, hard_cap: quota.hardCap },
    entitlements: {
      custom_hostnames: entitlements.customHostnames,
      custom_metadata: entitlements.customMetadata,
      custom_origin_server: entitlements.customOriginServer,
      custom_origin_sni: entitlements.customOriginSni,
      wildcard: entitlements.wildcard,
      certificate_authority: entitlements.certificateAuthority,
      custom_certificates: entitlements.customCertificates,
      apex: entitlements.apex
    },
    certificate_authority: settings.certificateAuthority,
    auto_pass_at_attempt: settings.autoPassAtAttempt,
    auto_failure: {
      ...(autoFailure.status === undefined ? {} : { status: autoFailure.status }),
      ...(autoFailure.sslStatus === undefined ? {} : { ssl_status: autoFailure.sslStatus })
    },
    holds: settings.holds.map(({ name, includeSubdomains }) => ({ name, include_subdomains: includeSubdomains })),
    hostname_filter: settings.hostnameFilter,
    keep_ownership_verification: settings.keepOwnershipVerification,
    rotate_tokens_on_patch: settings.rotateTokensOnPatch,
    default_ssl_settings: settings.defaultSslSettings as ZoneSettingsWire['default_ssl_settings'],
    no_quota_status: settings.noQuotaStatus,
    clamp_paging: settings.clampPaging,
    id_with_filters: settings.idWithFilters,
    metadata_on_wildcard: settings.metadataOnWildcard,
    whois_contacts: contactsToWire(settings.whoisContacts),
    encryption: settings.encryption,
    rate_limits: limitsToWire(settings.rateLimits),
    scenario: settings.scenario,
    scenario_labels: settings.scenarioLabels
  }
}

/** Settings with the given ones in their place. Another plan brings its own entitlements and quota, unless these are given too. */
export function mergeSettings (current: ZoneSettings, given: GivenZoneSettingsWire): ZoneSettings {
  const planned = given.plan === undefined || given.plan === current.plan
    ? current
    : { ...current, plan: given.plan, entitlements: planEntitlements(given.plan), quota: planQuota(given.plan) }
  return {
    ...planned,
    schedule: given.schedule ?? planned.schedule,
    inspector: given.inspector ?? planned.inspector,
    strict: given.strict ?? planned.strict,
    quota: { allocated: given.quota?.allocated ?? planned.quota.allocated, hardCap: given.quota?.hard_cap ?? planned.quota.hardCap },
    entitlements: mergeEntitlements(planned.entitlements, given.entitlements),
    certificateAuthority: given.certificate_authority ?? planned.certificateAuthority,
    autoPassAtAttempt: given.auto_pass_at_attempt ?? planned.autoPassAtAttempt,
    autoFailure: given.auto_failure === undefined ? planned.autoFailure : failureOf(given.auto_failure),
    holds: given.holds?.map(({ name, include_subdomains: includeSubdomains = false }): Hold => ({ name: name.toLowerCase(), includeSubdomains })) ?? planned.holds,
    hostnameFilter: given.hostname_filter ?? planned.hostnameFilter,
    keepOwnershipVerification: given.keep_ownership_verification ?? planned.keepOwnershipVerification,
    rotateTokensOnPatch: given.rotate_tokens_on_patch ?? planned.rotateTokensOnPatch,
    defaultSslSettings: given.default_ssl_settings === undefined ? planned.defaultSslSettings : given.default_ssl_settings,
    noQuotaStatus: given.no_quota_status ?? planned.noQuotaStatus,
    clampPaging: given.clamp_paging ?? planned.clampPaging,
    idWithFilters: given.id_with_filters ?? planned.idWithFilters,
    metadataOnWildcard: given.metadata_on_wildcard ?? planned.metadataOnWildcard,
    whoisContacts: contactsOf(given.whois_contacts, planned.whoisContacts),
    encryption: given.encryption ?? planned.encryption,
    rateLimits: mergeLimits(planned.rateLimits, given.rate_limits),
    ...mergeScenarios(planned, given)
  }
}

/** What is wrong with settings that the schema cannot see: its path below them, and the problem. */
export function settingsFault ({ schedule, scenario }: ZoneSettings): { readonly path: string, readonly problem: string } | undefined {
  if (scenario !== null && scenarios().find(scenario) === undefined) return { path: '/scenario', problem: scenarios().faultOf(scenario) }
  try {
    resolveSchedule(schedule)
    return undefined
  } catch (error) {
    if (error instanceof ScheduleError) return { path: ['/schedule', ...error.path.split(/[.[\]]+/).filter(Boolean)].join('/'), problem: error.message }
    throw error
  }
}

function mergeScenarios (current: ZoneSettings, given: GivenZoneSettingsWire): Pick<ZoneSettings, 'scenario' | 'scenarioLabels'> {
  return {
    scenario: given.scenario === undefined ? current.scenario : given.scenario,
    scenarioLabels: given.scenario_labels ?? current.scenarioLabels
  }
}

function mergeEntitlements (current: Entitlements, given: GivenZoneSettingsWire['entitlements'] = {}): Entitlements {
  return {
    customHostnames: given.custom_hostnames ?? current.customHostnames,
    customMetadata: given.custom_metadata ?? current.customMetadata,
    customOriginServer: given.custom_origin_server ?? current.customOriginServer,
    customOriginSni: given.custom_origin_sni ?? current.customOriginSni,
    wildcard: given.wildcard ?? current.wildcard,
    certificateAuthority: given.certificate_authority ?? current.certificateAuthority,
    customCertificates: given.custom_certificates ?? current.customCertificates,
    apex: given.apex ?? current.apex
  }
}

function limitsToWire (limits: RateLimitSettings): ZoneSettingsWire['rate_limits'] {
  return {
    api: limits.api,
    requests: limits.requests,
    window_seconds: limits.windowSeconds,
    refused_seconds: limits.refusedSeconds,
    issuance: limits.issuance,
    certificates: limits.certificates,
    certificates_window_seconds: limits.certificatesWindowSeconds,
    certificates_refused_seconds: limits.certificatesRefusedSeconds,
    headers: limits.headers,
    body: limits.body
  }
}

function mergeLimits (current: RateLimitSettings, given: GivenZoneSettingsWire['rate_limits'] = {}): RateLimitSettings {
  return {
    api: given.api ?? current.api,
    requests: given.requests ?? current.requests,
    windowSeconds: given.window_seconds ?? current.windowSeconds,
    refusedSeconds: given.refused_seconds ?? current.refusedSeconds,
    issuance: given.issuance ?? current.issuance,
    certificates: given.certificates ?? current.certificates,
    certificatesWindowSeconds: given.certificates_window_seconds ?? current.certificatesWindowSeconds,
    certificatesRefusedSeconds: given.certificates_refused_seconds ?? current.certificatesRefusedSeconds,
    headers: given.headers ?? current.headers,
    body: given.body ?? current.body
  }
}

function failureOf ({ status, ssl_status: sslStatus }: NonNullable<GivenZoneSettingsWire['auto_failure']>): ZoneSettings['autoFailure'] {
  return { ...(status === undefined ? {} : { status }), ...(sslStatus === undefined ? {} : { sslStatus }) }
}

function contactsToWire (contacts: ZoneSettings['whoisContacts']): ZoneSettingsWire['whois_contacts'] {
  return Object.fromEntries(Object.entries(contacts).map(([domain, addresses]) => [domain, [...addresses]]))
}

function contactsOf (given: GivenZoneSettingsWire['whois_contacts'], current: ZoneSettings['whoisContacts']): ZoneSettings['whoisContacts'] {
  return given === undefined ? current : Object.fromEntries(Object.entries(given).map(([domain, addresses]) => [domain.toLowerCase(), addresses]))
}
