import { X509Certificate } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Authorities } from '../../src/ca/authorities.ts'
import { createAuthorities } from '../../src/ca/authorities.ts'
import { issueLeaf } from '../../src/ca/leaf.ts'
import type { Leaf, LeafRequest } from '../../src/ca/leaf.ts'
import { certificatePackRoutes } from '../../src/certificate-packs/routes.ts'
import type { Certificates } from '../../src/certificates/service.ts'
import { createCertificates } from '../../src/certificates/service.ts'
import { contextOf } from '../../src/context-of.ts'
import type { Context } from '../../src/context.ts'
import type { Zone, ZoneSettings } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { customCsrRoutes } from '../../src/custom-csrs/routes.ts'
import { customHostnameRoutes } from '../../src/custom-hostnames/routes.ts'
import type { Gate } from '../../src/http/gate.ts'
import { clientApi, createServer } from '../../src/http/server.ts'
import { NO_TRAFFIC } from '../../src/http/traffic.ts'
import { createRandom } from '../../src/random.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import type { Scheduler } from '../../src/scheduler/scheduler.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { setZoneStatus } from '../../src/scheduler/zone-status.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { standstillOf } from '../../src/store/standstill.ts'
import type { Store } from '../../src/store/store.ts'

export const ZONE_ID = '023e105f4ecef8ad9ca31a8372d0c353'
export const HOSTNAME = 'app.customer.com'
export const DAY = 86_400_000
const ACCOUNT_ID = '01a7362d577a6c3019a474fd6f485823'
const HEADERS = { authorization: `Bearer ${'a'.repeat(40)}` }

/** The start of the present second: certificates are judged by libraries that read the machine's clock themselves. */
export const SYSTEM_NOW = Math.floor(Date.now() / 1000) * 1000

type Fields = Readonly<Record<string, unknown>>

export interface Reply {
  readonly status: number
  readonly text: string
  readonly code: number | undefined
  readonly message: string | undefined
  readonly result: Fields
  readonly items: readonly Fields[]
  readonly ssl: Fields
}

export interface WorldOptions {
  readonly database?: string
  /** The zone's now; the machine's unless told otherwise. */
  readonly zoneNow?: number
  readonly zoneStatus?: Zone['status']
  readonly settings?: Partial<ZoneSettings>
  readonly trustedRoots?: readonly string[]
}

