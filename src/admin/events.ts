import { setImmediate } from 'node:timers/promises'
import type { EventWire, StreamEventsQueryWire } from '../../schemas/admin/event.ts'
import type { Store, EventQuery, KeptEvent } from '../store/store.ts'
import { IDS_PER_ROW, rowOf, rowToWire } from './event-wire.ts'

/** Events read at once; more than a row can hold, so that every batch has a whole row. */
const BATCH = 2 * IDS_PER_ROW

type Scope = Pick<EventQuery, 'zoneNo' | 'hostnameSeq'>

/** Rows of kept events from the one that `after` lies in, oldest first; the rest of the sandbox gets its turn between batches. */
export async function * eventRows ({ events }: Store, scope: Scope, after: number): AsyncGenerator<readonly KeptEvent[]> {
  let next = Math.floor(after / IDS_PER_ROW)
  for (;;) {
    const kept = await events.list({ ...scope, after: next * IDS_PER_ROW - 1, limit: BATCH })
    const rows = [...Map.groupBy(kept, rowOf)]
    // A full batch may end within a row: that row is read again.
    const whole = kept.length < BATCH ? rows : rows.slice(0, -1)
    const last = whole.at(-1)
    if (last === undefined) return
    for (const [, row] of whole) yield row
    next = last[0] + 1
    await setImmediate()
  }
}

/** Up to `limit` events after an id that fit the filter, oldest first. */
export async function listEvents (store: Store, filter: StreamEventsQueryWire, limit: number): Promise<EventWire[]> {
  const { zone_id: zoneId, after = 0 } = filter
  const zone = zoneId === undefined ? undefined : store.zones.find(zoneId)
  if (zoneId !== undefined && zone === undefined) return []
  const found: EventWire[] = []
  for await (const row of eventRows(store, zone === undefined ? {} : { zoneNo: zone.no }, after)) {
    const [first] = row
    const home = first === undefined ? undefined : store.zones.findByNo(first.zoneNo)
    if (home === undefined) continue
    found.push(...rowToWire(row, home).filter(event => event.id > after && matches(event, filter)))
    if (found.length >= limit) break
  }
  return found.slice(0, limit)
}

/** True when an event fits the filter, whatever its number. */
export function matches (event: EventWire, { zone_id: zoneId, hostname, custom_hostname_id: id, type }: StreamEventsQueryWire): boolean {
  return (zoneId === undefined || event.zone_id === zoneId) &&
    (hostname === undefined || event.hostname === hostname.toLowerCase()) &&
    (id === undefined || event.custom_hostname_id === id) &&
    (type === undefined || event.type === type)
}
