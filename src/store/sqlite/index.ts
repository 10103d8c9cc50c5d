import type { Store } from '../store.ts'
import { alertingTables } from './alerting.ts'
import { certificateTables } from './certificates.ts'
import { createCommitQueue } from './commit-queue.ts'
import { customCsrTable } from './custom-csrs.ts'
import { customHostnameTable } from './custom-hostnames.ts'
import { openDatabase } from './database.ts'
import { dnsRecordTable } from './dns-records.ts'
import { dnsWorldTables } from './dns-world.ts'
import { eventTable } from './events.ts'
import { fallbackOriginTable } from './fallback-origins.ts'
import { hostnameSearch } from './hostname-search.ts'
import { identityTables } from './identities.ts'
import { zoneCounters } from './zone-counters.ts'
import { mailTables } from './mails.ts'
import { tablesOf } from './snapshot-file.ts'
import { folderOfSnapshots, snapshotsInMemory } from './snapshot-places.ts'
import { snapshotStore } from './snapshots.ts'
import { webhookDeliveryTable } from './webhook-deliveries.ts'
import { webhookOutbox } from './webhook-outbox.ts'
import { wireColumn } from './wires.ts'
import { zoneTable } from './zones.ts'

/** Bytes that all snapshots may take together, unless told otherwise. */
const SNAPSHOT_SPACE = 1024 * 2 ** 20

/** The store on one SQLite file (or `:memory:`). Throws DatabaseError with one line for the user when it cannot be used. */
export function openSqliteStore (file: string, { snapshotSpace = SNAPSHOT_SPACE }: { readonly snapshotSpace?: number } = {}): Store {
  const db = openDatabase(file)
  const commits = createCommitQueue(db)
  const events = eventTable(db, commits)
  const search = hostnameSearch(db, commits)
  const counters = zoneCounters(db, commits)
  const wires = wireColumn(db)
  const zones = zoneTable(db, commits)
  const identities = identityTables(db, commits)
  const fallbackOrigins = fallbackOriginTable(db, commits, events)
  const alerting = alertingTables(db, commits)
  const outbox = webhookOutbox(db, commits, { alerting, zones })
  const customHostnames = customHostnameTable(db, commits, { search, events, counters, zones, outbox, wires })
  const reload = (): void => { for (const held of [search, counters, zones, identities, fallbackOrigins, alerting]) held.reload() }
  commits.onRollback(reload)
  const replacedListeners = new Set<() => void>()
  const replaced = (): void => {
    customHostnames.forget()
    for (const listener of replacedListeners) listener()
  }
  const findMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  const saveMeta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  // The authorities outlive a reset, so that nobody has to trust others.
  const empty = tablesOf(db).filter(table => table !== 'authorities').map(table => db.prepare(`DELETE FROM ${table}`))

  return {
    zones,
    identities,
    dnsRecords: dnsRecordTable(db, commits),
    dnsWorld: dnsWorldTables(db, commits),
    certificates: certificateTables(db, commits, wires),
    customCsrs: customCsrTable(db, commits),
    fallbackOrigins,
    customHostnames,
    events,
    mails: mailTables(db, commits),
    alerting,
    webhooks: webhookDeliveryTable(db, commits, { outbox, alerting }),
    findMeta: key => findMeta.get(key),
    saveMeta: async (key, value) => { await commits.run(() => saveMeta.run(key, value)) },
    snapshots: snapshotStore(db, {
      commits,
      place: file === ':memory:' ? snapshotsInMemory() : folderOfSnapshots(`${file}.snapshots`),
      space: snapshotSpace,
      save: counters.saveTaken,
      reload () {
        counters.forget()
        reload()
      },
      emptySearch: search.empty,
      replaced
    }),
    clear: async () => {
      await commits.between(() => {
        // While rows may refer to others, a table is emptied row by row.
        db.pragma('foreign_keys = OFF')
        try {
          db.transaction(() => {
            search.empty()
            for (const statement of empty) statement.run()
          })()
        } finally {
          db.pragma('foreign_keys = ON')
          reload()
        }
        replaced()
      })
    },
    onReplaced (listener) {
      replacedListeners.add(listener)
      return () => { replacedListeners.delete(listener) }
    },
    close: async () => {
      await commits.drained()
      db.close()
    }
  }
}
