import type { FastifyBaseLogger } from 'fastify'
import type { SystemClock } from './clock.ts'
import type { Config } from './config/config.ts'
import { ConfigError } from './config/config.ts'
import { resolveName } from './dns/answer.ts'
import type { NameData } from './dns/answer.ts'
import { createQueryHistory } from './dns/history.ts'
import { createBuiltinResolver, createResolver } from './dns/lookup.ts'
import { createDnsService } from './dns/service.ts'
import { wholeWorld, worldOfZone } from './dns/world.ts'
import { baseDomain } from './public-suffix.ts'
import type { Random } from './random.ts'
import { createDnsInspector } from './scheduler/dns-inspector.ts'
import type { DnsInspectorParts } from './scheduler/dns-inspector.ts'
import { allowAddresses } from './scheduler/evidence/addresses.ts'
import type { IsAllowed } from './scheduler/evidence/addresses.ts'
import { fetchFile } from './scheduler/evidence/http-file.ts'
import type { EvidenceResolver } from './scheduler/evidence/resolver.ts'
import type { Inspector } from './scheduler/inspector.ts'
import type { Store } from './store/store.ts'

/** How long evidence is waited for: per file, and per transport of a DNS lookup. */
const FILE_TIMEOUT_MS = 5000
const LOOKUP_TIMEOUT_MS = 2000

const QUERIES_REMEMBERED = 1000

export interface OutsideParts {
  readonly config: Config
  readonly store: Store
  readonly random: Random
  readonly clock: SystemClock
  readonly logger: FastifyBaseLogger
  readonly isApproved: DnsInspectorParts['isApproved']
}

/** The world outside of the API: what DNS says of it, and who looks at it. */
export interface Outside {
  readonly dns: { readonly port: number, start (): Promise<void>, stop (): Promise<void> } | undefined
  readonly queries: ReturnType<typeof createQueryHistory>
  readonly inspector: Inspector
  readonly isAllowed: IsAllowed
}

/** Puts together the DNS service and the inspector that looks. */
export function createOutside (parts: OutsideParts): Outside {
  const { config, store, random, logger } = parts
  const { edgeAddresses: edge } = config
  const world = { store, tokens: random, edge, baseDomain }
  const queries = createQueryHistory(QUERIES_REMEMBERED)
  const isAllowed = allowAddresses(config.allowedAddresses)
  return {
    dns: config.dnsPort === 'off' ? undefined : dnsService(config.dnsPort, parts, queries, wholeWorld(world)),
    queries,
    isAllowed,
    inspector: createDnsInspector({
      store,
      tokens: random,
      baseDomain,
      resolversOf: config.resolver === 'builtin' ? zone => [createBuiltinResolver(worldOfZone(zone, world))] : resolversAt(config.resolver),
      edgeAddresses: [...edge.ipv4, ...edge.ipv6],
      isAllowed,
      httpPort: config.httpPort,
      timeoutMs: FILE_TIMEOUT_MS,
      fetchFile,
      onRefused: (host, address) => { logger.warn(`${host} leads to ${address}, which is not among --allowed-addresses: nothing is fetched from it`) },
      isApproved: parts.isApproved
    })
  }
}

/** Servers outside: every zone asks the same ones, each for another place on the network. */
function resolversAt ([first, ...others]: readonly [ServerAddress, ...ServerAddress[]]): () => readonly [EvidenceResolver, ...EvidenceResolver[]] {
  const resolverAt = (server: ServerAddress): EvidenceResolver => createResolver({ server, timeoutMs: LOOKUP_TIMEOUT_MS })
  const resolvers: readonly [EvidenceResolver, ...EvidenceResolver[]] = [resolverAt(first), ...others.map(resolverAt)]
  return () => resolvers
}

function dnsService (port: number, { config: { host }, clock, logger }: OutsideParts, queries: Outside['queries'], world: NameData) {
  const service = createDnsService({
    host,
    port,
    answer: async question => await resolveName(question, world),
    onQuery: query => { queries.add(query, clock.now()) },
    onError: error => { logger.error(error, 'a DNS question could not be answered') }
  })
  return {
    get port () { return service.port },
    stop: service.stop,
    async start () {
      try {
        await service.start()
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
        throw new ConfigError(`--dns-port: ${host}:${port} is taken: choose another, 0 for a free one, or off`)
      }
    }
  }
}

type ServerAddress = Exclude<Config['resolver'], 'builtin'>[number]
