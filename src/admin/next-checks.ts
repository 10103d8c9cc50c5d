import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import type { NextCheckListWire } from '../../schemas/admin/next-check.ts'
import { NextCheckListSchema, NextChecksQuerySchema } from '../../schemas/admin/next-check.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import { dueAt } from '../core/custom-hostname.ts'
import { formatInstant } from '../core/instant.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'

/** When hostnames of a list are looked at next. Unlike explain it gathers no evidence, so that a whole page costs little. */
export function nextCheckRoutes (app: AdminApp, parts: AdminParts): void {
  app.get('/zones/:zone_id/next_checks', {
    schema: {
      summary: 'Say when custom hostnames are checked next',
      operationId: 'listNextChecks',
      params: ZoneParametersSchema,
      querystring: NextChecksQuerySchema,
      response: { 200: NextCheckListSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ params, query }) => await listNextChecks(parts, params.zone_id, query.ids.split(',')))
}

async function listNextChecks (parts: AdminParts, zoneId: string, ids: readonly string[]): Promise<NextCheckListWire> {
  const { context: { store }, scheduler } = parts
  const zone = await findCaughtUp(parts, zoneId)
  const found = await Promise.all(ids.map(async id => await store.customHostnames.find(zone.no, id)))
  return {
    next_checks: found.flatMap(customHostname => {
      if (customHostname === undefined) return []
      const due = dueAt(customHostname.lifecycle, scheduler.dueRulesFor(zone, customHostname))
      return [{ custom_hostname_id: customHostname.id, next_check_at: due === undefined ? null : formatInstant(due) }]
    })
  }
}
