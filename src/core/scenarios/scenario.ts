import type { Effects } from './effects.ts'
import { readEffects } from './effects.ts'
import type { Fields, Parameters } from './reading.ts'
import { fields, flag, join, list, number, ScenarioError, text } from './reading.ts'

/** A number in the label of a scenario. */
export interface ScenarioParameter {
  readonly name: string
  readonly description: string
  readonly minimum: number
  readonly maximum: number
}

/** A story as it is written down: what it is called, what people met, and what it does. */
export interface ScenarioDefinition {
  readonly name: string
  /** The label that triggers it; `<n>` stands for the parameter of that name. */
  readonly label: string
  readonly description: string
  /** How the API shows it. */
  readonly shows: string
  readonly parameters: readonly ScenarioParameter[]
  readonly example: string
  /** It is over once the hostname is there: what exists already cannot live through it. */
  readonly creationOnly: boolean
  /** The scenario with these numbers. Throws ScenarioError when one is missing or out of its bounds. */
  with (parameters: Parameters): Scenario
}

/** A scenario that a hostname lives through. */
export interface Scenario {
  readonly definition: ScenarioDefinition
  /** As it is written: the label with its numbers. */
  readonly label: string
  readonly parameters: Parameters
  /** What is wrong in the customer's world, in a sentence for each axis that it keeps from becoming active. */
  readonly cause: { readonly status?: string, readonly ssl_status?: string }
  /** What to do about it where no text of the API says so; `{hostname}` and the like stand for names and values. */
  readonly remedy: { readonly status?: string, readonly ssl_status?: string }
  readonly effects: Effects
}

const KEYS = ['name', 'label', 'description', 'shows', 'parameters', 'example', 'creation_only', 'cause', 'remedy', 'effects']
const LABEL = /^[a-z0-9](?:[a-z0-9-]|<[a-z]+>)*$/

/** Reads a scenario from its JSON form. Throws ScenarioError with the path of the fault. */
export function readScenario (value: unknown): ScenarioDefinition {
  const given = fields(value, '', KEYS)
  const name = text(given['name'], 'name')
  const label = given['label'] === undefined ? name : text(given['label'], 'label')
  if (!LABEL.test(label)) throw new ScenarioError('label', 'must be a label of a hostname, with <name> for a parameter')
  const parameters = list(given['parameters'], 'parameters', readParameter)
  const named = [...label.matchAll(/<([a-z]+)>/g)].map(found => found[1])
  if (named.join() !== parameters.map(parameter => parameter.name).join()) throw new ScenarioError('label', 'must hold each parameter, in order')
  const cause = readByAxis(given['cause'], 'cause')
  const remedy = readByAxis(given['remedy'], 'remedy')
  const definition: ScenarioDefinition = {
    name,
    label,
    description: text(given['description'], 'description'),
    shows: text(given['shows'], 'shows'),
    parameters,
    example: text(given['example'], 'example'),
    creationOnly: flag(given['creation_only'], 'creation_only') ?? false,
    with (numbers) {
      for (const { name: key, minimum, maximum } of parameters) {
        const number = numbers[key] ?? Number.NaN
        if (!(number >= minimum && number <= maximum)) throw new ScenarioError(key, `must be a whole number from ${minimum} to ${maximum}`)
      }
      return { definition, label: filled(label, numbers), parameters: numbers, cause, remedy, effects: readEffects(given['effects'], 'effects', numbers) }
    }
  }
  // Both ends of each parameter are read now, so that a fault shows at once and not when somebody comes to live through it.
  for (const end of ['minimum', 'maximum'] as const) definition.with(Object.fromEntries(parameters.map(parameter => [parameter.name, parameter[end]])))
  return definition
}

function readParameter (value: unknown, path: string): ScenarioParameter {
  const given = fields(value, path, ['name', 'description', 'minimum', 'maximum'])
  return {
    name: text(given['name'], join(path, 'name')),
    description: text(given['description'], join(path, 'description')),
    minimum: number(given['minimum'], join(path, 'minimum'), {}),
    maximum: number(given['maximum'], join(path, 'maximum'), {})
  }
}

function readByAxis (value: unknown, path: string): Scenario['cause'] {
  const given: Fields = fields(value ?? {}, path, ['status', 'ssl_status'])
  return Object.fromEntries(Object.entries(given).map(([axis, sentence]) => [axis, text(sentence, join(path, axis))]))
}

function filled (label: string, numbers: Parameters): string {
  return label.replaceAll(/<([a-z]+)>/g, (_, key: string) => String(numbers[key] ?? ''))
}
