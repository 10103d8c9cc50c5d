import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { ExplainSchema } from '../../schemas/admin/explain.ts'
import { ScenarioListSchema, SetScenarioSchema } from '../../schemas/admin/scenario.ts'
import type { ScenarioWire, SetScenarioWire } from '../../schemas/admin/scenario.ts'
import { CustomHostnameParametersSchema } from '../../schemas/parameters.ts'
import { dueAt } from '../core/custom-hostname.ts'
import type { CustomHostname } from '../core/custom-hostname.ts'
import { rearm } from '../core/rearm.ts'
import { NO_SCENARIO } from '../core/scenarios/catalogue.ts'
import type { ScenarioDefinition } from '../core/scenarios/scenario.ts'
import { invalidRequest } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { scenarioOf, scenarios } from '../scenarios.ts'
import { retryOnStale } from '../store/retry.ts'
import { explain, findHostname } from './explain.ts'
import { findCaughtUp, findZone } from './parts.ts'
import type { AdminParts } from './parts.ts'

const ITEM = '/zones/:zone_id/custom_hostnames/:custom_hostname_id/scenario'

/** What there is to live through, and the scenario of one hostname. */
export function scenarioRoutes (app: AdminApp, parts: AdminParts): void {
  app.get('/scenarios', { schema: { summary: 'List the scenarios', operationId: 'listScenarios', response: { 200: ScenarioListSchema, '4xx': AdminErrorSchema } } },
    () => ({ scenarios: scenarios().definitions.map(definitionToWire) }))

  const explained = { params: CustomHostnameParametersSchema, response: { 200: ExplainSchema, '4xx': AdminErrorSchema } }
  app.put(ITEM, {
    schema: { ...explained, summary: 'Say what a custom hostname lives through from now on', operationId: 'putScenario', body: SetScenarioSchema }
  }, async ({ params, body }) => {
    await changeScenario(parts, params.zone_id, params.custom_hostname_id, ownScenario(body))
    return await explain(parts, params.zone_id, params.custom_hostname_id)
  })

  app.delete(ITEM, {
    schema: { ...explained, summary: 'Leave the scenario of a custom hostname to its label and its zone again', operationId: 'deleteScenario' }
  }, async ({ params }) => {
    await changeScenario(parts, params.zone_id, params.custom_hostname_id, undefined)
    return await explain(parts, params.zone_id, params.custom_hostname_id)
  })
}

function definitionToWire ({ name, description, shows, label, parameters, example, creationOnly }: ScenarioDefinition): ScenarioWire {
  return {
    name,
    description,
    shows,
    label,
    parameters: parameters.map(parameter => ({ ...parameter })),
    example,
    ways: creationOnly ? ['label', 'zone'] : ['label', 'hostname', 'zone']
  }
}

/** The scenario that a body asks for. Throws 400. */
function ownScenario ({ scenario }: SetScenarioWire): string {
  if (scenario === null) return NO_SCENARIO
  const found = scenarios().find(scenario)
  if (found === undefined) throw invalidRequest('/scenario', scenarios().faultOf(scenario))
  if (found.definition.creationOnly) {
    throw invalidRequest('/scenario', `${scenario} is about the creation of a hostname: use it as a label or as the zone's setting "scenario"`)
  }
  return scenario
}

/** What came before the change is settled as it was; nothing falls due in the past by it. Throws 404. */
async function changeScenario (parts: AdminParts, zoneId: string, id: string, own: string | undefined): Promise<void> {
  const { context: { store }, scheduler } = parts
  await findCaughtUp(parts, zoneId)
  await retryOnStale(async () => {
    const zone = findZone(parts, zoneId)
    const now = scheduler.now(zone)
    const current = await findHostname(parts, zone, id)
    const { scenario: _before, ...rest } = current
    const next: CustomHostname = own === undefined ? rest : { ...rest, scenario: own }
    const rules = scheduler.dueRulesFor(zone, next)
    const lifecycle = rearm(next.lifecycle, now, rules)
    const [from = null, to = null] = [scenarioOf(zone, current)?.label, scenarioOf(zone, next)?.label]
    await store.customHostnames.save(zone.no, { ...next, lifecycle }, dueAt(lifecycle, rules), [{ type: 'scenario_set', at: now, from, to }])
  })
}
