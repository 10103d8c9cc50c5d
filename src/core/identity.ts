import type { Instant } from './instant.ts'

export interface Account {
  readonly id: string
  readonly name: string
  readonly createdAt: Instant
}

/** Permission groups that the served calls ask for, as the dashboard names them without the scope. */
export const PERMISSIONS = [
  'SSL and Certificates Read', 'SSL and Certificates Write', 'DNS Read', 'DNS Write', 'Zone Read', 'Zone Write', 'Notifications Read', 'Notifications Write'
] as const

export type Permission = typeof PERMISSIONS[number]

/** An API token; only the SHA-256 of its text is known. */
export interface ApiToken {
  readonly id: string
  readonly hash: string
  readonly accountId: string
  readonly owner: 'user' | 'account'
  readonly name: string
  /** Missing: every zone of the account. */
  readonly zoneIds?: readonly string[]
  readonly permissions: readonly Permission[]
  readonly status: 'active' | 'disabled' | 'expired'
  readonly notBefore?: Instant
  readonly expiresAt?: Instant
}

/** A user with a global API key, of which only the SHA-256 is known. */
export interface User {
  readonly id: string
  readonly email: string
  readonly keyHash: string
}
