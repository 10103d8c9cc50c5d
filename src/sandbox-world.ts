import type { Template } from './admin/blueprint.ts'
import { keepBlueprint, renamed, templateOf } from './admin/blueprint.ts'
import { insertZone, replantZone } from './admin/zones.ts'
import type { Config } from './config/config.ts'
import { ConfigError } from './config/config.ts'
import type { Context } from './context.ts'
import type { Instant } from './core/instant.ts'
import type { OriginOverrides } from './core/origin-target.ts'
import type { ClockState, Zone, ZoneSettings } from './core/zone.ts'
import { zoneNow } from './core/zone.ts'
import { hashSecret } from './http/auth.ts'
import { randomSeed } from './random.ts'
import type { Snapshots } from './sandbox-snapshots.ts'
import { createSnapshots } from './sandbox-snapshots.ts'
import { standstillOf } from './store/standstill.ts'
import { inTurn } from './store/turns.ts'
import type { Seed } from './seed/seed.ts'
import type { SeedParts } from './seed/plant.ts'
import { findTemplate, plantSeed, plantZone } from './seed/plant.ts'

export interface Credentials {
  readonly token: string
  readonly email: string
  readonly key: string
}

/** How the sandbox is filled, and emptied. */
export interface World {
  /** Plants the seed in an empty store. Rejects with SeedError or ConfigError when it, or the template for zones to come, cannot be used. */
  prepare (): Promise<void>
  reset (): Promise<void>
  /** Takes one zone back to its seed, or to the empty zone that it was made as. */
  resetZone (zone: Zone): Promise<void>
  generated (): Credentials | undefined
  /** The clock of a new zone. */
  newClock (): ClockState
  /** The sandbox's own time, for what belongs to no zone: it stands still or runs on from its start, as new zones do. */
  now (): Instant
  readonly snapshots: Snapshots
  /** A zone by id or name, or a template of the seed by name. */
  findTemplate (named: string): Promise<Template | undefined>
  /** The zone of an id that was not seen before, from the template for such zones. */
  makeZone (id: string): Promise<Zone | undefined>
}

interface WorldParts {
  readonly zoneDefaults: ZoneSettings
  readonly seed: Seed
  readonly origins: OriginOverrides
  /** What is held of requests in memory: faults, limits, the journal. */
  readonly traffic: { reset (zoneId?: string): void }
  /** What the configuration adds to every world. */
  readonly onPlanted: () => Promise<void>
}

/** The world of a sandbox with this seed. */
export function createWorld (config: Config, context: Context, { zoneDefaults, seed, origins, traffic, onPlanted }: WorldParts): World {
  const { store, clock } = context
  let generated: Credentials | undefined
  const newClock = (): ClockState => clockAt(config.clock, clock.now())
  const sandboxClock = newClock()
  const now = (): Instant => zoneNow(sandboxClock, clock.now())
  // The default world's credentials are public, so they guard nothing: where credentials matter, its own are made.
  const secured = config.seed === undefined && config.auth === 'tokens'
  const seedParts = (): SeedParts => ({ context, zoneDefaults, clock: newClock(), now: clock.now() })
  const plantWorld = async (changes: Partial<Seed['world']> = {}): Promise<void> => await plantSeed({ ...seed, world: { ...seed.world, ...changes } }, seedParts()).then(onPlanted)
  const plant = async (): Promise<void> => {
    if (!secured) return await plantWorld()
    const made = newCredentials()
    generated = made
    await plantWorld({ users: [{ email: made.email, key: made.key }], tokens: (seed.world.tokens ?? []).map(token => ({ ...token, token: made.token })) })
  }
  const templates = templatesOf(config, context, seed, seedParts)
  return {
    newClock,
    now,
    findTemplate: templates.find,
    makeZone: templates.makeZone,
    generated: () => generated,
    async resetZone (zone) {
      const place = seed.world.zones.findIndex(({ id }) => id === zone.id)
      const seeded = seed.world.zones[place]
      await store.zones.remove(zone.no)
      traffic.reset(zone.id)
      if (seeded !== undefined) await plantZone(seeded, seed.placeOf('zones', place), seedParts())
      else await replantZone(context, zone)
    },
    async prepare () {
      await (store.zones.list().length === 0 ? plant() : onPlanted())
      await templates.check()
    },
    reset: async () => await standstillOf(store).alone(async () => {
      const [users, tokens] = [store.identities.listUsers(), store.identities.listTokens()]
      await store.clear()
      origins.reset()
      traffic.reset()
      if (config.randomSeed === undefined) await reseed(context)
      if (!secured) return await plantWorld()
      // Made credentials were printed once and are known by their hashes alone: they outlive a reset.
      await plantWorld({ users: [], tokens: [] })
      for (const user of users) await store.identities.insertUser(user)
      for (const token of tokens.filter(({ zoneIds }) => zoneIds === undefined)) await store.identities.insertToken(token)
    }),
    snapshots: createSnapshots({ context, origins, sandboxNow: now, onRestored: onPlanted })
  }
}

function clockAt ({ mode, start }: Config['clock'], systemNow: Instant): ClockState {
  return mode === 'frozen' ? { mode, now: start ?? systemNow } : { mode, offsetMs: (start ?? systemNow) - systemNow }
}

/** What zones to come are made from. */
function templatesOf ({ zoneTemplate }: Config, context: Context, seed: Seed, seedParts: () => SeedParts) {
  const { store } = context
  const find = async (named: string): Promise<Template | undefined> => {
    const zone = store.zones.find(named)
    if (zone !== undefined) return await templateOf(store, zone)
    const seeded = findTemplate(seed, named, seedParts())
    const [byName] = store.zones.listByName(named.toLowerCase())
    return seeded ?? (byName === undefined ? undefined : await templateOf(store, byName))
  }
  return {
    find,
    async check (): Promise<void> {
      if (zoneTemplate === undefined || await find(zoneTemplate) !== undefined) return
      throw new ConfigError(`--zone-template: there is no zone and no template of the seed named "${zoneTemplate}"`)
    },
    makeZone: async (id: string) => await inTurn(store, 'zones', async () => {
      const there = store.zones.find(id)
      const [first] = seed.world.zones
      const template = there === undefined ? await standardTemplate(first) : undefined
      if (template === undefined) return there
      const name = `${id.slice(0, 8)}.${template.name}`
      const blueprint = renamed(template, name)
      await keepBlueprint(store, id, blueprint)
      return await insertZone(context, { id, name, accountId: template.accountId, status: 'active', type: 'full' }, blueprint)
    })
  }

  /** The first zone as the seed has it, whatever became of it since. */
  async function standardTemplate (first: Seed['world']['zones'][number] | undefined): Promise<Template | undefined> {
    if (zoneTemplate !== undefined) return await find(zoneTemplate)
    if (first !== undefined) return findTemplate(seed, first.id, seedParts())
    const { zoneDefaults: settings, clock } = seedParts()
    const [account] = seed.world.accounts
    return account === undefined ? undefined : { name: 'saasprovider.com', accountId: account.id, settings, clock }
  }
}

async function reseed ({ store, random }: Context): Promise<void> {
  random.reseed(randomSeed())
  await store.saveMeta('sandbox_seed', random.seed)
}

function newCredentials (): Credentials {
  return { token: secret(randomSeed()), email: 'user@saasprovider.com', key: secret(randomSeed()).slice(0, 37) }
}

/** 40 hex digits: the form of a token and of a key at once. */
export function secret (seed: string): string {
  return hashSecret(seed).slice(0, 40)
}
