import type { FallbackOrigin } from '../../core/fallback-origin.ts'
import type { FallbackOriginStore } from '../store.ts'
import { StaleError } from '../store.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { EventTable } from './events.ts'

/** At most one a zone, asked for by every settlement: held in memory. */
export function fallbackOriginTable (db: Db, commits: CommitQueue, events: EventTable): FallbackOriginStore & { reload (): void } {
  const all = db.prepare<[], { zone_no: number, state: string }>('SELECT zone_no, state FROM fallback_origins')
  const upsert = db.prepare('INSERT INTO fallback_origins (zone_no, state) VALUES (?, ?) ON CONFLICT (zone_no) DO UPDATE SET state = excluded.state')
  const remove = db.prepare('DELETE FROM fallback_origins WHERE zone_no = ?')
  const held = new Map<number, FallbackOrigin>()
  const reload = (): void => {
    held.clear()
    for (const row of all.all()) held.set(row.zone_no, JSON.parse(row.state) as FallbackOrigin)
  }
  reload()

  return {
    reload,
    find: zoneNo => held.get(zoneNo),
    save: async (zoneNo, expected, next, happened) => {
      const saved = await commits.run(() => {
        if (held.get(zoneNo) !== expected) return false
        if (next === undefined) {
          remove.run(zoneNo)
          held.delete(zoneNo)
        } else {
          upsert.run(zoneNo, JSON.stringify(next))
          held.set(zoneNo, next)
        }
        events.append(zoneNo, [{ events: happened }])
        return true
      })
      if (!saved) throw new StaleError()
    }
  }
}
