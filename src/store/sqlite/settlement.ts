import type { Lifecycle } from '../../core/custom-hostname.ts'
import type { Instant } from '../../core/instant.ts'
import type { DueHostname, Settled, SettledHostname, Settlement } from '../store.ts'
import type { Db } from './database.ts'
import type { EventTable } from './events.ts'
import { dueFromRow, lifecycleColumns } from './hostname-row.ts'
import type { HostnameRow } from './hostname-row.ts'
import type { HostnameSearch } from './hostname-search.ts'
import type { ZoneCounters } from './zone-counters.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

interface Parts {
  readonly search: HostnameSearch
  readonly events: EventTable
  readonly counters: ZoneCounters
  readonly changed: (zoneNo: number) => void
}

type DueRow = Pick<HostnameRow, 'seq' | 'version' | 'id' | 'hostname' | 'lifecycle'>

/** The due queue: every waiting hostname in one indexed column, taken through the core and written back in one transaction. */
export function settlement (db: Db, { search, events, counters, changed }: Parts) {
  const dueRows = db.prepare<[number, number, number], DueRow>(`SELECT seq, version, id, hostname, lifecycle FROM custom_hostnames
    WHERE zone_no = ? AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, seq LIMIT ?`)
  const update = db.prepare(`UPDATE custom_hostnames SET status = ?, ssl_status = ?, certificate_authority = ?, wildcard = ?,
    due_at = ?, version = version + 1, lifecycle = ?, wire = NULL WHERE seq = ?`)
  const remove = db.prepare('DELETE FROM custom_hostnames WHERE seq = ?')
  const batch = db.prepare<[number, number], DueRow>(`SELECT seq, version, id, hostname, lifecycle FROM custom_hostnames
    WHERE seq > ? AND seq < ? ORDER BY seq LIMIT 1000`)
  const setDue = db.prepare('UPDATE custom_hostnames SET due_at = ? WHERE seq = ?')

  return {
    list: (zoneNo: number, until: Instant, limit: number): DueHostname[] => dueRows.all(zoneNo, until, limit).map(dueFromRow),

    settle (zoneNo: number, { until, limit, also, expand }: Settlement, step: (hostname: DueHostname) => Settled): SettledHostname[] {
      const groups = [...also]
      const done: SettledHostname[] = []
      let removed = 0
      for (const row of dueRows.all(zoneNo, until, limit)) {
        const hostname = dueFromRow(row)
        const settled = step(hostname)
        if (settled.remove === true) {
          remove.run(row.seq)
          search.removed(zoneNo, row.seq)
          removed++
        } else {
          update.run(...lifecycleColumns(settled.lifecycle), settled.dueAt ?? null, JSON.stringify(settled.lifecycle), row.seq)
        }
        groups.push({ hostname, events: settled.events })
        done.push({ hostname, settled })
      }
      if (removed > 0) counters.added(zoneNo, -removed)
      events.append(zoneNo, groups, expand)
      if (done.length > 0) changed(zoneNo)
      return done
    },

    rearm (zoneNo: number, dueAt: (lifecycle: Lifecycle) => Instant | undefined): void {
      let after = zoneNo * NUMBERS_PER_ZONE
      for (;;) {
        const rows = batch.all(after, (zoneNo + 1) * NUMBERS_PER_ZONE)
        for (const row of rows) setDue.run(dueAt(dueFromRow(row).lifecycle) ?? null, row.seq)
        const last = rows.at(-1)
        if (last === undefined) return
        after = last.seq
      }
    }
  }
}