export interface World {
  readonly store: Store
  readonly context: Context
  readonly scheduler: Scheduler
  readonly certificates: Certificates
  /** The time of the machine, as the sandbox sees it. */
  readonly time: { now: number }
  /** Everything that was logged, as text. */
  readonly log: { text: string }
  zone (): Zone
  ask (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Reply>
  /** Below `custom_hostnames` of the zone. */
  hostnames (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path?: string, body?: unknown): Promise<Reply>
  advance (ms: number): Promise<void>
  setStatus (status: Zone['status']): Promise<void>
  close (): Promise<void>
}

/** The v4 API over one frozen zone with an active fallback origin. */
export async function openWorld ({ database = ':memory:', zoneNow = SYSTEM_NOW, zoneStatus = 'active', settings, trustedRoots = [] }: WorldOptions = {}): Promise<World> {
  const time = { now: SYSTEM_NOW }
  const clock = { now: () => time.now }
  const store = openSqliteStore(database)
  const random = createRandom('1')
  const scheduler = createScheduler({ store, clock, inspectors: { auto: autoInspector, manual: manualInspector, dns: autoInspector }, onError: error => { throw error } })
  const certificates = createCertificates({ store, random, clock, trustedRoots })
  // The scheduler is not started, so nothing is to be woken.
  const context: Context = { ...contextOf({ store, random, clock, certificates }, scheduler), wake: () => {} }
  const standard = defaultZoneSettings({ plan: 'enterprise', schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google' })
  if (store.zones.list().length === 0) await plant(store, { createdAt: zoneNow, clock: { mode: 'frozen', now: zoneNow }, status: zoneStatus, settings: { ...standard, ...settings } })
  const zone = (): Zone => {
    const found = store.zones.find(ZONE_ID)
    if (found === undefined) throw new Error('the zone is gone')
    return found
  }
  const { app, log } = await createApp({ context, scheduler, zoneDefaults: standard })
  const ask = asker(app)
  const world: World = {
    store,
    context,
    scheduler,
    certificates,
    time,
    log,
    zone,
    ask,
    hostnames: async (method, path = '', body) => await ask(method, `/zones/${ZONE_ID}/custom_hostnames${path}`, body),
    async advance (ms) {
      await scheduler.exclusively(ZONE_ID, async (current, settle) => {
        const until = scheduler.now(current) + ms
        await store.zones.saveClock(current.no, { mode: 'frozen', now: until })
        await settle(until)
      })
    },
    async setStatus (status) {
      await scheduler.exclusively(ZONE_ID, async current => { await setZoneStatus({ store, scheduler }, current, status) })
    },
    async close () {
      await app.close()
      await store.close()
    }
  }
  return world
}

async function plant (store: Store, zone: Pick<Zone, 'createdAt' | 'clock' | 'status' | 'settings'>): Promise<void> {
  await store.identities.insertAccount({ id: ACCOUNT_ID, name: 'SaaS Provider', createdAt: zone.createdAt })
  const { no } = await store.zones.insert({ id: ZONE_ID, name: 'saasprovider.com', accountId: ACCOUNT_ID, type: 'full', ...zone })
  const since = zone.createdAt
  await store.fallbackOrigins.save(no, undefined, { origin: 'proxy-fallback.saasprovider.com', status: 'active', since, createdAt: since, updatedAt: since }, [])
}

async function createApp ({ context, scheduler, zoneDefaults }: { readonly context: Context, readonly scheduler: Scheduler, readonly zoneDefaults: ZoneSettings }) {
  const { store, clock } = context
  const gate: Gate = {
    auth: 'any',
    identities: store.identities,
    findZone: store.zones.find,
    now: scheduler.now,
    systemNow: clock.now,
    isSettled: scheduler.isSettled,
    catchUp: scheduler.catchUp,
    traffic: NO_TRAFFIC,
    standstill: standstillOf(store)
  }
  const log = { text: '' }
  const app = createServer({ logger: pino({ level: 'trace' }, { write: (line: string) => { log.text += line } }), logRequests: true, nextRay: () => '0'.repeat(16) })
  const routes = [customHostnameRoutes, certificatePackRoutes, customCsrRoutes]
  await app.register(clientApi, {
    prefix: '/client/v4', auth: 'any', identities: store.identities, traffic: NO_TRAFFIC, routes: routes.map(route => (api: FastifyInstance) => { route(api, { context, gate, zoneDefaults }) })
  })
  return { app, log }
}

function asker (app: FastifyInstance): World['ask'] {
  return async (method, path, body) => {
    const sent = body === undefined ? { headers: HEADERS } : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json', ...HEADERS } }
    const answer = await app.inject({ method, url: `/client/v4${path}`, ...sent })
    const { result, errors } = answer.json() as { result: Fields | readonly Fields[] | null, errors: ReadonlyArray<{ code: number, message: string }> }
    const one = Array.isArray(result) || result === null ? {} : result as Fields
    return {
      status: answer.statusCode,
      text: answer.body,
      code: errors[0]?.code,
      message: errors[0]?.message,
      result: one,
      items: Array.isArray(result) ? result as readonly Fields[] : [],
      ssl: (one['ssl'] ?? {}) as Fields
    }
  }
}

/** An authority that is none of the sandbox's. */
export async function foreignAuthorities (): Promise<Authorities> {
  let drawn = 7
  return await createAuthorities({ now: SYSTEM_NOW, random: size => Uint8Array.from({ length: size }, () => drawn++ % 256) })
}

/** A certificate of an authority that is none of the sandbox's, for HOSTNAME and valid today unless told otherwise. */
export async function foreignLeaf (authorities: Authorities, overrides: Partial<LeafRequest> = {}): Promise<Leaf> {
  return await issueLeaf({
    authority: authorities.intermediates.ssl_com,
    keyType: 'ecdsa',
    hosts: [HOSTNAME],
    commonName: HOSTNAME,
    serialNumber: '1001172778337169491',
    notBefore: SYSTEM_NOW - DAY,
    notAfter: SYSTEM_NOW + 89 * DAY,
    ...overrides
  })
}

/** An upload as a request sends it. */
export function uploadOf ({ chainPem, privateKeyPem }: Pick<Leaf, 'chainPem' | 'privateKeyPem'>): { readonly custom_certificate: string, readonly custom_key: string } {
  return { custom_certificate: chainPem, custom_key: privateKeyPem }
}

/** What X.509 says of the first certificate of a PEM text. */
export function read (pem: string): X509Certificate {
  return new X509Certificate(pem)
}
