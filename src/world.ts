import defaultWorld from '../fixtures/world.json' with { type: 'json' }
import type { SeedWire } from '../schemas/seed.ts'
import { mergeSettings, settingsFault } from './admin/zone-settings.ts'
import type { Context } from './context.ts'
import { ApiError } from './core/errors.ts'
import type { ApiToken, Permission } from './core/identity.ts'
import { PERMISSIONS } from './core/identity.ts'
import type { Instant } from './core/instant.ts'
import type { ClockState, Zone, ZoneSettings } from './core/zone.ts'
import { zoneNow } from './core/zone.ts'
import { createCustomHostname } from './custom-hostnames/create.ts'
import { decodeHostname } from './custom-hostnames/request.ts'
import { hashSecret } from './http/auth.ts'

/** A seed that cannot be planted; `path` names the place, such as `/zones/0/name`. */
export class SeedError extends Error {}

export interface SeedParts {
  readonly context: Context
  readonly zoneDefaults: ZoneSettings
  readonly clock: ClockState
  /** The system's time. */
  readonly now: Instant
}

/** The world that a sandbox starts with when no seed is given. */
export function readDefaultWorld (): SeedWire {
  return defaultWorld as SeedWire
}

/** Checks a seed's shape. Throws SeedError with the path of the first fault. */
export async function readSeed (data: unknown): Promise<SeedWire> {
  // Loaded when it is needed: the default world is good as it is, and a start without a seed is a third faster.
  const [{ Value }, { SeedSchema }] = await Promise.all([import('@sinclair/typebox/value'), import('../schemas/seed.ts')])
  const fault = Value.Errors(SeedSchema, data).First()
  if (fault !== undefined) throw new SeedError(`seed: ${fault.path === '' ? '/' : fault.path}: ${fault.message.toLowerCase()}`)
  return data as SeedWire
}

/** Fills an empty store. Throws SeedError with the path of what is refused. */
export async function plantSeed (seed: SeedWire, parts: SeedParts): Promise<void> {
  const { context, now } = parts
  const { store, random } = context
  for (const account of seed.accounts) await store.identities.insertAccount({ ...account, createdAt: now })
  for (const { email, key } of seed.users ?? []) {
    await store.identities.insertUser({ id: random.hex('user', email, 32), email, keyHash: hashSecret(key) })
  }
  for (const [i, token] of (seed.tokens ?? []).entries()) await store.identities.insertToken(tokenOf(token, i, parts))
  if (seed.webhook_destinations !== undefined || seed.notification_policies !== undefined) {
    const { plantWebhooks } = await import('./seed-webhooks.ts')
    await plantWebhooks(seed, context, { now: zoneNow(parts.clock, now), refuse: (path, problem) => { throw new SeedError(`seed: ${path}: ${problem}`) } })
  }
  for (const [i, zone] of seed.zones.entries()) await plantZone(zone, `/zones/${i}`, parts)
}

function tokenOf (wire: NonNullable<SeedWire['tokens']>[number], i: number, { context: { random } }: SeedParts): ApiToken {
  const permissions = wire.permissions ?? PERMISSIONS
  const unknown = permissions.find(permission => !(PERMISSIONS as readonly string[]).includes(permission))
  if (unknown !== undefined) throw new SeedError(`seed: /tokens/${i}/permissions: "${unknown}" is not one of ${PERMISSIONS.join(', ')}`)
  return {
    id: random.hex('token', hashSecret(wire.token), 32),
    hash: hashSecret(wire.token),
    accountId: wire.account_id,
    owner: wire.token.startsWith('cfat_') ? 'account' : 'user',
    name: wire.name ?? `token ${i + 1}`,
    ...(wire.zone_ids === undefined ? {} : { zoneIds: wire.zone_ids }),
    permissions: permissions as readonly Permission[],
    status: 'active'
  }
}

/** A zone like the first one of the seed, under another id: what `--auto-zones` makes of an id that it has not seen. */
export async function plantLike (seed: SeedWire, id: string, parts: SeedParts): Promise<void> {
  const [template] = seed.zones
  const [account] = seed.accounts
  if (account === undefined) return
  const name = `${id.slice(0, 8)}.${template?.name ?? 'saasprovider.com'}`
  const renamed = (text: string): string => template === undefined ? text : text.replace(new RegExp(`(^|\\.)${template.name.replaceAll('.', '\\.')}$`), `$1${name}`)
  await plantZone({
    id,
    name,
    account_id: template?.account_id ?? account.id,
    ...(template?.settings === undefined ? {} : { settings: template.settings }),
    dns_records: (template?.dns_records ?? []).map(record => ({ ...record, name: renamed(record.name), content: renamed(record.content) })),
    ...(template?.fallback_origin === undefined ? {} : { fallback_origin: renamed(template.fallback_origin) })
  }, '/zones/0', parts)
}

/** Plants one zone of a seed; its account is there already. Throws SeedError with the path of what is refused. */
export async function plantZone (wire: SeedWire['zones'][number], path: string, { context, zoneDefaults, clock, now }: SeedParts): Promise<void> {
  const { store } = context
  if (store.identities.findAccount(wire.account_id) === undefined) throw new SeedError(`seed: ${path}/account_id: names no account of the seed`)
  const settings = mergeSettings(zoneDefaults, wire.settings ?? {})
  const fault = settingsFault(settings)
  if (fault !== undefined) throw new SeedError(`seed: ${path}/settings${fault.path}: ${fault.problem}`)
  const createdAt = zoneNow(clock, now)
  const zone = await store.zones.insert({
    id: wire.id, name: wire.name.toLowerCase(), accountId: wire.account_id, status: 'active', type: 'full', createdAt, clock, settings
  })
  await plantRecords(wire, zone, context, createdAt)
  if (wire.fallback_origin !== undefined) {
    const origin = wire.fallback_origin.toLowerCase()
    await store.fallbackOrigins.save(zone.no, undefined, { origin, status: 'active', since: createdAt, createdAt, updatedAt: createdAt }, [])
  }
  for (const [i, hostname] of (wire.custom_hostnames ?? []).entries()) {
    try {
      await createCustomHostname(context, zone, createdAt, decodeHostname(hostname))
    } catch (error) {
      if (error instanceof ApiError) throw new SeedError(`seed: ${path}/custom_hostnames/${i}: ${error.message}`)
      throw error
    }
  }
}

async function plantRecords (wire: SeedWire['zones'][number], zone: Zone, { store, random }: Context, createdAt: Instant): Promise<void> {
  for (const [i, record] of (wire.dns_records ?? []).entries()) {
    await store.dnsRecords.insert(zone.no, {
      id: random.hex('dns-record', `${zone.id}/seed/${i}`, 32),
      type: record.type,
      name: record.name.toLowerCase(),
      content: record.content,
      proxied: record.proxied ?? false,
      ttl: record.ttl ?? 1,
      tags: [],
      settings: {},
      createdAt,
      modifiedAt: createdAt
    })
  }
}
