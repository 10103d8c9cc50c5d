import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config/config.ts'
import { ConfigError } from './config/config.ts'
import type { OriginOverrides } from './core/origin-target.ts'
import { createOriginOverrides } from './core/origin-target.ts'
import type { Zone } from './core/zone.ts'
import { createBuiltinResolver, createResolver } from './dns/lookup.ts'
import type { Resolver } from './dns/lookup.ts'
import { worldOfZone } from './dns/world.ts'
import { createEdge } from './edge/edge.ts'
import { createOriginAddresses } from './edge/origin-addresses.ts'
import type { CertificateSource } from './core/edge-certificate.ts'
import { createRouteSource } from './edge/routes.ts'
import { baseDomain } from './public-suffix.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler/scheduler.ts'
import type { Store } from './store/store.ts'

const LOOKUP_TIMEOUT_MS = 2000

export interface EdgeServiceParts {
  readonly config: Config
  readonly store: Store
  readonly random: Random
  readonly scheduler: Pick<Scheduler, 'isSettled' | 'catchUp'>
  readonly logger: FastifyBaseLogger
  readonly certificates: CertificateSource
  /** The roots of the sandbox's own authorities, as PEM. */
  readonly trustedRoots: () => Promise<readonly string[]>
  readonly isAllowed: (address: string) => boolean
}

/** The edge of a sandbox, and the overrides that it follows. */
export interface EdgeService {
  /** Undefined while it is stopped, or when that listener is off. */
  readonly httpPort: number | undefined
  readonly httpsPort: number | undefined
  readonly origins: OriginOverrides
  start (): Promise<void>
  stop (): Promise<void>
}

/** Puts the edge together with the rest of the sandbox. */
export function createEdgeService (parts: EdgeServiceParts): EdgeService {
  const { config, store, random, scheduler, logger, certificates, trustedRoots, isAllowed } = parts
  const origins = createOriginOverrides(config.origins)
  const edge = createEdge({
    host: config.host,
    httpPort: config.edgeHttpPort,
    httpsPort: config.edgeHttpsPort,
    certificates,
    trustedRoots,
    isAllowed,
    routes: createRouteSource({ store, tokens: random, time: scheduler, pendingError: config.edgePendingError }),
    origins: createOriginAddresses({ store, overrides: origins, resolveOutside: outsideResolver(parts) }),
    nextRay: rays(random),
    onError: error => { logger.error(error, 'the edge failed') }
  })
  return {
    get httpPort () { return edge.httpPort },
    get httpsPort () { return edge.httpsPort },
    origins,
    stop: edge.stop,
    async start () {
      try {
        await edge.start()
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error)) throw error
        const option = error.port === config.edgeHttpPort ? 'edge-http-port' : 'edge-https-port'
        throw new ConfigError(`--${option}: ${config.host}:${String(error.port)} is taken: choose another, 0 for a free one, or off`)
      }
    }
  }
}

/** Names outside the sandbox's zones are looked up where the inspector `dns` does. */
function outsideResolver ({ config, store, random }: EdgeServiceParts): (name: string, zone: Zone) => Promise<readonly string[]> {
  const world = { store, tokens: random, edge: config.edgeAddresses, baseDomain }
  const given = config.resolver === 'builtin' ? undefined : createResolver({ server: config.resolver[0], timeoutMs: LOOKUP_TIMEOUT_MS })
  return async (name, zone) => {
    const resolver: Resolver = given ?? createBuiltinResolver(worldOfZone(zone, world))
    const found = await Promise.all([resolver.query(name, 'A'), resolver.query(name, 'AAAA')])
    return found.flatMap(({ records }) => records.map(({ content }) => content))
  }
}

/** Ray ids in a row of their own, so that the number of requests changes nothing else. */
function rays (random: Random): () => string {
  let count = 0
  return () => random.hex(random.seed, `edge-ray/${count++}`, 16)
}
