import type { CustomHostname } from '../../core/custom-hostname.ts'
import type { Instant } from '../../core/instant.ts'
import type { HostnameStatus, SslStatus } from '../../core/statuses.ts'
import { hostnameNumber } from '../../core/hostname-id.ts'
import type { CustomHostnameStore, ZoneEvent, ZoneStore } from '../store.ts'
import { StaleError } from '../store.ts'
import { certificateRemoval } from './certificates.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { EventTable } from './events.ts'
import { hostnameListing } from './hostname-list.ts'
import { COLUMNS, configOf, fromRow, lifecycleColumns, lifecycleText } from './hostname-row.ts'
import type { HostnameRow } from './hostname-row.ts'
import type { HostnameSearch } from './hostname-search.ts'
import { settlement } from './settlement.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'
import type { Wires } from './wires.ts'
import type { ZoneCounters } from './zone-counters.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

/** The tables that change together with the hostnames. */
export interface HostnameParts {
  readonly search: HostnameSearch
  readonly events: EventTable
  readonly counters: ZoneCounters
  readonly zones: Pick<ZoneStore, 'findByNo'>
  readonly outbox: WebhookOutbox
  readonly wires: Wires
}

export function customHostnameTable (db: Db, commits: CommitQueue, { search, events, counters, zones, outbox, wires }: HostnameParts): CustomHostnameStore & { forget (): void } {
  const insert = db.prepare(`INSERT INTO custom_hostnames (status, ssl_status, certificate_authority, wildcard, seq, zone_no, id, hostname,
    custom_origin_server, due_at, version, created_at, config, lifecycle, wire) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT (hostname, zone_no) DO NOTHING`)
  const update = db.prepare(`UPDATE custom_hostnames SET status = ?, ssl_status = ?, certificate_authority = ?, wildcard = ?, custom_origin_server = ?,
    due_at = ?, version = version + 1, config = ?, lifecycle = ?, wire = NULL WHERE seq = ? AND version = ?`)
  const remove = db.prepare('DELETE FROM custom_hostnames WHERE seq = ? AND version = ?')
  const removeCertificates = certificateRemoval(db)
  const deleted = db.prepare<[number], number>("SELECT count(*) FROM custom_hostnames WHERE zone_no = ? AND status = 'deleted'").pluck()
  const byStatus = db.prepare<[number], { status: HostnameStatus, ssl_status: SslStatus | null, n: number }>(
    'SELECT status, ssl_status, count(*) AS n FROM custom_hostnames WHERE zone_no = ? GROUP BY status, ssl_status')
  const dueUntil = db.prepare<[number, number], number>('SELECT count(*) FROM custom_hostnames WHERE zone_no = ? AND due_at IS NOT NULL AND due_at <= ?').pluck()
  const byId = db.prepare<[number, string], HostnameRow>(`SELECT ${COLUMNS} FROM custom_hostnames WHERE seq = ? AND id = ?`)
  const byHostname = db.prepare<[string, number], HostnameRow>(`SELECT ${COLUMNS} FROM custom_hostnames WHERE hostname = ? AND zone_no = ?`)
  const elsewhere = db.prepare<[string, number], HostnameRow & { zone_no: number }>(`SELECT ${COLUMNS}, zone_no FROM custom_hostnames WHERE hostname = ? AND zone_no <> ?`)
  const bySslStatus = db.prepare<[number, string, number], HostnameRow>(`SELECT ${COLUMNS} FROM custom_hostnames WHERE zone_no = ? AND ssl_status = ? LIMIT ?`)
  const earliest = db.prepare<[number], number>('SELECT due_at FROM custom_hostnames WHERE zone_no = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1').pluck()
  /** The key that an id leads to; of an id from elsewhere it is the key of nothing, or of another id. */
  const seqOfId = (zoneNo: number, id: string): number => seqOf(zoneNo, hostnameNumber(zones.findByNo(zoneNo)?.id ?? '', id))
  const listing = hostnameListing(db, search, seqOfId)
  // Counts of filtered lists are good until the zone changes; this says when it did.
  const changes = new Map<number, number>()
  let changesInAll = 0
  let forgotten = 0
  const changed = (zoneNo: number): void => { changes.set(zoneNo, ++changesInAll) }
  const due = settlement(db, { search, events, counters, outbox, wires, changed })

  // Asked for by every request, so it is not looked up again until something fell due or was put in front of it.
  const earliestDue = new Map<number, Instant | undefined>()
  const listeners: Array<(zoneNo: number) => void> = []
  commits.onRollback(() => { earliestDue.clear() })
  const earliestDueOf = (zoneNo: number): Instant | undefined => {
    if (!earliestDue.has(zoneNo)) earliestDue.set(zoneNo, earliest.get(zoneNo))
    return earliestDue.get(zoneNo)
  }
  const noteDue = (zoneNo: number, dueAt: Instant | undefined): void => {
    if (dueAt === undefined) return
    // Asked for the first time, the database already counts this moment in; the listeners have yet to hear of it.
    const counted = !earliestDue.has(zoneNo)
    const earliest = earliestDueOf(zoneNo) ?? Infinity
    if (dueAt > earliest || (dueAt === earliest && !counted)) return
    earliestDue.set(zoneNo, dueAt)
    for (const listener of listeners) listener(zoneNo)
  }

  const removeRow = (zoneNo: number, { seq, version, hostname }: Pick<CustomHostname, 'seq' | 'version' | 'hostname'>): boolean => {
    if (remove.run(seq, version).changes === 0) return false
    wires.forget(seq)
    search.removed(zoneNo, seq, hostname)
    removeCertificates(seq)
    counters.added(zoneNo, -1)
    changed(zoneNo)
    return true
  }
  const append = (zoneNo: number, hostname: CustomHostname, happened: readonly ZoneEvent[]): void => {
    events.append(zoneNo, [{ hostname, events: happened }])
  }

  return {
    /** The rows are other ones now. */
    forget () {
      earliestDue.clear()
      changes.clear()
      forgotten = ++changesInAll
      wires.forgetAll()
    },
    findWire: (zoneNo, id) => wires.find(seqOfId(zoneNo, id), id),
    find: async (zoneNo, id) => optional(byId.get(seqOfId(zoneNo, id), id)),
    findByHostname: async (zoneNo, hostname) => optional(byHostname.get(hostname, zoneNo)),
    // No zone has the number 0.
    findAll: async hostname => elsewhere.all(hostname, 0).map(row => ({ zoneNo: row.zone_no, customHostname: fromRow(row) })),
    findElsewhere: async (zoneNo, hostname) => elsewhere.all(hostname, zoneNo).map(row => ({ zoneNo: row.zone_no, customHostname: fromRow(row) })),
    async list (zoneNo, query) {
      if (query.contain !== undefined && search.usesIndex(zoneNo, query.contain)) await commits.run(() => { search.indexRest(zoneNo) })
      return listing.page(zoneNo, query, { total: counters.hostnames(zoneNo), changes: changes.get(zoneNo) ?? forgotten })
    },
    listBySslStatus: async (zoneNo, status, limit) => bySslStatus.all(zoneNo, status, limit).map(fromRow),
    countUsed: async zoneNo => counters.hostnames(zoneNo) - (deleted.get(zoneNo) ?? 0),
    count: async zoneNo => counters.hostnames(zoneNo),
    countByStatus: async zoneNo => byStatus.all(zoneNo).map(row => ({
      status: row.status, ...(row.ssl_status === null ? {} : { sslStatus: row.ssl_status }), count: row.n
    })),
    countDue: async (zoneNo, now) => ({ waiting: dueUntil.get(zoneNo, Number.MAX_SAFE_INTEGER) ?? 0, due: dueUntil.get(zoneNo, now) ?? 0 }),
    takeSeq: zoneNo => seqOf(zoneNo, counters.takeNumber(zoneNo)),
    insert: async (zoneNo, { customHostname, wire }, dueAt, happened) => await commits.run(() => {
      const { seq, id, hostname, createdAt, lifecycle, scenario } = customHostname
      const insertRow = (): boolean => insert.run(...lifecycleColumns(lifecycle), seq, zoneNo, id, hostname, customHostname.customOriginServer ?? null,
        dueAt ?? null, createdAt, configOf(customHostname), lifecycleText(lifecycle, scenario), wire).changes === 1
      if (!insertRow()) {
        const existing = optional(byHostname.get(hostname, zoneNo))
        if (existing?.lifecycle.ownership.status !== 'deleted') return 'duplicate'
        removeRow(zoneNo, existing)
        insertRow()
      }
      counters.added(zoneNo, 1)
      search.added(zoneNo, seq)
      append(zoneNo, customHostname, happened)
      changed(zoneNo)
      noteDue(zoneNo, dueAt)
      return 'inserted'
    }),
    save: async (zoneNo, customHostname, dueAt, happened) => {
      const written = await commits.run(() => {
        const { lifecycle, scenario, seq, version } = customHostname
        const told = outbox.wants(zoneNo)
        const before = told ? outbox.certificateOf(seq) : undefined
        const { changes: saved } = update.run(...lifecycleColumns(lifecycle), customHostname.customOriginServer ?? null, dueAt ?? null,
          configOf(customHostname), lifecycleText(lifecycle, scenario), seq, version)
        if (saved === 0) return false
        wires.forget(seq)
        append(zoneNo, customHostname, happened)
        if (told) outbox.saved(zoneNo, customHostname, happened, before)
        changed(zoneNo)
        noteDue(zoneNo, dueAt)
        return true
      })
      if (!written) throw new StaleError()
    },
    remove: async (zoneNo, customHostname, happened) => {
      const removed = await commits.run(() => {
        if (!removeRow(zoneNo, customHostname)) return false
        append(zoneNo, customHostname, happened)
        if (outbox.wants(zoneNo)) outbox.removed(zoneNo, customHostname, happened)
        return true
      })
      if (!removed) throw new StaleError()
    },
    keepWire ({ seq, version }, text) {
      // Only a copy: when the commit fails, the next reader renders again.
      commits.run(() => { wires.keep(seq, version, text) }).catch(() => {})
    },
    forgetWires: async zoneNo => { await commits.run(() => { wires.emptyZone(zoneNo) }) },
    earliestDue: earliestDueOf,
    onEarlierDue: listener => { listeners.push(listener) },
    hasOwnInspectors: due.hasOwnInspectors,
    earliestDueOf: due.earliestOf,
    listDue: async (zoneNo, until, limit, only) => due.list(zoneNo, until, limit, only),
    settleDue: async (zoneNo, settlement, step) => await commits.run(() => {
      earliestDue.delete(zoneNo)
      return due.settle(zoneNo, settlement, step)
    }),
    rearm: async (zoneNo, rearmed) => {
      await commits.run(() => {
        earliestDue.delete(zoneNo)
        due.rearm(zoneNo, rearmed)
      })
      for (const listener of listeners) listener(zoneNo)
    }
  }
}

function seqOf (zoneNo: number, number: number): number {
  return zoneNo * NUMBERS_PER_ZONE + number
}

function optional (row: HostnameRow | undefined): CustomHostname | undefined {
  return row === undefined ? undefined : fromRow(row)
}
