import type { SeedWire } from '../../schemas/seed.ts'
import type { Blueprint, Template } from '../admin/blueprint.ts'
import { clockFrom, plantBlueprint } from '../admin/blueprint.ts'
import { mergeSettings, settingsFault } from '../admin/zone-settings.ts'
import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { ApiToken, Permission } from '../core/identity.ts'
import { PERMISSIONS } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'
import { parseInstant } from '../core/instant.ts'
import type { ClockState, ZoneSettings } from '../core/zone.ts'
import { zoneNow } from '../core/zone.ts'
import { createCustomHostname } from '../custom-hostnames/create.ts'
import { decodeHostname } from '../custom-hostnames/request.ts'
import { hashSecret } from '../http/auth.ts'
import type { Place, Seed } from './seed.ts'
import { SeedError } from '../config/seed-files.ts'

export interface SeedParts {
  readonly context: Context
  readonly zoneDefaults: ZoneSettings
  readonly clock: ClockState
  /** The system's time. */
  readonly now: Instant
}

type SeedZone = SeedWire['zones'][number]
type SeedTemplate = NonNullable<SeedWire['templates']>[number]

/** Fills an empty store. Throws SeedError with the path of what is refused. */
export async function plantSeed ({ world: seed, placeOf }: Seed, parts: SeedParts): Promise<void> {
  const { context, now } = parts
  const { store, random } = context
  for (const account of seed.accounts) await store.identities.insertAccount({ ...account, createdAt: zoneNow(parts.clock, now) })
  for (const { email, key } of seed.users ?? []) {
    await store.identities.insertUser({ id: random.hex('user', email, 32), email, keyHash: hashSecret(key) })
  }
  for (const [i, token] of (seed.tokens ?? []).entries()) await store.identities.insertToken(tokenOf(token, placeOf('tokens', i), i, parts))
  if ([seed.webhook_destinations, seed.notification_policies].some(list => (list ?? []).length > 0)) {
    const { plantWebhooks } = await import('./webhooks.ts')
    await plantWebhooks({ world: seed, placeOf }, context, zoneNow(parts.clock, now))
  }
  for (const [i, zone] of seed.zones.entries()) await plantZone(zone, placeOf('zones', i), parts)
  for (const [i, template] of (seed.templates ?? []).entries()) blueprintOf(template, placeOf('templates', i), parts)
}

function tokenOf (wire: NonNullable<SeedWire['tokens']>[number], place: string, i: number, { context: { random } }: SeedParts): ApiToken {
  const permissions = wire.permissions ?? PERMISSIONS
  const unknown = permissions.find(permission => !(PERMISSIONS as readonly string[]).includes(permission))
  if (unknown !== undefined) throw new SeedError(`seed: ${place}/permissions: "${unknown}" is not one of ${PERMISSIONS.join(', ')}`)
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

/** Plants one zone of a seed; its account is there already. Throws SeedError with the path of what is refused. */
export async function plantZone (wire: SeedZone, place: string, parts: SeedParts): Promise<void> {
  const { context } = parts
  if (context.store.identities.findAccount(wire.account_id) === undefined) throw new SeedError(`seed: ${place}/account_id: names no account of the seed`)
  const identity = { id: wire.id, name: wire.name.toLowerCase(), accountId: wire.account_id, status: 'active', type: 'full' } as const
  const zone = await plantBlueprint(context, identity, blueprintOf(wire, place, parts))
  for (const [i, hostname] of (wire.custom_hostnames ?? []).entries()) {
    try {
      await createCustomHostname(context, zone, zone.createdAt, decodeHostname(hostname))
    } catch (error) {
      if (error instanceof ApiError) throw new SeedError(`seed: ${place}/custom_hostnames/${i}: ${error.message}`)
      throw error
    }
  }
}

/** The template of a seed that has this name, or its zone of this id. */
export function findTemplate ({ world, placeOf }: Seed, named: string, parts: SeedParts): Template | undefined {
  const [account] = world.accounts
  const lower = named.toLowerCase()
  const toTemplate = (wire: SeedZone | SeedTemplate, place: string): Template => ({
    name: wire.name.toLowerCase(), accountId: 'account_id' in wire ? wire.account_id : account?.id ?? '', ...blueprintOf(wire, place, parts)
  })
  const templates = world.templates ?? []
  const [inTemplates, inZones] = [templates.findIndex(({ name }) => name.toLowerCase() === lower), world.zones.findIndex(({ id }) => id === named)]
  const found = templates[inTemplates] ?? world.zones[inZones]
  return found === undefined ? undefined : toTemplate(found, inTemplates >= 0 ? placeOf('templates', inTemplates) : placeOf('zones', inZones))
}

function blueprintOf (wire: SeedZone | SeedTemplate, place: ReturnType<Place>, { zoneDefaults, clock, now }: SeedParts): Blueprint {
  const settings = mergeSettings(zoneDefaults, wire.settings ?? {})
  const fault = settingsFault(settings)
  if (fault !== undefined) throw new SeedError(`seed: ${place}/settings${fault.path}: ${fault.problem}`)
  const { mode, now: start } = wire.clock ?? {}
  const startAt = start === undefined ? undefined : parseInstant(start)
  if (start !== undefined && startAt === undefined) throw new SeedError(`seed: ${place}/clock/now: "${start}" is not an instant such as 2026-01-08T00:00:00Z`)
  return {
    settings,
    clock: clockFrom({ ...(mode === undefined ? {} : { mode }), ...(startAt === undefined ? {} : { now: startAt }) }, clock, now),
    records: (wire.dns_records ?? []).map(({ type, name, content, proxied = false, ttl = 1 }) => ({ type, name: name.toLowerCase(), content, proxied, ttl, tags: [], settings: {} })),
    ...(wire.fallback_origin === undefined ? {} : { fallbackOrigin: wire.fallback_origin.toLowerCase() })
  }
}
