import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createCertificates } from '../../src/certificates/service.ts'
import { contextOf } from '../../src/context-of.ts'
import type { Context } from '../../src/context.ts'
import type { ApiToken, User } from '../../src/core/identity.ts'
import { PERMISSIONS } from '../../src/core/identity.ts'
import type { ClockState, Plan, Zone } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { dcvDelegationRoutes } from '../../src/dcv-delegation/routes.ts'
import { dnsRecordRoutes } from '../../src/dns-records/routes.ts'
import type { AuthMode } from '../../src/http/auth.ts'
import { hashSecret } from '../../src/http/auth.ts'
import type { Gate } from '../../src/http/gate.ts'
import { clientApi, createServer } from '../../src/http/server.ts'
import { NO_TRAFFIC } from '../../src/http/traffic.ts'
import { identityRoutes } from '../../src/identities/routes.ts'
import { createRandom } from '../../src/random.ts'
import type { RouteParts } from '../../src/route-parts.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { standstillOf } from '../../src/store/standstill.ts'
import type { Store } from '../../src/store/store.ts'
import { zoneRoutes } from '../../src/zones/routes.ts'

export const ACCOUNT_ID = '01a7362d577a6c3019a474fd6f485823'
export const ZONE_ID = '023e105f4ecef8ad9ca31a8372d0c353'
export const UNKNOWN_ID = 'f'.repeat(32)
export const START = Date.parse('2026-01-01T00:00:00Z')
export const TOKEN = 'cfut_'.padEnd(45, 'a')
export const UNKNOWN_TOKEN = 'cfut_'.padEnd(45, 'z')
export const USER: User = { id: '6d7f2f5f5b1d4a0e9081fdc98d432fd1', email: 'developer@saasprovider.com', keyHash: hashSecret('c'.repeat(37)) }
export const USER_HEADERS = { 'x-auth-email': USER.email, 'x-auth-key': 'c'.repeat(37) }

export interface ApiOptions {
  readonly auth?: AuthMode
  readonly plan?: Plan
  readonly clock?: ClockState
  readonly routes?: ReadonlyArray<(app: FastifyInstance, parts: RouteParts) => void>
}

type Fields = Readonly<Record<string, unknown>>

/** An answer as a client sees it, and the parts of it that tests look at. */
export interface Reply {
  readonly status: number
  readonly headers: Fields
  readonly body: unknown
  /** The code of the first error; undefined on success. */
  readonly code: number | undefined
  /** The result of an answer with one object; empty on failure. */
  readonly result: Fields
  /** The results of a list. */
  readonly items: readonly Fields[]
}

interface Envelope {
  readonly result: Fields | readonly Fields[] | null
  readonly errors: ReadonlyArray<{ readonly code: number }>
}

export interface Ask {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestApi {
  readonly app: FastifyInstance
  readonly store: Store
  readonly context: Context
  readonly zone: Zone
  /** The system's time, which a test sets. */
  readonly time: { now: number }
  ask (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, asked?: Ask): Promise<Reply>
  close (): Promise<void>
}

const ROUTES = [zoneRoutes, dnsRecordRoutes, dcvDelegationRoutes, identityRoutes]

/** The v4 API over an empty sandbox: one account, one frozen zone saasprovider.com without records, one user, one token. */
export async function createApi ({ auth = 'any', plan = 'enterprise', clock = { mode: 'frozen', now: START }, routes = ROUTES }: ApiOptions = {}): Promise<TestApi> {
  const time = { now: START }
  const system = { now: () => time.now }
  const store = openSqliteStore(':memory:')
  const random = createRandom('1')
  const scheduler = createScheduler({
    store, clock: system, inspectors: { auto: autoInspector, manual: manualInspector, dns: autoInspector }, onError: error => { throw error }
  })
  const certificates = createCertificates({ store, random, clock: system, trustedRoots: [] })
  // The scheduler is not started, so nothing is to be woken.
  const context: Context = { ...contextOf({ store, random, clock: system, certificates }, scheduler), wake: () => {} }
  const gate: Gate = {
    auth,
    identities: store.identities,
    findZone: store.zones.find,
    now: scheduler.now,
    systemNow: system.now,
    isSettled: scheduler.isSettled,
    catchUp: scheduler.catchUp,
    traffic: NO_TRAFFIC,
    standstill: standstillOf(store)
  }
  const zoneDefaults = defaultZoneSettings({ plan, schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google' })
  const zone = await plant(store, { clock, settings: zoneDefaults })
  const parts: RouteParts = { context, gate, zoneDefaults }
  const app = createServer({ logger: pino({ level: 'silent' }), logRequests: false, nextRay: () => '0'.repeat(16) })
  await app.register(clientApi, { prefix: '/client/v4', auth, identities: store.identities, traffic: NO_TRAFFIC, routes: routes.map(route => (api: FastifyInstance) => { route(api, parts) }) })
  return {
    app,
    store,
    context,
    zone,
    time,
    async ask (method, path, { body: sentBody, headers = { authorization: `Bearer ${TOKEN}` } } = {}) {
      const sent = sentBody === undefined ? { headers } : { payload: JSON.stringify(sentBody), headers: { 'content-type': 'application/json', ...headers } }
      const answer = await app.inject({ method, url: `/client/v4${path}`, ...sent })
      const body = answer.json() as Envelope
      const items = Array.isArray(body.result) ? body.result as readonly Fields[] : []
      const result = Array.isArray(body.result) || body.result === null ? {} : body.result as Fields
      return { status: answer.statusCode, headers: answer.headers, body, code: body.errors[0]?.code, result, items }
    },
    async close () {
      await app.close()
      await store.close()
    }
  }
}

/** A token of the account, by its text. */
export function tokenOf (secret: string, rest: Partial<ApiToken> = {}): ApiToken {
  return {
    id: hashSecret(secret).slice(0, 32), hash: hashSecret(secret), accountId: ACCOUNT_ID, owner: 'user', name: secret, permissions: PERMISSIONS, status: 'active', ...rest
  }
}

async function plant (store: Store, { clock, settings }: Pick<Zone, 'clock' | 'settings'>): Promise<Zone> {
  await store.identities.insertAccount({ id: ACCOUNT_ID, name: 'SaaS Provider', createdAt: START })
  await store.identities.insertUser(USER)
  await store.identities.insertToken(tokenOf(TOKEN))
  return await store.zones.insert({ id: ZONE_ID, name: 'saasprovider.com', accountId: ACCOUNT_ID, status: 'active', type: 'full', createdAt: START, clock, settings })
}
