import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { time, uuid } from '../scalars.ts'

/** Hostnames asked about at once, at the most. */
export const NEXT_CHECKS_LIMIT = 100

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

export const NextChecksQuerySchema = Type.Object({
  ids: Type.String({
    description: `Custom hostnames, parted by commas, ${NEXT_CHECKS_LIMIT} at the most.`,
    pattern: `^${UUID}(,${UUID}){0,${NEXT_CHECKS_LIMIT - 1}}$`,
    examples: ['0d89c70d-ad9f-4843-b99f-6cc0252067e9']
  })
}, { description: 'Which hostnames are meant.', additionalProperties: false })

export const NextCheckListSchema = Type.Object({
  next_checks: Type.Array(Type.Object({
    custom_hostname_id: uuid('The custom hostname.'),
    next_check_at: Type.Union([time('When.'), Type.Null()], { description: 'When either axis is checked or moves on next; null when both rest.' })
  }, { description: 'When one hostname is looked at next.', additionalProperties: false }), {
    description: 'In the order in which they were asked for; hostnames that the zone does not have are left out.'
  })
}, { description: 'When hostnames are looked at next.', additionalProperties: false })
export type NextCheckListWire = Static<typeof NextCheckListSchema>
