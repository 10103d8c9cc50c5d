import type { Axis, LifecycleEvent } from '../core/events.ts'
import type { CustomHostname, Lifecycle } from '../core/custom-hostname.ts'
import type { DnsRecord } from '../core/dns-record.ts'
import type { FallbackOrigin } from '../core/fallback-origin.ts'
import type { Instant } from '../core/instant.ts'
import type { CertificateAuthority, HostnameStatus, SslStatus } from '../core/statuses.ts'
import type { Account, ApiToken, User } from '../core/identity.ts'
import type { ClockState, InspectorName, Zone, ZoneSettings } from '../core/zone.ts'
import type { CertificateStore, CsrStore } from './certificates.ts'
import type { DnsWorldStore } from './dns-world.ts'
import type { MailStore } from './mails.ts'
import type { SnapshotStore } from './snapshots.ts'
import type { AlertingStore, WebhookStore } from './webhooks.ts'

/** The row that a write named has changed since it was read: read again, decide again, write again. */
export class StaleError extends Error {}

/** What else can happen in a zone beside the steps of a lifecycle. */
export type ZoneEvent =
  | LifecycleEvent
  | { readonly type: 'created' | 'edited' | 'deleted', readonly at: Instant }
  /** Null: none. */
  | { readonly type: 'scenario_set', readonly at: Instant, readonly from: string | null, readonly to: string | null }
  | { readonly type: 'fallback_origin_changed', readonly at: Instant, readonly from: string | undefined, readonly to: string | undefined }
  | { readonly type: 'zone_created' | 'zone_deleted', readonly at: Instant }

/** Events that happened to one hostname, or to the zone itself when it names none. */
export interface EventGroup {
  readonly hostname?: Pick<CustomHostname, 'seq' | 'id' | 'hostname'>
  readonly events: readonly ZoneEvent[]
}

/** One event as it was kept; ids grow in the order in which things were settled. */
export interface KeptEvent {
  readonly id: number
  readonly zoneNo: number
  readonly customHostnameId?: string
  readonly hostname?: string
  readonly event: ZoneEvent
}

export interface EventQuery {
  readonly zoneNo?: number
  readonly hostnameSeq?: number
  /** Only events with a greater id. */
  readonly after?: number
  readonly limit: number
}

export type HostnameOrder = 'created' | 'ssl' | 'ssl_status'

