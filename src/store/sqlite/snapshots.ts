import type { Instant } from '../../core/instant.ts'
import type { Snapshot, SnapshotNotes, SnapshotStore } from '../snapshots.ts'
import { SnapshotError } from '../snapshots.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { KeptNotes } from './snapshot-file.ts'
import { adopt, columnsOf, NOTES, notesOf, onSnapshot, tablesOf } from './snapshot-file.ts'
import type { SnapshotPlace } from './snapshot-places.ts'

/** So many snapshots may be kept. */
const MOST = 100

export interface SnapshotParts {
  readonly commits: CommitQueue
  readonly place: SnapshotPlace
  /** Bytes for all of them together. */
  readonly space: number
  /** Brings rows up to what is held in memory. */
  readonly save: () => void
  /** Reads what is held in memory anew. */
  readonly reload: () => void
  /** Empties the search index. */
  readonly emptySearch: () => void
  /** Called when what a restore brought is there. */
  readonly replaced: () => void
}

/** Snapshots as SQLite files: SQLite writes them, and rows go back into the open database, in one transaction. */
export function snapshotStore (db: Db, { commits, place, space, save, reload, emptySearch, replaced }: SnapshotParts): SnapshotStore {
  const saveNotes = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  const removeNotes = db.prepare('DELETE FROM meta WHERE key = ?')
  const count = db.prepare<[], { zones: number, hostnames: number }>('SELECT count(*) AS zones, coalesce(sum(hostnames), 0) AS hostnames FROM zone_counters')
  const known = new Map<string, Snapshot | undefined>()

  function find (name: string): Snapshot | undefined {
    if (!known.has(name)) known.set(name, place.has(name) ? read(name) : undefined)
    return known.get(name)
  }
  /** Undefined for what is no snapshot: something else may have come to lie in the folder. */
  function read (name: string): Snapshot | undefined {
    try {
      const notes = onSnapshot(place.source(name), notesOf)
      return notes === undefined ? undefined : toSnapshot(name, notes, place.bytes(name))
    } catch {
      return undefined
    }
  }
  const list = (): readonly Snapshot[] => place.names().flatMap(name => find(name) ?? []).sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1))

  function makeRoom (name: string, bytes: number): void {
    const others = list().filter(snapshot => snapshot.name !== name)
    if (others.length >= MOST) throw new SnapshotError('no_room', `there are ${MOST} snapshots, which is as many as can be: delete some`)
    const free = space - others.reduce((sum, snapshot) => sum + snapshot.bytes, 0)
    if (bytes > free) {
      throw new SnapshotError('no_room', `the snapshot takes ${mebibytes(bytes)} MiB and ${mebibytes(free)} of ${mebibytes(space)} are left: delete others, or raise --snapshot-space`)
    }
  }
  function keep (name: string, notes: KeptNotes): Snapshot {
    const snapshot = toSnapshot(name, notes, place.bytes(name))
    known.set(name, snapshot)
    return snapshot
  }

  return {
    space,
    list: async () => list(),
    find: async name => find(name),
    take: async (name, notes) => await commits.between(() => {
      makeRoom(name, Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true })))
      const kept: KeptNotes = { ...notes, zones: 0, hostnames: 0, ...count.get() }
      save()
      saveNotes.run(NOTES, JSON.stringify(kept))
      try {
        place.copy(db, name)
      } finally {
        removeNotes.run(NOTES)
      }
      return keep(name, kept)
    }),
    restore: async (name, systemNow) => await commits.between(() => {
      if (find(name) === undefined) return undefined
      return unlessDamaged(name, () => onSnapshot(place.source(name), snapshot => {
        const notes = notesOf(snapshot)
        if (notes === undefined) throw new Error('it says nothing about itself')
        // Rows refer to rows that come after them, and a table that nothing refers to is emptied at once.
        db.pragma('foreign_keys = OFF')
        try {
          db.transaction(() => {
            copyRows(snapshot, db)
            removeNotes.run(NOTES)
            saveNotes.run('sandbox_seed', notes.seed)
            moveClocks(db, systemNow - notes.takenAt)
            emptySearch()
            reload()
          })()
        } catch (error) {
          reload()
          throw error
        } finally {
          db.pragma('foreign_keys = ON')
        }
        replaced()
        return notes
      }))
    }),
    remove: async name => {
      if (find(name) === undefined) return false
      place.remove(name)
      known.delete(name)
      return true
    },
    read: async name => find(name) === undefined ? undefined : place.read(name),
    add: async (name, file) => {
      const adopted = adopt(file, db)
      makeRoom(name, adopted.file.length)
      place.write(name, adopted.file)
      return keep(name, adopted.notes)
    }
  }
}

/** A file that was a snapshot may have been damaged since; nothing has changed then. */
function unlessDamaged (name: string, work: () => SnapshotNotes): SnapshotNotes {
  try {
    return work()
  } catch (error) {
    throw new SnapshotError('unusable', `the snapshot ${name} cannot be restored: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Every row of one database in place of every row of another; both have the same tables. Part of a transaction. */
function copyRows (from: Db, to: Db): void {
  const indexes = to.prepare<[], { name: string, sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all()
  // Indexes are made faster from a whole table than row by row.
  for (const { name } of indexes) to.exec(`DROP INDEX ${name}`)
  for (const table of [...tablesOf(to), 'sqlite_sequence']) {
    // The authorities are the sandbox's own, unless the snapshot has certificates of others.
    if (table === 'authorities' && from.prepare('SELECT 1 FROM authorities').get() === undefined) continue
    const columns = columnsOf(to, table)
    const insert = to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    to.exec(`DELETE FROM ${table}`)
    for (const row of from.prepare<[], unknown[]>(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`).raw().iterate()) insert.run(...row)
  }
  for (const { sql } of indexes) to.exec(sql)
}

/** Running clocks go on from where they were. Part of a transaction. */
function moveClocks (db: Db, byMs: Instant): void {
  db.prepare("UPDATE zones SET clock = json_set(clock, '$.offsetMs', json_extract(clock, '$.offsetMs') - ?) WHERE json_extract(clock, '$.mode') = 'running'").run(byMs)
}

function toSnapshot (name: string, { createdAt, zones, hostnames }: KeptNotes, bytes: number): Snapshot {
  return { name, createdAt, zones, hostnames, bytes }
}

function mebibytes (bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
