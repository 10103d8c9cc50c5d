import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { createCertificates } from '../../src/certificates/service.ts'
import { contextOf } from '../../src/context-of.ts'
import type { Context } from '../../src/context.ts'
import type { CustomHostname } from '../../src/core/custom-hostname.ts'
import type { ValidationRecord } from '../../src/core/dcv.ts'
import { parseDuration } from '../../src/core/instant.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import type { CertificateAuthority, ValidationMethod } from '../../src/core/statuses.ts'
import type { DnsRecord } from '../../src/core/dns-record.ts'
import type { InspectorName, Zone, ZoneSettings } from '../../src/core/zone.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { createCustomHostname } from '../../src/custom-hostnames/create.ts'
import { decodeHostname } from '../../src/custom-hostnames/request.ts'
import { patchCustomHostname } from '../../src/custom-hostnames/use-cases.ts'
import { createBuiltinResolver } from '../../src/dns/lookup.ts'
import { wholeWorld, worldOfZone } from '../../src/dns/world.ts'
import { baseDomain } from '../../src/public-suffix.ts'
import { createRandom } from '../../src/random.ts'
import { createDnsInspector } from '../../src/scheduler/dns-inspector.ts'
import { allowAddresses } from '../../src/scheduler/evidence/addresses.ts'
import { fetchFile } from '../../src/scheduler/evidence/http-file.ts'
import type { EvidenceParts } from '../../src/scheduler/evidence/look.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import type { Scheduler } from '../../src/scheduler/scheduler.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import type { CustomerRecordType, DnsFaultKind } from '../../src/store/dns-world.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import type { Store } from '../../src/store/store.ts'

export const START = Date.parse('2026-01-01T00:00:00Z')
const ACCOUNT_ID = '01a7362d577a6c3019a474fd6f485823'

export interface WorldOptions {
  readonly settings?: Partial<ZoneSettings>
  readonly apex?: boolean
  readonly type?: Zone['type']
  /** `none`: the zone has no fallback origin. */
  readonly fallbackOrigin?: 'active' | 'pending_deployment' | 'none'
  readonly evidence?: Partial<EvidenceParts>
  /** Looks from two places: the second one sees the records of other zones' customers too. */
  readonly twoPlaces?: true
  readonly approved?: (seq: number, order: number) => boolean
}

export interface SslOptions {
  readonly method?: ValidationMethod
  readonly wildcard?: boolean
  readonly authority?: CertificateAuthority
}

