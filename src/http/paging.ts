import type { ErrorName } from '../core/errors.ts'
import { ApiError } from '../core/errors.ts'
import type { Page } from './envelope.ts'

export interface PagingRules {
  readonly least: number
  readonly most: number
  readonly standard: number
  readonly error: ErrorName
  /** Takes the nearest allowed value instead of refusing. */
  readonly clamp?: boolean
}

/** Query parameters as Fastify hands them over: text, or a list when one was repeated. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/** The last value of a query parameter; undefined when it is missing. */
export function queryText (query: Query, name: string): string | undefined {
  const value = query[name]
  return Array.isArray(value) ? value.at(-1) : value
}

/** `page` and `per_page` within the limits of a list. Throws the list's own error. */
export function readPage (query: Query, rules: PagingRules): Page {
  return {
    page: readWhole(query, 'page', { ...rules, least: 1, most: Number.MAX_SAFE_INTEGER, standard: 1 }),
    perPage: readWhole(query, 'per_page', rules)
  }
}

function readWhole (query: Query, parameter: string, { least, most, standard, error, clamp }: PagingRules): number {
  const text = queryText(query, parameter)
  if (text === undefined || text === '') return standard
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  if (clamp === true && !Number.isNaN(number)) return Math.min(Math.max(Math.trunc(number), least), most)
  throw new ApiError(error, { parameter, minimum: least, maximum: most })
}
