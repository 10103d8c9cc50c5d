import type { TokenSource } from '../../core/tokens.ts'
import type { Zone } from '../../core/zone.ts'
import type { Store } from '../../store/store.ts'
import type { IsAllowed } from './addresses.ts'
import type { Destination } from './destination.ts'
import { findDestination } from './destination.ts'
import type { FileRequest } from './http-file.ts'
import { isToken } from './http-file.ts'
import type { EvidenceResolver } from './resolver.ts'

/** What evidence is gathered with. */
export interface EvidenceParts {
  readonly store: Pick<Store, 'zones' | 'dnsRecords' | 'dnsWorld' | 'customHostnames'>
  readonly tokens: TokenSource
  readonly baseDomain: (hostname: string) => string
  /** The resolvers to ask on behalf of a zone; each stands for another place on the network. */
  readonly resolversOf: (zone: Zone) => readonly [EvidenceResolver, ...EvidenceResolver[]]
  readonly edgeAddresses: readonly string[]
  readonly isAllowed: IsAllowed
  /** The port of customers' web servers, where no override names another. */
  readonly httpPort: number
  readonly timeoutMs: number
  readonly fetchFile: (request: FileRequest) => Promise<string | undefined>
  /** Told of an address that evidence would have been fetched from, were it allowed. */
  readonly onRefused?: (host: string, address: string) => void
}

/** The world as a zone sees it from one resolver. */
export interface Look extends EvidenceResolver {
  readonly zone: Zone
  readonly parts: EvidenceParts
  destination (name: string): Promise<Destination>
  /** True when the URL's file holds the token wherever the name leads. */
  serves (url: string, token: string): Promise<boolean>
}

/**
 * One look at the world: what was looked up or fetched once is not asked for again. A settlement of two weeks is one look, for
 * the world stands still meanwhile.
 */
export function createLook (zone: Zone, resolver: EvidenceResolver, parts: EvidenceParts): Look {
  const seen = new Map<string, Promise<unknown>>()
  const once = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const known = seen.get(key)
    // A key names its kind of work, so what is kept under it is of that work's type.
    if (known !== undefined) return await known as T
    if (seen.size >= MOST_SEEN) seen.clear()
    const made = work()
    seen.set(key, made)
    return await made
  }
  const look: Look = {
    zone,
    parts,
    query: async (name, type) => await once(`${type} ${name}`, async () => await resolver.query(name, type)),
    destination: async name => await once(`destination ${name}`, async () =>
      await findDestination(name, { zone, resolver: look, store: parts.store, edgeAddresses: parts.edgeAddresses })),
    serves: async (url, token) => {
      const bodies = await once(`file ${url}`, async () => await fetchEverywhere(url, look))
      return bodies.length > 0 && bodies.every(body => isToken(body, token))
    }
  }
  return look
}

/** What is remembered of a settlement; beyond it looking again is cheaper than remembering. */
const MOST_SEEN = 50_000

/**
 * The file as each address family has it: authorities prefer IPv6, so a name with both has to serve the file on both. An
 * override stands for all addresses of its host.
 */
async function fetchEverywhere (url: string, { zone, parts, destination }: Look): Promise<ReadonlyArray<string | undefined>> {
  const host = new URL(url).hostname
  const { trouble, ipv4, ipv6 } = await destination(host)
  if (trouble !== undefined) return []
  const override = await parts.store.dnsWorld.overrideFor(host, zone.no)
  const targets = override === undefined
    ? [...ipv6.slice(0, 1), ...ipv4.slice(0, 1)].map(address => ({ address, port: parts.httpPort }))
    : [override]
  return await Promise.all(targets.map(async ({ address, port }) => {
    if (parts.isAllowed(address)) return await parts.fetchFile({ url, address, port, timeoutMs: parts.timeoutMs })
    parts.onRefused?.(host, address)
    return undefined
  }))
}
