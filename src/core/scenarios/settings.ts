import type { Entitlements, Zone, ZoneSettings } from '../zone.ts'
import { fields, flag, join, number, ScenarioError } from './reading.ts'
import { CERTIFICATE_AUTHORITIES } from '../statuses.ts'

/** Settings of the zone as they are for a hostname that lives through the scenario. */
export type ChangedSettings =
  & Partial<Pick<ZoneSettings, 'strict' | 'keepOwnershipVerification' | 'rotateTokensOnPatch' | 'defaultSslSettings' | 'certificateAuthority'>>
  & { readonly quota?: Partial<ZoneSettings['quota']>, readonly entitlements?: Partial<Entitlements> }

const ENTITLEMENTS: Readonly<Record<string, keyof Entitlements>> = {
  custom_hostnames: 'customHostnames',
  custom_metadata: 'customMetadata',
  custom_origin_server: 'customOriginServer',
  custom_origin_sni: 'customOriginSni',
  wildcard: 'wildcard',
  certificate_authority: 'certificateAuthority',
  custom_certificates: 'customCertificates',
  apex: 'apex'
}

const FLAGS = { strict: 'strict', keep_ownership_verification: 'keepOwnershipVerification', rotate_tokens_on_patch: 'rotateTokensOnPatch' } as const

/** Reads changed settings, named as in docs/settings.md. Throws ScenarioError. */
export function readSettings (value: unknown, path: string): ChangedSettings {
  const given = fields(value, path, [...Object.keys(FLAGS), 'default_ssl_settings', 'certificate_authority', 'quota', 'entitlements'])
  const authority = CERTIFICATE_AUTHORITIES.find(name => name === given['certificate_authority'])
  if (given['certificate_authority'] !== undefined && authority === undefined) throw new ScenarioError(join(path, 'certificate_authority'), 'is not an authority')
  const flags = Object.entries(FLAGS).flatMap(([key, name]) => given[key] === undefined ? [] : [[name, flag(given[key], join(path, key))]])
  return {
    ...Object.fromEntries(flags) as Partial<ZoneSettings>,
    ...(authority === undefined ? {} : { certificateAuthority: authority }),
    ...(given['default_ssl_settings'] === undefined ? {} : { defaultSslSettings: given['default_ssl_settings'] as Readonly<Record<string, unknown>> }),
    ...(given['quota'] === undefined ? {} : { quota: readQuota(given['quota'], join(path, 'quota')) }),
    ...(given['entitlements'] === undefined ? {} : { entitlements: readEntitlements(given['entitlements'], join(path, 'entitlements')) })
  }
}

const shaped = new WeakMap<ZoneSettings, Map<ChangedSettings, ZoneSettings>>()

/** The zone as it is under changed settings; their object is made once for each pair. */
export function zoneUnder<Z extends Pick<Zone, 'settings'>> (zone: Z, changes: ChangedSettings | undefined): Z {
  if (changes === undefined) return zone
  const known = shaped.get(zone.settings) ?? new Map<ChangedSettings, ZoneSettings>()
  shaped.set(zone.settings, known)
  const settings = known.get(changes) ?? changed(zone.settings, changes)
  known.set(changes, settings)
  return { ...zone, settings }
}

function changed (settings: ZoneSettings, changes: ChangedSettings): ZoneSettings {
  return {
    ...settings,
    ...changes,
    quota: { ...settings.quota, ...changes.quota },
    entitlements: { ...settings.entitlements, ...changes.entitlements }
  }
}

function readQuota (value: unknown, path: string): Partial<ZoneSettings['quota']> {
  const { allocated, hard_cap: hardCap } = fields(value, path, ['allocated', 'hard_cap'])
  return {
    ...(allocated === undefined ? {} : { allocated: number(allocated, join(path, 'allocated'), {}) }),
    ...(hardCap === undefined ? {} : { hardCap: number(hardCap, join(path, 'hard_cap'), {}) })
  }
}

function readEntitlements (value: unknown, path: string): Partial<Entitlements> {
  const given = fields(value, path, Object.keys(ENTITLEMENTS))
  return Object.fromEntries(Object.entries(given).map(([key, granted]) => [ENTITLEMENTS[key] ?? key, flag(granted, join(path, key))]))
}
