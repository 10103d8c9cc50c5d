import type { Instant } from '../../core/instant.ts'
import type { CustomHostnameStore, DueHostname, InspectedBy, Settled, SettledHostname, Settlement } from '../store.ts'
import { certificateRemoval } from './certificates.ts'
import type { Db } from './database.ts'
import type { EventTable } from './events.ts'
import { dueFromRow, lifecycleColumns, lifecycleText } from './hostname-row.ts'
import type { DueRow } from './hostname-row.ts'
import type { HostnameSearch } from './hostname-search.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'
import type { Wires } from './wires.ts'
import type { ZoneCounters } from './zone-counters.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

interface Parts {
  readonly search: HostnameSearch
  readonly events: EventTable
  readonly counters: ZoneCounters
  readonly outbox: WebhookOutbox
  readonly wires: Wires
  readonly changed: (zoneNo: number) => void
}

/** The due queue: every waiting hostname in one indexed column, taken through the core and written back in one transaction. */
export function settlement (db: Db, { search, events, counters, outbox, wires, changed }: Parts) {
  const due = dueRows(db)
  const update = db.prepare(`UPDATE custom_hostnames SET status = ?, ssl_status = ?, certificate_authority = ?, wildcard = ?,
    due_at = ?, version = version + 1, lifecycle = ?, wire = NULL WHERE seq = ?`)
  const remove = db.prepare('DELETE FROM custom_hostnames WHERE seq = ?')
  const removeCertificates = certificateRemoval(db)
  const batch = db.prepare<[number, number], DueRow>(`SELECT seq, version, id, hostname, lifecycle, inspector FROM custom_hostnames
    WHERE seq > ? AND seq < ? ORDER BY seq LIMIT 1000`)
  const setDue = db.prepare('UPDATE custom_hostnames SET due_at = ? WHERE seq = ?')

  return {
    list: (zoneNo: number, until: Instant, limit: number, only?: InspectedBy): DueHostname[] => due.rows(zoneNo, until, limit, only).map(dueFromRow),
    hasOwnInspectors: due.hasOwnInspectors,
    earliestOf: due.earliestOf,

    settle (zoneNo: number, { until, limit, only, also, expand }: Settlement, step: (hostname: DueHostname) => Settled): SettledHostname[] {
      const groups = [...also]
      const done: SettledHostname[] = []
      const told = outbox.wants(zoneNo)
      let removed = 0
      for (const row of due.rows(zoneNo, until, limit, only)) {
        const hostname = dueFromRow(row)
        const settled = step(hostname)
        if (told) outbox.settled(zoneNo, hostname, settled)
        if (settled.remove === true) {
          remove.run(row.seq)
          search.removed(zoneNo, row.seq, row.hostname)
          removeCertificates(row.seq)
          removed++
        } else {
          update.run(...lifecycleColumns(settled.lifecycle), settled.dueAt ?? null, lifecycleText(settled.lifecycle, hostname.scenario), row.seq)
        }
        groups.push({ hostname, events: settled.events })
        done.push({ hostname, settled })
      }
      if (removed > 0) counters.added(zoneNo, -removed)
      events.append(zoneNo, groups, expand)
      if (done.length > 0) {
        wires.forgetAll()
        changed(zoneNo)
      }
      return done
    },

    rearm (zoneNo: number, rearmed: Parameters<CustomHostnameStore['rearm']>[1]): void {
      wires.forgetAll()
      let after = zoneNo * NUMBERS_PER_ZONE
      for (;;) {
        const rows = batch.all(after, (zoneNo + 1) * NUMBERS_PER_ZONE)
        for (const row of rows) {
          const hostname = dueFromRow(row)
          const { lifecycle, dueAt } = rearmed(hostname)
          if (lifecycle === hostname.lifecycle) setDue.run(dueAt ?? null, row.seq)
          else update.run(...lifecycleColumns(lifecycle), dueAt ?? null, lifecycleText(lifecycle, hostname.scenario), row.seq)
        }
        const last = rows.at(-1)
        if (last === undefined) return
        after = last.seq
      }
    }
  }
}

function dueRows (db: Db) {
  const isDue = 'FROM custom_hostnames WHERE zone_no = ? AND due_at IS NOT NULL AND due_at <= ?'
  // Without a choice of inspectors no configuration is read, which a settlement of a million hostnames notices.
  const all = db.prepare<[number, number, number], DueRow>(`SELECT seq, version, id, hostname, lifecycle, NULL AS inspector ${isDue} ORDER BY due_at, seq LIMIT ?`)
  const inspectedBy = 'coalesce(inspector, ?) IN (SELECT value FROM json_each(?))'
  const chosen = db.prepare<[number, number, string, string, number], DueRow>(
    `SELECT seq, version, id, hostname, lifecycle, inspector ${isDue} AND ${inspectedBy} ORDER BY due_at, seq LIMIT ?`)
  const earliest = db.prepare<[number, number, string, string], number>(`SELECT due_at ${isDue} AND ${inspectedBy} ORDER BY due_at LIMIT 1`).pluck()
  const ownInspector = db.prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM custom_hostnames WHERE zone_no = ? AND inspector IS NOT NULL)').pluck()

  return {
    rows (zoneNo: number, until: Instant, limit: number, only: InspectedBy | undefined): DueRow[] {
      return only === undefined ? all.all(zoneNo, until, limit) : chosen.all(zoneNo, until, only.zoneInspector, JSON.stringify(only.inspectors), limit)
    },
    earliestOf: (zoneNo: number, until: Instant, { zoneInspector, inspectors }: InspectedBy): Instant | undefined =>
      earliest.get(zoneNo, until, zoneInspector, JSON.stringify(inspectors)),
    hasOwnInspectors: (zoneNo: number): boolean => ownInspector.get(zoneNo) === 1
  }
}
