import type { SeedWire } from '../schemas/seed.ts'
import { replantZone } from './admin/zones.ts'
import type { Config } from './config.ts'
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
import { plantLike, plantSeed, plantZone } from './world.ts'

export interface Credentials {
  readonly token: string
  readonly email: string
  readonly key: string
}

/** How the sandbox is filled, and emptied. */
export interface World {
  plant (): Promise<void>
  reset (): Promise<void>
  /** Takes one zone back to its seed, or to the empty zone that it was made as. */
  resetZone (zone: Zone): Promise<void>
  generated (): Credentials | undefined
  /** The clock of a new zone. */
  newClock (): ClockState
  /** The sandbox's own time, for what belongs to no zone: it stands still or runs on from its start, as new zones do. */
  now (): Instant
  readonly snapshots: Snapshots
  /** The zone of an id that was not seen before, like the first one of the seed. */
  makeZone (id: string): Promise<Zone | undefined>
}

interface WorldParts {
  readonly zoneDefaults: ZoneSettings
  readonly seed: SeedWire
  readonly origins: OriginOverrides
}

/** The world of a sandbox with this seed. */
export function createWorld (config: Config, context: Context, { zoneDefaults, seed, origins }: WorldParts): World {
  const { store, clock } = context
  let generated: Credentials | undefined
  const newClock = (): ClockState => {
    const now = clock.now()
    const start = config.clock.start ?? now
    return config.clock.mode === 'frozen' ? { mode: 'frozen', now: start } : { mode: 'running', offsetMs: start - now }
  }
  // The default world's credentials are public, so they guard nothing: where credentials matter, its own are made.
  const secured = config.seed === undefined && config.auth === 'tokens'
  const plantWorld = async (world: typeof seed): Promise<void> => {
    await plantSeed(world, { context, zoneDefaults, clock: newClock(), now: clock.now() })
  }
  const sandboxClock = newClock()
  const now = (): Instant => zoneNow(sandboxClock, clock.now())
  return {
    newClock,
    now,
    makeZone: async id => await inTurn(store, 'zones', async () => {
      if (store.zones.find(id) === undefined) await plantLike(seed, id, { context, zoneDefaults, clock: newClock(), now: clock.now() })
      return store.zones.find(id)
    }),
    generated: () => generated,
    async resetZone (zone) {
      const place = seed.zones.findIndex(({ id }) => id === zone.id)
      const seeded = seed.zones[place]
      await store.zones.remove(zone.no)
      if (seeded !== undefined) await plantZone(seeded, `/zones/${place}`, { context, zoneDefaults, clock: newClock(), now: clock.now() })
      else await replantZone(context, zone)
    },
    async plant () {
      if (!secured) return await plantWorld(seed)
      const made = newCredentials()
      generated = made
      await plantWorld({ ...seed, users: [{ email: made.email, key: made.key }], tokens: (seed.tokens ?? []).map(token => ({ ...token, token: made.token })) })
    },
    reset: async () => await standstillOf(store).alone(async () => {
      const [users, tokens] = [store.identities.listUsers(), store.identities.listTokens()]
      await store.clear()
      origins.reset()
      if (config.randomSeed === undefined) await reseed(context)
      if (!secured) return await plantWorld(seed)
      // Made credentials were printed once and are known by their hashes alone: they outlive a reset.
      await plantWorld({ ...seed, users: [], tokens: [] })
      for (const user of users) await store.identities.insertUser(user)
      for (const token of tokens.filter(({ zoneIds }) => zoneIds === undefined)) await store.identities.insertToken(token)
    }),
    snapshots: createSnapshots({ context, origins, sandboxNow: now })
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
