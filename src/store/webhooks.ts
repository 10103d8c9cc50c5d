import type { CertificateState } from '../core/certificate.ts'
import type { CustomHostname, SslRequest } from '../core/custom-hostname.ts'
import type { Instant } from '../core/instant.ts'
import type { NotificationPolicy, WebhookDestination } from '../core/notification.ts'
import type { CertificateEvent } from '../core/webhook-event.ts'

/** Destinations and policies of accounts: few, and asked for by every write of a hostname. */
export interface AlertingStore {
  listDestinations (accountId: string): readonly WebhookDestination[]
  findDestination (accountId: string, id: string): WebhookDestination | undefined
  insertDestination (destination: WebhookDestination): Promise<void>
  /** What it is; what came of its messages is kept. */
  saveDestination (destination: WebhookDestination): Promise<void>
  /** Policies forget it, and what waits for it has failed. */
  removeDestination (accountId: string, id: string): Promise<void>
  /** A message that is no delivery was accepted or not. */
  noteTest (id: string, at: Instant, accepted: boolean): Promise<void>
  listPolicies (accountId: string): readonly NotificationPolicy[]
  findPolicy (accountId: string, id: string): NotificationPolicy | undefined
  insertPolicy (policy: NotificationPolicy): Promise<void>
  savePolicy (policy: NotificationPolicy): Promise<void>
  removePolicy (accountId: string, id: string): Promise<void>
}

/** A hostname as it was when something happened to its certificate. */
export interface CapturedHostname extends Pick<CustomHostname, 'seq' | 'version' | 'id' | 'hostname' | 'seed' | 'customMetadata' | 'customOriginServer'> {
  readonly ssl: Pick<SslRequest, 'method' | 'settings'>
}

/** What happened to a certificate, kept in the same commit as its events where a policy asks for it. */
export interface Capture {
  readonly number: number
  readonly zoneNo: number
  readonly hostname: CapturedHostname
  readonly before: CertificateState
  readonly after?: CertificateState
  /** The hostname went with it. */
  readonly gone?: true
  /** Runs of failed checks are still one event. */
  readonly events: readonly CertificateEvent[]
}

export interface DeliveryAttempt {
  /** In the time of the zone. */
  readonly at: Instant
  /** HTTP status of the answer; missing when there was none. */
  readonly status?: number
  readonly error?: string
  readonly durationMs: number
}

export type DeliveryState = 'waiting' | 'delivered' | 'failed'

/** One message to one destination. */
export interface Delivery {
  /** Orders all of them. */
  readonly number: number
  readonly id: string
  readonly accountId: string
  readonly zoneNo: number
  /** The hostname that it is about, which keeps its messages to one destination in order. */
  readonly seq: number
  /** Missing in events of replaced packs. */
  readonly customHostnameId?: string
  readonly hostname?: string
  readonly eventType: string
  readonly policyId: string
  readonly destinationId: string
  readonly url: string
  /** When the event happened. */
  readonly at: Instant
  readonly state: DeliveryState
  /** Missing while an earlier message about the hostname waits, and at the end. */
  readonly dueAt?: Instant
  readonly attempts: readonly DeliveryAttempt[]
  /** JSON text, as it is sent. */
  readonly payload: string
}

export type NewDelivery = Omit<Delivery, 'number' | 'state' | 'dueAt' | 'attempts'>

export interface DeliveryFilter {
  readonly zoneNo?: number
  readonly customHostnameId?: string
  readonly eventType?: string
  readonly state?: DeliveryState
}

/** What an attempt came to. */
export interface AttemptOutcome {
  readonly attempt: DeliveryAttempt
  readonly url: string
  readonly state: DeliveryState
  /** When it is due again. */
  readonly dueAt?: Instant
  /** When the next message about the hostname may go. */
  readonly endedAt: Instant
}

/** So many messages that are done with are kept; the oldest go first. */
export const DELIVERIES_KEPT = 10_000

/** The outbox of notifications, and what became of them. */
export interface WebhookStore {
  /** Called after each commit that captured something. */
  onCaptured (listener: () => void): void
  /** The oldest captures that no messages were made of yet. */
  listCaptures (limit: number): readonly Capture[]
  /** Keeps the messages that captures up to a number came to, and forgets these, in one write. */
  enqueue (deliveries: readonly NewDelivery[], upTo: number): Promise<void>
  /** The first waiting message about each hostname that is due at or before `until`, earliest first. */
  listDue (zoneNo: number, until: Instant, limit: number): readonly Delivery[]
  /** The earliest due moment of each zone that has one. */
  earliestDue (): ReadonlyArray<{ readonly zoneNo: number, readonly dueAt: Instant }>
  /** Does nothing when the message was deleted meanwhile. */
  saveAttempt (delivery: Delivery, outcome: AttemptOutcome): Promise<void>
  /** After a number, oldest first. */
  list (filter: DeliveryFilter, page: { readonly after: number, readonly limit: number }): readonly Delivery[]
  /** Messages of an account that were delivered, newest first. */
  listDelivered (accountId: string, page: { readonly since: Instant, readonly before: Instant, readonly offset: number, readonly limit: number }): readonly Delivery[]
  countDelivered (accountId: string, period: { readonly since: Instant, readonly before: Instant }): number
  find (id: string): Delivery | undefined
  /** Makes it due at a moment; false when an earlier message about its hostname waits. */
  redeliver (id: string, at: Instant): Promise<boolean>
  /** Waiting ones too. */
  remove (filter: DeliveryFilter): Promise<number>
}