export interface HostnameQuery {
  readonly id?: string
  readonly exact?: string
  readonly startsWith?: string
  readonly contain?: string
  readonly status?: HostnameStatus
  readonly sslStatus?: SslStatus
  readonly certificateAuthority?: CertificateAuthority
  readonly wildcard?: boolean
  readonly customOriginServer?: string
  readonly withSsl?: true
  readonly order: HostnameOrder
  readonly direction: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

/** A row that is due: its identity, its lifecycle, and its own inspector and scenario; what else was configured is left out. */
export type DueHostname = Pick<CustomHostname, 'seq' | 'version' | 'id' | 'hostname' | 'lifecycle' | 'inspector' | 'scenario'>

/** Only hostnames whose inspector is one of `inspectors`; those without one of their own have the zone's. */
export interface InspectedBy {
  readonly inspectors: readonly InspectorName[]
  readonly zoneInspector: InspectorName
}

export interface Settled {
  readonly lifecycle: Lifecycle
  readonly dueAt: Instant | undefined
  readonly events: readonly LifecycleEvent[]
  /** The hostname is gone. */
  readonly remove?: true
}

export interface Settlement {
  readonly until: Instant
  readonly limit: number
  readonly only?: InspectedBy
  /** Events of the zone that belong to the same stretch of time. */
  readonly also: readonly EventGroup[]
  /** Gives each failed check of a run its own moment, when there are few enough to order them all by time. */
  readonly expand: (events: readonly ZoneEvent[]) => readonly ZoneEvent[]
}

/** What a settlement did to one hostname. */
export interface SettledHostname {
  readonly hostname: DueHostname
  readonly settled: Settled
}

/** A hostname with its rendered form when that is at hand. */
export interface Rendered {
  readonly customHostname: CustomHostname
  readonly wire: string
}

export interface CustomHostnameStore {
  /** The rendered form; undefined when the hostname is not there or was not rendered since it changed. */
  findWire (zoneNo: number, id: string): string | undefined
  find (zoneNo: number, id: string): Promise<CustomHostname | undefined>
  findByHostname (zoneNo: number, hostname: string): Promise<CustomHostname | undefined>
  /** The name in every zone that has it. */
  findAll (hostname: string): Promise<ReadonlyArray<{ readonly zoneNo: number, readonly customHostname: CustomHostname }>>
  /** The same name in other zones. */
  findElsewhere (zoneNo: number, hostname: string): Promise<ReadonlyArray<{ readonly zoneNo: number, readonly customHostname: CustomHostname }>>
  /** A page in order, each as its rendered form where there is one; `total` counts all that match. */
  list (zoneNo: number, query: HostnameQuery): Promise<{ readonly rows: ReadonlyArray<string | CustomHostname>, readonly total: number }>
  /** Some of the hostnames whose certificate has this status. */
  listBySslStatus (zoneNo: number, status: SslStatus, limit: number): Promise<readonly CustomHostname[]>
  /** Hostnames that count against the quota: all but those in status `deleted`. */
  countUsed (zoneNo: number): Promise<number>
  /** How many there are, from the kept counter. */
  count (zoneNo: number): Promise<number>
  countByStatus (zoneNo: number): Promise<ReadonlyArray<{ readonly status: HostnameStatus, readonly sslStatus?: SslStatus, readonly count: number }>>
  /** How many hostnames of a zone wait for their due moment, and how many of these were due at `now`. */
  countDue (zoneNo: number, now: Instant): Promise<{ readonly waiting: number, readonly due: number }>
  /** The place of the next hostname of a zone; never given twice. */
  takeSeq (zoneNo: number): number
  /** Answers `'duplicate'` when the zone has the name; one in status `deleted` makes room. */
  insert (zoneNo: number, rendered: Rendered, dueAt: Instant | undefined, events: readonly ZoneEvent[]): Promise<'inserted' | 'duplicate'>
  /** Rejects with StaleError when the row is no longer the version that `customHostname` names. */
  save (zoneNo: number, customHostname: CustomHostname, dueAt: Instant | undefined, events: readonly ZoneEvent[]): Promise<void>
  /** Rejects with StaleError like `save`. */
  remove (zoneNo: number, customHostname: CustomHostname, events: readonly ZoneEvent[]): Promise<void>
  /** Keeps a rendered form for the next readers; forgotten when the row changed meanwhile. */
  keepWire (customHostname: CustomHostname, wire: string): void
  /** Rendered forms of a zone are no longer good: its settings changed. */
  forgetWires (zoneNo: number): Promise<void>
  /** The earliest due moment of the zone's hostnames, known without asking the database. */
  earliestDue (zoneNo: number): Instant | undefined
  /** Called when a hostname falls due earlier than any of its zone did. */
  onEarlierDue (listener: (zoneNo: number) => void): void
  /** True when a hostname of the zone has an inspector of its own. */
  hasOwnInspectors (zoneNo: number): boolean
  /** The earliest due moment, at or before `until`, of the hostnames of some inspectors. */
  earliestDueOf (zoneNo: number, until: Instant, only: InspectedBy): Instant | undefined
  /** The hostnames due at or before `until`, earliest first. */
  listDue (zoneNo: number, until: Instant, limit: number, only?: InspectedBy): Promise<readonly DueHostname[]>
  /** Takes up to `limit` due hostnames through `step` and keeps what comes out, in one atomic write. */
  settleDue (zoneNo: number, settlement: Settlement, step: (hostname: DueHostname) => Settled): Promise<readonly SettledHostname[]>
  /** Recomputes when each hostname of the zone is due, and keeps its lifecycle where that is another object. */
  rearm (zoneNo: number, rearmed: (hostname: DueHostname) => Pick<Settled, 'lifecycle' | 'dueAt'>): Promise<void>
}

export interface ZoneStore {
  find (id: string): Zone | undefined
  findByNo (no: number): Zone | undefined
  /** The zones of a domain: the same may be there several times. */
  listByName (name: string): readonly Zone[]
  list (): readonly Zone[]
  insert (zone: Omit<Zone, 'no'>): Promise<Zone>
  saveClock (no: number, clock: ClockState): Promise<void>
  saveSettings (no: number, settings: ZoneSettings): Promise<void>
  saveStatus (no: number, status: Zone['status']): Promise<void>
  /** With everything that belongs to it. */
  remove (no: number): Promise<void>
}

export interface DnsRecordStore {
  list (zoneNo: number): Promise<readonly DnsRecord[]>
  find (zoneNo: number, id: string): Promise<DnsRecord | undefined>
  findByName (zoneNo: number, name: string): Promise<readonly DnsRecord[]>
  /** True when the zone has a record of a name below this one. */
  hasBelow (zoneNo: number, name: string): Promise<boolean>
  insert (zoneNo: number, record: DnsRecord): Promise<void>
  save (zoneNo: number, record: DnsRecord): Promise<void>
  remove (zoneNo: number, id: string): Promise<void>
}

export interface FallbackOriginStore {
  find (zoneNo: number): FallbackOrigin | undefined
  /** Undefined removes it. Rejects with StaleError when the zone no longer holds `expected`. */
  save (zoneNo: number, expected: FallbackOrigin | undefined, next: FallbackOrigin | undefined, events: readonly ZoneEvent[]): Promise<void>
}

export interface IdentityStore {
  listAccounts (): readonly Account[]
  findAccount (id: string): Account | undefined
  insertAccount (account: Account): Promise<void>
  findToken (hash: string): ApiToken | undefined
  listTokens (): readonly ApiToken[]
  insertToken (token: ApiToken): Promise<void>
  /** Tokens that cover nothing but this zone go with it. */
  forgetZone (zoneId: string): Promise<void>
  findUser (email: string): User | undefined
  listUsers (): readonly User[]
  insertUser (user: User): Promise<void>
}

export interface TransitionCount {
  readonly axis: Axis
  readonly from: string
  readonly to: string
  readonly count: number
}

export interface EventStore {
  /** In the order in which they were settled; runs of failed checks are still one event. */
  list (query: EventQuery): Promise<readonly KeptEvent[]>
  /** Every event so far has this id or a smaller one. */
  lastId (): number
  /** How many events of the zone were kept since the store was opened, each failed check of a run counted. */
  countRecorded (zoneNo: number): number
  /** How often hostnames and certificates went from one status to another since the store was opened. */
  countTransitions (): readonly TransitionCount[]
  record (zoneNo: number, groups: readonly EventGroup[]): Promise<void>
  /** Called after each commit that kept events. Returns what ends it. */
  subscribe (listener: (events: readonly KeptEvent[]) => void): () => void
}

/** Everything that a sandbox remembers. Calls that may one day cross a network answer with promises. */
export interface Store {
  readonly zones: ZoneStore
  readonly identities: IdentityStore
  readonly dnsRecords: DnsRecordStore
  readonly dnsWorld: DnsWorldStore
  readonly certificates: CertificateStore
  readonly customCsrs: CsrStore
  readonly fallbackOrigins: FallbackOriginStore
  readonly customHostnames: CustomHostnameStore
  readonly events: EventStore
  readonly mails: MailStore
  readonly alerting: AlertingStore
  readonly webhooks: WebhookStore
  findMeta (key: string): string | undefined
  saveMeta (key: string, value: string): Promise<void>
  readonly snapshots: SnapshotStore
  /** Empties everything, for a reset to the seed. */
  clear (): Promise<void>
  /** Called when everything was emptied or a snapshot was restored: what was remembered of the rows is no longer true. Returns what ends it. */
  onReplaced (listener: () => void): () => void
  close (): Promise<void>
}
