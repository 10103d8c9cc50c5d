import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import type { HostnameInspectorWire, InspectedHostnameWire } from '../../schemas/admin/inspector.ts'
import { HostnameInspectorSchema, InspectedHostnameSchema } from '../../schemas/admin/inspector.ts'
import { CustomHostnameParametersSchema } from '../../schemas/parameters.ts'
import type { Context } from '../context.ts'
import { dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { rearm } from '../core/rearm.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { Scheduler } from '../scheduler/scheduler.ts'
import { retryOnStale } from '../store/retry.ts'

export interface HostnameInspectorParts {
  readonly context: Pick<Context, 'store'>
  readonly scheduler: Pick<Scheduler, 'catchUp' | 'dueRulesFor' | 'now'>
}

/** The inspector of one hostname, in place of its zone's. */
export function hostnameInspectorRoutes (app: AdminApp, parts: HostnameInspectorParts): void {
  app.put('/zones/:zone_id/custom_hostnames/:custom_hostname_id/inspector', {
    schema: {
      summary: 'Say who gathers evidence for a custom hostname',
      operationId: 'putInspector',
      params: CustomHostnameParametersSchema,
      body: HostnameInspectorSchema,
      response: { 200: InspectedHostnameSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ params, body }) => await changeInspector(parts, params.zone_id, params.custom_hostname_id, body))
}

/** What came before the change is settled by the inspector that was in charge. Throws 404. */
async function changeInspector (
  { context: { store }, scheduler }: HostnameInspectorParts, zoneId: string, id: string, { inspector }: HostnameInspectorWire
): Promise<InspectedHostnameWire> {
  if (store.zones.find(zoneId) === undefined) throw notFound(`zone ${zoneId}`)
  await scheduler.catchUp(zoneId)
  return await retryOnStale(async () => {
    const zone = store.zones.find(zoneId)
    if (zone === undefined) throw notFound(`zone ${zoneId}`)
    const current = await store.customHostnames.find(zone.no, id)
    if (current === undefined) throw notFound(`custom hostname ${id} in zone ${zoneId}`)
    const { inspector: _before, ...rest } = current
    const next: CustomHostname = inspector === null ? rest : { ...rest, inspector }
    const rules = scheduler.dueRulesFor(zone, next)
    const lifecycle = rearm(next.lifecycle, scheduler.now(zone), rules)
    await store.customHostnames.save(zone.no, { ...next, lifecycle }, dueAt(lifecycle, rules), [])
    return { id, hostname: next.hostname, inspector, effective_inspector: inspector ?? zone.settings.inspector }
  })
}
