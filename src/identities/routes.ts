import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FailureSchema, listOf, singleOf } from '../../schemas/envelope.ts'
import { AccountParametersSchema } from '../../schemas/parameters.ts'
import { AccountSchema, ListAccountsQuerySchema, TokenVerificationSchema, UserSchema } from '../../schemas/user.ts'
import { ApiError } from '../core/errors.ts'
import { isIdentifier } from '../core/identifier.ts'
import { bearerToken } from '../http/auth.ts'
import type { Answer } from '../http/envelope.ts'
import { list, single } from '../http/envelope.ts'
import { handle, pathOf } from '../http/gate.ts'
import { queryText, readPage } from '../http/paging.ts'
import type { RouteParts } from '../route-parts.ts'
import type { TokenPath } from './use-cases.ts'
import { findUser, listAccounts, requireGoodToken, verifyToken } from './use-cases.ts'
import { accountToWireText, userToWireText, verificationToWireText } from './wire.ts'

const PAGING = { least: 5, most: 50, standard: 20, error: 'invalidZonePaging' } as const

const GOOD_TOKEN = { code: 10000, message: 'This API Token is valid and active', type: null }

const failures = { '4xx': FailureSchema }

/** Who the caller is: user, accounts, and whether a token is good. */
export function identityRoutes (app: FastifyInstance, parts: RouteParts): void {
  const { context, gate } = parts

  app.get('/user', {
    schema: { tags: ['User'], summary: 'Get the user of the caller', operationId: 'get-user', response: { 200: singleOf(UserSchema), ...failures } }
  }, handle(gate, ({ caller }) => {
    requireGoodToken(caller, gate.systemNow())
    const plans = new Set(context.store.zones.list().map(zone => zone.settings.plan))
    return single(userToWireText(findUser(context, caller), plans))
  }))

  app.get('/accounts', {
    schema: {
      tags: ['Accounts'],
      summary: 'List the accounts that the caller may see',
      operationId: 'list-accounts',
      querystring: ListAccountsQuerySchema,
      response: { 200: listOf(AccountSchema), ...failures }
    }
  }, handle(gate, ({ caller, query }) => {
    requireGoodToken(caller, gate.systemNow())
    const { page, perPage } = readPage(query, PAGING)
    const name = queryText(query, 'name')
    const found = listAccounts(context, caller).filter(account => name === undefined || name === '' || account.name === name)
    const ordered = queryText(query, 'direction') === 'desc' ? found.toReversed() : found
    return list(ordered.slice((page - 1) * perPage, page * perPage).map(accountToWireText), { page, perPage }, found.length)
  }))

  verificationRoutes(app, parts)
}

function verificationRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  // These calls judge the token themselves: an unknown one is an answer here, with an error of its own.
  const open = { ...gate, auth: 'any' } as const
  const response = { 200: singleOf(TokenVerificationSchema), ...failures }

  function verify (request: FastifyRequest, path: TokenPath): Answer {
    const { authorization } = request.headers
    if (authorization === undefined) throw new ApiError('invalidApiToken')
    const token = verifyToken(context, bearerToken(authorization), path, { auth: gate.auth, now: gate.systemNow() })
    return single(verificationToWireText(token), 200, token.status === 'active' ? [GOOD_TOKEN] : [])
  }

  app.get('/user/tokens/verify', {
    schema: { tags: ['User'], summary: 'Verify the token of a user', operationId: 'verify-user-token', response }
  }, handle(open, ({ request }) => verify(request, { owner: 'user' })))

  app.get('/accounts/:account_id/tokens/verify', {
    schema: { tags: ['Accounts'], summary: 'Verify the token of an account', operationId: 'verify-account-token', params: AccountParametersSchema, response }
  }, handle(open, ({ request }) => {
    const accountId = (request.params as { readonly account_id: string }).account_id
    if (!isIdentifier(accountId)) throw new ApiError('malformedIdentifier', { path: pathOf(request) })
    return verify(request, { owner: 'account', accountId })
  }))
}
