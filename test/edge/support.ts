import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Authorities } from '../../src/ca/authorities.ts'
import { createKeyPool } from '../../src/ca/keys.ts'
import type { KeySource, KeyType } from '../../src/ca/keys.ts'
import type { CertificateState } from '../../src/core/certificate.ts'
import type { CustomHostname, Lifecycle, TlsSettings } from '../../src/core/custom-hostname.ts'
import type { DnsRecord } from '../../src/core/dns-record.ts'
import { createOriginOverrides } from '../../src/core/origin-target.ts'
import type { OriginOverrides } from '../../src/core/origin-target.ts'
import type { HostnameStatus } from '../../src/core/statuses.ts'
import type { Zone, ZoneSettings } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { createEdge } from '../../src/edge/edge.ts'
import type { EdgeLimits } from '../../src/edge/edge.ts'
import { createOriginAddresses } from '../../src/edge/origin-addresses.ts'
import type { EdgeCertificate } from '../../src/core/edge-certificate.ts'
import type { ZoneTime } from '../../src/edge/ports.ts'
import { createRouteSource } from '../../src/edge/routes.ts'
import { createRandom } from '../../src/random.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import type { Store } from '../../src/store/store.ts'
import { someAuthorities, someLeaf } from '../ca/support.ts'

export const NOW = Date.parse('2026-01-01T00:00:00Z')
export const ACCOUNT = '01a7362d577a6c3019a474fd6f485823'
export const RANDOM = createRandom('edge')

/** One set of authorities and keys for a whole test file: RSA keys take long to make. */
export const authorities: Authorities = await someAuthorities()
const keys: KeySource = createKeyPool({ rsaKeys: 1 })
export const rootPem = authorities.root.certificatePem

export interface TestEdge {
  readonly store: Store
  readonly zone: Zone
  readonly overrides: OriginOverrides
  /** By the name asked for; a test puts in what the certificate service would find. */
  readonly certificates: Map<string, EdgeCertificate>
  readonly caughtUp: string[]
  /** What the edge reported as going wrong on its own side. */
  readonly errors: unknown[]
  readonly httpPort: number
  readonly httpsPort: number
  ask (asked: Asked): Promise<Answer>
  close (): Promise<void>
}

export interface EdgeOptions {
  readonly settings?: Partial<ZoneSettings>
  readonly limits?: Partial<EdgeLimits>
  readonly pendingError?: 1001 | 1016
  readonly time?: ZoneTime
  readonly isAllowed?: (address: string) => boolean
  readonly resolveOutside?: (name: string) => Promise<readonly string[]>
}

/** An edge over an empty sandbox with the zone saasprovider.com. */
export async function startEdge ({ settings = {}, limits = {}, pendingError = 1001, time, isAllowed = isLoopback, resolveOutside = async () => [] }: EdgeOptions = {}): Promise<TestEdge> {
  const store = openSqliteStore(':memory:')
  await store.identities.insertAccount({ id: ACCOUNT, name: 'SaaS', createdAt: NOW })
  const zone = await addZone(store, 'saasprovider.com', { settings })
  const overrides = createOriginOverrides([])
  const certificates = new Map<string, EdgeCertificate>()
  const caughtUp: string[] = []
  const errors: unknown[] = []
  let rays = 0
  const edge = createEdge({
    host: '127.0.0.1',
    httpPort: 0,
    httpsPort: 0,
    certificates: { find: async name => certificates.get(name) },
    trustedRoots: async () => [rootPem],
    routes: createRouteSource({
      store, tokens: RANDOM, pendingError, time: time ?? { isSettled: () => false, catchUp: async id => { caughtUp.push(id) } }
    }),
    origins: createOriginAddresses({ store, overrides, resolveOutside }),
    isAllowed,
    nextRay: () => (rays++).toString(16).padStart(16, '0'),
    onError: error => { errors.push(error) },
    limits
  })
  await edge.start()
  const { httpPort = 0, httpsPort = 0 } = edge
  return {
    store,
    zone,
    overrides,
    certificates,
    caughtUp,
    errors,
    httpPort,
    httpsPort,
    ask: async asked => await ask(asked.secure === true ? httpsPort : httpPort, asked),
    async close () {
      await edge.stop()
      await store.close()
    }
  }
}

