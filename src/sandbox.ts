import type { AddressInfo } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import type { SystemClock } from './clock.ts'
import { createSystemClock } from './clock.ts'
import { createApp } from './app.ts'
import { certificatesOnDemand } from './certificates/on-demand.ts'
import type { CertificateParts, Certificates } from './certificates/service.ts'
import type { Config } from './config/config.ts'
import type { Context } from './context.ts'
import type { Zone, ZoneSettings } from './core/zone.ts'
import { defaultZoneSettings } from './core/zone-settings.ts'
import { contextOf } from './context-of.ts'
import { createEdgeService } from './edge-service.ts'
import type { MailService } from './mail/service.ts'
import { createMail } from './mail/service.ts'
import { createOutside } from './outside.ts'
import { createRandom, randomSeed } from './random.ts'
import type { Credentials } from './sandbox-world.ts'
import { createWorld, secret } from './sandbox-world.ts'
import { autoInspector, manualInspector } from './scheduler/foreseeing.ts'
import { createScheduler } from './scheduler/scheduler.ts'
import { openSqliteStore } from './store/sqlite/index.ts'
import { standstillOf } from './store/standstill.ts'
import type { Store } from './store/store.ts'
import { createTraffic } from './traffic/traffic.ts'
import { createWebhooks } from './webhook-service.ts'
import { readSeed } from './seed/seed.ts'

/** A sandbox that listens. */
export interface RunningSandbox {
  readonly url: string
  /** Of the DNS responder, over UDP and TCP; undefined when it is off. */
  readonly dnsPort: number | undefined
  /** Of the edge; undefined where that listener is off. */
  readonly edgeHttpPort: number | undefined
  readonly edgeHttpsPort: number | undefined
  readonly zones: () => readonly Zone[]
  /** The token that `/__admin` asks for; undefined when it asks for none. */
  readonly adminToken: string | undefined
  /** Credentials that were made for a world planted now; they are not shown again. */
  readonly generated: Credentials | undefined
  /** Takes the sandbox back to its seed. */
  reset (): Promise<void>
  close (): Promise<void>
}

/** Puts the parts of a sandbox together and starts it. Rejects with an error whose message is for the person who started it. */
export async function startSandbox (config: Config, clock: SystemClock = createSystemClock()): Promise<RunningSandbox> {
  const seed = await readSeed(config.seed)
  const store = openSqliteStore(config.database, { snapshotSpace: config.snapshotSpace })
  const logger = createLogger(config)
  const random = createRandom(await sandboxSeed(store, config))
  const outside = createOutside({ config, store, random, clock, logger, isApproved: store.mails.isApproved })
  const inspectors = { auto: autoInspector, manual: manualInspector, dns: outside.inspector }
  const scheduler = createScheduler({ store, clock, inspectors, onError: error => { logger.error(error, 'the scheduler failed') } })
  const certificates = certificatesOf({ store, random, clock, trustedRoots: config.trustedRoots })
  const context = contextOf({ store, random, clock, certificates }, scheduler)
  const zoneDefaults = zoneDefaultsOf(config)
  const edge = createEdgeService({ config, store, random, scheduler, logger, certificates, trustedRoots: certificates.roots, isAllowed: outside.isAllowed })
  const traffic = createTraffic({ store, clock, random, rateLimits: zoneDefaults.rateLimits, journalSize: config.journal })
  const webhooks = createWebhooks({ config, context, logger, isAllowed: outside.isAllowed })
  const world = createWorld(config, context, { zoneDefaults, seed, origins: edge.origins, traffic, onPlanted: webhooks.applyConfigured })
  const adminToken = config.adminToken === 'none' ? undefined : config.adminToken === 'generated' ? secret(randomSeed()) : config.adminToken
  const mail = await mailOf(config, context, logger, () => url())
  const app = await createApp({ config, context, scheduler, zoneDefaults, world, adminToken, logger, outside, mail, webhooks, origins: edge.origins, certificates, traffic })
  const url = (): string => `http://${addressOf(config.host)}:${(app.server.address() as AddressInfo).port}`

  const close = async (): Promise<void> => {
    for (const part of [webhooks.stop, edge.stop, async () => { await app.close() }, async () => { await outside.dns?.stop() }, scheduler.stop, mail.stop, store.close]) await part()
  }
  try {
    await world.prepare()
    await outside.dns?.start()
    await app.listen({ host: config.host, port: config.port })
    for (const part of [mail, webhooks, edge]) await part.start()
  } catch (error) {
    await close()
    throw error
  }
  scheduler.start()
  const stopMaking = config.edgeHttpsPort === 'off' ? undefined : makeAuthorities(certificates, error => { logger.error(error, 'the authorities could not be made') })
  return {
    url: url(),
    zones: () => store.zones.list(),
    dnsPort: outside.dns?.port,
    edgeHttpPort: edge.httpPort,
    edgeHttpsPort: edge.httpsPort,
    adminToken,
    generated: world.generated(),
    reset: world.reset,
    async close () {
      await stopMaking?.()
      await close()
    }
  }
}

/** The authorities with their libraries, loaded when somebody first asks. */
function certificatesOf (parts: CertificateParts): Certificates {
  return certificatesOnDemand(async () => (await import('./certificates/service.ts')).createCertificates(parts))
}

function createLogger ({ logLevel }: Config): FastifyBaseLogger {
  return pino({ level: logLevel, redact: ['req.headers.authorization', 'req.headers["x-auth-key"]'] }, pino.destination(2))
}

/** Long enough for the first answers of a start to be out. */
const AUTHORITIES_AFTER_MS = 1000

/** Has the authorities made while nothing waits for them, so that no handshake has to. Returns what ends it. */
function makeAuthorities (certificates: Certificates, onError: (error: unknown) => void): () => Promise<void> {
  let making: Promise<void> | undefined
  const timeout = setTimeout(() => { making = certificates.start().catch(onError) }, AUTHORITIES_AFTER_MS)
  timeout.unref()
  return async () => {
    clearTimeout(timeout)
    await making
  }
}

/** How a client on this machine writes the address that a listener is bound to. */
function addressOf (host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function zoneDefaultsOf ({ schedule, inspector, strict, certificateAuthority, rateLimits }: Config): ZoneSettings {
  return defaultZoneSettings({ plan: 'enterprise', schedule, inspector, strict, certificateAuthority, rateLimits })
}

/** The mailbox, and the way to a mail server where one is named. */
async function mailOf ({ smtpServer: server }: Config, context: Context, logger: FastifyBaseLogger, baseUrl: () => string): Promise<MailService> {
  const onFailure = (message: string, error: unknown): void => { logger.warn(error, message) }
  const mail = createMail({
    context,
    baseUrl,
    delivery: server === undefined ? undefined : (await import('./mail/delivery.ts')).createDelivery({ server, onFailure }),
    onError: error => { logger.error(error, 'a message could not be written') }
  })
  standstillOf(context.store).beforehand(mail.settled)
  return mail
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
