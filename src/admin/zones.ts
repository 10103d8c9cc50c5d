import { setImmediate } from 'node:timers/promises'
import type { AdminZoneWire, CreateAdminZoneWire, CreatedAdminZoneWire, CreatedTokenWire, EditAdminZoneWire, GivenClockWire, GivenZoneSettingsWire } from '../../schemas/admin/zone.ts'
import type { Context } from '../context.ts'
import { PERMISSIONS } from '../core/identity.ts'
import { formatInstant } from '../core/instant.ts'
import type { ClockState, Zone, ZoneSettings } from '../core/zone.ts'
import { invalidRequest, Refusal } from '../http/admin-refusal.ts'
import { hashSecret } from '../http/auth.ts'
import { setZoneStatus } from '../scheduler/zone-status.ts'
import { inTurn } from '../store/turns.ts'
import type { Blueprint, Identity } from './blueprint.ts'
import { clockFrom, findBlueprint, keepBlueprint, plantBlueprint, renamed } from './blueprint.ts'
import { changeMode, checkTarget, clockToWire, moveTo, readInstant } from './clocks.ts'
import { findZone, onZone } from './parts.ts'
import type { AdminParts } from './parts.ts'
import { mergeSettings, settingsFault, settingsToWire } from './zone-settings.ts'

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A zone as the admin API shows it. */
export async function zoneToWire (parts: AdminParts, zone: Zone): Promise<AdminZoneWire> {
  return {
    id: zone.id,
    name: zone.name,
    account_id: zone.accountId,
    status: zone.status,
    created_on: formatInstant(zone.createdAt),
    clock: clockToWire(parts, zone),
    settings: settingsToWire(zone.settings),
    hostnames: await parts.context.store.customHostnames.count(zone.no)
  }
}

/** Makes a zone, active at once, empty or like its template, and a token for it alone. Throws 400 and 409. */
export async function createZone (parts: AdminParts, given: CreateAdminZoneWire): Promise<CreatedAdminZoneWire> {
  const { context, context: { store }, world } = parts
  const template = given.template === undefined ? undefined : await world.findTemplate(given.template)
  if (given.template !== undefined && template === undefined) throw invalidRequest('/template', `there is no zone and no template ${JSON.stringify(given.template)}`)
  const settings = settingsOf(template?.settings ?? parts.zoneDefaults, given.settings ?? {})
  const clock = newClock(parts, template?.clock ?? world.newClock(), given.clock)
  const accountId = accountOf(context, given.account_id ?? template?.accountId)
  return await inTurn(store, 'zones', async () => {
    const number = Number(store.findMeta('admin_zones_made') ?? 0) + 1
    const id = given.id ?? context.random.hex(context.random.seed, `admin-zone/${number}`, 32)
    const name = nameOf(context, given.name?.toLowerCase() ?? `${id.slice(0, 8)}.sandbox-saas.com`)
    if (store.zones.find(id) !== undefined) throw new Refusal(409, 'conflict', `there is a zone with the id ${id} already`)
    if (store.zones.list().some(zone => zone.name === name)) throw new Refusal(409, 'conflict', `there is a zone named ${name} already`)
    const blueprint: Blueprint = { ...template === undefined ? {} : renamed(template, name), settings, clock }
    await store.saveMeta('admin_zones_made', String(number))
    await keepBlueprint(store, id, blueprint)
    const zone = await insertZone(context, { id, name, accountId, status: 'active', type: 'full' }, blueprint)
    return { ...await zoneToWire(parts, zone), api_token: (await createToken(context, zone, `api-token/${number}`)).api_token }
  })
}

/** Puts a zone that was removed back: as it was made, or empty with its present settings when the v4 API made it. */
export async function replantZone (context: Context, zone: Zone): Promise<void> {
  const { id, name, accountId, status, type, settings, clock } = zone
  await insertZone(context, { id, name, accountId, status, type }, findBlueprint(context.store, id) ?? { settings, clock })
}

/** Makes a zone that is no part of the seed. */
export async function insertZone (context: Context, identity: Identity, blueprint: Blueprint): Promise<Zone> {
  const zone = await plantBlueprint(context, identity, blueprint)
  await context.store.events.record(zone.no, [{ events: [{ type: 'zone_created', at: zone.createdAt }] }])
  return zone
}

