import type { AccountWire, TokenVerificationWire, UserWire } from '../../schemas/user.ts'
import type { Account, User } from '../core/identity.ts'
import { formatInstant } from '../core/instant.ts'
import type { Plan } from '../core/zone.ts'
import type { VerifiedToken } from './use-cases.ts'

/** A user as the API returns it, as JSON text. What the sandbox does not know of a person is null. */
export function userToWireText ({ id, email }: User, plans: ReadonlySet<Plan>): string {
  return JSON.stringify({
    id,
    email,
    first_name: null,
    last_name: null,
    telephone: null,
    country: null,
    zipcode: null,
    two_factor_authentication_enabled: false,
    two_factor_authentication_locked: false,
    has_pro_zones: plans.has('pro'),
    has_business_zones: plans.has('business'),
    has_enterprise_zones: plans.has('enterprise'),
    suspended: false,
    betas: []
  } satisfies UserWire)
}

/** An account as the API returns it, as JSON text. */
export function accountToWireText ({ id, name, createdAt }: Account): string {
  return JSON.stringify({
    id, name, type: 'standard', settings: { enforce_twofactor: false }, created_on: formatInstant(createdAt)
  } satisfies AccountWire)
}

/** The outcome of a verification as the API returns it, as JSON text. */
export function verificationToWireText ({ id, status, notBefore, expiresAt }: VerifiedToken): string {
  return JSON.stringify({
    id,
    status,
    ...(notBefore === undefined ? {} : { not_before: formatInstant(notBefore) }),
    ...(expiresAt === undefined ? {} : { expires_on: formatInstant(expiresAt) })
  } satisfies TokenVerificationWire)
}
