import type { IncomingMessage } from 'node:http'
import fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError, failureBody } from '../core/errors.ts'
import type { Instant } from '../core/instant.ts'
import type { AuthMode, Identities } from './auth.ts'
import { authenticate } from './auth.ts'
import { BODY_LIMIT, receiveBodies } from './body.ts'
import { createHttpDate, pathOf } from './gate.ts'
import type { Traffic } from './traffic.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** When it came in, by `performance.now()`. */
    startedAt: number
  }
}

export interface ServerParts {
  readonly logger: FastifyBaseLogger
  /** Requests are logged at `debug` only: a line for each costs a quarter of the throughput. */
  readonly logRequests: boolean
  /** The ray id of a request, 16 hex digits. */
  readonly nextRay: (raw: IncomingMessage) => string
  /** The time of what belongs to no zone; the machine's when missing. */
  readonly now?: () => Instant
}

/** The bare server: limits, ray ids, nothing served yet. */
export function createServer ({ logger, logRequests, nextRay, now }: ServerParts): FastifyInstance {
  const failures = logger.child({}, { serializers: { req: ({ id, method, url }: FastifyRequest) => ({ id, method, url }), res: ({ statusCode }: FastifyReply) => ({ statusCode }) } })
  const app = fastify({
    // Told that it has a logger, Fastify times and listens to each request as if it were to log it. What fails is logged all the same.
    ...(logRequests ? { loggerInstance: logger } : { childLoggerFactory: () => failures }),
    logController: new LogController({ disableRequestLogging: !logRequests }),
    bodyLimit: BODY_LIMIT,
    // Each API judges requests with a compiler of its own and answers are text already: to load Fastify's would only slow the start.
    schemaController: { compilersFactory: { buildValidator: () => refuseSchema, buildSerializer: () => () => JSON.stringify } },
    // A request is known by its ray, in the log and in the journal as to its client.
    genReqId: nextRay,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    forceCloseConnections: true,
    keepAliveTimeout: 65_000
  })
  app.decorateRequest('startedAt', 0)
  const dateOf = createHttpDate()
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now()
    reply.header('cf-ray', rayHeader(request.id))
    if (now !== undefined) reply.header('date', dateOf(now()))
    done()
  })
  return app
}

/** How a ray is written on an answer: with the data centre that took the request. */
export function rayHeader (ray: string): string {
  return `${ray}-SJC`
}

export interface ClientApiParts {
  readonly auth: AuthMode
  readonly identities: Identities
  readonly traffic: Traffic
  readonly routes: ReadonlyArray<(app: FastifyInstance) => void>
}

/** The v4 API: what is served, and how everything else is refused. Register it with the prefix `/client/v4`. */
export async function clientApi (app: FastifyInstance, { auth, identities, traffic, routes }: ClientApiParts): Promise<void> {
  const served: ServedPath[] = []
  app.addHook('onRoute', ({ url, method, schema }) => {
    served.push({ pattern: patternOf(url), methods: [method].flat() })
    if (schema?.hide !== true) for (const verb of [method].flat()) traffic.serves(verb, url)
  })
  app.addHook('preClose', async () => { traffic.stop() })
  receiveBodies(app)
  app.setValidatorCompiler(() => () => true)
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { status, body } = failureBody(explained(error, request))
    // A duplicate stays one however often it is sent again; without this, clients repeat every 409 several times.
    if (status === 409) reply.header('x-should-retry', 'false')
    const text = JSON.stringify(body)
    reply.code(status).header('content-type', 'application/json').send(text)
    traffic.note(request, reply, status, text)
    return await reply
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (!await traffic.admit(request, reply)) return
    traffic.limit(authenticate(request.headers, auth, identities), reply)
    const path = pathOf(request)
    const elsewhere = served.filter(({ pattern }) => pattern.test(path.replace(/(?<=.)\/$/, '')))
    if (elsewhere.length > 0) throw new ApiError('methodNotAvailable', { method: request.method })
    reply.header('x-sandflare-not-implemented', path)
    throw new ApiError('unknownRoute', { path })
  })
  for (const route of routes) route(app)
}

interface ServedPath {
  readonly pattern: RegExp
  readonly methods: readonly string[]
}

function patternOf (url: string): RegExp {
  return new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[a-z_]+/g, '[^/]+')}$`)
}

function explained (error: FastifyError, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiError('bodyTooLarge')
  if (error.statusCode !== undefined && error.statusCode < 500) return new ApiError('malformedJson')
  request.log.error(error, 'a request failed')
  // Services of their own behind the gateway number their faults themselves.
  const { url = '' } = request.routeOptions
  if (url.endsWith('/custom_hostnames/fallback_origin')) return new ApiError('fallbackOriginInternalError')
  return new ApiError(url.includes('/custom_csrs') ? 'csrInternalError' : 'internalError')
}

/** Stands where a route asks for validation without a compiler of its own, which is a mistake in the program. */
function refuseSchema (): never {
  throw new Error('a route has a schema to judge by, and no validator compiler')
}
