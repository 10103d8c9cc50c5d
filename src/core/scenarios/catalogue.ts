import type { ZoneSettings } from '../zone.ts'
import { ScenarioError } from './reading.ts'
import type { Scenario, ScenarioDefinition } from './scenario.ts'
import { readScenario } from './scenario.ts'

/** Said of a hostname that is to live through no scenario, whatever its label and its zone say. */
export const NO_SCENARIO = 'none'

export interface ScenarioCatalogue {
  /** In the order of their names. */
  readonly definitions: readonly ScenarioDefinition[]
  /** The scenario that a label is, its numbers read; undefined for any other label. */
  find (label: string): Scenario | undefined
  /** Some labels that are written most like this one, nearest first. */
  nearest (label: string): readonly string[]
  /** What is wrong with a label that `find` does not know, in words. */
  faultOf (label: string): string
}

interface Pattern {
  readonly definition: ScenarioDefinition
  readonly prefix: string
  readonly expression: RegExp
}

/** The scenarios of these files. Throws ScenarioError when one is faulty or named twice. */
export function createCatalogue (files: readonly unknown[]): ScenarioCatalogue {
  const definitions = files.map(readScenario).toSorted((a, b) => a.name < b.name ? -1 : 1)
  const twice = definitions.find(({ name }, i) => definitions[i + 1]?.name === name)
  if (twice !== undefined) throw new ScenarioError('name', `${twice.name} stands in two files`)
  // Grows with the numbers that are used, which the bounds of the parameters keep few.
  const known = new Map<string, Scenario>()
  for (const definition of definitions) if (definition.parameters.length === 0) known.set(definition.label, definition.with({}))
  const patterns = definitions.filter(({ parameters }) => parameters.length > 0).map(patternOf)

  const instance = (label: string): Scenario | undefined => {
    for (const pattern of patterns) {
      const numbers = label.startsWith(pattern.prefix) ? pattern.expression.exec(label)?.groups : undefined
      if (numbers === undefined) continue
      const parameters = Object.fromEntries(Object.entries(numbers).map(([key, digits]) => [key, Number(digits)]))
      const fits = pattern.definition.parameters.every(({ name, minimum, maximum }) => (parameters[name] ?? 0) >= minimum && (parameters[name] ?? 0) <= maximum)
      if (!fits) continue
      const scenario = pattern.definition.with(parameters)
      known.set(label, scenario)
      return scenario
    }
    return undefined
  }
  const nearest = (label: string): readonly string[] => definitions
    .map(definition => ({ label: definition.label, distance: distance(label, definition.label) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(near => near.label)
  return {
    definitions,
    find: label => known.get(label) ?? instance(label),
    nearest,
    faultOf (label) {
      const meant = definitions.find(({ name, parameters }) => parameters.length > 0 && (label === name || label.startsWith(prefixOf(name))))
      if (meant === undefined) return `there is no scenario "${label}"; nearest: ${nearest(label).join(', ')}`
      const bounds = meant.parameters.map(({ name, minimum, maximum }) => `<${name}> is a whole number from ${minimum} to ${maximum}`)
      return `"${label}" is not ${meant.label}, where ${bounds.join(' and ')}`
    }
  }
}

function prefixOf (name: string): string {
  return `${name}-`
}

function patternOf (definition: ScenarioDefinition): Pattern {
  const { label } = definition
  // Leading zeros are no number, so that a scenario is written in one way only.
  const source = label.replaceAll(/<([a-z]+)>/g, '(?<$1>[1-9]\\d{0,5})')
  return { definition, prefix: label.slice(0, label.indexOf('<')), expression: new RegExp(`^${source}$`) }
}

/** Where a hostname has its scenario from. */
export type ScenarioSource = 'hostname' | 'label' | 'zone'

export interface ChosenScenario {
  readonly scenario: Scenario
  readonly from: ScenarioSource
}

/** What a scenario is chosen by: the hostname's own, and its name. */
export interface Starring {
  readonly hostname: string
  readonly scenario?: string
}

/**
 * The scenario that a hostname lives through: its own, else that of its leftmost label, else the zone's. Without a hostname it is
 * the zone's. A label counts below at least two others, so that a domain of that name is only a name.
 */
export function chooseScenario (
  catalogue: ScenarioCatalogue, { scenario: standard, scenarioLabels }: Pick<ZoneSettings, 'scenario' | 'scenarioLabels'>, hostname?: Starring
): ChosenScenario | undefined {
  if (hostname?.scenario !== undefined) {
    const own = hostname.scenario === NO_SCENARIO ? undefined : catalogue.find(hostname.scenario)
    return own === undefined ? undefined : { scenario: own, from: 'hostname' }
  }
  const labelled = hostname !== undefined && scenarioLabels ? byLabel(catalogue, hostname.hostname) : undefined
  if (labelled !== undefined) return { scenario: labelled, from: 'label' }
  const scenario = standard === null ? undefined : catalogue.find(standard)
  return scenario === undefined ? undefined : { scenario, from: 'zone' }
}

function byLabel (catalogue: ScenarioCatalogue, hostname: string): Scenario | undefined {
  const start = hostname.startsWith('*.') ? 2 : 0
  const end = hostname.indexOf('.', start)
  if (end === -1 || hostname.indexOf('.', end + 1) === -1) return undefined
  return catalogue.find(hostname.slice(start, end))
}

/** Levenshtein's: how many letters have to be put in, left out or replaced. */
function distance (a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length] ?? 0
}