export function isLoopback (address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

export interface ZoneOptions {
  readonly accountId?: string
  readonly settings?: Partial<ZoneSettings>
}

let zones = 0

export async function addZone (store: Store, name: string, { accountId = ACCOUNT, settings = {} }: ZoneOptions = {}): Promise<Zone> {
  if (store.identities.findAccount(accountId) === undefined) await store.identities.insertAccount({ id: accountId, name, createdAt: NOW })
  return await store.zones.insert({
    id: (zones++).toString(16).padStart(32, '0'),
    name,
    accountId,
    status: 'active',
    type: 'full',
    createdAt: NOW,
    clock: { mode: 'frozen', now: NOW },
    settings: {
      ...defaultZoneSettings({ plan: 'enterprise', schedule: 'instant', inspector: 'auto', strict: false, certificateAuthority: 'google' }), ...settings
    }
  })
}

export async function addRecord (store: Store, zone: Zone, record: Pick<DnsRecord, 'name' | 'type' | 'content'> & { readonly proxied?: boolean }): Promise<DnsRecord> {
  const whole = { proxied: true, ...record, id: RANDOM.hex('record', `${zone.no}/${record.name}/${record.content}`, 32), ttl: 1, tags: [], settings: {}, createdAt: NOW, modifiedAt: NOW }
  await store.dnsRecords.insert(zone.no, whole)
  return whole
}

export async function setFallbackOrigin (store: Store, zone: Zone, origin: string, content = '127.0.0.1'): Promise<void> {
  await addRecord(store, zone, { name: origin, type: 'A', content })
  await store.fallbackOrigins.save(zone.no, store.fallbackOrigins.find(zone.no), { origin, status: 'active', since: NOW, createdAt: NOW, updatedAt: NOW }, [])
}

export type HostnameOptions = Partial<Omit<CustomHostname, 'lifecycle' | 'hostname'>> & {
  readonly status?: Extract<HostnameStatus, 'active' | 'pending' | 'moved' | 'active_redeploying' | 'blocked'>
  readonly since?: number
  readonly certificate?: CertificateState
}

export async function addHostname (store: Store, zone: Zone, hostname: string, { status = 'active', since = NOW, certificate, ...rest }: HostnameOptions = {}): Promise<CustomHostname> {
  const seq = store.customHostnames.takeSeq(zone.no)
  const customHostname: CustomHostname = {
    seq, version: 1, id: RANDOM.uuid('hostname', `${seq}`), hostname, seed: `${seq}`, createdAt: NOW, ...rest, lifecycle: lifecycleOf(status, since, certificate)
  }
  await store.customHostnames.insert(zone.no, { customHostname, wire: '{}' }, undefined, [])
  return customHostname
}

function lifecycleOf (status: NonNullable<HostnameOptions['status']>, since: number, certificate: CertificateState | undefined): Lifecycle {
  const at = { since, checks: 1 }
  const rest = certificate === undefined ? {} : { certificate }
  switch (status) {
    case 'active': return { ownership: { status, ...at, recheckAt: since + 1 }, ...rest }
    case 'active_redeploying': return { ownership: { status, ...at, until: since + 1, recheckAt: since + 1 }, ...rest }
    case 'pending': return { ownership: { status, ...at, armedAt: since, attempt: 0 }, ...rest }
    case 'moved': case 'blocked': return { ownership: { status, ...at }, ...rest }
  }
}

/** What the certificate service would find for a name. */
export async function certificateFor (hostname: string, settings: TlsSettings = {}, keyTypes: readonly KeyType[] = ['ecdsa', 'rsa']): Promise<EdgeCertificate> {
  const leaves = await Promise.all(keyTypes.map(async keyType => await someLeaf(authorities, { keyType, keys, hosts: [hostname], commonName: hostname })))
  return {
    version: JSON.stringify(settings) + leaves.map(({ fingerprintSha256 }) => fingerprintSha256).join(),
    zoneId: '0'.repeat(32),
    hostname,
    exact: !hostname.startsWith('*.'),
    settings,
    pairs: leaves.map(({ keyType, chainPem, privateKeyPem }) => ({ keyType, chainPem, privateKeyPem }))
  }
}

export interface Asked {
  readonly host: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
  readonly secure?: boolean
  /** The name in the handshake, when it is another than in `Host`. */
  readonly serverName?: string
  /** Whom to trust, when it is not the authorities of these tests. */
  readonly root?: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly message: string
}

/** One request over HTTP/1.1 on a connection of its own. */
export async function ask (port: number, asked: Asked): Promise<Answer> {
  return await collect(await open(port, asked))
}

/** Resolves with the head of the answer. */
export async function open (port: number, { host, path = '/', method = 'GET', headers = {}, body, secure = false, serverName = host, root = rootPem }: Asked): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const options = { host: '127.0.0.1', port, path, method, headers: { ...headers, host }, agent: false as const }
  const asking = secure ? httpsRequest({ ...options, servername: serverName, ca: root }) : httpRequest(options)
  asking.on('response', resolve)
  asking.on('error', reject)
  asking.end(body)
  return await promise
}

export async function collect (response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString(), message: response.statusMessage ?? '' }
}

export interface Origin {
  readonly port: number
  readonly server: Server
  /** The requests that came, in order. */
  readonly requests: IncomingMessage[]
  close (): Promise<void>
}

/** A local HTTP server that remembers what it was asked. */
export async function startOrigin (listener: RequestListener = (_req, res) => { res.end('from the origin') }): Promise<Origin> {
  const requests: IncomingMessage[] = []
  const server = createServer((req, res) => {
    requests.push(req)
    listener(req, res)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    server,
    requests,
    async close () {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }
  }
}

export function portOf (server: { address (): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port
}

/** An edge whose hostname app.customer.com leads to a local origin by the zone's fallback origin. */
export async function startWithOrigin (listener?: RequestListener, options: EdgeOptions = {}): Promise<{ readonly edge: TestEdge, readonly origin: Origin, close (): Promise<void> }> {
  const edge = await startEdge(options)
  const origin = await startOrigin(listener)
  await setFallbackOrigin(edge.store, edge.zone, 'proxy-fallback.saasprovider.com')
  edge.overrides.put({ name: 'proxy-fallback.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: origin.port } })
  await addHostname(edge.store, edge.zone, 'app.customer.com')
  edge.certificates.set('app.customer.com', await certificateFor('app.customer.com'))
  return {
    edge,
    origin,
    async close () {
      await edge.close()
      await origin.close()
    }
  }
}
