import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import {
  DeletedDeliveriesSchema, DeliveryListSchema, DeliveryParametersSchema, DeliveryQuerySchema, DeliverySchema, ListDeliveriesQuerySchema
} from '../../schemas/admin/webhook.ts'
import type { DeliveryQueryWire, DeliveryWire } from '../../schemas/admin/webhook.ts'
import type { Context } from '../context.ts'
import { formatInstant } from '../core/instant.ts'
import { notFound, Refusal } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { Delivery, DeliveryAttempt, DeliveryFilter } from '../store/webhooks.ts'

/** What the calls for notifications are made from. */
export interface WebhookAdminParts {
  readonly context: Pick<Context, 'store' | 'now'>
  readonly scheduler: { catchUp (zoneId: string): Promise<void> }
  readonly webhooks: {
    /** Resolves when every message that is due has been sent, in one zone or in all. */
    settled (zoneNo?: number): Promise<void>
    /** Something may be due at another moment than before. */
    wake (): void
  }
}

const STANDARD_LIMIT = 100

const refused = { '4xx': AdminErrorSchema }

/** Messages to webhook destinations: what was sent, what waits, and the way to send it again. */
export function webhookAdminRoutes (app: AdminApp, parts: WebhookAdminParts): void {
  const { context: { store, now }, webhooks } = parts
  const one = { params: DeliveryParametersSchema, response: { 200: DeliverySchema, ...refused } }

  app.get('/webhooks/deliveries', {
    schema: { summary: 'List messages to webhook destinations, oldest first', operationId: 'listDeliveries', querystring: ListDeliveriesQuerySchema, response: { 200: DeliveryListSchema, ...refused } }
  }, async ({ query: { after = 0, limit = STANDARD_LIMIT, ...query } }) => {
    const filter = await readyFilter(parts, query)
    return { deliveries: store.webhooks.list(filter, { after, limit }).map(delivery => deliveryToWire(parts, delivery)) }
  })

  app.delete('/webhooks/deliveries', {
    schema: { summary: 'Delete messages to webhook destinations', operationId: 'deleteDeliveries', querystring: DeliveryQuerySchema, response: { 200: DeletedDeliveriesSchema, ...refused } }
  }, async ({ query }) => {
    const deleted = await store.webhooks.remove(await readyFilter(parts, query))
    webhooks.wake()
    return { deleted }
  })

  app.get('/webhooks/deliveries/:delivery_id', { schema: { ...one, summary: 'Read a message', operationId: 'getDelivery' } },
    async ({ params }) => deliveryToWire(parts, findDelivery(parts, params.delivery_id)))

  app.post('/webhooks/deliveries/:delivery_id/redeliver', { schema: { ...one, summary: 'Send a message again', operationId: 'redeliver' } }, async ({ params }) => {
    const { id, zoneNo } = findDelivery(parts, params.delivery_id)
    const zone = store.zones.findByNo(zoneNo)
    if (zone === undefined) throw notFound(`delivery ${id}`)
    if (!await store.webhooks.redeliver(id, now(zone))) throw new Refusal(409, 'not_its_turn', 'an earlier message about the same hostname waits: it has to go first')
    await webhooks.settled(zoneNo)
    return deliveryToWire(parts, findDelivery(parts, id))
  })
}

/** The filter that a query means, once everything is sent that is due by now. Throws 404. */
async function readyFilter ({ context: { store }, scheduler, webhooks }: WebhookAdminParts, query: DeliveryQueryWire): Promise<DeliveryFilter> {
  const { zone_id: zoneId, custom_hostname_id: customHostnameId, event_type: eventType, state } = query
  const zone = zoneId === undefined ? undefined : store.zones.find(zoneId)
  if (zoneId !== undefined && zone === undefined) throw notFound(`zone ${zoneId}`)
  for (const { id } of zone === undefined ? store.zones.list() : [zone]) {
    await scheduler.catchUp(id).catch((error: unknown) => {
      // A zone that was deleted meanwhile has no messages.
      if (store.zones.find(id) !== undefined) throw error
    })
  }
  await webhooks.settled(zone?.no)
  return {
    ...(zone === undefined ? {} : { zoneNo: zone.no }),
    ...(customHostnameId === undefined ? {} : { customHostnameId }),
    ...(eventType === undefined ? {} : { eventType }),
    ...(state === undefined ? {} : { state })
  }
}

function findDelivery ({ context: { store } }: WebhookAdminParts, id: string): Delivery {
  const found = store.webhooks.find(id)
  if (found === undefined) throw notFound(`delivery ${id}`)
  return found
}

function deliveryToWire ({ context: { store } }: WebhookAdminParts, delivery: Delivery): DeliveryWire {
  const { id, number, accountId, zoneNo, customHostnameId, hostname, eventType, policyId, destinationId, url, state, attempts, dueAt, payload } = delivery
  const zone = store.zones.findByNo(zoneNo)
  return {
    id,
    number,
    account_id: accountId,
    ...(zone === undefined ? {} : { zone_id: zone.id }),
    ...(customHostnameId === undefined ? {} : { custom_hostname_id: customHostnameId }),
    ...(hostname === undefined ? {} : { hostname }),
    event_type: eventType as DeliveryWire['event_type'],
    policy_id: policyId,
    destination_id: destinationId,
    url,
    state,
    attempts: attempts.map(attemptToWire),
    next_attempt_at: dueAt === undefined ? null : formatInstant(dueAt),
    payload: JSON.parse(payload)
  }
}

function attemptToWire ({ at, status, error, durationMs }: DeliveryAttempt): DeliveryWire['attempts'][number] {
  return { at: formatInstant(at), ...(status === undefined ? {} : { status }), ...(error === undefined ? {} : { error }), duration_ms: durationMs }
}
