import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { migrate, SCHEMA_VERSION } from './migrations.ts'

export type Db = Database.Database

/** A database that cannot be used; the message is one line for the person who started the program. */
export class DatabaseError extends Error {
  /** Another process has it. */
  readonly inUse: boolean

  constructor (message: string, { inUse = false }: { readonly inUse?: boolean } = {}) {
    super(message)
    this.inUse = inUse
  }
}

/**
 * Opens the database and brings it to the present schema. The exclusive lock keeps a second process out and
 * saves the shared-memory round trip that would cost half of every point read.
 */
export function openDatabase (file: string): Db {
  let db: Db | undefined
  try {
    if (file !== ':memory:') {
      mkdirSync(dirname(file), { recursive: true })
      refuseForeignFile(file)
    }
    db = new Database(file, { timeout: 250 })
    db.pragma('locking_mode = EXCLUSIVE')
    refuseForeignTables(db, file)
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version > SCHEMA_VERSION) {
      throw new DatabaseError(`${file} was made by a newer Sandflare (schema ${version}, this one knows ${SCHEMA_VERSION}): use that version, or another --database`)
    }
    // A new file has nothing to lose yet, and to wait for the disk would take most of the time of making it.
    if (version === 0) db.pragma('synchronous = OFF')
    db.pragma('journal_mode = WAL')
    db.pragma('foreign_keys = ON')
    db.pragma('cache_size = -16000')
    // 64 MiB of log between checkpoints: pages that every write touches are copied once for thousands of writes.
    db.pragma('wal_autocheckpoint = 16384')
    db.pragma('temp_store = MEMORY')
    migrate(db, version)
    db.pragma('synchronous = NORMAL')
    // While the log is empty, each read would ask the system for the size of the file: this write changes nothing, and stands in the log.
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
    return db
  } catch (error) {
    db?.close()
    throw explained(error, file)
  }
}

/** An old file that is not SQLite must not be touched: WAL mode would fail on it only after side files were made. */
function refuseForeignFile (file: string): void {
  if (!existsSync(file)) return
  const header = Buffer.alloc(16)
  const descriptor = openSync(file, 'r')
  const length = readSync(descriptor, header, 0, 16, 0)
  closeSync(descriptor)
  if (length > 0 && header.toString('latin1') !== 'SQLite format 3\0') {
    throw new DatabaseError(`${file} is not a Sandflare database: name another file with --database`)
  }
}

/** Another program's SQLite file may have any `user_version`, so its tables tell. They are looked at before the first change. */
function refuseForeignTables (db: Db, file: string): void {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  if (tables.length > 0 && !tables.includes('custom_hostnames')) {
    throw new DatabaseError(`${file} is a database of another program: name another file with --database`)
  }
}

function explained (error: unknown, file: string): DatabaseError {
  if (error instanceof DatabaseError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code?.startsWith('SQLITE_BUSY') === true || code?.startsWith('SQLITE_LOCKED') === true) {
    return new DatabaseError(`${file} is in use by another Sandflare: stop that one, or name another file with --database`, { inUse: true })
  }
  return new DatabaseError(`${file} cannot be opened as a database: ${message}`)
}
