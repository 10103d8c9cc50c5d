import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { MessageSchema, successParts } from './envelope.ts'
import { hexId, literals, PageSchema, time } from './scalars.ts'

const account = { account_id: hexId('Names the account.') }
const closed = (description: string) => ({ description, additionalProperties: false })

export const WebhookParametersSchema = Type.Object({ ...account, webhook_id: hexId('Names the webhook destination.') }, { description: 'Path of a webhook destination.' })
export const PolicyParametersSchema = Type.Object({ ...account, policy_id: hexId('Names the notification policy.') }, { description: 'Path of a notification policy.' })

export const DestinationTypeSchema = literals(['datadog', 'discord', 'feishu', 'gchat', 'generic', 'opsgenie', 'slack', 'splunk'], {
  description: 'What receives the messages, by the host of the URL.'
})

const url = Type.String({ description: 'What messages are posted to.', examples: ['http://127.0.0.1:3000/webhooks/cloudflare'] })
const destinationName = Type.String({ description: 'Name of the destination.', examples: ['certificates'] })

export const WebhookDestinationSchema = Type.Object({
  id: hexId('Names the destination.'),
  name: destinationName,
  url,
  type: DestinationTypeSchema,
  created_at: time('When it was created.'),
  last_success: Type.Optional(time('When a message was last accepted; missing before the first.')),
  last_failure: Type.Optional(time('When a message was last not accepted; missing before the first.'))
}, closed('Where notifications are posted. Its secret is never shown.'))
export type WebhookDestinationWire = Static<typeof WebhookDestinationSchema>

export const GivenWebhookDestinationSchema = Type.Object({
  name: destinationName,
  url,
  secret: Type.Optional(Type.String({ description: 'Sent as it is in the header cf-webhook-auth of every message.' }))
}, closed('A webhook destination as it is to be.'))
export type GivenWebhookDestinationWire = Static<typeof GivenWebhookDestinationSchema>

export const AlertingIdSchema = Type.Object({ id: hexId('Names what was created or changed.') }, closed('What was created or changed.'))
export type AlertingIdWire = Static<typeof AlertingIdSchema>

const targets = (description: string) => Type.Optional(Type.Array(
  Type.Object({ id: Type.Optional(Type.String({ description: 'Names the target: an address, or an id.' })) }, { additionalProperties: false }), { description }
))

export const MechanismsSchema = Type.Object({
  webhooks: targets('Webhook destinations, by their ids.'),
  email: targets('Addresses, which the sandbox sends nothing to.'),
  pagerduty: targets('Services, which the sandbox sends nothing to.')
}, closed('Where notifications go.'))

export const AlertTypeSchema = literals(['custom_ssl_certificate_event_type'], { description: 'What the notifications are about.' })

const policy = {
  name: Type.String({ description: 'Name of the policy, which every message repeats.', examples: ['SaaS certificates'] }),
  description: Type.String({ description: 'What the policy is for.' }),
  enabled: Type.Boolean({ description: 'Whether notifications are sent.' }),
  alert_type: AlertTypeSchema,
  mechanisms: MechanismsSchema,
  filters: Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Kept and without effect: this type of alert has no filters.' }),
  alert_interval: Type.String({ description: 'Kept and without effect for this type of alert.', examples: ['30m'] })
}

export const NotificationPolicySchema = Type.Object({
  id: hexId('Names the policy.'),
  name: policy.name,
  description: policy.description,
  enabled: policy.enabled,
  alert_type: policy.alert_type,
  mechanisms: policy.mechanisms,
  filters: policy.filters,
  alert_interval: Type.Optional(policy.alert_interval),
  created: time('When it was created.'),
  modified: time('When it was last changed.')
}, closed('What an account wants to be told of, and where.'))
export type NotificationPolicyWire = Static<typeof NotificationPolicySchema>

export const CreateNotificationPolicySchema = Type.Object({
  name: policy.name,
  description: Type.Optional(policy.description),
  enabled: policy.enabled,
  alert_type: policy.alert_type,
  mechanisms: policy.mechanisms,
  filters: Type.Optional(policy.filters),
  alert_interval: Type.Optional(policy.alert_interval)
}, closed('A notification policy to create.'))
export type CreateNotificationPolicyWire = Static<typeof CreateNotificationPolicySchema>

export const EditNotificationPolicySchema = Type.Partial(CreateNotificationPolicySchema, closed('Changes to a notification policy; what is left out stays.'))
export type EditNotificationPolicyWire = Static<typeof EditNotificationPolicySchema>

export const AvailableAlertsSchema = Type.Record(Type.String(), Type.Array(Type.Object({
  type: AlertTypeSchema,
  display_name: Type.String({ description: 'What people call it.' }),
  description: Type.String({ description: 'What it is about.' }),
  filter_options: Type.Array(Type.Unknown(), { description: 'What can be filtered by: nothing.', maxItems: 0 })
}, closed('One type of alert.'))), { description: 'Types of alerts by product.' })
export type AvailableAlertsWire = Static<typeof AvailableAlertsSchema>

export const NotificationHistorySchema = Type.Object({
  id: hexId('Names the notification.'),
  name: Type.String({ description: 'Name of the policy.' }),
  description: Type.String({ description: 'Description of the policy.' }),
  alert_type: AlertTypeSchema,
  alert_body: Type.String({ description: 'The message, as JSON text.' }),
  mechanism: Type.String({ description: 'The webhook destination, by its id.' }),
  mechanism_type: literals(['email', 'pagerduty', 'webhook'], { description: 'How it was sent.' }),
  policy_id: hexId('Names the policy.'),
  sent: time('When it was accepted, in the time of its zone.')
}, closed('One notification that was sent.'))
export type NotificationHistoryWire = Static<typeof NotificationHistorySchema>

export const ListHistoryQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ minimum: 5, maximum: 1000, default: 25, description: 'How many notifications a page has.' })),
  since: Type.Optional(Type.String({ description: 'Only notifications that were sent after this moment.', examples: ['2026-01-01T00:00:00Z'] })),
  before: Type.Optional(Type.String({ description: 'Only notifications that were sent before this moment.', examples: ['2026-01-08T00:00:00Z'] }))
}, { description: 'Which notifications to list.' })
export type ListHistoryQueryWire = Static<typeof ListHistoryQuerySchema>

/** These lists have no pages. */
export function wholeListOf<Item extends typeof WebhookDestinationSchema | typeof NotificationPolicySchema> (item: Item) {
  return Type.Object({ result: Type.Array(item), ...successParts(MessageSchema) }, closed('Success with everything there is.'))
}

export const DeletedAlertingSchema = Type.Object(successParts(MessageSchema), closed('The answer to a deletion has no result.'))
export type DeletedAlertingWire = Static<typeof DeletedAlertingSchema>
