import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { Account } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'
import type { ClockState, Zone, ZoneSettings } from '../core/zone.ts'
import { zoneNow } from '../core/zone.ts'
import type { Caller } from '../http/auth.ts'
import type { Page } from '../http/envelope.ts'
import { inTurn } from '../store/turns.ts'
import type { ListedZone, ZoneQuery } from './list-query.ts'
import { PLANS_ON_WIRE } from './plans.ts'
import type { NewZone } from './request.ts'

/** A zone and the account that it is in. */
export interface HeldZone {
  readonly zone: Zone
  readonly account: Account | undefined
}

/** One page of the zones that the caller may see. */
export function listZones (
  { store }: Context, caller: Caller, { matches, compare, reversed }: ZoneQuery, { page, perPage }: Page
): { readonly zones: readonly HeldZone[], readonly total: number } {
  const found = store.zones.list().filter(zone => sees(caller, zone))
    .map(zone => ({ zone, account: store.identities.findAccount(zone.accountId) }))
    .map(held => ({ held, listed: listedZone(held) }))
    .filter(({ listed }) => matches(listed))
    .sort((a, b) => compare(a.listed, b.listed))
  if (reversed) found.reverse()
  return { zones: found.slice((page - 1) * perPage, page * perPage).map(({ held }) => held), total: found.length }
}

function sees (caller: Caller, { id, accountId }: Zone): boolean {
  if (caller.kind !== 'token') return true
  const { token } = caller
  return token.accountId === accountId && (token.zoneIds === undefined || token.zoneIds.includes(id))
}

function listedZone ({ zone, account }: HeldZone): ListedZone {
  const { name, status, type, accountId, settings } = zone
  return { name, status, type, accountId, accountName: account?.name ?? '', planId: PLANS_ON_WIRE[settings.plan].id }
}

/** Makes a zone that waits for its name servers. Throws ApiError. */
export async function createZone (context: Context, caller: Caller, given: NewZone, settings: ZoneSettings): Promise<HeldZone> {
  const { store, clock } = context
  const account = accountFor(context, caller, given)
  const name = given.name.toLowerCase()
  if (!isDomain(name, context)) throw new ApiError('invalidZoneName')
  return await inTurn(store, 'zones', async () => {
    if (store.zones.list().some(zone => zone.name === name)) throw new ApiError('zoneNameTaken', { zone: name })
    const id = await takeZoneId(context)
    const zoneClock = clockOfNewZone(store.zones.list())
    const createdAt = zoneNow(zoneClock, clock.now())
    const zone = await store.zones.insert({ id, name, accountId: account.id, status: 'pending', type: given.type, createdAt, clock: zoneClock, settings })
    await store.events.record(zone.no, [{ events: [{ type: 'zone_created', at: createdAt }] }])
    return { zone, account }
  })
}

/** Deletes a zone with its records, hostnames and events. */
export async function deleteZone ({ store }: Context, zone: Zone, now: Instant): Promise<void> {
  // Recorded first, so that whoever follows the events learns of it; the record itself goes with the zone.
  await store.events.record(zone.no, [{ events: [{ type: 'zone_deleted', at: now }] }])
  await store.identities.forgetZone(zone.id)
  await store.zones.remove(zone.no)
}

/** The account of the request, or the caller's own. A token of some zones covers no zone that is still to be made. */
function accountFor ({ store }: Context, caller: Caller, { accountId }: NewZone): Account {
  const token = caller.kind === 'token' ? caller.token : undefined
  const id = accountId ?? token?.accountId ?? store.identities.listAccounts()[0]?.id
  const account = id === undefined ? undefined : store.identities.findAccount(id)
  const covered = token === undefined || (token.accountId === id && token.zoneIds === undefined)
  if (account === undefined || !covered) throw new ApiError('resourceNotCovered')
  return account
}

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

/** A name under a public suffix. Subdomains are taken too: a large account may have them as zones of their own. */
function isDomain (name: string, { publicSuffix }: Context): boolean {
  return DOMAIN.test(name) && publicSuffix(name).length < name.length
}

/** Ids follow from the number of zones that were ever made, so that a repeated run gives the same ones. */
async function takeZoneId ({ store, random }: Context): Promise<string> {
  const number = Number(store.findMeta('zones_made') ?? 0) + 1
  await store.saveMeta('zones_made', String(number))
  return random.hex(random.seed, `zone/${number}`, 32)
}

/** A sandbox in which every clock is frozen is meant to repeat itself, which one running clock would spoil. */
function clockOfNewZone (zones: readonly Zone[]): ClockState {
  const newest = zones.at(-1)
  if (newest?.clock.mode === 'frozen' && zones.every(zone => zone.clock.mode === 'frozen')) return { mode: 'frozen', now: newest.clock.now }
  return { mode: 'running', offsetMs: 0 }
}
