import type { Writable } from 'node:stream'
import type { EventWire, StreamEventsQueryWire } from '../../schemas/admin/event.ts'
import type { Zone } from '../core/zone.ts'
import type { KeptEvent, Store } from '../store/store.ts'
import { openEventStream } from './event-stream.ts'
import { rowOf, rowToWire } from './event-wire.ts'
import { listEvents, matches } from './events.ts'

/** Events held for a client that reads slower than they happen; beyond that it catches up from the store. */
const HELD = 5000

/** Events read from the store at once while a client catches up. */
const PAGE = 500

export interface FollowParts {
  readonly store: Store
  readonly out: Writable
  readonly filter: StreamEventsQueryWire
  /** Milliseconds between comments that keep the connection open, and the time that a client has to read on. */
  readonly heartbeatMs?: number
}

/** Writes events as server-sent events, from the one after `filter.after` on, until the client leaves, stops reading, or `out` ends. */
export async function followEvents ({ store, out, filter, heartbeatMs }: FollowParts): Promise<void> {
  const zones = new Map<number, Zone>(store.zones.list().map(zone => [zone.no, zone]))
  let held: EventWire[] = []
  // An id from before a restore may be greater than any there is now.
  let after = Math.min(filter.after ?? Infinity, store.events.lastId())
  let behind = true
  let past = 0
  const stream = openEventStream(out, heartbeatMs)
  const unsubscribe = store.events.subscribe(kept => {
    // What overflows is in the store, and read from there when the client gets on.
    if (held.length > HELD) [held, behind] = [[], true]
    else held.push(...toWire(kept, zones, store))
    stream.wake()
  })
  // Ids go on from where the snapshot left them: what was sent before is of another past.
  const release = store.onReplaced(() => {
    [held, behind, after, past] = [[], false, store.events.lastId(), past + 1]
    zones.clear()
    for (const zone of store.zones.list()) zones.set(zone.no, zone)
  })
  try {
    while (stream.isOpen) {
      stream.rearm()
      const read = past
      const events: EventWire[] = behind ? await listEvents(store, { ...filter, after }, PAGE) : held
      if (read !== past) continue
      if (behind) behind = events.length === PAGE
      else held = []
      const fresh = events.filter(event => event.id > after && matches(event, filter))
      after = events.reduce((last, { id }) => Math.max(last, id), after)
      await stream.write(fresh.map(toText).join(''))
      if (!behind && held.length === 0) await stream.sleep()
    }
  } finally {
    stream.close()
    unsubscribe()
    release()
  }
}

/** A zone may be gone by the time its last events are announced, so zones are remembered. */
function toWire (kept: readonly KeptEvent[], zones: Map<number, Zone>, store: Store): EventWire[] {
  return [...Map.groupBy(kept, rowOf).values()].flatMap(row => {
    const no = row[0]?.zoneNo ?? 0
    const zone = store.zones.findByNo(no) ?? zones.get(no)
    if (zone === undefined) return []
    zones.set(no, zone)
    return rowToWire(row, zone)
  })
}

function toText (event: EventWire): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
