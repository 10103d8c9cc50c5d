import type { AddressInfo } from 'node:net'
import type { SeedWire } from '../schemas/seed.ts'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { SystemClock } from './clock.ts'
import { createSystemClock } from './clock.ts'
import { adminApi } from './admin/plugin.ts'
import { replantZone } from './admin/zones.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { ClockState, Zone, ZoneSettings } from './core/zone.ts'
import { defaultZoneSettings } from './core/zone-settings.ts'
import { customHostnameRoutes } from './custom-hostnames/routes.ts'
import { dcvDelegationRoutes } from './dcv-delegation/routes.ts'
import { dnsRecordRoutes } from './dns-records/routes.ts'
import { fallbackOriginRoutes } from './fallback-origin/routes.ts'
import type { Gate } from './http/gate.ts'
import { hashSecret } from './http/auth.ts'
import { healthRoutes } from './http/health.ts'
import type { ToDocuments } from './http/documents.ts'
import { documentsOf } from './http/documents.ts'
import { clientApi, createServer } from './http/server.ts'
import { identityRoutes } from './identities/routes.ts'
import { baseDomain, publicSuffix } from './public-suffix.ts'
import type { Random } from './random.ts'
import { createRandom, randomSeed } from './random.ts'
import type { RouteParts } from './route-parts.ts'
import { autoInspector, manualInspector } from './scheduler/foreseeing.ts'
import type { Scheduler } from './scheduler/scheduler.ts'
import { createScheduler } from './scheduler/scheduler.ts'
import { scheduleOf } from './schedules.ts'
import { openSqliteStore } from './store/sqlite/index.ts'
import type { Store } from './store/store.ts'
import { inTurn } from './store/turns.ts'
import { plantLike, plantSeed, plantZone, readDefaultWorld, readSeed } from './world.ts'
import { zoneRoutes } from './zones/routes.ts'

/** A sandbox that listens. */
export interface RunningSandbox {
  readonly url: string
  readonly zones: () => readonly Zone[]
  /** The token that `/__admin` asks for; undefined when it asks for none. */
  readonly adminToken: string | undefined
  /** Credentials that were made for a world planted now; they are not shown again. */
  readonly generated: Credentials | undefined
  /** Takes the sandbox back to its seed. */
  reset (): Promise<void>
  close (): Promise<void>
}

export interface Credentials {
  readonly token: string
  readonly email: string
  readonly key: string
}

/** Puts the parts of a sandbox together and starts it. Rejects with an error whose message is for the person who started it. */
export async function startSandbox (config: Config, clock: SystemClock = createSystemClock()): Promise<RunningSandbox> {
  const seed = config.seed === undefined ? readDefaultWorld() : await readSeed(config.seed)
  const store = openSqliteStore(config.database)
  const logger: FastifyBaseLogger = pino({ level: config.logLevel, redact: ['req.headers.authorization', 'req.headers["x-auth-key"]'] }, pino.destination(2))
  const random = createRandom(await sandboxSeed(store, config))
  const scheduler = createScheduler({
    store, clock, inspectors: { auto: autoInspector, manual: manualInspector, dns: autoInspector }, onError: error => { logger.error(error, 'the scheduler failed') }
  })
  const context: Context = {
    store,
    random,
    clock,
    now: scheduler.now,
    scheduleOf,
    rulesFor: scheduler.rulesFor,
    displaceElsewhere: scheduler.displaceElsewhere,
    wake: scheduler.wake,
    publicSuffix,
    baseDomain
  }
  const zoneDefaults = defaultZoneSettings({
    plan: 'enterprise', schedule: config.schedule, inspector: config.inspector, strict: config.strict, certificateAuthority: config.certificateAuthority
  })
  const world = createWorld(config, context, { zoneDefaults, seed })
  const adminToken = config.adminToken === 'none' ? undefined : config.adminToken === 'generated' ? secret(randomSeed()) : config.adminToken
  const app = await createApp({ config, context, scheduler, zoneDefaults, world, adminToken, logger })

  try {
    if (store.zones.list().length === 0) await world.plant()
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await app.close()
    await store.close()
    throw error
  }
  scheduler.start()
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://${addressOf(config.host)}:${port}`,
    zones: () => store.zones.list(),
    adminToken,
    generated: world.generated(),
    reset: world.reset,
    async close () {
      await app.close()
      await scheduler.stop()
      await store.close()
    }
  }
}

