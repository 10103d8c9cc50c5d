import { adminScope } from '../http/admin-scope.ts'
import { standstillOf } from '../store/standstill.ts'
import { VERSION } from '../version.ts'
import { caAdminRoutes } from './ca.ts'
import { clockRoutes } from './clock-routes.ts'
import { dnsAdminRoutes } from './dns.ts'
import { eventRoutes } from './event-routes.ts'
import { faultRoutes } from './fault-routes.ts'
import { hostnameCertificateRoutes } from './hostname-certificate.ts'
import { hostnameInspectorRoutes } from './hostname-inspector.ts'
import { hostnameRoutes } from './hostname-routes.ts'
import { httpOverrideRoutes } from './http-overrides.ts'
import { mailAdminRoutes } from './mail.ts'
import { originAdminRoutes } from './origins.ts'
import { nextCheckRoutes } from './next-checks.ts'
import type { AdminParts } from './parts.ts'
import { requestRoutes } from './request-routes.ts'
import { scenarioRoutes } from './scenarios.ts'
import { sandboxRoutes } from './sandbox-routes.ts'
import { webhookAdminRoutes } from './webhooks.ts'
import { snapshotRoutes } from './snapshots.ts'
import { zoneRoutes } from './zone-routes.ts'

const CALLS = [
  sandboxRoutes, zoneRoutes, clockRoutes, hostnameRoutes, hostnameInspectorRoutes, eventRoutes, dnsAdminRoutes, httpOverrideRoutes, mailAdminRoutes,
  originAdminRoutes, caAdminRoutes, faultRoutes, requestRoutes, scenarioRoutes, webhookAdminRoutes, snapshotRoutes, hostnameCertificateRoutes, nextCheckRoutes
]

/** The admin API: the sandbox's own surface beside the API that it stands in for. Register it with the prefix `/__admin`. */
export async function adminApi (app: Parameters<typeof adminScope>[0], parts: AdminParts): Promise<void> {
  const { adminToken, toDocuments, config: { allowedHosts }, context: { store } } = parts
  await adminScope(app, { version: VERSION, toDocuments, adminToken, allowedHosts, standstill: standstillOf(store) }, scope => {
    for (const routes of CALLS) routes(scope, parts)
  })
}
