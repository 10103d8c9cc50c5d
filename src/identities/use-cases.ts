import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { Account, ApiToken, User } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'
import type { AuthMode, Caller } from '../http/auth.ts'
import { hashSecret, tokenStatus } from '../http/auth.ts'

export type VerifiedToken = Pick<ApiToken, 'id' | 'status' | 'notBefore' | 'expiresAt'>

/** Where a token is verified: each path knows the tokens of its own kind only. */
export type TokenPath = { readonly owner: 'user' } | { readonly owner: 'account', readonly accountId: string }

/** Throws ApiError when the token of the caller is not good at this moment; for calls that need no permission. */
export function requireGoodToken (caller: Caller, now: Instant): void {
  if (caller.kind !== 'token') return
  const { token } = caller
  if (tokenStatus(token, now) !== 'active' || (token.notBefore ?? 0) > now) throw new ApiError('unknownToken')
}

/** The caller's user. Tokens do not say whose they are, so theirs is the first of the sandbox. Throws ApiError without any. */
export function findUser ({ store }: Context, caller: Caller): User {
  const user = caller.kind === 'user' ? caller.user : store.identities.listUsers()[0]
  if (user === undefined) throw new ApiError('resourceNotCovered')
  return user
}

/** The accounts that the caller may see, in the order of their creation. */
export function listAccounts ({ store }: Context, caller: Caller): readonly Account[] {
  return store.identities.listAccounts().filter(({ id }) => caller.kind !== 'token' || caller.token.accountId === id)
}

/** What is known of a token. With credentials that nobody looks up, an unknown token is a good one. Throws ApiError. */
export function verifyToken (
  { store }: Context, secret: string, path: TokenPath, { auth, now }: { readonly auth: AuthMode, readonly now: Instant }
): VerifiedToken {
  const hash = hashSecret(secret)
  const token = store.identities.findToken(hash)
  if (token === undefined) {
    if (auth === 'tokens' || isOfOtherKind(secret, path)) throw new ApiError('invalidApiToken')
    return { id: hash.slice(0, 32), status: 'active' }
  }
  const belongs = token.owner === path.owner && (path.owner === 'user' || path.accountId === token.accountId)
  if (!belongs) throw new ApiError('invalidApiToken')
  return { ...token, status: tokenStatus(token, now) }
}

/** The prefix of a newer token tells its kind; an older one may be either. */
function isOfOtherKind (secret: string, { owner }: TokenPath): boolean {
  return secret.startsWith(owner === 'user' ? 'cfat_' : 'cfut_')
}
