import type { AvailableAlertListResponse } from 'cloudflare/resources/alerting/available-alerts'
import type {
  BaseWebhooks, WebhookCreateParams, WebhookCreateResponse, WebhookDeleteResponse, Webhooks
} from 'cloudflare/resources/alerting/destinations/webhooks'
import type { History, HistoryListParams } from 'cloudflare/resources/alerting/history'
import type { Policy, PolicyCreateParams, PolicyCreateResponse, PolicyDeleteResponse, PolicyUpdateParams } from 'cloudflare/resources/alerting/policies'
import t from 'tap'
import type {
  AlertingIdWire, AvailableAlertsWire, CreateNotificationPolicyWire, DeletedAlertingWire, EditNotificationPolicyWire, GivenWebhookDestinationWire, ListHistoryQueryWire,
  NotificationHistoryWire, NotificationPolicyWire, WebhookDestinationWire
} from '../../schemas/alerting.ts'
import { assignable, same } from './types.ts'
import type { Loose, Plain } from './types.ts'

type OfAccount<T> = Omit<T, 'account_id'>
// The client has one name for the destination and for the calls on it.
type Destination = Omit<Webhooks, keyof BaseWebhooks>
// Only one type of alert is there to be asked for, and none of its kind has filters.
type Narrow<T extends { alert_type?: unknown, filters?: unknown }> = Omit<T, 'alert_type' | 'filters'>

t.test('a webhook destination is one to the official client', async t => {
  assignable<WebhookDestinationWire, Destination>()
  assignable<Destination, Loose<WebhookDestinationWire>>()
  same<keyof WebhookDestinationWire, keyof Destination>()
  assignable<GivenWebhookDestinationWire, OfAccount<WebhookCreateParams>>()
  assignable<OfAccount<WebhookCreateParams>, GivenWebhookDestinationWire>()
  assignable<AlertingIdWire, WebhookCreateResponse>()
  assignable<DeletedAlertingWire, WebhookDeleteResponse>()
  t.pass('the types agree')
})

t.test('a notification policy is one to the official client', async t => {
  assignable<NotificationPolicyWire['alert_type'], Exclude<Policy['alert_type'], undefined>>()
  assignable<Narrow<NotificationPolicyWire>, Narrow<Policy>>()
  assignable<Plain<Narrow<Policy>>, Loose<Narrow<NotificationPolicyWire>>>()
  same<keyof NotificationPolicyWire, keyof Policy>()
  assignable<Narrow<CreateNotificationPolicyWire>, Narrow<OfAccount<PolicyCreateParams>>>()
  assignable<Narrow<OfAccount<PolicyCreateParams>>, Narrow<CreateNotificationPolicyWire>>()
  assignable<Narrow<OfAccount<PolicyUpdateParams>>, Narrow<EditNotificationPolicyWire>>()
  same<keyof EditNotificationPolicyWire, keyof OfAccount<PolicyUpdateParams>>()
  assignable<AlertingIdWire, PolicyCreateResponse>()
  assignable<DeletedAlertingWire, PolicyDeleteResponse>()
  t.pass('the types agree')
})

t.test('alerts and history are those of the official client', async t => {
  assignable<AvailableAlertsWire, AvailableAlertListResponse>()
  same<keyof AvailableAlertsWire[string][number], keyof AvailableAlertListResponse.Item>()
  assignable<NotificationHistoryWire, History>()
  same<keyof NotificationHistoryWire, keyof History>()
  same<keyof ListHistoryQueryWire, keyof OfAccount<HistoryListParams>>()
  t.pass('the types agree')
})
