import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, literals, time, uuid } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

export const WebhookEventTypeSchema = literals([
  'ssl.custom_hostname_certificate.validation.succeeded', 'ssl.custom_hostname_certificate.validation.failed',
  'ssl.custom_hostname_certificate.issuance.succeeded', 'ssl.custom_hostname_certificate.issuance.failed',
  'ssl.custom_hostname_certificate.deployment.succeeded', 'ssl.custom_hostname_certificate.deployment.failed',
  'ssl.custom_hostname_certificate.deletion.succeeded', 'ssl.custom_hostname_certificate.deletion.failed',
  'ssl.custom_hostname_certificate.renewal.upcoming_certificate_expiration_notification',
  'ssl.custom_hostname_certificate.renewal.succeeded', 'ssl.custom_hostname_certificate.renewal.failed'
], { description: 'What the message tells.' })
export type WebhookEventTypeWire = Static<typeof WebhookEventTypeSchema>

export const DeliveryStateSchema = literals(['waiting', 'delivered', 'failed'], { description: 'What became of it; failed: it is not tried again.' })

export const DeliveryParametersSchema = Type.Object({ delivery_id: hexId('Names the delivery.') }, { description: 'Path of a delivery.' })

export const DeliveryAttemptSchema = Type.Object({
  at: time('When it was sent, in the time of the zone.'),
  status: Type.Optional(Type.Integer({ description: 'HTTP status of the answer; missing when there was none.', examples: [200] })),
  error: Type.Optional(Type.String({ description: 'Why there was no answer.' })),
  duration_ms: Type.Number({ minimum: 0, description: 'How long it took, in milliseconds of the machine.' })
}, closed('One attempt to deliver a message.'))

export const DeliverySchema = Type.Object({
  id: hexId('Names the delivery.'),
  number: Type.Integer({ minimum: 1, description: 'Grows with every delivery.' }),
  account_id: hexId('The account that is told.'),
  zone_id: Type.Optional(hexId('The zone that it happened in.')),
  custom_hostname_id: Type.Optional(uuid('The custom hostname that it is about; missing in events of replaced packs.')),
  hostname: Type.Optional(hostname('The name of that custom hostname.')),
  event_type: WebhookEventTypeSchema,
  policy_id: Type.Optional(hexId('The policy that asked for it.')),
  destination_id: hexId('The webhook destination.'),
  url: Type.String({ description: 'What it was last posted to, or will be.' }),
  state: DeliveryStateSchema,
  attempts: Type.Array(DeliveryAttemptSchema, { description: 'Oldest first.' }),
  next_attempt_at: Type.Union([time('When it is due, in the time of the zone.'), Type.Null()], {
    description: 'When it is due; null once it is done with, and while an earlier message about the hostname waits.'
  }),
  payload: Type.Unknown({ description: 'The message as it is sent.' })
}, closed('One message to one destination.'))
export type DeliveryWire = Static<typeof DeliverySchema>

export const DeliveryQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Only messages about hostnames of this zone.')),
  custom_hostname_id: Type.Optional(uuid('Only messages about this custom hostname.')),
  event_type: Type.Optional(WebhookEventTypeSchema),
  state: Type.Optional(DeliveryStateSchema)
}, closed('Which messages are meant; all of them unless something is given.'))
export type DeliveryQueryWire = Static<typeof DeliveryQuerySchema>

export const ListDeliveriesQuerySchema = Type.Object({
  ...DeliveryQuerySchema.properties,
  after: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'Only messages with a greater number: what is new since the last call.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many are answered at most.' }))
}, closed('Which messages to list.'))
export type ListDeliveriesQueryWire = Static<typeof ListDeliveriesQuerySchema>

export const DeliveryListSchema = Type.Object({
  deliveries: Type.Array(DeliverySchema, { description: 'Oldest first.' })
}, closed('Messages to webhook destinations.'))
export type DeliveryListWire = Static<typeof DeliveryListSchema>

export const DeletedDeliveriesSchema = Type.Object({
  deleted: Type.Integer({ minimum: 0, description: 'How many there were.' })
}, closed('What was deleted. Messages that waited are not sent.'))
export type DeletedDeliveriesWire = Static<typeof DeletedDeliveriesSchema>
