import type { SystemClock } from './clock.ts'
import type { CustomHostname } from './core/custom-hostname.ts'
import type { ErrorName } from './core/errors.ts'
import type { Instant } from './core/instant.ts'
import type { Rules } from './core/outlook.ts'
import type { Starring } from './core/scenarios/catalogue.ts'
import type { Scenario } from './core/scenarios/scenario.ts'
import type { Schedule } from './core/schedule.ts'
import type { BundleMethod } from './core/statuses.ts'
import type { CheckedCertificate } from './core/uploads.ts'
import type { Zone } from './core/zone.ts'
import type { Random } from './random.ts'
import type { CustomCsr } from './store/certificates.ts'
import type { DueHostname, Store } from './store/store.ts'

/** What a use case receives. */
export interface Context {
  readonly store: Store
  readonly random: Random
  readonly clock: SystemClock
  /** The zone's now. */
  now (zone: Zone): Instant
  scheduleOf (zone: Zone): Schedule
  /** The scenario that a hostname lives through; without a hostname that of the zone. */
  scenarioOf (zone: Zone, hostname?: Starring): Scenario | undefined
  /** The zone as a hostname, or without one everybody, finds it: its scenario may change settings. */
  zoneFor (zone: Zone, hostname?: Starring): Zone
  /** Durations and fresh evidence for one hostname, now. */
  rulesFor (zone: Zone, hostname: DueHostname): Promise<Rules>
  /** A hostname became active: the same name in other zones moves out of the way. */
  displaceElsewhere (zone: Zone, hostname: string): Promise<void>
  /** Something was put into the due queue other than by saving a hostname. */
  wake (): void
  readonly certificates: CertificateWork
  /** A custom hostname as the API returns it, for every feature that answers with one. */
  renderHostname (zone: Zone, customHostname: CustomHostname): string
  publicSuffix (hostname: string): string
  baseDomain (hostname: string): string
}

/** X.509 for features, which know certificates, keys and requests as texts only. */
export interface CertificateWork {
  /** Checks an uploaded certificate and its key in the documented order. */
  check (upload: UploadToCheck): Promise<CheckedUpload>
  /** Makes a signing request with a key of its own. */
  createCsr (wanted: WantedCsr): Promise<{ readonly csrPem: string, readonly privateKeyPem: string }>
}

export interface UploadToCheck {
  /** PEM, with its chain. */
  readonly certificate: string
  readonly privateKey: string
  readonly hostname: string
  readonly bundleMethod: BundleMethod
  readonly zoneNow: Instant
}

/** What is wrong with an upload, or what it is. */
export type CheckedUpload =
  | { readonly fault: ErrorName }
  | { readonly certificate: CheckedCertificate }

export interface WantedCsr {
  readonly keyType: CustomCsr['keyType']
  readonly subject: Pick<CustomCsr, 'country' | 'state' | 'locality' | 'organization' | 'organizationalUnit' | 'commonName'>
  readonly sans: readonly string[]
}
