import type { ZoneWire } from '../../schemas/zone.ts'
import type { Account, Permission } from '../core/identity.ts'
import { PERMISSIONS } from '../core/identity.ts'
import { formatInstant } from '../core/instant.ts'
import type { Zone } from '../core/zone.ts'
import type { Caller } from '../http/auth.ts'
import type { IdentityStore } from '../store/store.ts'
import { PLAN_LIMITS, PLANS_ON_WIRE } from './plans.ts'

/** What the wire form of a zone is made from besides the zone. */
export interface ZoneWireParts {
  readonly owner: ZoneWire['owner']
  readonly caller: Caller
}

/** The first user of the sandbox owns its zones; without users they are an account's alone. */
export function ownerOf (identities: Pick<IdentityStore, 'listUsers'>): ZoneWire['owner'] {
  const user = identities.listUsers()[0]
  return user === undefined ? { type: 'organization' } : { id: user.id, type: 'user', email: user.email }
}

/** A zone as the API returns it, as JSON text; key order as in recorded answers. */
export function toWireText (zone: Zone, account: Account | undefined, { owner, caller }: ZoneWireParts): string {
  const createdOn = formatInstant(zone.createdAt)
  const { plan } = zone.settings
  const { pageRules, certificates } = PLAN_LIMITS[plan]
  return JSON.stringify({
    id: zone.id,
    name: zone.name,
    status: zone.status,
    paused: false,
    type: zone.type,
    development_mode: 0,
    name_servers: nameServers(zone.id),
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    modified_on: createdOn,
    created_on: createdOn,
    activated_on: zone.status === 'active' ? createdOn : null,
    vanity_name_servers: [],
    meta: { step: 2, custom_certificate_quota: certificates, page_rule_quota: pageRules, phishing_detected: false },
    owner,
    account: { id: zone.accountId, ...(account === undefined ? {} : { name: account.name }) },
    tenant: {},
    tenant_unit: {},
    permissions: permissionsOf(caller),
    plan: PLANS_ON_WIRE[plan],
    ...(zone.type === 'partial' ? { verification_key: verificationKey(zone.id), cname_suffix: 'cdn.cloudflare.net' } : {})
  } satisfies ZoneWire)
}

const LEFT_NAMES = ['ada', 'bella', 'coco', 'dina', 'elma', 'fay', 'gail', 'iris', 'june', 'kay', 'lola', 'mira', 'nina', 'pam', 'rita', 'uma']
const RIGHT_NAMES = ['art', 'bob', 'cody', 'dan', 'eli', 'finn', 'guy', 'hank', 'ian', 'jay', 'kirk', 'lee', 'max', 'ned', 'otto', 'rob']

/** A pair that belongs to the zone for good: it follows from the digits of its id. */
function nameServers (zoneId: string): string[] {
  return [LEFT_NAMES, RIGHT_NAMES].map((names, i) => `${names[Number.parseInt(zoneId.charAt(i), 16)] ?? names[0]}.ns.cloudflare.com`)
}

function verificationKey (zoneId: string): string {
  return [zoneId.slice(0, 7), zoneId.slice(7, 14)].map(digits => String(Number.parseInt(digits, 16)).padStart(9, '0')).join('-')
}

const SCOPES: Readonly<Partial<Record<string, string>>> = { 'SSL and Certificates': '#ssl', DNS: '#dns_records', Zone: '#zone' }

/** The permissions on the zone in the older notation; only a known token has less than all. */
function permissionsOf (caller: Caller): string[] {
  const granted: readonly Permission[] = caller.kind === 'token' ? caller.token.permissions : PERMISSIONS
  const names = granted.flatMap(permission => {
    const scope = SCOPES[permission.replace(/ (Read|Write)$/, '')]
    if (scope === undefined) return []
    return permission.endsWith('Write') ? [`${scope}:edit`, `${scope}:read`] : [`${scope}:read`]
  })
  return [...new Set(names)].sort()
}
