import type { FastifyRequest } from 'fastify'
import type { Caller } from '../http/auth.ts'
import { hashSecret } from '../http/auth.ts'
import type { Store } from '../store/store.ts'

/**
 * Whose budget a call uses. All tokens of users and the global key share that of the user, as the documentation says; tokens do not say whose they
 * are, so theirs is the first of the sandbox. A token owned by an account has a budget of its own, and so has a credential that nobody knows.
 */
export function userOf (caller: Caller, request: FastifyRequest, store: Store): string {
  const firstUser = (): string => `user/${store.identities.listUsers()[0]?.id ?? ''}`
  if (caller.kind === 'user') return `user/${caller.user.id}`
  const { authorization } = request.headers
  if (authorization === undefined) return `email/${String(request.headers['x-auth-email'])}`
  const hash = caller.kind === 'token' ? caller.token.hash : hashSecret(authorization.replace(/^Bearer +/i, ''))
  const token = caller.kind === 'token' ? caller.token : store.identities.findToken(hash)
  if (token === undefined) return `token/${hash}`
  return token.owner === 'user' ? firstUser() : `token/${token.hash}`
}
