import type { AvailableAlertsWire, NotificationHistoryWire, NotificationPolicyWire, WebhookDestinationWire } from '../../schemas/alerting.ts'
import { formatInstant } from '../core/instant.ts'
import { destinationType, SAAS_ALERT_TYPE } from '../core/notification.ts'
import type { NotificationPolicy, WebhookDestination } from '../core/notification.ts'
import type { Delivery } from '../store/webhooks.ts'

/** A destination as the API returns it, as JSON text, without its secret. What has not happened yet is left out: the published type knows no null. */
export function destinationToWireText ({ id, name, url, createdAt, lastSuccessAt, lastFailureAt }: WebhookDestination): string {
  return JSON.stringify({
    id,
    name,
    url,
    type: destinationType(new URL(url).hostname),
    created_at: formatInstant(createdAt),
    ...(lastSuccessAt === undefined ? {} : { last_success: formatInstant(lastSuccessAt) }),
    ...(lastFailureAt === undefined ? {} : { last_failure: formatInstant(lastFailureAt) })
  } satisfies WebhookDestinationWire)
}

/** A policy as the API returns it, as JSON text. */
export function policyToWireText (policy: NotificationPolicy): string {
  const { id, name, description, enabled, mechanisms: { webhooks, email, pagerduty }, filters, alertInterval, createdAt, modifiedAt } = policy
  return JSON.stringify({
    id,
    name,
    description,
    enabled,
    alert_type: SAAS_ALERT_TYPE,
    mechanisms: { webhooks: [...webhooks], email: [...email], pagerduty: [...pagerduty] },
    filters: Object.fromEntries(Object.entries(filters).map(([key, values]) => [key, [...values]])),
    ...(alertInterval === undefined ? {} : { alert_interval: alertInterval }),
    created: formatInstant(createdAt),
    modified: formatInstant(modifiedAt)
  } satisfies NotificationPolicyWire)
}

/** Everything that an account can be told of. */
export const AVAILABLE_ALERTS: AvailableAlertsWire = {
  'SSL/TLS': [{
    type: SAAS_ALERT_TYPE,
    display_name: 'SSL for SaaS Custom Hostnames Alert',
    description: 'Validation, issuance, deployment, renewal and deletion of the certificates of custom hostnames.',
    filter_options: []
  }]
}

/** A notification that was sent, as the API returns it, as JSON text. */
export function historyToWireText ({ id, payload, destinationId, policyId, attempts, at }: Delivery, policy: NotificationPolicy | undefined): string {
  return JSON.stringify({
    id,
    name: policy?.name ?? '',
    description: policy?.description ?? '',
    alert_type: SAAS_ALERT_TYPE,
    alert_body: payload,
    mechanism: destinationId,
    mechanism_type: 'webhook',
    policy_id: policyId,
    sent: formatInstant(attempts.at(-1)?.at ?? at)
  } satisfies NotificationHistoryWire)
}
