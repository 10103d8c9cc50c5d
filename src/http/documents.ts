import type { FastifyInstance } from 'fastify'
import type { HandOver } from './behind.ts'

/** Where the OpenAPI documents and their page are: an app of its own with the same routes, because the libraries behind them are large. */
export function documentRoutes (app: FastifyInstance, toDocuments: HandOver): void {
  for (const path of ['/openapi.json', '/docs', '/docs/*']) app.get(path, toDocuments)
}
