import type { EventWire, ForecastEventWire } from '../../schemas/admin/event.ts'
import { countEvents, expandRuns } from '../core/events.ts'
import { formatInstant } from '../core/instant.ts'
import { validationError } from '../core/messages.ts'
import type { Zone } from '../core/zone.ts'
import { scheduleOf } from '../schedules.ts'
import type { KeptEvent, ZoneEvent } from '../store/store.ts'

/** The store numbers what it keeps by row and place within the row. */
export const IDS_PER_ROW = 1000

type Description = Pick<ForecastEventWire, 'type' | 'from' | 'to' | 'attempt' | 'errors' | 'detail'>

/** The hostname that an event happened to. */
export interface Subject {
  readonly customHostnameId?: string | undefined
  readonly hostname?: string | undefined
}

/** An event without a number. */
export function forecastToWire (event: ZoneEvent, zone: Zone, { customHostnameId, hostname }: Subject): ForecastEventWire {
  const { errors, ...description } = describe(event)
  return {
    at: formatInstant(event.at),
    zone_id: zone.id,
    ...(customHostnameId === undefined ? {} : { custom_hostname_id: customHostnameId }),
    ...(hostname === undefined ? {} : { hostname }),
    ...description,
    ...(errors === undefined || errors.length === 0 ? {} : { errors: errors.map(text => validationError(text, hostname ?? '')) })
  }
}

/**
 * The events of one row of the store, each failed check at its own moment. Numbers follow from the row and the place, so they
 * are the same whenever the row is read.
 */
export function rowToWire (row: readonly KeptEvent[], zone: Zone): EventWire[] {
  const [first] = row
  if (first === undefined) return []
  const firstId = rowOf(first) * IDS_PER_ROW
  return expand(row.map(({ event }) => event), zone).map((event, i) => ({ id: firstId + i, ...forecastToWire(event, zone, first) }))
}

/** The row that an event was kept in. */
export function rowOf ({ id }: KeptEvent): number {
  return Math.floor(id / IDS_PER_ROW)
}

/** Runs stay folded where their events would outnumber the ids of a row, which takes years of failing renewals. */
export function expand (events: readonly ZoneEvent[], zone: Zone): readonly ZoneEvent[] {
  return countEvents(events) > IDS_PER_ROW ? events : expandRuns(events, scheduleOf(zone))
}

function describe (event: ZoneEvent): Description {
  switch (event.type) {
    case 'created': return { type: 'custom_hostname.created' }
    case 'edited': return { type: 'custom_hostname.edited' }
    case 'deleted': return { type: 'custom_hostname.deleted' }
    case 'scenario_set': {
      return {
        type: 'custom_hostname.scenario_set',
        ...(event.from === null ? {} : { from: event.from }),
        ...(event.to === null ? {} : { to: event.to }),
        detail: event.to === null ? 'no scenario any more' : `lives through the scenario ${event.to}`
      }
    }
    case 'status_changed': {
      const { axis, from, to, errors = [] } = event
      return { type: axis === 'status' ? 'custom_hostname.status_changed' : 'ssl.status_changed', from, to, errors: [...errors] }
    }
    case 'check_failed': return { type: checkFailed(event.axis), attempt: event.attempt + 1, errors: [...event.errors] }
    case 'checks_failed':
      return { type: checkFailed(event.axis), attempt: event.first + 1, errors: [...event.errors], detail: `checks ${event.first + 1} to ${event.last + 1}` }
    case 'tokens_replaced': return { type: 'ssl.tokens_replaced', detail: `validation tokens of order ${event.order}` }
    case 'renewal_due': return { type: 'ssl.renewal_due', detail: `the certificate expires at ${formatInstant(event.expiresAt)}` }
    case 'fallback_origin_changed':
      return {
        type: 'fallback_origin.status_changed',
        ...(event.from === undefined ? {} : { from: event.from }),
        ...(event.to === undefined ? {} : { to: event.to })
      }
    case 'zone_created': return { type: 'zone.created' }
    case 'zone_deleted': return { type: 'zone.deleted' }
  }
}

function checkFailed (axis: 'status' | 'ssl_status'): Description['type'] {
  return axis === 'status' ? 'custom_hostname.check_failed' : 'ssl.check_failed'
}
