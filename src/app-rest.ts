import type { FastifyInstance } from 'fastify'
import { adminApi } from './admin/plugin.ts'
import type { AppParts } from './app.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import type { HandOver } from './http/behind.ts'
import { answerUnserved } from './http/unserved.ts'
import { approvalRoutes } from './mail/routes.ts'
import { metricsRoutes } from './metrics/routes.ts'
import { VERSION } from './version.ts'

/** Metrics, dashboard, the pages of approval messages and the admin API; without a way `toDocuments` in the app that makes them. */
export async function serveRest (app: FastifyInstance, all: AppParts, toDocuments?: HandOver): Promise<void> {
  const { config: { allowedHosts }, context, scheduler, adminToken, traffic } = all
  const { store, clock } = context
  answerUnserved(app, traffic)
  await app.register(metricsRoutes, {
    adminToken,
    allowedHosts,
    sources: {
      version: VERSION,
      routes: traffic.counters.list,
      transitions: store.events.countTransitions,
      faults: () => ({ placed: traffic.faults.list().length, applied: traffic.faults.list().reduce((sum, { applied }) => sum + applied, 0) })
    },
    census: { zones: store.zones.list, customHostnames: store.customHostnames, now: scheduler.now, nextDueAt: scheduler.nextDueAt, systemNow: () => clock.now() }
  })
  await app.register(dashboardRoutes, { allowedHosts })
  await app.register(approvalRoutes, { context, catchUp: scheduler.catchUp })
  await app.register(adminApi, { ...all, prefix: '/__admin', toDocuments })
}
