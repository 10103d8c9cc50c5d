import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { OrderAsked } from './outlook.ts'
import type { CertificateAuthority, SslStatus } from './statuses.ts'

/** One certificate that was uploaded, as it describes itself. Its PEM and its key are kept apart, under its id. */
export interface UploadedCertificate {
  readonly id: string
  readonly keyType: 'ecdsa' | 'rsa'
  readonly hosts: readonly string[]
  readonly issuer: string
  readonly serialNumber: string
  readonly signature: string
  readonly fingerprintSha256: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** When it ends in the time of the zone: certificates come from outside, where it may be another year. */
  readonly endsAt: Instant
}

/** What was uploaded together: a certificate, or one for each type of key. */
export interface Upload {
  readonly pack: number
  readonly uploadedAt: Instant
  /** The first is the one that the API describes: ECDSA where there are two. */
  readonly certificates: readonly [UploadedCertificate, ...UploadedCertificate[]]
  /** The signing request that the certificate answers. */
  readonly csrId?: string
}

/** What is asked of the authority. Its number gives the validation tokens their identity: a new order has new tokens. */
export interface Order {
  readonly number: number
  readonly authority: CertificateAuthority
  readonly wildcard: boolean
  /** There is nothing to ask: the certificate is here. The authority is the one to go back to. */
  readonly upload?: Upload
  /** A PATCH asked for it, after an earlier one. */
  readonly again?: true
}

/** What a new order asks for. */
export type Wanted = Omit<Order, 'number' | 'again'>

/** A certificate that was issued. Serial number, keys and PEM are derived from the hostname's seed and `pack` when asked for. */
export interface Certificate {
  readonly pack: number
  readonly authority: CertificateAuthority
  readonly wildcard: boolean
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** It was not issued but uploaded. */
  readonly upload?: Upload
}

export interface Common {
  readonly since: Instant
  readonly order: Order
  /** The certificate at the edge, which goes on serving while a new order is under way. */
  readonly serving?: Certificate
}

interface Failing {
  readonly errors?: readonly string[]
}

type TimedOutStatus = 'initializing_timed_out' | 'validation_timed_out' | 'issuance_timed_out' | 'deployment_timed_out'
type ScheduledStatus = 'initializing' | 'pending_validation' | 'pending_issuance' | 'pending_deployment' | 'holding_deployment' | 'active'

/** The certificate axis. */
export type CertificateState =
  | Common & { readonly status: 'initializing' }
  | Common & Failing & {
    readonly status: 'pending_validation'
    /** When the present tokens were handed out. */
    readonly tokensAt: Instant
    readonly armedAt: Instant
    readonly attempt: number
    readonly checks: number
    readonly renewal?: true
  }
  | Common & Failing & { readonly status: 'pending_issuance', readonly attempt: number }
  | Common & Failing & { readonly status: 'pending_deployment', readonly attempt: number, readonly next: Certificate }
  /** It waits for its zone to become active. */
  | Common & { readonly status: 'holding_deployment', readonly next: Certificate }
  | Common & {
    readonly status: 'active'
    readonly serving: Certificate
    /** It was said that the certificate, which was uploaded, comes to its end. */
    readonly announced?: true
  }
  | Common & Failing & { readonly status: TimedOutStatus }
  | Common & {
    readonly status: Exclude<SslStatus, ScheduledStatus | TimedOutStatus>
    /** The number of the pack that served until the hostname was deleted. */
    readonly formerPack?: number
  }

export type Validating = CertificateState & { status: 'pending_validation' }

/** An order as evidence is asked for it. */
export function askedOf ({ since, order: { number, again }, serving }: Common): OrderAsked {
  return { number, since, replaces: serving !== undefined, ...(again === true ? { again } : {}) }
}

/** The event of a change to another status. */
export function statusChanged (from: SslStatus, next: CertificateState): LifecycleEvent {
  return { type: 'status_changed', axis: 'ssl_status', at: next.since, from, to: next.status, ...('errors' in next ? errorsOf(next) : {}) }
}

/** What serves, for the next state. */
export function servingOf ({ serving }: { readonly serving?: Certificate | undefined }): { readonly serving?: Certificate } {
  return serving === undefined ? {} : { serving }
}

/** What the last check found, for the next state; nothing is left out. */
export function errorsOf ({ errors }: { readonly errors?: readonly string[] | undefined }): { readonly errors?: readonly string[] } {
  return errors === undefined || errors.length === 0 ? {} : { errors }
}
