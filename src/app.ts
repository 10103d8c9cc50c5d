import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { AdminParts } from './admin/parts.ts'
import { alertingRoutes } from './alerting/routes.ts'
import { certificatePackRoutes } from './certificate-packs/routes.ts'
import type { Config } from './config/config.ts'
import type { Context } from './context.ts'
import { isIdentifier } from './core/identifier.ts'
import type { OriginOverrides } from './core/origin-target.ts'
import type { ZoneSettings } from './core/zone.ts'
import { customCsrRoutes } from './custom-csrs/routes.ts'
import { customHostnameRoutes } from './custom-hostnames/routes.ts'
import { dcvDelegationRoutes } from './dcv-delegation/routes.ts'
import { dnsRecordRoutes } from './dns-records/routes.ts'
import { fallbackOriginRoutes } from './fallback-origin/routes.ts'
import { createBehind, handOverRest } from './http/behind.ts'
import { documentRoutes } from './http/documents.ts'
import type { Gate } from './http/gate.ts'
import { healthRoutes } from './http/health.ts'
import type { ServerParts } from './http/server.ts'
import { clientApi, createServer } from './http/server.ts'
import { identityRoutes } from './identities/routes.ts'
import type { MailService } from './mail/service.ts'
import type { Outside } from './outside.ts'
import type { Random } from './random.ts'
import type { RouteParts } from './route-parts.ts'
import type { World } from './sandbox-world.ts'
import type { Scheduler } from './scheduler/scheduler.ts'
import { standstillOf } from './store/standstill.ts'
import type { SandboxTraffic } from './traffic/traffic.ts'
import type { WebhookService } from './webhooks/service.ts'
import { zoneRoutes } from './zones/routes.ts'

/** What the HTTP surface of a sandbox is made from. */
export interface AppParts {
  readonly config: Config
  readonly context: Context
  readonly scheduler: Scheduler
  readonly zoneDefaults: ZoneSettings
  readonly world: World
  readonly adminToken: string | undefined
  readonly logger: FastifyBaseLogger
  readonly outside: Outside
  readonly mail: MailService
  readonly webhooks: WebhookService
  readonly origins: OriginOverrides
  readonly certificates: AdminParts['certificates']
  readonly traffic: SandboxTraffic
}

/** The app that listens serves the API; everything else, and what the sandbox has to say about itself, is made when somebody asks for it. */
export async function createApp (parts: AppParts): Promise<FastifyInstance> {
  const { rayOf, handOver } = createBehind()
  const nextRay = rays(parts.context.random)
  const app = newServer(parts, { nextRay, logRequests: logsRequests(parts.config) })
  /** The app in front logs the requests that it hands over. */
  const newBehind = (): FastifyInstance => newServer(parts, { nextRay: raw => rayOf(raw) ?? nextRay(), logRequests: false })
  handOverRest(app, handOver(app, async () => {
    const rest = newBehind()
    const { serveRest } = await import('./app-rest.ts')
    const toDocuments = handOver(rest, async () => await document(newBehind(), parts))
    documentRoutes(rest, toDocuments)
    await serveRest(rest, parts, toDocuments)
    return rest
  }))
  await serveApi(app, parts)
  return app
}

/** The app that knows what all others serve. */
async function document (app: FastifyInstance, parts: AppParts): Promise<FastifyInstance> {
  const [{ openApi }, { serveRest }] = await Promise.all([import('./http/openapi.ts'), import('./app-rest.ts')])
  await app.register(openApi)
  await serveApi(app, parts)
  await serveRest(app, parts)
  return app
}

function logsRequests ({ logLevel }: Config): boolean {
  return logLevel === 'debug' || logLevel === 'trace'
}

function newServer ({ config, logger, world: { now } }: AppParts, { nextRay, logRequests }: Pick<ServerParts, 'nextRay' | 'logRequests'>): FastifyInstance {
  // What the server says at `info` (where it listens) stands in the banner.
  const serverLogger = config.logLevel === 'info' ? logger.child({}, { level: 'warn' }) : logger
  return createServer({ logger: serverLogger, logRequests, nextRay, now })
}

async function serveApi (app: FastifyInstance, { config, context, scheduler, zoneDefaults, world, webhooks, traffic }: AppParts): Promise<void> {
  const { store, clock } = context
  const gate: Gate = {
    auth: config.auth,
    identities: store.identities,
    findZone: id => store.zones.find(id) ?? (config.autoZones && isIdentifier(id) ? world.makeZone(id) : undefined),
    now: scheduler.now,
    systemNow: () => clock.now(),
    isSettled: scheduler.isSettled,
    catchUp: scheduler.catchUp,
    traffic,
    standstill: standstillOf(store)
  }
  const parts: RouteParts = { context, gate, zoneDefaults }
  const features = [
    customHostnameRoutes, certificatePackRoutes, customCsrRoutes, fallbackOriginRoutes, zoneRoutes, dnsRecordRoutes, dcvDelegationRoutes, identityRoutes,
    (scope: FastifyInstance, routeParts: RouteParts) => { alertingRoutes(scope, { ...routeParts, webhooks }) }
  ]
  await app.register(healthRoutes)
  await app.register(clientApi, {
    prefix: '/client/v4', auth: config.auth, identities: store.identities, traffic, routes: features.map(feature => (scope: FastifyInstance) => { feature(scope, parts) })
  })
}

/** Ray ids in a row of their own, so that the number of requests changes nothing else. */
function rays (random: Random): () => string {
  const prefix = random.hex(random.seed, 'ray', 8)
  let count = 0
  return () => `${prefix}${(count++ >>> 0).toString(16).padStart(8, '0')}`
}
