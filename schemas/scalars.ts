import { Type } from '@sinclair/typebox'

/**
 * A closed list of words as a union of literals, so that both the type and the published document name every value.
 */
export function literals<const Value extends string | number> (values: readonly Value[], options: { description: string, default?: Value }) {
  return Type.Union(values.map(value => Type.Literal(value)), options)
}

/** Zones, accounts, users, tokens and DNS records are known by 32 hexadecimal digits. */
export function hexId (description: string) {
  return Type.String({ description, pattern: '^[0-9a-f]{32}$', examples: ['023e105f4ecef8ad9ca31a8372d0c353'] })
}

/** Custom hostnames, certificates and signing requests are known by a UUID. */
export function uuid (description: string) {
  return Type.String({
    description,
    pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    examples: ['0d89c70d-ad9f-4843-b99f-6cc0252067e9']
  })
}

/**
 * A moment on the wire. A pattern and not a format: it also says that the zone is Z and that the fraction has at most
 * six digits, the last of them not zero.
 */
export function time (description: string) {
  return Type.String({
    description,
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{0,5}[1-9])?Z$',
    examples: ['2020-02-06T18:11:23.531995Z']
  })
}

/** A host name of at most 255 characters. */
export function hostname (description: string) {
  return Type.String({ description, minLength: 1, maxLength: 255, examples: ['app.customer.com'] })
}

export const DirectionSchema = literals(['asc', 'desc'], { description: 'Which way the list is sorted.' })

export const MatchSchema = literals(['any', 'all'], {
  description: 'Whether an item has to satisfy every filter or one of them is enough.',
  default: 'all'
})

/** Only `page` is the same for every list: each list has its own bounds for `per_page`. */
export const PageSchema = Type.Integer({ description: 'Which page to answer, counted from 1.', minimum: 1, default: 1 })
