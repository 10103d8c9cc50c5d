import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Test } from 'tap'
import t from 'tap'
import { createAdminClient } from '../../src/index.ts'
import type { AdminClient } from '../../src/index.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { startSandbox } from '../../src/sandbox.ts'
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/store/sqlite/migrations.ts'
import { start } from '../admin/support.ts'
import { create, portrait } from './support.ts'
import type { Target } from './support.ts'

interface OnFile extends Target {
  readonly admin: AdminClient
  readonly zone: { readonly id: string }
  close (): Promise<void>
}

/** A sandbox on a database file. */
async function open (t: Test, database: string, options: { readonly snapshotSpace?: number } = {}): Promise<OnFile> {
  const { url, close, zones } = await startSandbox({ ...libraryConfig({}), database, ...options })
  t.teardown(close)
  return { url, close, token: 'x'.repeat(40), admin: createAdminClient({ url }), zone: { id: zones()[0]?.id ?? '' } }
}

function folder (t: Test): string {
  const made = mkdtempSync(join(tmpdir(), 'sandflare-snapshots-'))
  t.teardown(() => { rmSync(made, { recursive: true }) })
  return made
}

/** A database of an earlier version that was made a snapshot, or something like it. */
function fileOf (version: number, change: (db: Database.Database) => void = () => {}): Buffer {
  const db = new Database(':memory:')
  for (const sql of MIGRATIONS.slice(0, version)) db.exec(sql)
  db.pragma(`user_version = ${version}`)
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('snapshot', JSON.stringify({ createdAt: 0, takenAt: 0, seed: 'seed', held: {}, zones: 0, hostnames: 0 }))
  change(db)
  const file = db.serialize()
  db.close()
  return file
}

t.test('snapshots of a database file outlive the process', async t => {
  const file = join(folder(t), 'sandbox.db')
  const first = await open(t, file)
  await create(first, 'shop.customer.com')
  const before = await portrait(first)
  const taken = await first.admin.snapshots.create('kept')
  await first.admin.snapshots.create('dropped')
  await first.admin.snapshots.delete('dropped')
  await first.admin.reset()
  await first.close()
  t.strictSame(readdirSync(`${file}.snapshots`), ['kept.snapshot'])

  const second = await open(t, file)
  t.strictSame(await second.admin.snapshots.list(), [taken])
  t.not(await portrait(second), before)
  await second.admin.snapshots.restore('kept')
  t.equal(await portrait(second), before)
  await second.close()

  const third = await open(t, file)
  t.equal(await portrait(third), before, 'what was restored is kept')
})

t.test('a snapshot goes from one sandbox to another as one file', async t => {
  const [onFile, inMemory] = [await open(t, join(folder(t), 'sandbox.db')), await start(t)]
  for (const [from, to] of [[onFile, inMemory], [inMemory, onFile]] as const) {
    await from.admin.reset()
    await create(from, 'shop.customer.com')
    const before = await portrait(from)
    const taken = await from.admin.snapshots.create('moved')
    const file = await from.admin.snapshots.export('moved')
    t.equal(file.length, taken.bytes)
    t.match(await to.admin.snapshots.import('arrived', file), { ...taken, name: 'arrived', bytes: Number })
    await t.rejects(to.admin.snapshots.import('arrived', file), { status: 409, code: 'conflict' })
    await to.admin.snapshots.import('arrived', file, { replace: true })
    await to.admin.snapshots.restore('arrived')
    t.equal(await portrait(to), before)
    await to.admin.snapshots.delete('arrived')
  }
})

t.test('an older snapshot is brought forward, whatever its type is said to be', async t => {
  const sandbox = await start(t)
  for (const version of Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1)) {
    const response = await fetch(`${sandbox.url}/__admin/snapshots/from-${version}`, {
      method: 'PUT', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new Uint8Array(fileOf(version))
    })
    t.equal(response.status, 201, `schema ${version}`)
    await response.text()
    await sandbox.admin.snapshots.restore(`from-${version}`)
  }
  await sandbox.admin.reset()
  t.match(await sandbox.admin.health(), { zones: 1 })
})

