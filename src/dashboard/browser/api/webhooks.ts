import type { DeliveryWire } from '../../../../schemas/admin/webhook.ts'
import type { AdminZoneWire } from '../../../../schemas/admin/zone.ts'
import type { CreateNotificationPolicyWire, GivenWebhookDestinationWire, NotificationPolicyWire, WebhookDestinationWire } from '../../../../schemas/alerting.ts'
import { admin } from './admin.ts'
import { v4OnAccount } from './v4.ts'

/** Answered by one call. */
const PAGE = 1000

/** Deliveries that a page keeps: the newest. */
const KEPT = 500

export interface Deliveries {
  /** Newest first. */
  readonly deliveries: readonly DeliveryWire[]
  /** Where to begin the next time, so that what has been left out is not read again. */
  readonly from: number
}

/** The newest messages about hostnames of a zone. The API answers the oldest first, so those before `from` are left out. */
export async function readDeliveries (zoneId: string, from: number): Promise<Deliveries> {
  let kept: readonly DeliveryWire[] = []
  let after = from
  for (;;) {
    const deliveries = await admin.webhooks.deliveries.list({ zone_id: zoneId, after, limit: PAGE })
    kept = [...kept, ...deliveries].slice(-KEPT)
    after = deliveries.at(-1)?.number ?? after
    if (deliveries.length < PAGE) break
  }
  const [oldest] = kept
  return { deliveries: kept.toReversed(), from: kept.length < KEPT || oldest === undefined ? from : oldest.number - 1 }
}

type Zone = Pick<AdminZoneWire, 'id' | 'account_id'>

const DESTINATIONS = '/alerting/v3/destinations/webhooks'
const POLICIES = '/alerting/v3/policies'

export interface Alerting {
  readonly destinations: readonly WebhookDestinationWire[]
  readonly policies: readonly NotificationPolicyWire[]
}

export async function readAlerting (zone: Zone, signal: AbortSignal): Promise<Alerting> {
  const [destinations, policies] = await Promise.all([
    v4OnAccount<readonly WebhookDestinationWire[]>(zone, DESTINATIONS, { signal }), v4OnAccount<readonly NotificationPolicyWire[]>(zone, POLICIES, { signal })
  ])
  return { destinations: destinations.result, policies: policies.result }
}

/** Makes a destination, which is sent a test message first, and a policy that tells it of every certificate. */
export async function addDestination (zone: Zone, body: GivenWebhookDestinationWire): Promise<void> {
  const { result: { id } } = await v4OnAccount<{ readonly id: string }>(zone, DESTINATIONS, { method: 'POST', body })
  const policy: CreateNotificationPolicyWire = {
    name: body.name, description: '', enabled: true, alert_type: 'custom_ssl_certificate_event_type', mechanisms: { webhooks: [{ id }] }
  }
  await v4OnAccount(zone, POLICIES, { method: 'POST', body: policy })
}

export async function deleteDestination (zone: Zone, id: string): Promise<void> {
  await v4OnAccount(zone, `${DESTINATIONS}/${id}`, { method: 'DELETE' })
}

export async function switchPolicy (zone: Zone, id: string, enabled: boolean): Promise<void> {
  await v4OnAccount(zone, `${POLICIES}/${id}`, { method: 'PUT', body: { enabled } })
}

export async function deletePolicy (zone: Zone, id: string): Promise<void> {
  await v4OnAccount(zone, `${POLICIES}/${id}`, { method: 'DELETE' })
}
