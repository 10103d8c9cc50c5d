import type { FastifyInstance } from 'fastify'

const OK = JSON.stringify({ status: 'ok' })

/** Whether the process lives and whether it serves. Both are true as soon as anything answers: a sandbox listens only when it is ready. */
export async function healthRoutes (app: FastifyInstance): Promise<void> {
  for (const path of ['/livez', '/readyz']) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => await reply.header('content-type', 'application/json').send(OK))
  }
}
