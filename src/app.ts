import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { AdminParts } from './admin/parts.ts'
import { adminApi } from './admin/plugin.ts'
import { alertingRoutes } from './alerting/routes.ts'
import { certificatePackRoutes } from './certificate-packs/routes.ts'
import type { Config } from './config/config.ts'
import type { Context } from './context.ts'
import { isIdentifier } from './core/identifier.ts'
import type { OriginOverrides } from './core/origin-target.ts'
import type { ZoneSettings } from './core/zone.ts'
import { customCsrRoutes } from './custom-csrs/routes.ts'
import { customHostnameRoutes } from './custom-hostnames/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { dcvDelegationRoutes } from './dcv-delegation/routes.ts'
import { dnsRecordRoutes } from './dns-records/routes.ts'
import { fallbackOriginRoutes } from './fallback-origin/routes.ts'
import type { ToDocuments } from './http/documents.ts'
import { documentsOf } from './http/documents.ts'
import type { Gate } from './http/gate.ts'
import { healthRoutes } from './http/health.ts'
import { clientApi, createServer } from './http/server.ts'
import { answerUnserved } from './http/unserved.ts'
import { identityRoutes } from './identities/routes.ts'
import { approvalRoutes } from './mail/routes.ts'
import type { MailService } from './mail/service.ts'
import { metricsRoutes } from './metrics/routes.ts'
import type { Outside } from './outside.ts'
import type { Random } from './random.ts'
import type { RouteParts } from './route-parts.ts'
import type { World } from './sandbox-world.ts'
import type { Scheduler } from './scheduler/scheduler.ts'
import { standstillOf } from './store/standstill.ts'
import type { SandboxTraffic } from './traffic/traffic.ts'
import { VERSION } from './version.ts'
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
  /** Missing in the app that makes the documents. */
  readonly toDocuments?: ToDocuments
}

/** The app that listens; what it has to say about itself is made by another one, when somebody asks. */
export async function createApp (parts: AppParts): Promise<FastifyInstance> {
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

function newServer ({ config: { logLevel }, context: { random }, logger, world }: AppParts): FastifyInstance {
  const logRequests = logLevel === 'debug' || logLevel === 'trace'
  // What the server says at `info` (where it listens) stands in the banner.
  const serverLogger = logRequests || logLevel !== 'info' ? logger : logger.child({}, { level: 'warn' })
  return createServer({ logger: serverLogger, logRequests, nextRay: rays(random), now: world.now })
}

async function serve (app: FastifyInstance, all: AppParts): Promise<void> {
  const { config, context, scheduler, zoneDefaults, world, adminToken, outside, mail, webhooks, origins, certificates, traffic, toDocuments } = all
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
  answerUnserved(app, traffic)
  await app.register(healthRoutes)
  await app.register(metricsRoutes, {
    adminToken,
    allowedHosts: config.allowedHosts,
    sources: {
      version: VERSION,
      routes: traffic.counters.list,
      transitions: store.events.countTransitions,
      faults: () => ({ placed: traffic.faults.list().length, applied: traffic.faults.list().reduce((sum, { applied }) => sum + applied, 0) })
    },
    census: { zones: store.zones.list, customHostnames: store.customHostnames, now: scheduler.now, nextDueAt: scheduler.nextDueAt, systemNow: () => clock.now() }
  })
  await app.register(dashboardRoutes, { allowedHosts: config.allowedHosts })
  await app.register(approvalRoutes, { context, catchUp: scheduler.catchUp })
  await app.register(clientApi, {
    prefix: '/client/v4', auth: config.auth, identities: store.identities, traffic, routes: features.map(feature => (scope: FastifyInstance) => { feature(scope, parts) })
  })
  await app.register(adminApi, {
    prefix: '/__admin', context, scheduler, zoneDefaults, world, adminToken, config, outside, mail, webhooks, origins, certificates, traffic, toDocuments
  })
}

/** Ray ids in a row of their own, so that the number of requests changes nothing else. */
function rays (random: Random): () => string {
  const prefix = random.hex(random.seed, 'ray', 8)
  let count = 0
  return () => `${prefix}${(count++ >>> 0).toString(16).padStart(8, '0')}`
}
