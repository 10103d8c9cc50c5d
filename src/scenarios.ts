import { SCENARIO_FILES } from './scenario-files.ts'
import type { ChosenScenario, ScenarioCatalogue, Starring } from './core/scenarios/catalogue.ts'
import { chooseScenario, createCatalogue } from './core/scenarios/catalogue.ts'
import { changeDurations } from './core/scenarios/durations.ts'
import type { Scenario } from './core/scenarios/scenario.ts'
import { zoneUnder } from './core/scenarios/settings.ts'
import type { Schedule } from './core/schedule.ts'
import type { Zone, ZoneSettings } from './core/zone.ts'
import { scheduleOf } from './schedules.ts'

const read: { catalogue?: ScenarioCatalogue } = {}

/** Every scenario there is; read when the first hostname asks, since a start needs none. */
export function scenarios (): ScenarioCatalogue {
  read.catalogue ??= createCatalogue(SCENARIO_FILES)
  return read.catalogue
}

/** A step asks for the scenario of the same hostname several times in a row; a million of them take a step at once. */
const latest: { settings?: ZoneSettings, hostname?: string, own?: string | undefined, chosen?: ChosenScenario | undefined } = {}

/** The scenario of a hostname and where it is from; without a hostname that of the zone. */
export function chosenScenario ({ settings }: Pick<Zone, 'settings'>, hostname?: Starring): ChosenScenario | undefined {
  if (hostname === undefined) return settings.scenario === null ? undefined : chooseScenario(scenarios(), settings)
  if (latest.settings !== settings || latest.hostname !== hostname.hostname || latest.own !== hostname.scenario) {
    latest.settings = settings
    latest.hostname = hostname.hostname
    latest.own = hostname.scenario
    latest.chosen = chooseScenario(scenarios(), settings, hostname)
  }
  return latest.chosen
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
