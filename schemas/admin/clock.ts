import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, literals, time } from '../scalars.ts'
import { HostnameStatusSchema, SslStatusSchema } from '../statuses.ts'
import { EventSchema } from './event.ts'

export const ClockModeSchema = literals(['running', 'frozen'], {
  description: 'A running clock goes on by itself; a frozen one stands still until it is advanced.'
})
export type ClockModeWire = Static<typeof ClockModeSchema>

export const ClockSchema = Type.Object({
  mode: ClockModeSchema,
  now: time('The time that the zone lives in.')
}, { description: 'The clock of a zone.', additionalProperties: false, examples: [{ mode: 'frozen', now: '2026-01-01T00:00:00Z' }] })
export type ClockWire = Static<typeof ClockSchema>

/** What a caller may send as a moment: unlike in answers, an offset and any number of digits are welcome. */
export function givenTime (description: string) {
  return Type.String({
    description,
    pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$',
    examples: ['2026-01-08T00:00:00Z']
  })
}

function duration (description: string) {
  return Type.String({ description, pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h|d|w))+$', examples: ['90s', '1h30m', '15d'] })
}

const options = (description: string) => ({ description, additionalProperties: false })

const AdvanceBySchema = Type.Object({ by: duration('How far.') }, options('Advance by a span of time.'))
const AdvanceToSchema = Type.Object({ to: givenTime('Until when; not before now.') }, options('Advance to a moment.'))
const AdvanceUntilSchema = Type.Object({
  until: Type.Object({
    hostname: hostname('Name of the custom hostname to watch.'),
    status: Type.Optional(HostnameStatusSchema),
    ssl_status: Type.Optional(SslStatusSchema)
  }, { ...options('What has to have come true; both when both statuses are given.'), minProperties: 2 }),
  at_most: Type.Optional(duration('How far to go at the most.'))
}, options('Advance until a custom hostname has come so far.'))

export const AdvanceClockSchema = Type.Union([AdvanceBySchema, AdvanceToSchema, AdvanceUntilSchema], {
  description: 'How far to advance the clock. It only goes forward. What `until` asks for has to come true within `at_most` (30 days unless given): else the clock stays where it got to, at that limit or at the moment from which nothing more would happen.',
  examples: [
    { by: '90s' },
    { to: '2026-01-08T00:00:00Z' },
    { until: { hostname: 'app.customer.com', status: 'active', ssl_status: 'active' }, at_most: '15d' }
  ]
})
export type AdvanceClockWire = Static<typeof AdvanceClockSchema>

export const AdvanceAnswerSchema = Type.Object({
  now: time('The time after the advance.'),
  events: Type.Array(EventSchema, { description: 'What happened on the way, in order. A very long list is cut.' }),
  events_total: Type.Integer({ minimum: 0, description: 'How many events happened.' }),
  events_omitted: Type.Integer({ minimum: 0, description: 'How many of them this answer leaves out.' })
}, { description: 'Everything that fell due on the way is done.', additionalProperties: false })
export type AdvanceAnswerWire = Static<typeof AdvanceAnswerSchema>

const held = { zone_id: hexId('The zone.') }

export const ClockListSchema = Type.Object({
  clocks: Type.Array(Type.Object({ ...held, ...ClockSchema.properties }, options('The clock of one zone.')), { description: 'One for each zone.' })
}, options('The clocks of the sandbox.'))
export type ClockListWire = Static<typeof ClockListSchema>

export const AdvanceAllAnswerSchema = Type.Object({
  zones: Type.Array(Type.Object({ ...held, ...AdvanceAnswerSchema.properties }, options('How one zone went on.')), { description: 'One for each zone.' })
}, options('Everything that fell due on the way is done, in every zone.'))
export type AdvanceAllAnswerWire = Static<typeof AdvanceAllAnswerSchema>
