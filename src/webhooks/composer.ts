import type { Certificate } from '../core/certificate.ts'
import { expandRuns } from '../core/events.ts'
import { asksForWebhooks } from '../core/notification.ts'
import type { NotificationPolicy } from '../core/notification.ts'
import type { Schedule } from '../core/schedule.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { WebhookEvent } from '../core/webhook-event.ts'
import { webhookEvents } from '../core/webhook-event.ts'
import type { ReportedHostname } from '../core/webhook-payload.ts'
import { EVENT_TYPE_PREFIX, eventToWire, notificationToWire } from '../core/webhook-payload.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'
import type { Capture, NewDelivery } from '../store/webhooks.ts'

/** Captures that are turned into messages in one write. */
const BATCH = 500

export interface ComposerParts {
  readonly store: Store
  readonly tokens: TokenSource
  readonly baseDomain: (hostname: string) => string
  readonly scheduleOf: (zone: Zone) => Schedule
  /** The keys of `ssl` that describe a certificate in answers of the API. */
  readonly describeCertificate: (hostname: ReportedHostname, certificate: Certificate) => object
}

/** Makes messages of everything that was captured so far. To be called by one at a time. */
export async function composeCaptured (parts: ComposerParts): Promise<void> {
  const { webhooks } = parts.store
  for (;;) {
    const captures = webhooks.listCaptures(BATCH)
    const last = captures.at(-1)
    if (last === undefined) return
    const deliveries = captures.flatMap(capture => deliveriesOf(capture, parts))
    await webhooks.enqueue(deliveries.sort((a, b) => a.at - b.at), last.number)
  }
}

function deliveriesOf (capture: Capture, parts: ComposerParts): NewDelivery[] {
  const zone = parts.store.zones.findByNo(capture.zoneNo)
  if (zone === undefined) return []
  const { before, after, gone } = capture
  const events = webhookEvents({ events: expandRuns(capture.events, parts.scheduleOf(zone)), before, after, gone: gone === true })
  const policies = parts.store.alerting.listPolicies(zone.accountId).filter(asksForWebhooks)
  return events.flatMap((event, place) => policies.flatMap(policy => messagesOf({ zone, capture, event, place, policy }, parts)))
}

interface Occasion {
  readonly zone: Zone
  readonly capture: Capture
  readonly event: WebhookEvent
  /** Its place among the events of its capture. */
  readonly place: number
  readonly policy: NotificationPolicy
}

/** One for each destination of a policy. Ids follow from what happened, so that a repeated run has the same ones. */
function messagesOf ({ zone, capture: { hostname }, event, place, policy }: Occasion, parts: ComposerParts): NewDelivery[] {
  const { store, tokens } = parts
  const label = `webhook/${zone.id}/${hostname.seq % 2 ** 32}/${hostname.version}/${place}`
  const eventId = tokens.uuid(hostname.seed, label)
  const { accountId } = zone
  const { whoisContacts, defaultSslSettings } = zone.settings
  const data = eventToWire({
    id: eventId,
    zone: { id: zone.id, accountId, whoisContacts, defaultSslSettings },
    hostname,
    event,
    tokens,
    baseDomain: parts.baseDomain(hostname.hostname),
    describeCertificate: parts.describeCertificate
  })
  const correlationId = tokens.hex(hostname.seed, `${label}/correlation`, 32)
  const payload = JSON.stringify(notificationToWire({ policy, accountId, correlationId, event, hostname: hostname.hostname, data }))
  return policy.mechanisms.webhooks.flatMap(({ id: destinationId }) => {
    const destination = store.alerting.findDestination(accountId, destinationId)
    if (destination === undefined) return []
    return [{
      id: tokens.hex(hostname.seed, `${label}/${policy.id}/${destinationId}`, 32),
      accountId,
      zoneNo: zone.no,
      seq: hostname.seq,
      ...(event.replaced === true ? {} : { customHostnameId: hostname.id, hostname: hostname.hostname }),
      eventType: `${EVENT_TYPE_PREFIX}${event.name}`,
      policyId: policy.id,
      destinationId,
      url: destination.url,
      at: event.at,
      payload
    }]
  })
}
