import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, literals, time, uuid } from '../scalars.ts'

export const EventTypeSchema = literals([
  'custom_hostname.created', 'custom_hostname.edited', 'custom_hostname.deleted', 'custom_hostname.status_changed',
  'custom_hostname.check_failed', 'custom_hostname.scenario_set', 'ssl.status_changed', 'ssl.check_failed', 'ssl.tokens_replaced', 'ssl.renewal_due',
  'fallback_origin.status_changed', 'zone.created', 'zone.deleted'
], { description: 'What kind of thing happened.' })
export type EventTypeWire = Static<typeof EventTypeSchema>

const happening = {
  at: time('When it happened, in the time of the zone.'),
  zone_id: hexId('The zone that it happened in.'),
  custom_hostname_id: Type.Optional(uuid('The custom hostname that it happened to.')),
  hostname: Type.Optional(hostname('The name of that custom hostname.')),
  type: EventTypeSchema,
  from: Type.Optional(Type.String({ description: 'The status before, or the scenario.', examples: ['pending_validation'] })),
  to: Type.Optional(Type.String({ description: 'The status after, or the scenario.', examples: ['pending_issuance'] })),
  attempt: Type.Optional(Type.Integer({ minimum: 0, description: 'Which check it was, counted from 1.' })),
  errors: Type.Optional(Type.Array(Type.String(), { description: 'What the check found.' })),
  detail: Type.Optional(Type.String({ description: 'What else there is to say.' }))
}

export const EventSchema = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'Grows with every event.' }),
  ...happening
}, {
  description: 'One thing that happened.',
  additionalProperties: false,
  examples: [{
    id: 7,
    at: '2026-01-01T00:01:10Z',
    zone_id: '023e105f4ecef8ad9ca31a8372d0c353',
    custom_hostname_id: '0d89c70d-ad9f-4843-b99f-6cc0252067e9',
    hostname: 'app.customer.com',
    type: 'ssl.status_changed',
    from: 'pending_validation',
    to: 'pending_issuance'
  }]
})
export type EventWire = Static<typeof EventSchema>

/** What has not happened has no number yet; apart from that it looks like an event. */
export const ForecastEventSchema = Type.Object(happening, {
  description: 'One thing that will happen if the evidence stays as it is.',
  additionalProperties: false
})
export type ForecastEventWire = Static<typeof ForecastEventSchema>

export const EventListSchema = Type.Object({
  events: Type.Array(EventSchema, { description: 'The events, oldest first.' })
}, { description: 'What happened.', additionalProperties: false })
export type EventListWire = Static<typeof EventListSchema>

export const ListEventsQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Only events of this zone.')),
  custom_hostname_id: Type.Optional(uuid('Only events of this custom hostname.')),
  hostname: Type.Optional(hostname('Only events of custom hostnames with this name.')),
  type: Type.Optional(EventTypeSchema),
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only events with a greater id: what is new since the last call.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many events at the most.' }))
}, { description: 'Which events to list.', additionalProperties: false })
export type ListEventsQueryWire = Static<typeof ListEventsQuerySchema>

export const StreamEventsQuerySchema = Type.Omit(ListEventsQuerySchema, ['limit'], {
  description: 'Which events to follow; only what happens from now on, unless after or the header Last-Event-ID says otherwise.',
  additionalProperties: false
})
export type StreamEventsQueryWire = Static<typeof StreamEventsQuerySchema>
