import type { WhoisContacts } from './dcv.ts'
import type { Instant } from './instant.ts'
import type { CertificateAuthority } from './statuses.ts'
import type { ValidationErrorReason, VerificationErrorReason } from './messages.ts'

export const PLANS = ['free', 'pro', 'business', 'enterprise'] as const
export type Plan = typeof PLANS[number]

export const INSPECTORS = ['auto', 'dns', 'manual'] as const
export type InspectorName = typeof INSPECTORS[number]

/** How the edge talks to origins: `strict` is what the dashboard calls Full (strict). */
export const ENCRYPTION_MODES = ['off', 'flexible', 'full', 'strict'] as const
export type EncryptionMode = typeof ENCRYPTION_MODES[number]

/** What a zone's plan and add-ons allow. */
export interface Entitlements {
  readonly customHostnames: boolean
  readonly customMetadata: boolean
  readonly customOriginServer: boolean
  readonly customOriginSni: boolean
  readonly wildcard: boolean
  readonly certificateAuthority: boolean
  readonly customCertificates: boolean
  /** Apex proxying: address records may prove ownership, and the error text says so. */
  readonly apex: boolean
}

/** A customer's zone under a hold: hostnames of that name (and below it) are blocked. */
export interface Hold {
  readonly name: string
  readonly includeSubdomains: boolean
}

/** The published limits, and how answers speak of them. */
export interface RateLimitSettings {
  /** Whether requests are counted: so many in a window for each user, and then none for a while. */
  readonly api: boolean
  readonly requests: number
  readonly windowSeconds: number
  readonly refusedSeconds: number
  /** Whether issued certificates are counted. */
  readonly issuance: boolean
  readonly certificates: number
  readonly certificatesWindowSeconds: number
  readonly certificatesRefusedSeconds: number
  /** What the header says: what is left, or the same on every answer, as measured on the real service. */
  readonly headers: 'remainder' | 'live'
  /** Which of the two bodies that were seen a refused request gets. */
  readonly body: 'short' | 'verbose'
}

/** How a zone behaves. Each setting that stands for an unconfirmed fact is described in docs/settings.md. */
export interface ZoneSettings {
  readonly plan: Plan
  /** A built-in name or a whole schedule in its JSON form. */
  readonly schedule: unknown
  readonly inspector: InspectorName
  readonly strict: boolean
  readonly quota: { readonly allocated: number, readonly hardCap: number }
  readonly entitlements: Entitlements
  readonly certificateAuthority: CertificateAuthority
  readonly autoPassAtAttempt: number | 'never'
  readonly autoFailure: { readonly status?: VerificationErrorReason, readonly sslStatus?: ValidationErrorReason }
  readonly holds: readonly Hold[]
  readonly hostnameFilter: 'exact-first' | 'substring'
  readonly keepOwnershipVerification: boolean
  readonly rotateTokensOnPatch: boolean
  readonly defaultSslSettings: Readonly<Record<string, unknown>> | null
  readonly noQuotaStatus: 400 | 403
  readonly clampPaging: boolean
  readonly idWithFilters: boolean
  readonly metadataOnWildcard: boolean
  readonly whoisContacts: WhoisContacts
  readonly encryption: EncryptionMode
  readonly rateLimits: RateLimitSettings
  /** What hostnames live through that neither have a scenario of their own nor a label that is one; null: nothing. */
  readonly scenario: string | null
  /** The leftmost label of a hostname may name its scenario. */
  readonly scenarioLabels: boolean
}

/** A running zone clock keeps its distance from the system clock; a frozen one stands still until it is advanced. */
export type ClockState =
  | { readonly mode: 'running', readonly offsetMs: number }
  | { readonly mode: 'frozen', readonly now: Instant }

export interface Zone {
  /** Small number that orders the zone's rows in the store. */
  readonly no: number
  readonly id: string
  readonly name: string
  readonly accountId: string
  readonly status: 'initializing' | 'pending' | 'active' | 'moved'
  readonly type: 'full' | 'partial' | 'secondary' | 'internal'
  readonly createdAt: Instant
  readonly clock: ClockState
  readonly settings: ZoneSettings
}

/** The time that a zone lives in. */
export function zoneNow (clock: ClockState, systemNow: Instant): Instant {
  return clock.mode === 'frozen' ? clock.now : systemNow + clock.offsetMs
}

/** The entitlements of each plan, as the plan table states them; Enterprise stands for an account with every add-on but apex proxying. */
export function planEntitlements (plan: Plan): Entitlements {
  const enterprise = plan === 'enterprise'
  return {
    customHostnames: true,
    customMetadata: enterprise,
    customOriginServer: true,
    customOriginSni: enterprise,
    wildcard: enterprise,
    certificateAuthority: enterprise,
    customCertificates: enterprise,
    apex: false
  }
}

/** Plan table: 100 included and at most 50,000; Enterprise has what its contract says, here a number that no test meets by accident. */
export function planQuota (plan: Plan): { readonly allocated: number, readonly hardCap: number } {
  return plan === 'enterprise' ? { allocated: 10_000_000, hardCap: 100_000_000 } : { allocated: 100, hardCap: 50_000 }
}
