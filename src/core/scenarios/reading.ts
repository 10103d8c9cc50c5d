/** A scenario that cannot be used; `path` names the faulty place, such as `effects.dcv.0.errors`. */
export class ScenarioError extends Error {
  readonly path: string
  constructor (path: string, problem: string) {
    super(`scenario: ${path === '' ? '(root)' : path} ${problem}`)
    this.path = path
  }
}

export type Fields = Readonly<Record<string, unknown>>

/** Numbers that stand for a parameter are written as its name. */
export type Parameters = Readonly<Record<string, number>>

/** An object that has none but the known keys. Throws ScenarioError. */
export function fields (value: unknown, path: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ScenarioError(path, 'must be an object')
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new ScenarioError(join(path, key), `is not known; known here: ${known.join(', ')}`)
  }
  return value as Fields
}

/** A list, each item read in its place; a missing one is empty. Throws ScenarioError. */
export function list<T> (value: unknown, path: string, read: (item: unknown, path: string) => T): readonly T[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new ScenarioError(path, 'must be a list')
  return value.map((item: unknown, i) => read(item, join(path, String(i))))
}

/** A text that is not empty. Throws ScenarioError. */
export function text (value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new ScenarioError(path, 'must be a text')
  return value
}

/** One of some words. Throws ScenarioError. */
export function oneOf<Word extends string> (value: unknown, path: string, words: readonly Word[]): Word {
  const found = words.find(word => word === value)
  if (found === undefined) throw new ScenarioError(path, `must be one of ${words.join(', ')}`)
  return found
}

/** True or false, or undefined where it is missing. Throws ScenarioError. */
export function flag (value: unknown, path: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value
  throw new ScenarioError(path, 'must be true or false')
}

/** A number, or the parameter whose name stands in its place. Throws ScenarioError. */
export function number (value: unknown, path: string, parameters: Parameters): number {
  const given = typeof value === 'string' && Object.hasOwn(parameters, value) ? parameters[value] : value
  if (typeof given !== 'number' || !Number.isFinite(given) || given < 0) throw new ScenarioError(path, 'must be a number, 0 or more, or the name of a parameter')
  return given
}

export function join (path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
