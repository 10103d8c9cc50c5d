import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from './admin-refusal.ts'
import { hashSecret, sameHash } from './auth.ts'

export interface AdminGuardParts {
  /** What callers have to send as a bearer token; undefined asks for none. */
  readonly adminToken: string | undefined
  /** Names by which the admin API may be addressed beside loopback names and IP addresses. */
  readonly allowedHosts: readonly string[]
}

/**
 * Keeps foreign web pages out: a name that someone else's DNS points at this machine is refused by its `Host`, a page that
 * calls from another site by its `Origin`. Then the token, where one is asked for.
 */
export function adminGuard ({ adminToken, allowedHosts }: AdminGuardParts) {
  const expected = adminToken === undefined ? undefined : hashSecret(adminToken)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    checkCaller(request.headers, allowedHosts)
    if (expected === undefined) return
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (given !== undefined && sameHash(hashSecret(given), expected)) return
    reply.header('www-authenticate', 'Bearer')
    throw new Refusal(401, 'unauthorized', 'send the admin token: Authorization: Bearer <token>')
  }
}

/**
 * Refuses a request under a name that is not this machine's, and one that a page of another host makes. Throws Refusal with
 * status 403. For whatever is served beside the admin API and belongs to it.
 */
export function checkCaller ({ host, origin }: IncomingHttpHeaders, allowedHosts: readonly string[]): void {
  const addressed = urlOf(`http://${host ?? ''}`)
  if (addressed === undefined || !isAllowed(addressed.hostname, allowedHosts)) {
    throw new Refusal(403, 'foreign_host', `the admin API is not served under the name ${JSON.stringify(host ?? '')}: add it to --allowed-hosts`)
  }
  if (origin !== undefined && urlOf(origin)?.host !== addressed.host) {
    throw new Refusal(403, 'foreign_origin', `pages of ${JSON.stringify(origin)} may not call the admin API`)
  }
}

function isAllowed (name: string, allowedHosts: readonly string[]): boolean {
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || allowedHosts.includes(name)
}

function urlOf (text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
