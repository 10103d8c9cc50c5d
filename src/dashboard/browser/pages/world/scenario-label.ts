import type { ScenarioWire } from '../../../../../schemas/admin/scenario.ts'

/** The label that asks for a scenario with these numbers, given as texts by name: `passes-at-attempt-4`. Throws an Error that says what to change. */
export function labelOf ({ label, parameters }: Pick<ScenarioWire, 'label' | 'parameters'>, numbers: Readonly<Record<string, string>>): string {
  return parameters.reduce((text, { name, minimum, maximum }) => {
    const given = (numbers[name] ?? '').trim()
    const number = Number(given)
    if (given === '' || !Number.isInteger(number) || number < minimum || number > maximum) throw new Error(`${name}: write a whole number from ${minimum} to ${maximum}.`)
    return text.replace(`<${name}>`, String(number))
  }, label)
}