t.test('a file that is no snapshot of this program is refused in one line, and nothing is lost', async t => {
  const { admin, url } = await start(t)
  await admin.snapshots.create('good')
  const good = await admin.snapshots.export('good')
  const damaged = Uint8Array.from(good)
  damaged.fill(0xff, 8192, 3 * 8192)
  const other = new Database(':memory:')
  other.exec('CREATE TABLE notes (text TEXT)')
  const refused: ReadonlyArray<readonly [file: Uint8Array, message: RegExp]> = [
    [new TextEncoder().encode('{"zones":[]}'), /is not a snapshot/],
    [new Uint8Array(0), /send the file|is not a snapshot/],
    [good.subarray(0, 5000), /is damaged|cannot be read/],
    [damaged, /is damaged|cannot be read/],
    [other.serialize(), /is a database of another program/],
    [fileOf(SCHEMA_VERSION, db => { db.exec('DELETE FROM meta') }), /is a database and not a snapshot/],
    [fileOf(SCHEMA_VERSION, db => { db.prepare('UPDATE meta SET value = ?').run('{"zones":1}') }), /is a database and not a snapshot/],
    [fileOf(SCHEMA_VERSION, db => { db.pragma(`user_version = ${SCHEMA_VERSION + 1}`) }), /was made by a newer Sandflare/],
    [fileOf(SCHEMA_VERSION, db => { db.exec('CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM meta; END') }), /has other tables/],
    [fileOf(SCHEMA_VERSION, db => { db.exec('ALTER TABLE meta ADD COLUMN more TEXT') }), /has other tables/],
    [fileOf(SCHEMA_VERSION, db => {
      db.pragma('foreign_keys = OFF')
      db.exec('INSERT INTO zone_counters (zone_no) VALUES (7)')
    }), /rows refer to others that are missing/]
  ]
  for (const [file, message] of refused) {
    await t.rejects(admin.snapshots.import('bad', file), { status: 400, code: 'invalid_request', message })
  }
  const garbled = fileOf(SCHEMA_VERSION, db => {
    db.exec("INSERT INTO accounts VALUES ('a', 'A', 0); INSERT INTO zones VALUES (1, 'z', 'a', 'z.com', 'active', 'full', 0, 'no JSON', '{}')")
  })
  await admin.snapshots.import('garbled', garbled)
  const before = await (await fetch(`${url}/__admin/zones`)).text()
  await t.rejects(admin.snapshots.restore('garbled'), { status: 400, code: 'invalid_request', message: /the snapshot garbled cannot be restored/ })
  t.equal(await (await fetch(`${url}/__admin/zones`)).text(), before)
  await admin.zones.create()
  await admin.snapshots.restore('good')
  t.equal((await admin.snapshots.list()).length, 2)
})

t.test('what is in the way in the folder, or damaged there, is left alone and said', async t => {
  const file = join(folder(t), 'sandbox.db')
  const { admin } = await open(t, file)
  const { bytes } = await admin.snapshots.create('good')
  writeFileSync(`${file}.snapshots/notes.txt`, 'mine')
  writeFileSync(`${file}.snapshots/text.snapshot`, 'no database')
  t.strictSame((await admin.snapshots.list()).map(({ name }) => name), ['good'])
  await t.rejects(admin.snapshots.restore('text'), { status: 404, code: 'not_found' })
  truncateSync(`${file}.snapshots/good.snapshot`, bytes / 2)
  await admin.zones.create()
  await t.rejects(admin.snapshots.restore('good'), { status: 400, message: /the snapshot good cannot be restored/ })
  t.equal((await admin.zones.list()).length, 2)
  await admin.snapshots.create('good', { replace: true })
  await admin.snapshots.restore('good')
  t.equal(readFileSync(`${file}.snapshots/notes.txt`, 'utf8'), 'mine')
})

t.test('snapshots have a bounded number and a bounded size', async t => {
  const small = await open(t, join(folder(t), 'sandbox.db'), { snapshotSpace: 2 ** 20 })
  const { bytes } = await small.admin.snapshots.create('0')
  const fit = Math.floor(2 ** 20 / bytes)
  for (let i = 1; i < fit; i++) await small.admin.snapshots.create(String(i))
  await t.rejects(small.admin.snapshots.create('one-more'), { status: 409, code: 'no_room', message: /delete others, or raise --snapshot-space/ })
  const file = await small.admin.snapshots.export('0')
  await t.rejects(small.admin.snapshots.import('one-more', file), { status: 409, code: 'no_room' })
  await t.rejects(small.admin.snapshots.import('large', new Uint8Array(2 ** 20 + 1)), { status: 413, code: 'body_too_large' })
  await small.admin.snapshots.create('0', { replace: true })
  const many = await start(t)
  for (let i = 0; i < 100; i++) await many.admin.snapshots.create(String(i))
  await t.rejects(many.admin.snapshots.create('one-more'), { status: 409, code: 'no_room', message: /there are 100 snapshots/ })
})
