import { SCENARIO_FILES } from './scenario-files.ts'
import type { ChosenScenario, Starring } from './core/scenarios/catalogue.ts'
import { chooseScenario, createCatalogue } from './core/scenarios/catalogue.ts'
import { changeDurations } from './core/scenarios/durations.ts'
import type { Scenario } from './core/scenarios/scenario.ts'
import { zoneUnder } from './core/scenarios/settings.ts'
import type { Schedule } from './core/schedule.ts'
import type { Zone } from './core/zone.ts'
import { scheduleOf } from './schedules.ts'

/** Every scenario there is. */
export const SCENARIOS = createCatalogue(SCENARIO_FILES)

/** The scenario of a hostname and where it is from; without a hostname that of the zone. */
export function chosenScenario ({ settings }: Pick<Zone, 'settings'>, hostname?: Starring): ChosenScenario | undefined {
  return chooseScenario(SCENARIOS, settings, hostname)
}

/** The scenario that a hostname lives through; without a hostname that of the zone. */
export function scenarioOf (zone: Pick<Zone, 'settings'>, hostname?: Starring): Scenario | undefined {
  return chosenScenario(zone, hostname)?.scenario
}

/** The durations that a hostname follows: the zone's, changed by its scenario. */
export function scheduleFor (zone: Pick<Zone, 'settings'>, hostname: Starring): Schedule {
  const schedule = scheduleOf(zone)
  const scenario = scenarioOf(zone, hostname)
  return scenario === undefined ? schedule : changeDurations(schedule, scenario.effects.durations)
}

/** The zone as a hostname, or without one everybody, finds it. */
export function zoneFor (zone: Zone, hostname?: Starring): Zone {
  return zoneUnder(zone, scenarioOf(zone, hostname)?.effects.settings)
}
