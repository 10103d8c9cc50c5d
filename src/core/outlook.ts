import type { Instant } from './instant.ts'
import type { Schedule } from './schedule.ts'

/**
 * What one check finds. `blocked` ends the hostname's validation for good (a hold, abuse). `pointsHere`: it was seen that the
 * name's DNS leads to this zone, and not only that a token is in place.
 */
export type Verdict =
  | { readonly passes: true, readonly pointsHere?: true }
  | { readonly passes: false, readonly errors: readonly string[], readonly blocked?: true }

export const PASSES: Verdict = { passes: true }

/** Work of the certificate authority and the edge that may stall. */
export type Stage = 'initializing' | 'issuance' | 'deployment'

/** The hostname's axis as a check finds it. `again`: a PATCH brought it back from where it had come to rest. */
export interface OwnershipAsked {
  readonly status: 'pending' | 'active'
  readonly since: Instant
  readonly again?: true
}

/** The order that a check or a stage is about. */
export interface OrderAsked {
  /** Orders of a hostname count from 1; each has tokens of its own. */
  readonly number: number
  /** Since when the certificate is in its present status. */
  readonly since: Instant
  /** A PATCH asked for it after an earlier one. */
  readonly again?: true
  /** A certificate serves meanwhile: the order is its renewal, or takes its place. */
  readonly replaces: boolean
}

/**
 * The evidence for a stretch of time. An inspector that knows the world in advance gives one outlook for any stretch;
 * one that has to look gives an outlook for the single moment that it looked at.
 * `check` counts the checks of the axis since its order or its creation, from 1.
 */
export interface Outlook {
  ownership (check: number, at: Instant, asked: OwnershipAsked): Verdict
  dcv (check: number, at: Instant, asked: OrderAsked): Verdict
  stage (stage: Stage, asked: OrderAsked): Verdict
  /** True when the rechecks of active hostnames are known to pass for ever, so that none needs to fall due. */
  readonly activeHolds: boolean
}

/** What a lifecycle follows: the zone's durations and its evidence. */
export interface Rules {
  readonly schedule: Schedule
  readonly outlook: Outlook
  /** The zone is not active: uploaded certificates are kept back. */
  readonly deploymentHeld?: true
}
