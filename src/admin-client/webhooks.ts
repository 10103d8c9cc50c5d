import type { DeletedDeliveriesWire, DeliveryListWire, DeliveryQueryWire, DeliveryWire, ListDeliveriesQueryWire } from '../../schemas/admin/webhook.ts'
import type { Call } from './calls.ts'
import { queryOf } from './calls.ts'

/** Messages to webhook destinations. */
export interface WebhookClient {
  readonly deliveries: {
    /** Oldest first; answers once everything is sent that is due. */
    list (query?: ListDeliveriesQueryWire): Promise<DeliveryWire[]>
    get (deliveryId: string): Promise<DeliveryWire>
    /** Sends a message again, with the same ids. */
    redeliver (deliveryId: string): Promise<DeliveryWire>
    /** How many were deleted. */
    clear (query?: DeliveryQueryWire): Promise<number>
  }
}

/** The calls on them, by what sends a call. */
export function webhookClient (call: Call): WebhookClient {
  const path = '/webhooks/deliveries'
  return {
    deliveries: {
      list: async (query = {}) => (await call<DeliveryListWire>('GET', `${path}${queryOf(query)}`)).deliveries,
      get: async id => await call('GET', `${path}/${id}`),
      redeliver: async id => await call('POST', `${path}/${id}/redeliver`),
      clear: async (query = {}) => (await call<DeletedDeliveriesWire>('DELETE', `${path}${queryOf(query)}`)).deleted
    }
  }
}
