import type { Store } from '../store.ts'
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
import { zoneTable } from './zones.ts'

/** The store on one SQLite file (or `:memory:`). Throws DatabaseError with one line for the user when it cannot be used. */
export function openSqliteStore (file: string): Store {
  const db = openDatabase(file)
  const commits = createCommitQueue(db)
  const events = eventTable(db, commits)
  const search = hostnameSearch(db, commits)
  const counters = zoneCounters(db, commits)
  const zones = zoneTable(db, commits)
  const identities = identityTables(db, commits)
  const fallbackOrigins = fallbackOriginTable(db, commits, events)
  for (const held of [search, counters, zones, identities, fallbackOrigins]) commits.onRollback(held.reload)
  const findMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  const saveMeta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const empty = ['leaf_packs', 'uploaded_certificates', 'custom_csrs', 'mails', 'approvals', 'customer_records', 'dns_faults', 'http_overrides', 'events', 'hostname_search', 'hostname_pages', 'custom_hostnames', 'fallback_origins', 'dns_records', 'tokens', 'users', 'zones', 'accounts', 'meta']
    .map(table => db.prepare(`DELETE FROM ${table}`))

  return {
    zones,
    identities,
    dnsRecords: dnsRecordTable(db, commits),
    dnsWorld: dnsWorldTables(db, commits),
    certificates: certificateTables(db, commits),
    customCsrs: customCsrTable(db, commits),
    fallbackOrigins,
    customHostnames: customHostnameTable(db, commits, { search, events, counters, zones }),
    events,
    mails: mailTables(db, commits),
    findMeta: key => findMeta.get(key),
    saveMeta: async (key, value) => { await commits.run(() => saveMeta.run(key, value)) },
    clear: async () => {
      await commits.run(() => {
        for (const statement of empty) statement.run()
        for (const held of [search, counters, zones, identities, fallbackOrigins]) held.reload()
      })
    },
    close: async () => {
      await commits.drained()
      db.close()
    }
  }
}
