import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from './admin-refusal.ts'

type ErrorHandler = (error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/**
 * Answers errors of the sandbox's own surfaces, which are no API of the service. One that nobody foresaw is logged, as `failed` and by itself:
 * Fastify would log the request with it, and the secrets in its headers.
 */
export function answerErrors (failed: string): ErrorHandler {
  return async (error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal === undefined) request.log.error(error, failed)
    const { status, code, message, detail } = refusal ?? new Refusal(500, 'internal_error', 'something went wrong inside the sandbox; its log says what')
    return await reply.code(status).header('content-type', 'application/json')
      .send(JSON.stringify({ error: { code, message, ...(detail === undefined ? {} : { detail }) } }))
  }
}

function refusalOf (error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  const { statusCode: status, message } = error
  if (status === undefined || status >= 500) return undefined
  return new Refusal(status, status === 413 ? 'body_too_large' : 'invalid_request', message)
}
