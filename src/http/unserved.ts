import type { FastifyInstance } from 'fastify'
import type { ServedRoute } from '../core/nearest-route.ts'
import { nearestRoute } from '../core/nearest-route.ts'
import { API_PREFIX } from '../core/path-pattern.ts'
import { pathOf } from './gate.ts'
import { answerErrors } from './own-errors.ts'
import type { Traffic } from './traffic.ts'

/** Answers requests outside every API. One that looks like a call with the wrong base URL is noted, and told where the API is. */
export function answerUnserved (app: FastifyInstance, { note, routes }: Pick<Traffic, 'note'> & { routes (): readonly ServedRoute[] }): void {
  app.setErrorHandler(answerErrors('a request failed'))
  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request)
    const meant = nearestRoute(request.method, path, routes())
    const hint = meant === undefined ? '' : `; the API lies below ${API_PREFIX}: did you mean ${meant.method} ${meant.url}?`
    const text = JSON.stringify({ error: { code: 'not_found', message: `nothing is served at ${request.method} ${path}${hint}` } })
    reply.code(404).header('content-type', 'application/json').send(text)
    if (meant !== undefined) note(request, reply, 404, text)
    return await reply
  })
}