/** What a client sees of a hostname. */
export interface Seen {
  readonly status: string
  readonly verification_errors?: readonly string[]
  readonly ownership_verification?: { readonly name: string, readonly value: string }
  readonly ownership_verification_http?: { readonly http_url: string, readonly http_body: string }
  readonly ssl?: {
    readonly status: string
    readonly validation_records?: readonly ValidationRecord[]
    readonly validation_errors?: ReadonlyArray<{ readonly message: string }>
    readonly dcv_delegation_records?: ReadonlyArray<{ readonly cname: string, readonly cname_target: string }>
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** A frozen zone saasprovider.com whose inspector looks at DNS, with the records of the documentation. */
export async function createWorld (t: Test, options: WorldOptions = {}) {
  const store = openSqliteStore(':memory:')
  t.teardown(async () => { await store.close() })
  const random = createRandom('1')
  const clock = { now: () => START }
  const world = { store, tokens: random, edge: { ipv4: ['127.0.0.1'], ipv6: ['::1'] }, baseDomain }
  const dns = createDnsInspector({
    store,
    tokens: random,
    baseDomain,
    resolversOf: zone => {
      const here = createBuiltinResolver(worldOfZone(zone, world))
      return options.twoPlaces === true ? [here, createBuiltinResolver(wholeWorld(world))] : [here]
    },
    edgeAddresses: ['127.0.0.1', '::1'],
    isAllowed: allowAddresses([]),
    httpPort: 1,
    timeoutMs: 5000,
    fetchFile,
    isApproved: options.approved ?? (() => false),
    ...options.evidence
  })
  const scheduler = createScheduler({ store, clock, inspectors: { auto: autoInspector, manual: manualInspector, dns }, onError: error => { throw error } })
  const certificates = createCertificates({ store, random, clock, trustedRoots: [] })
  // The scheduler is not started, so nothing is to be woken.
  const context: Context = { ...contextOf({ store, random, clock, certificates }, scheduler), wake: () => {} }
  await store.identities.insertAccount({ id: ACCOUNT_ID, name: 'SaaS Provider', createdAt: START })
  const zone = await plantZone(store, 'saasprovider.com', options)
  const zoneNow = (): Zone => store.zones.findByNo(zone.no) ?? zone
  return { store, random, context, scheduler, zone, world, dns, ...actions({ store, context, scheduler, zone: zoneNow }) }
}

/** One more zone of the same sandbox; its number makes its id. */
export async function plantZone (store: Store, name: string, { settings, apex = false, type = 'full', fallbackOrigin = 'active' }: WorldOptions = {}): Promise<Zone> {
  const defaults = defaultZoneSettings({ plan: 'enterprise', schedule: 'realistic', inspector: 'dns', strict: false, certificateAuthority: 'google' })
  const zone = await store.zones.insert({
    id: String(store.zones.list().length + 1).padStart(32, '0'),
    name,
    accountId: ACCOUNT_ID,
    status: 'active',
    type,
    createdAt: START,
    clock: { mode: 'frozen', now: START },
    settings: { ...defaults, entitlements: { ...defaults.entitlements, apex }, ...settings }
  })
  await plantRecord(store, zone, `proxy-fallback.${name} A 192.0.2.1`, true)
  await plantRecord(store, zone, `*.customers.${name} CNAME proxy-fallback.${name}`, true)
  if (fallbackOrigin !== 'none') {
    await store.fallbackOrigins.save(zone.no, undefined, {
      origin: `proxy-fallback.${name}`, status: fallbackOrigin, since: START + parse('1d'), createdAt: START, updatedAt: START
    }, [])
  }
  return zone
}

/** A record of a zone, from a line such as `www.example.com A 192.0.2.1`. */
export async function plantRecord (store: Store, zone: Zone, line: string, proxied: boolean): Promise<void> {
  const [name = '', type = '', ...content] = line.split(' ')
  const id = Buffer.from(`${zone.no}/${line}`).toString('hex')
  // Test lines name only types that exist.
  const record = { id, name, type: type as DnsRecord['type'], content: content.join(' '), proxied, ttl: 1, tags: [], settings: {}, createdAt: START, modifiedAt: START }
  await store.dnsRecords.insert(zone.no, record)
}

interface ActionParts {
  readonly store: Store
  readonly context: Context
  readonly scheduler: Scheduler
  readonly zone: () => Zone
}

function actions ({ store, context, scheduler, zone }: ActionParts) {
  const hostnameOf = async (name: string): Promise<CustomHostname> => {
    const found = await store.customHostnames.findByHostname(zone().no, name)
    if (found === undefined) throw new Error(`no hostname ${name}`)
    return found
  }
  return {
    hostnameOf,
    /** What customers have in place: lines such as `app.customer.com CNAME x.saasprovider.com`; `only` this zone sees them. */
    async put (lines: readonly string[], only?: Zone): Promise<void> {
      for (const line of lines) {
        const [name = '', type = '', ...content] = line.split(' ')
        const id = Buffer.from(`${only?.no ?? 0}/${line}`).toString('hex')
        const scope = only === undefined ? {} : { zoneNo: only.no }
        await store.dnsWorld.insertRecord({ id, ...scope, name, type: type as CustomerRecordType, content: content.join(' '), ttl: 300 })
      }
    },
    async fault (name: string, kind: DnsFaultKind): Promise<void> {
      await store.dnsWorld.insertFault({ id: `fault/${name}`, name, kind })
    },
    async create (hostname: string, ssl: SslOptions = {}): Promise<CustomHostname> {
      const { method = 'http', wildcard, authority } = ssl
      const given = decodeHostname({ hostname, ssl: { method, type: 'dv', wildcard, certificate_authority: authority } })
      await createCustomHostname(context, zone(), scheduler.now(zone()), given)
      return await hostnameOf(hostname)
    },
    async inspectedBy (name: string, inspector: InspectorName): Promise<void> {
      const next = { ...await hostnameOf(name), inspector }
      await store.customHostnames.save(zone().no, next, scheduler.now(zone()), [])
    },
    /** Takes the zone's clock on. */
    async advance (duration: string): Promise<void> {
      await scheduler.exclusively(zone().id, async (current, settle) => {
        const until = scheduler.now(current) + parse(duration)
        await store.zones.saveClock(current.no, { mode: 'frozen', now: until })
        await settle(until)
      })
    },
    /** What the documentation calls refresh: a check now. */
    async refresh (name: string): Promise<void> {
      const { id, ssl } = await hostnameOf(name)
      await patchCustomHostname(context, zone(), id, decodeHostname({ ssl: { method: ssl?.method ?? 'http', type: 'dv' } }))
    },
    async see (name: string): Promise<Seen> {
      return JSON.parse(context.renderHostname(zone(), await hostnameOf(name))) as Seen
    },
    /** Both statuses, and what the checks report. */
    async told (name: string): Promise<readonly [status: string, sslStatus: string | undefined, errors: readonly string[]]> {
      const seen = await this.see(name)
      return [seen.status, seen.ssl?.status, [...seen.verification_errors ?? [], ...(seen.ssl?.validation_errors ?? []).map(({ message }) => message)]]
    },
    async events (name: string): Promise<readonly LifecycleEvent[]> {
      const kept = await store.events.list({ hostnameSeq: (await hostnameOf(name)).seq, limit: 10_000 })
      return kept.map(({ event }) => event).filter((event): event is LifecycleEvent => 'axis' in event)
    }
  }
}

/** Milliseconds of a duration such as `5m`. */
export function parse (duration: string): number {
  return parseDuration(duration) ?? 0
}

/** A customer's web server, and the requests that it got. */
export async function serve (t: Test, listener: RequestListener, { host = '127.0.0.1', port = 0 } = {}) {
  const requests: Array<{ readonly url: string | undefined, readonly host: string | undefined, readonly userAgent: string | undefined }> = []
  const server = createServer((request, response) => {
    requests.push({ url: request.url, host: request.headers.host, userAgent: request.headers['user-agent'] })
    listener(request, response)
  })
  server.listen(port, host)
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, port: (server.address() as AddressInfo).port }
}
