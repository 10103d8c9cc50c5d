import Database from 'better-sqlite3'
import type { SnapshotNotes } from '../snapshots.ts'
import { SnapshotError } from '../snapshots.ts'
import type { Db } from './database.ts'
import { migrate, SCHEMA_VERSION } from './migrations.ts'

/** The row that makes a database a snapshot. */
export const NOTES = 'snapshot'

/** What stands in a snapshot about itself. */
export interface KeptNotes extends SnapshotNotes {
  readonly zones: number
  readonly hostnames: number
}

/** Opens a snapshot to read from it. A buffer is copied. */
export function openSnapshot (source: string | Buffer): Db {
  return typeof source === 'string' ? new Database(source, { readonly: true, fileMustExist: true }) : new Database(source)
}

/** Runs work on an open snapshot and closes it. */
export function onSnapshot<T> (source: string | Buffer, work: (snapshot: Db) => T): T {
  const snapshot = openSnapshot(source)
  try {
    return work(snapshot)
  } finally {
    snapshot.close()
  }
}

/** What a snapshot says about itself; undefined when it is none. */
export function notesOf (snapshot: Db): KeptNotes | undefined {
  const text = snapshot.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(NOTES)
  const notes = text === undefined ? undefined : JSON.parse(text) as Partial<KeptNotes>
  if (typeof notes?.createdAt !== 'number' || typeof notes.takenAt !== 'number' || typeof notes.seed !== 'string') return undefined
  return { createdAt: notes.createdAt, takenAt: notes.takenAt, seed: notes.seed, held: notes.held ?? {}, zones: notes.zones ?? 0, hostnames: notes.hostnames ?? 0 }
}

/** Tables with rows of the sandbox, those of the search index left out, which is made from them. */
export function tablesOf (db: Db): readonly string[] {
  return db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND name NOT LIKE 'hostname\\_search%' ESCAPE '\\' AND name <> 'hostname_pages' ORDER BY rowid`).pluck().all()
}

/** Columns that a row is made of; those that follow from others are left out. */
export function columnsOf (db: Db, table: string): readonly string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid').pluck().all(table)
}

/**
 * Judges the file of a snapshot from elsewhere and brings an older one to the present schema. Throws SnapshotError. What comes out has
 * exactly the tables, and nothing else, of a database that this program makes.
 */
export function adopt (file: Uint8Array, present: Db): { readonly file: Buffer, readonly notes: KeptNotes } {
  if (Buffer.from(file.subarray(0, 16)).toString('latin1') !== 'SQLite format 3\0') throw refused('is not a snapshot')
  try {
    return onSnapshot(Buffer.from(file), snapshot => {
      snapshot.pragma('trusted_schema = OFF')
      const version = Number(snapshot.pragma('user_version', { simple: true }))
      if (version > SCHEMA_VERSION) throw refused(`was made by a newer Sandflare (schema ${version}, this one knows ${SCHEMA_VERSION}): use that version`)
      const faults = snapshot.pragma('quick_check(1)', { simple: true })
      if (faults !== 'ok') throw refused(`is damaged: ${String(faults)}`)
      if (!tablesOf(snapshot).includes('custom_hostnames')) throw refused('is a database of another program')
      if (notesOf(snapshot) === undefined) throw refused('is a database and not a snapshot: take one, and export it')
      if (version < SCHEMA_VERSION) migrate(snapshot, version)
      if (schemaOf(snapshot) !== schemaOf(present)) throw refused('has other tables than a snapshot of its version')
      if ((snapshot.pragma('foreign_key_check') as unknown[]).length > 0) throw refused('is damaged: rows refer to others that are missing')
      const notes = notesOf(snapshot)
      if (notes === undefined) throw refused('is not a snapshot')
      return { file: snapshot.serialize(), notes }
    })
  } catch (error) {
    if (error instanceof SnapshotError) throw error
    throw refused(`cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Tables, indexes and whatever else there is, as text; how a migration was laid out does not count. */
function schemaOf (db: Db): string {
  return JSON.stringify(db.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name").raw().all()).replace(/(\\n|\s)+/g, ' ')
}

function refused (problem: string): SnapshotError {
  return new SnapshotError('unusable', `the file ${problem}`)
}
