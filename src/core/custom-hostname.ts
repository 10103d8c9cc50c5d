import type { CertificateState, Order } from './certificate.ts'
import { advanceCertificate, certificateDueAt, newCertificate, recheckCertificate } from './certificate.ts'
import type { LifecycleEvent } from './events.ts'
import type { Instant } from './instant.ts'
import type { Rules } from './outlook.ts'
import type { OwnershipState } from './ownership.ts'
import { advanceOwnership, newOwnership, ownershipDueAt, recheckOwnership } from './ownership.ts'
import type { BundleMethod, ValidationMethod } from './statuses.ts'
import type { InspectorName } from './zone.ts'

/** Both axes of one custom hostname; `certificate` is missing when it was made without `ssl`. */
export interface Lifecycle {
  readonly ownership: OwnershipState
  readonly certificate?: CertificateState
}

/** TLS settings of a hostname, as they are sent and returned. */
export interface TlsSettings {
  readonly ciphers?: readonly string[]
  readonly early_hints?: 'on' | 'off'
  readonly http2?: 'on' | 'off'
  readonly http3?: 'on' | 'off'
  readonly min_tls_version?: '1.0' | '1.1' | '1.2' | '1.3'
  readonly tls_1_2_only?: 'on' | 'off'
  readonly tls_1_3?: 'on' | 'off'
}

/** What was asked for under `ssl`. The authority and the wildcard that an order really has stand in its certificate state. */
export interface SslRequest {
  /** Missing: nothing is validated, since the certificate was uploaded. */
  readonly method?: ValidationMethod
  readonly bundleMethod?: BundleMethod
  readonly settings?: TlsSettings
  readonly cloudflareBranding?: true
  /** What was uploaded, without keys: each certificate with its chain, by its id in the order. */
  readonly customCertificates?: ReadonlyArray<{ readonly id: string, readonly pem: string }>
}

export interface CustomHostname {
  /** Its place in the store: orders the hostnames of a zone by creation. */
  readonly seq: number
  readonly version: number
  readonly id: string
  readonly hostname: string
  /** Tokens, serial numbers and keys are derived from it. */
  readonly seed: string
  readonly createdAt: Instant
  readonly ssl?: SslRequest
  readonly customMetadata?: Readonly<Record<string, unknown>>
  readonly customOriginServer?: string
  readonly customOriginSni?: string
  /** Who gathers evidence for this hostname; missing: the zone's inspector. */
  readonly inspector?: InspectorName
  /** The scenario that it lives through, or NO_SCENARIO; missing: that of its label or of its zone. */
  readonly scenario?: string
  readonly lifecycle: Lifecycle
}

export interface Outcome {
  readonly lifecycle: Lifecycle
  /** In time order. */
  readonly events: readonly LifecycleEvent[]
}

/** The lifecycle of a hostname created now. */
export function newLifecycle (now: Instant, rules: Rules, order?: Order): Lifecycle {
  const ownership = newOwnership(now, rules)
  return order === undefined ? { ownership } : { ownership, certificate: newCertificate(now, order) }
}

/**
 * Lives through everything that falls due up to and including `until`, each at its own moment. Pure: one long call gives
 * what many short ones give, as long as the outlook is the same.
 */
export function advance (lifecycle: Lifecycle, until: Instant, rules: Rules): Outcome {
  const events: LifecycleEvent[] = []
  const ownership = advanceOwnership(lifecycle.ownership, until, rules, events)
  if (lifecycle.certificate === undefined) return { lifecycle: { ownership }, events }
  const certificate = advanceCertificate(lifecycle.certificate, until, rules, events)
  return { lifecycle: { ownership, certificate }, events: inTimeOrder(events) }
}

/** When either axis moves or is checked next; undefined when both rest. */
export function dueAt ({ ownership, certificate }: Lifecycle, rules: Rules): Instant | undefined {
  const first = ownershipDueAt(ownership, rules)
  const second = certificate === undefined ? undefined : certificateDueAt(certificate, rules)
  if (first === undefined) return second
  return second === undefined ? first : Math.min(first, second)
}

/** A check of both axes now, outside their schedules, which start again from it. */
export function recheck (lifecycle: Lifecycle, now: Instant, rules: Rules): Outcome {
  const events: LifecycleEvent[] = []
  const ownership = recheckOwnership(lifecycle.ownership, now, rules, events)
  if (lifecycle.certificate === undefined) return { lifecycle: { ownership }, events }
  const certificate = recheckCertificate(lifecycle.certificate, now, rules, events)
  return { lifecycle: { ownership, certificate }, events }
}

function inTimeOrder (events: LifecycleEvent[]): LifecycleEvent[] {
  return events.length < 2 ? events : events.sort((a, b) => a.at - b.at)
}
