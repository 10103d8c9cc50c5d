import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from '../core/errors.ts'
import type { ApiToken, Permission, User } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'

/** `any`: every well-formed credential passes. `tokens`: only known ones, each within its zones and permissions. */
export type AuthMode = 'any' | 'tokens'

/** Who makes a call. `anyone` holds credentials that nobody looked up. */
export type Caller =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'token', readonly token: ApiToken }
  | { readonly kind: 'user', readonly user: User }

export interface Identities {
  findToken (hash: string): ApiToken | undefined
  findUser (email: string): User | undefined
}

const ANYONE: Caller = { kind: 'anyone' }

const LEGACY_TOKEN = /^[A-Za-z0-9_-]{40}$/
const PREFIXED_TOKEN = /^cf(ut|at)_[A-Za-z0-9_-]{40,64}$/
const PREFIXED_KEY = /^cfk_[A-Za-z0-9_-]{40,64}$/
/** How nearly every request spells its token: one look at it instead of three. */
const USUAL_TOKEN = /^Bearer [A-Za-z0-9_-]{40}$/
const LEGACY_KEY = /^[0-9a-f]{37,45}$/
const EMAIL = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]+$/

/** Checks the credentials of a call as the gateway does: their form first, then whether they are known. Throws ApiError. */
export function authenticate (headers: IncomingHttpHeaders, mode: AuthMode, identities: Identities): Caller {
  const { authorization } = headers
  if (authorization !== undefined) return authenticateToken(authorization, mode, identities)
  const key = single(headers['x-auth-key'])
  const email = single(headers['x-auth-email'])
  if (key === undefined && email === undefined) throw new ApiError('missingCredentials')
  if (email === undefined) throw new ApiError('missingAuthEmail')
  if (key === undefined) throw new ApiError('missingAuthKey')
  if (!EMAIL.test(email)) throw new ApiError('malformedAuthEmail')
  if (!LEGACY_KEY.test(key) && !PREFIXED_KEY.test(key)) throw new ApiError('malformedAuthKey')
  const user = identities.findUser(email)
  if (user !== undefined && sameHash(user.keyHash, hashSecret(key))) return { kind: 'user', user }
  if (mode === 'tokens') throw new ApiError('unknownKey')
  return ANYONE
}

/** The text of a bearer token; throws when the header is not of that form. */
export function bearerToken (authorization: string): string {
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  if (token === undefined) throw new ApiError('malformedAuthorization')
  // A global key in the place of a token is understood, and refused.
  if (PREFIXED_KEY.test(token)) throw new ApiError('permissionMissing')
  if (!LEGACY_TOKEN.test(token) && !PREFIXED_TOKEN.test(token)) throw new ApiError('malformedAuthorization')
  return token
}

function authenticateToken (authorization: string, mode: AuthMode, identities: Identities): Caller {
  // What they are found by is their hash, which costs a request a microsecond that `any` has no use for.
  if (mode === 'any' && USUAL_TOKEN.test(authorization)) return ANYONE
  const secret = bearerToken(authorization)
  if (mode === 'any') return ANYONE
  const token = identities.findToken(hashSecret(secret))
  if (token === undefined) throw new ApiError('unknownToken')
  return { kind: 'token', token }
}

/** What is kept of a token or key: its SHA-256 in hex. */
export function hashSecret (secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares secrets by their hashes, in constant time. */
export function sameHash (a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** Throws ApiError when a known token is not good at this moment, does not cover the zone or lacks the permission. */
export function authorize (caller: Caller, { zoneId, accountId, permission, now }: {
  readonly zoneId?: string, readonly accountId?: string, readonly permission: Permission, readonly now: Instant
}): void {
  if (caller.kind !== 'token') return
  const { token } = caller
  if (!isGood(token, now)) throw new ApiError('unknownToken')
  if (accountId !== undefined && accountId !== token.accountId) throw new ApiError('resourceNotCovered')
  if (zoneId !== undefined && token.zoneIds !== undefined && !token.zoneIds.includes(zoneId)) throw new ApiError('resourceNotCovered')
  if (!grants(token, permission)) throw new ApiError('permissionMissing')
}

/** The wire status of a token at a moment. */
export function tokenStatus ({ status, expiresAt }: ApiToken, now: Instant): ApiToken['status'] {
  return status === 'active' && expiresAt !== undefined && expiresAt <= now ? 'expired' : status
}

function isGood (token: ApiToken, now: Instant): boolean {
  return tokenStatus(token, now) === 'active' && (token.notBefore ?? 0) <= now
}

/** Write includes read. */
function grants ({ permissions }: ApiToken, permission: Permission): boolean {
  return permissions.includes(permission) || permissions.includes(permission.replace(/Read$/, 'Write') as Permission)
}

function single (header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
