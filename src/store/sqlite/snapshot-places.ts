import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db } from './database.ts'

/** Where the files of snapshots are. */
export interface SnapshotPlace {
  names (): readonly string[]
  has (name: string): boolean
  bytes (name: string): number
  /** Copies a database there, whole or not at all. */
  copy (db: Db, name: string): void
  write (name: string, file: Uint8Array): void
  read (name: string): Buffer
  /** What a database can be opened by. */
  source (name: string): string | Buffer
  remove (name: string): void
}

const ENDING = '.snapshot'
/** What is being written, and what is left of it when the process was killed. */
const PARTIAL = '.partial'

/** Beside a database file, in a folder of its own, which is made with the first snapshot. */
export function folderOfSnapshots (folder: string): SnapshotPlace {
  const fileOf = (name: string): string => join(folder, `${name}${ENDING}`)
  const whole = (name: string, make: (file: string) => void): void => {
    mkdirSync(folder, { recursive: true })
    const partial = `${fileOf(name)}${PARTIAL}`
    rmSync(partial, { force: true })
    try {
      make(partial)
      renameSync(partial, fileOf(name))
    } finally {
      rmSync(partial, { force: true })
    }
  }
  return {
    names: () => existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith(ENDING)).map(file => file.slice(0, -ENDING.length)) : [],
    has: name => existsSync(fileOf(name)),
    bytes: name => statSync(fileOf(name)).size,
    copy: (db, name) => { whole(name, file => { db.prepare('VACUUM INTO ?').run(file) }) },
    write: (name, bytes) => { whole(name, file => { writeFileSync(file, bytes) }) },
    read: name => readFileSync(fileOf(name)),
    source: fileOf,
    remove: name => { rmSync(fileOf(name), { force: true }) }
  }
}

/** For databases that are in memory themselves. */
export function snapshotsInMemory (): SnapshotPlace {
  const held = new Map<string, Buffer>()
  const read = (name: string): Buffer => held.get(name) ?? Buffer.alloc(0)
  return {
    names: () => [...held.keys()],
    has: name => held.has(name),
    bytes: name => read(name).length,
    copy: (db, name) => { held.set(name, db.serialize()) },
    write: (name, file) => { held.set(name, Buffer.from(file)) },
    read,
    source: read,
    remove: name => { held.delete(name) }
  }
}
