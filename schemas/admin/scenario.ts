import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { literals } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

export const ScenarioParameterSchema = Type.Object({
  name: Type.String({ description: 'The word that stands in its place in the label.', examples: ['n'] }),
  description: Type.String({ description: 'What the number means.' }),
  minimum: Type.Integer({ description: 'The least number.' }),
  maximum: Type.Integer({ description: 'The greatest number.' })
}, closed('A number in the label of a scenario.'))
export type ScenarioParameterWire = Static<typeof ScenarioParameterSchema>

export const ScenarioSchema = Type.Object({
  name: Type.String({ description: 'Names the story.', examples: ['passes-at-attempt'] }),
  description: Type.String({ description: 'What happens.' }),
  shows: Type.String({ description: 'How the v4 API shows it.' }),
  label: Type.String({ description: 'The label of a hostname that triggers it, with <name> in the place of a number; the same text is given by call or by setting.', examples: ['passes-at-attempt-<n>'] }),
  parameters: Type.Array(ScenarioParameterSchema, { description: 'The numbers of the label, in order.' }),
  example: Type.String({ description: 'A hostname that lives through it.', examples: ['passes-at-attempt-4.shop.customer.com'] }),
  ways: Type.Array(literals(['label', 'hostname', 'zone'], { description: 'A way.' }), {
    description: 'How it can be asked for: label, call on a hostname, setting of the zone. What happens at creation only cannot be asked for later.'
  })
}, closed('A story that a hostname can live through.'))
export type ScenarioWire = Static<typeof ScenarioSchema>

export const ScenarioListSchema = Type.Object({
  scenarios: Type.Array(ScenarioSchema, { description: 'The scenarios by name.' })
}, closed('Every scenario there is.'))
export type ScenarioListWire = Static<typeof ScenarioListSchema>

export const SetScenarioSchema = Type.Object({
  scenario: Type.Union([Type.String({ minLength: 1, maxLength: 63 }), Type.Null()], {
    description: 'The label of a scenario with its numbers; null: none, whatever the label of the hostname and the setting of its zone say.'
  })
}, { ...closed('What a hostname is to live through from now on.'), examples: [{ scenario: 'caa-blocked' }, { scenario: 'passes-at-attempt-4' }, { scenario: null }] })
export type SetScenarioWire = Static<typeof SetScenarioSchema>

export const LivedScenarioSchema = Type.Object({
  name: Type.String({ description: 'Names the story.' }),
  label: Type.String({ description: 'As it is asked for, with its numbers.', examples: ['passes-at-attempt-4'] }),
  description: Type.String({ description: 'What happens.' }),
  parameters: Type.Record(Type.String(), Type.Integer(), { description: 'Its numbers by name.', examples: [{ n: 4 }] }),
  from: literals(['label', 'hostname', 'zone'], { description: 'Where it is from: the label of the hostname, a call on it, or the setting of its zone.' })
}, closed('The scenario that a hostname lives through.'))
export type LivedScenarioWire = Static<typeof LivedScenarioSchema>
