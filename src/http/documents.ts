import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Hands a request over to the app that makes the documents. */
export type ToDocuments = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * The OpenAPI documents and their page come from a second app with the same routes, made at the first request for one of them: the
 * libraries behind them would take a good part of every start.
 */
export function documentsOf (app: FastifyInstance, build: () => Promise<FastifyInstance>): ToDocuments {
  let documented: Promise<FastifyInstance> | undefined
  const toDocuments: ToDocuments = async (request, reply) => {
    documented ??= build()
    const { routing } = await documented
    reply.hijack()
    routing(request.raw, reply.raw)
  }
  for (const path of ['/openapi.json', '/docs', '/docs/*']) app.get(path, toDocuments)
  app.addHook('onClose', async () => { await (await documented)?.close() })
  return toDocuments
}
