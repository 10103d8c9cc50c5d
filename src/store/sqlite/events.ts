import { countEvents } from '../../core/events.ts'
import type { EventGroup, EventQuery, EventStore, KeptEvent, ZoneEvent } from '../store.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import { createTransitionTally } from './transition-tally.ts'

interface Row {
  id: number
  zone_no: number
  body: string
}

/** One row holds what happened together to one hostname: a single event, or many when a large settlement is kept in groups. */
interface Body {
  id?: string
  hostname?: string
  events: ZoneEvent[]
}

interface Kept {
  readonly id: number
  readonly zoneNo: number
  readonly body: Body
}

/** Ids of a row's events: the row's id and the place within the row. */
const PER_ROW = 1000

/** Above this many events in one write each hostname's are kept together instead of being interleaved by time. */
const INTERLEAVED_AT_MOST = 5000

type Expand = (events: readonly ZoneEvent[]) => readonly ZoneEvent[]

export interface EventTable extends EventStore {
  /** Part of a running write: keeps the groups, and announces them once that is committed. */
  append (zoneNo: number, groups: readonly EventGroup[], expand?: Expand): void
  clear (): void
}

export function eventTable (db: Db, commits: CommitQueue): EventTable {
  const insert = db.prepare('INSERT INTO events (zone_no, seq, at, body) VALUES (?, ?, ?, ?)')
  const empty = db.prepare('DELETE FROM events')
  const columns = 'SELECT id, zone_no, body FROM events WHERE id >= ?'
  const all = db.prepare<[number, number], Row>(`${columns} ORDER BY id LIMIT ?`)
  const byZone = db.prepare<[number, number, number], Row>(`${columns} AND zone_no = ? ORDER BY id LIMIT ?`)
  const byHostname = db.prepare<[number, number, number], Row>(`${columns} AND seq = ? ORDER BY id LIMIT ?`)
  const newest = db.prepare<[], number>('SELECT id FROM events ORDER BY id DESC LIMIT 1').pluck()
  const transitions = createTransitionTally()
  const recorded = new Map<number, number>()
  const listeners = new Set<(events: readonly KeptEvent[]) => void>()

  function insertRow (zoneNo: number, group: EventGroup, events: readonly ZoneEvent[]): Kept {
    const { hostname } = group
    const body: Body = hostname === undefined ? { events: [...events] } : { id: hostname.id, hostname: hostname.hostname, events: [...events] }
    const { lastInsertRowid } = insert.run(zoneNo, hostname?.seq ?? null, events[0]?.at ?? 0, JSON.stringify(body))
    return { id: Number(lastInsertRowid), zoneNo, body }
  }

  function append (zoneNo: number, groups: readonly EventGroup[], expand: Expand = events => events): void {
    const filled = groups.filter(group => group.events.length > 0)
    if (filled.length === 0) return
    const count = countAll(filled)
    commits.afterCommit(() => {
      recorded.set(zoneNo, (recorded.get(zoneNo) ?? 0) + count)
      transitions.add(filled)
    })
    const rows = count > INTERLEAVED_AT_MOST
      ? filled.map(group => insertRow(zoneNo, group, group.events))
      : filled.flatMap(group => expand(group.events).map(event => ({ group, event })))
        .sort((a, b) => a.event.at - b.event.at)
        .map(({ group, event }) => insertRow(zoneNo, group, [event]))
    if (listeners.size === 0) return
    const kept = rows.flatMap(eventsOf)
    commits.afterCommit(() => { for (const listener of listeners) listener(kept) })
  }

  return {
    append,
    clear: () => { empty.run() },
    async list ({ zoneNo, hostnameSeq, after = 0, limit }: EventQuery) {
      const from = Math.floor(after / PER_ROW)
      // The row of the last event read may hold more of them, or none: it is read beside those that the limit needs.
      const count = limit + 1
      const rows = hostnameSeq !== undefined
        ? byHostname.all(from, hostnameSeq, count)
        : zoneNo !== undefined ? byZone.all(from, zoneNo, count) : all.all(from, count)
      return rows.flatMap(fromRow).filter(event => event.id > after).slice(0, limit)
    },
    lastId: () => (newest.get() ?? 0) * PER_ROW + PER_ROW - 1,
    countTransitions: transitions.list,
    countRecorded: zoneNo => recorded.get(zoneNo) ?? 0,
    record: async (zoneNo, groups) => { await commits.run(() => { append(zoneNo, groups) }) },
    subscribe (listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    }
  }
}

function countAll (groups: readonly EventGroup[]): number {
  let count = 0
  for (const { events } of groups) count += countEvents(events)
  return count
}

function fromRow ({ id, zone_no: zoneNo, body }: Row): KeptEvent[] {
  return eventsOf({ id, zoneNo, body: JSON.parse(body) as Body })
}

function eventsOf ({ id: row, zoneNo, body: { id, hostname, events } }: Kept): KeptEvent[] {
  return events.map((event, i) => ({
    id: row * PER_ROW + i,
    zoneNo,
    ...(id === undefined ? {} : { customHostnameId: id }),
    ...(hostname === undefined ? {} : { hostname }),
    event
  }))
}