/** Makes a further API token for a zone that covers nothing else. Throws 404. */
export async function createZoneToken (parts: AdminParts, zoneId: string): Promise<CreatedTokenWire> {
  const { context, context: { store } } = parts
  return await inTurn(store, 'zones', async () => {
    const zone = findZone(parts, zoneId)
    const number = Number(store.findMeta('zone_tokens_made') ?? 0) + 1
    await store.saveMeta('zone_tokens_made', String(number))
    return await createToken(context, zone, `zone-token/${zoneId}/${number}`)
  })
}

/** The label makes the token; the same one is not to be used twice. */
async function createToken ({ store, random }: Context, zone: Zone, label: string): Promise<CreatedTokenWire> {
  const token = random.hex(random.seed, label, 40)
  const id = random.hex('token', hashSecret(token), 32)
  await store.identities.insertToken({
    id,
    hash: hashSecret(token),
    accountId: zone.accountId,
    owner: 'user',
    name: zone.name,
    zoneIds: [zone.id],
    permissions: PERMISSIONS,
    status: 'active'
  })
  return { id, api_token: token }
}

/** Changes settings and clock of a zone that is caught up first, so that what was due by the old settings is done. Throws 400. */
export async function editZone (parts: AdminParts, zoneId: string, { clock, settings, status }: EditAdminZoneWire): Promise<AdminZoneWire> {
  const { context: { store, wake }, scheduler } = parts
  await onZone(parts, zoneId, async (zone, settle) => {
    const next = settings === undefined ? undefined : settingsOf(zone.settings, settings)
    const until = clock?.now === undefined ? undefined : checkTarget('/clock/now', readInstant('/clock/now', clock.now), scheduler.now(zone))
    if (until !== undefined) await moveTo(parts, zone, until, settle)
    if (clock?.mode !== undefined) await changeMode(parts, findZone(parts, zoneId), clock.mode, settle)
    if (next !== undefined) {
      await store.zones.saveSettings(zone.no, next)
      await store.customHostnames.forgetWires(zone.no)
      await scheduler.rearm(findZone(parts, zoneId))
    }
    if (status !== undefined) await setZoneStatus({ store, scheduler }, findZone(parts, zoneId), status)
  })
  wake()
  if (clock !== undefined) await parts.webhooks.settled(findZone(parts, zoneId).no)
  return await zoneToWire(parts, findZone(parts, zoneId))
}

/** Deletes a zone with all that is in it. */
export async function deleteZone (parts: AdminParts, zoneId: string): Promise<void> {
  const { context: { store }, scheduler } = parts
  await onZone(parts, zoneId, async zone => {
    // Recorded first, so that whoever follows the events learns of it; the record itself goes with the zone.
    await store.events.record(zone.no, [{ events: [{ type: 'zone_deleted', at: scheduler.now(zone) }] }])
    await setImmediate()
    await store.identities.forgetZone(zone.id)
    await store.zones.remove(zone.no)
  })
}

function settingsOf (current: ZoneSettings, given: GivenZoneSettingsWire): ZoneSettings {
  const settings = mergeSettings(current, given)
  const fault = settingsFault(settings)
  if (fault !== undefined) throw invalidRequest(`/settings${fault.path}`, fault.problem)
  return settings
}

function newClock ({ context: { clock: system } }: AdminParts, standard: ClockState, { mode, now }: GivenClockWire = {}): ClockState {
  return clockFrom({ ...(mode === undefined ? {} : { mode }), ...(now === undefined ? {} : { now: readInstant('/clock/now', now) }) }, standard, system.now())
}

function nameOf ({ publicSuffix }: Context, name: string): string {
  if (!DOMAIN.test(name) || publicSuffix(name).length >= name.length) throw invalidRequest('/name', `"${name}" is not a domain under a public suffix`)
  return name
}

function accountOf ({ store }: Context, given: string | undefined): string {
  const account = given === undefined ? store.identities.listAccounts()[0] : store.identities.findAccount(given)
  if (account === undefined) throw invalidRequest('/account_id', given === undefined ? 'there is no account' : `there is no account ${given}`)
  return account.id
}
