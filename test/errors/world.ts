import { strict as assert } from 'node:assert'
import type { Test } from 'tap'
import type { GivenZoneSettingsWire } from '../../schemas/admin/zone.ts'
import type { ErrorName, ErrorParameters } from '../../src/core/errors.ts'
import { ApiError, failureBody } from '../../src/core/errors.ts'
import type { Contract, Sent } from '../contract/support.ts'
import { openContract } from '../contract/support.ts'

/** A request that is refused with one entry of the catalogue. */
export interface Provocation extends Sent {
  readonly method: string
  /** Below `/client/v4`. */
  readonly path: string
  /** What the words of the entry are filled with. */
  readonly parameters?: ErrorParameters
}

export type Provocations = Readonly<Partial<Record<ErrorName, Provocation>>>

/** A sandbox with a zone for every kind of refusal. */
export interface World {
  readonly contract: Contract
  /** Zone ids by what is special about the zone. */
  readonly zones: Readonly<Record<keyof typeof SETTINGS, string>>
  /** A custom hostname in the plain zone. */
  readonly hostnameId: string
  /** The record of the plain zone that is its fallback origin. */
  readonly originRecordId: string
}

const SETTINGS = {
  plain: {},
  strict: { strict: true },
  free: { plan: 'free', entitlements: { custom_origin_server: false } },
  closed: { entitlements: { custom_hostnames: false } },
  closedBadRequest: { entitlements: { custom_hostnames: false }, no_quota_status: 400 },
  full: { plan: 'business', quota: { allocated: 0, hard_cap: 1 } },
  withoutWildcardMetadata: { metadata_on_wildcard: false },
  leaving: {}
} as const satisfies Readonly<Record<string, GivenZoneSettingsWire>>

/** The plain zone is the one that a sandbox starts with; the others are made beside it. */
export async function openWorld (t: Test): Promise<World> {
  const contract = await openContract(t)
  const { sandbox: { admin, zone }, ask, create, hostnames, setFallbackOrigin } = contract
  const made: Record<string, string> = {}
  for (const [name, settings] of Object.entries(SETTINGS)) {
    made[name] = name === 'plain' ? zone.id : (await admin.zones.create({ name: `${name.toLowerCase()}-provider.com`, settings })).id
  }
  const zones = made as World['zones']
  await setFallbackOrigin()
  const { id } = await create('app.customer.com')
  for (const body of [{ type: 'A', name: 'origin', content: '192.0.2.7', proxied: true }, { type: 'TXT', name: 'text', content: 'words' }]) {
    assert.equal((await ask('POST', `/zones/${zone.id}/dns_records`, { body })).status, 200)
  }
  assert.equal((await ask('POST', `/zones/${zones.full}/custom_hostnames`, { body: { hostname: 'app.customer.com' } })).status, 201)
  const leaving = `/zones/${zones.leaving}/custom_hostnames/fallback_origin`
  assert.equal((await ask('PUT', leaving, { body: { origin: 'a.leaving-provider.com' } })).status, 200)
  assert.equal((await ask('DELETE', leaving)).result['status'], 'pending_deletion')
  assert.equal((await hostnames('GET')).items.length, 1)
  const { items } = await ask('GET', `/zones/${zone.id}/dns_records?name=proxy-fallback.${zone.name}`)
  return { contract, zones, hostnameId: id, originRecordId: String(items[0]?.['id']) }
}

/** Sends a request and holds its answer against the entry: status, codes and words, nothing more and nothing less. */
export async function provoke (t: Test, ask: Contract['ask'], name: ErrorName, { method, path, parameters = {}, ...sent }: Provocation): Promise<void> {
  const { status, body } = failureBody(new ApiError(name, parameters))
  const answer = await ask(method, path, sent)
  t.strictSame([answer.status, answer.body], [status, body], `${name}: ${method} ${path}`)
}
