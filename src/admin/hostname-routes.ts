import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { ExplainSchema } from '../../schemas/admin/explain.ts'
import { CheckSchema, ForceStateSchema } from '../../schemas/admin/state.ts'
import { CustomHostnameParametersSchema } from '../../schemas/parameters.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { explain, explainIn } from './explain.ts'
import { checkHostname, forceState } from './hostnames.ts'
import { findZone } from './parts.ts'
import type { AdminParts } from './parts.ts'

const ITEM = '/zones/:zone_id/custom_hostnames/:custom_hostname_id'

/** One custom hostname: why it stands where it stands, and how to move it by hand. */
export function hostnameRoutes (app: AdminApp, parts: AdminParts): void {
  const explained = { params: CustomHostnameParametersSchema, response: { 200: ExplainSchema, '4xx': AdminErrorSchema } }

  app.get(ITEM, { schema: { ...explained, summary: 'Explain a custom hostname', operationId: 'explain' } },
    async ({ params }) => await explain(parts, params.zone_id, params.custom_hostname_id))

  app.post(`${ITEM}/check`, {
    schema: { ...explained, summary: 'Check a custom hostname now', operationId: 'check', body: CheckSchema }
  }, async ({ params, body }) => {
    await checkHostname(parts, params.zone_id, params.custom_hostname_id, body)
    return await explain(parts, params.zone_id, params.custom_hostname_id)
  })

  app.put(`${ITEM}/state`, {
    schema: { ...explained, summary: 'Force the statuses of a custom hostname', operationId: 'force', body: ForceStateSchema }
  }, async ({ params, body }) => {
    await forceState(parts, params.zone_id, params.custom_hostname_id, body)
    return await explainIn(parts, findZone(parts, params.zone_id), params.custom_hostname_id)
  })
}