/** How a client on this machine writes the address that a listener is bound to. */
function addressOf (host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** The seed of all randomness: given, or made once and kept with the data. */
async function sandboxSeed (store: Store, { randomSeed: given }: Config): Promise<string> {
  if (given !== undefined) return `seed-${given}`
  const kept = store.findMeta('sandbox_seed')
  if (kept !== undefined) return kept
  const made = randomSeed()
  await store.saveMeta('sandbox_seed', made)
  return made
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
  /** The zone of an id that was not seen before, like the first one of the seed. */
  makeZone (id: string): Promise<Zone | undefined>
}

function createWorld (config: Config, context: Context, { zoneDefaults, seed }: { readonly zoneDefaults: ZoneSettings, readonly seed: SeedWire }): World {
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
  return {
    newClock,
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
    async reset () {
      const [users, tokens] = [store.identities.listUsers(), store.identities.listTokens()]
      await store.clear()
      if (config.randomSeed === undefined) await reseed(context)
      if (!secured) return await plantWorld(seed)
      // Made credentials were printed once and are known by their hashes alone: they outlive a reset.
      await plantWorld({ ...seed, users: [], tokens: [] })
      for (const user of users) await store.identities.insertUser(user)
      for (const token of tokens.filter(({ zoneIds }) => zoneIds === undefined)) await store.identities.insertToken(token)
    }
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
function secret (seed: string): string {
  return hashSecret(seed).slice(0, 40)
}

interface AppParts {
  readonly config: Config
  readonly context: Context
  readonly scheduler: Scheduler
  readonly zoneDefaults: ZoneSettings
  readonly world: World
  readonly adminToken: string | undefined
  readonly logger: FastifyBaseLogger
  /** Missing in the app that makes the documents. */
  readonly toDocuments?: ToDocuments
}

/** The app that listens; what it has to say about itself is made by another one, when somebody asks. */
async function createApp (parts: AppParts): Promise<FastifyInstance> {
  const app = newServer(parts)
  const toDocuments = documentsOf(app, async () => {
    const documented = newServer(parts)
    const { openApi } = await import('./http/openapi.ts')
    await documented.register(openApi)
    await serve(documented, parts)
    await documented.ready()
    return documented
  })
  await serve(app, { ...parts, toDocuments })
  return app
}

function newServer ({ config: { logLevel }, context: { random }, logger }: AppParts): FastifyInstance {
  const logRequests = logLevel === 'debug' || logLevel === 'trace'
  // What the server says at `info` (where it listens) stands in the banner.
  const serverLogger = logRequests || logLevel !== 'info' ? logger : logger.child({}, { level: 'warn' })
  return createServer({ logger: serverLogger, logRequests, nextRay: rays(random) })
}

async function serve (app: FastifyInstance, { config, context, scheduler, zoneDefaults, world, adminToken, toDocuments }: AppParts): Promise<void> {
  const { store, clock } = context
  const gate: Gate = {
    auth: config.auth,
    identities: store.identities,
    findZone: id => store.zones.find(id) ?? (config.autoZones ? world.makeZone(id) : undefined),
    now: scheduler.now,
    systemNow: () => clock.now(),
    isSettled: scheduler.isSettled,
    catchUp: scheduler.catchUp
  }
  const parts: RouteParts = { context, gate, zoneDefaults }
  const features = [customHostnameRoutes, fallbackOriginRoutes, zoneRoutes, dnsRecordRoutes, dcvDelegationRoutes, identityRoutes]
  await app.register(healthRoutes)
  await app.register(clientApi, {
    prefix: '/client/v4', auth: config.auth, identities: store.identities, routes: features.map(feature => (scope: FastifyInstance) => { feature(scope, parts) })
  })
  await app.register(adminApi, { prefix: '/__admin', context, scheduler, zoneDefaults, world, adminToken, config, toDocuments })
}

/** Ray ids in a row of their own, so that the number of requests changes nothing else. */
function rays (random: Random): () => string {
  const prefix = random.hex(random.seed, 'ray', 8)
  let count = 0
  return () => `${prefix}${(count++ >>> 0).toString(16).padStart(8, '0')}`
}
