import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault, RouteOptions } from 'fastify'
import type { AdminGuardParts } from './admin-guard.ts'
import { adminGuard } from './admin-guard.ts'
import { Refusal } from './admin-refusal.ts'
import { compileAdminValidator } from './admin-validation.ts'
import type { HandOver } from './behind.ts'
import { pathOf } from './gate.ts'
import { answerErrors } from './own-errors.ts'

/** The scope of the admin API, whose requests have the types of their schemas. */
export type AdminApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** Largest body of an admin call, in bytes: schedules and settings are small, seeds of a zone are not. */
const BODY_LIMIT = 1024 * 1024

/** The mark of calls that act on the whole sandbox: they take the standstill themselves, when they need it. */
export const ALONE = { alone: true } as const

export interface AdminScopeParts extends AdminGuardParts {
  /** What calls that act on a part of the sandbox enter; missing where nothing acts on the whole. */
  readonly standstill?: { enter (): Promise<() => void> }
  readonly version: string
  /** Who makes the OpenAPI document; missing in the app that makes it itself. */
  readonly toDocuments?: HandOver | undefined
}

/** Guard, bodies, validation, errors and the OpenAPI document of the admin API; then `addRoutes` adds its calls. */
export async function adminScope (app: FastifyInstance, { version, toDocuments, standstill, ...guard }: AdminScopeParts, addRoutes: (scope: AdminApp) => void): Promise<void> {
  const scope = app.withTypeProvider<TypeBoxTypeProvider>()
  scope.addHook('onRequest', adminGuard(guard))
  if (standstill !== undefined) scope.addHook('onRoute', route => { enterStandstill(route, standstill) })
  receiveJson(scope)
  scope.setValidatorCompiler(compileAdminValidator)
  scope.setErrorHandler(answerErrors('an admin call failed'))
  scope.setNotFoundHandler(async request => {
    throw new Refusal(404, 'not_found', `the admin API has no call ${request.method} ${pathOf(request)}`)
  })
  if (toDocuments === undefined) await documentCalls(scope, version)
  else scope.get('/openapi.json', toDocuments)
  addRoutes(scope)
}

/** No call sees half of a reset or of a restore. Whoever takes its connection over, to stream, is not waited for any longer. */
function enterStandstill (route: RouteOptions, standstill: NonNullable<AdminScopeParts['standstill']>): void {
  const { handler, config } = route
  if (config !== undefined && 'alone' in config) return
  route.handler = async function (request, reply) {
    const leave = await standstill.enter()
    const hijack = reply.hijack.bind(reply)
    reply.hijack = () => {
      leave()
      return hijack()
    }
    try {
      return await handler.call(this, request, reply)
    } finally {
      leave()
    }
  }
}

/** Every body is read as JSON, whatever its type says: clients on the command line often send none that fits. */
function receiveJson (scope: AdminApp): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, text, done) => {
    try {
      done(null, String(text).trim() === '' ? undefined : JSON.parse(String(text)))
    } catch (error) {
      done(new Refusal(400, 'invalid_request', `the body is not JSON: ${error instanceof Error ? error.message : String(error)}`))
    }
  })
  scope.addHook('preValidation', async request => {
    // A call whose body has only optional parts may leave the body out.
    if (request.method !== 'GET') request.body ??= {}
  })
}

/** The document of this scope alone, beside the one of the v4 API. */
async function documentCalls (scope: AdminApp, version: string): Promise<void> {
  const { default: swagger } = await import('@fastify/swagger')
  await scope.register(swagger, {
    decorator: 'adminOpenApi',
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Sandflare admin', version, description: 'The own surface of the sandbox: zones, time, explanations, events, reset.' },
      components: { securitySchemes: { admin_token: { type: 'http', scheme: 'bearer' } } },
      security: [{ admin_token: [] }, {}]
    }
  } as Parameters<typeof swagger>[1])
  scope.get('/openapi.json', { schema: { hide: true } }, async () => scope.getDecorator<() => object>('adminOpenApi')())
}
