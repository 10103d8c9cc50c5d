import type { FastifyInstance } from 'fastify'
import type { AdminGuardParts } from '../http/admin-guard.ts'
import { adminGuard } from '../http/admin-guard.ts'
import { answerErrors } from '../http/own-errors.ts'
import { createCensus } from './collect.ts'
import type { CensusParts } from './collect.ts'
import type { Sources } from './registry.ts'

export interface MetricsParts extends AdminGuardParts {
  readonly sources: Omit<Sources, 'census'>
  readonly census: CensusParts
}

/** Metrics in the text form of Prometheus at `/metrics`, guarded like the admin API. The library behind them is loaded by the first scrape. */
export async function metricsRoutes (app: FastifyInstance, { sources, census, ...guard }: MetricsParts): Promise<void> {
  let loaded: Promise<{ readonly contentType: string, metrics (): Promise<string> }> | undefined
  app.addHook('onRequest', adminGuard(guard))
  app.setErrorHandler(answerErrors('the metrics could not be read'))
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    loaded ??= import('./registry.ts').then(({ createRegistry }) => createRegistry({ ...sources, census: createCensus(census) }))
    const registry = await loaded
    return await reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}
