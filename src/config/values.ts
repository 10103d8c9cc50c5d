// How values of options are read, each throwing ConfigError with the name of its option.
import { readFileSync } from 'node:fs'
import type { OptionName } from './options.ts'
import { SCHEDULE_NAMES } from '../schedules.ts'

/** An option that cannot be used; the message is one line that says what to do. */
export class ConfigError extends Error {}

/** The JSON of a file. */
export function readJsonFile (option: OptionName, file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError(`--${option}: ${file} cannot be read${option === 'schedule' ? `; it must be ${SCHEDULE_NAMES.join(', ')} or a JSON file` : ''}`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`--${option}: ${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** One of a few words. */
export function oneOf<T extends string> (option: OptionName, value: string | undefined, values: readonly T[]): T | undefined {
  if (value === undefined) return undefined
  const found = values.find(candidate => candidate === value)
  if (found === undefined) throw new ConfigError(`--${option} must be ${values.join(', ')}, not "${value}"`)
  return found
}

/** A whole number within bounds. */
export function whole (option: OptionName, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (value.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
    throw new ConfigError(`--${option} must be a whole number from ${least} to ${most}, not "${value}"`)
  }
  return number
}

/** A switch; off when it is not given. */
export function flag (option: OptionName, value: string | undefined): boolean {
  if (value === undefined) return false
  if (['true', 'on', '1', 'yes'].includes(value)) return true
  if (['false', 'off', '0', 'no'].includes(value)) return false
  throw new ConfigError(`--${option} must be on or off, not "${value}"`)
}
