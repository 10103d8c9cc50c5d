import type { TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/errors'
import { ValueErrorType } from '@sinclair/typebox/errors'
import { Value } from '@sinclair/typebox/value'
import type { FastifyRouteSchemaDef, FastifyValidationResult } from 'fastify/types/schema.js'
import { invalidRequest } from './admin-refusal.ts'

/**
 * Validates bodies and queries by their schemas. Paths are left to the lookup behind them: an id of a wrong form names
 * nothing and is not found.
 */
export function compileAdminValidator ({ schema, httpPart }: FastifyRouteSchemaDef<TSchema>): FastifyValidationResult {
  if (httpPart === 'params') return () => true
  return value => {
    const read: unknown = httpPart === 'body' ? value : Value.Convert(schema, value)
    const fault = firstFault(schema, read)
    return fault === undefined ? { value: read } : { error: invalidRequest(fault.path, fault.problem) }
  }
}

/** The first thing that is wrong with a value by its schema; undefined when nothing is. */
export function firstFault (schema: TSchema, value: unknown): Fault | undefined {
  const error = Value.Errors(schema, value).First()
  return error === undefined ? undefined : faultOf(error)
}

export interface Fault {
  /** JSON path; empty for the whole. */
  readonly path: string
  readonly problem: string
}

/** Of a union the variant that fits best is explained, for "expected union value" helps nobody. */
function faultOf (error: ValueError): Fault {
  if (error.type !== ValueErrorType.Union) return { path: error.path, problem: error.message.charAt(0).toLowerCase() + error.message.slice(1) }
  const variants = error.schema['anyOf'] as readonly TSchema[]
  if (variants.every(({ const: value }) => value !== undefined)) {
    return { path: error.path, problem: `expected one of ${variants.map(variant => String(variant['const'])).join(', ')}` }
  }
  const candidates = error.errors.map(iterator => [...iterator]).sort((a, b) => distance(a) - distance(b))
  const [nearest] = candidates[0] ?? []
  return nearest === undefined ? { path: error.path, problem: 'is not valid' } : faultOf(nearest)
}

/** How far a value is from a variant: a missing key weighs most, since keys tell variants apart. */
function distance (errors: readonly ValueError[]): number {
  return errors.length + 10 * errors.filter(({ type }) => type === ValueErrorType.ObjectRequiredProperty).length
}
