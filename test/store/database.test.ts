import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { putFallbackOrigin } from '../../src/core/fallback-origin.ts'
import { createCommitQueue } from '../../src/store/sqlite/commit-queue.ts'
import { DatabaseError, openDatabase } from '../../src/store/sqlite/database.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/store/sqlite/migrations.ts'
import { REALISTIC } from '../core/support.ts'
import { add, addZone, names, newHostname } from './support.ts'

function folder (test: Pick<typeof t, 'teardown'>): string {
  const made = mkdtempSync(join(tmpdir(), 'sandflare-database-'))
  test.teardown(() => { rmSync(made, { recursive: true }) })
  return made
}

/** The one line that opening a file gives. */
function refusal (file: string): string {
  try {
    openSqliteStore(file)
  } catch (error) {
    assert.ok(error instanceof DatabaseError, String(error))
    assert.doesNotMatch(error.message, /\n/)
    return error.message
  }
  throw new Error('it opened')
}

t.test('a file that is opened again has everything that was committed', async t => {
  const file = join(folder(t), 'sandbox.db')
  const before = openSqliteStore(file)
  const zone = await addZone(before)
  const origin = putFallbackOrigin(undefined, 'origin.saasprovider.com', 0, REALISTIC)
  await before.fallbackOrigins.save(zone.no, undefined, origin, [])
  await before.saveMeta('seed', '1')
  await before.identities.insertUser({ id: 'u', email: 'a@b.c', keyHash: 'k' })
  const kept = await Promise.all(Array.from({ length: 1001 }, async (_, i) => await add(before, zone, `host-${i}.customer.com`, { dueAt: 7 + i })))
  const last = kept.at(-1)
  const unfinished = add(before, zone, 'queued.customer.com')
  const events = await before.events.list({ limit: 5000 })
  await before.close()
  await unfinished

  const after = openSqliteStore(file)
  t.teardown(async () => { await after.close() })
  t.same(after.zones.list(), [zone])
  t.same(after.fallbackOrigins.find(zone.no), origin)
  t.equal(after.findMeta('seed'), '1')
  t.match(after.identities.findUser('a@b.c'), { id: 'u' })
  t.equal(after.customHostnames.earliestDue(zone.no), 7)
  t.same(await after.customHostnames.find(zone.no, last?.id ?? ''), last)
  t.equal(after.customHostnames.findWire(zone.no, last?.id ?? ''), 'host-1000.customer.com')
  t.same((await after.events.list({ limit: 5000 })).slice(0, 1001), events)
  t.equal(await after.customHostnames.count(zone.no), 1002)
  t.same(await names(after, zone, { contain: 'queued' }), { names: ['queued.customer.com'], total: 1 })
  t.ok(newHostname(after, zone, 'next').seq > (last?.seq ?? Infinity) + 1, 'no place is given twice')
})

t.test('a large zone of an older version is searched like one that was filled by this one', async t => {
  const file = join(folder(t), 'sandbox.db')
  const before = openSqliteStore(file)
  const zone = await addZone(before)
  await Promise.all(Array.from({ length: 2500 }, async (_, i) => await add(before, zone, `host-${i}.customer-${i % 3}.com`)))
  const totals = async (store: typeof before): Promise<number[]> => {
    return await Promise.all(['host', '-1.com', '9.customer', 'customer-2'].map(async contain => (await names(store, zone, { contain })).total))
  }
  const expected = await totals(before)
  t.same(expected, [2500, 833, 250, 833])
  await before.close()
  const db = new Database(file)
  db.exec('DROP TABLE hostname_pages')
  db.exec(MIGRATIONS.find(sql => sql.includes('CREATE TABLE hostname_pages')) ?? '')
  db.close()
  const after = openSqliteStore(file)
  t.teardown(async () => { await after.close() })
  t.same(await totals(after), expected)
})

t.test('a database of a newer version is refused and left alone', async t => {
  const file = join(folder(t), 'sandbox.db')
  await openSqliteStore(file).close()
  const db = new Database(file)
  db.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
  db.close()
  t.match(refusal(file), new RegExp(`newer Sandflare \\(schema ${SCHEMA_VERSION + 1}, this one knows ${SCHEMA_VERSION}\\)`))
  const again = new Database(file)
  t.equal(again.pragma('user_version', { simple: true }), SCHEMA_VERSION + 1)
  again.close()
})

t.test('what is no database is refused and left alone', async t => {
  const place = folder(t)
  const text = join(place, 'notes.txt')
  writeFileSync(text, 'shopping list')
  t.match(refusal(text), /is not a Sandflare database/)
  t.equal(readFileSync(text, 'utf8'), 'shopping list')
  const broken = join(place, 'broken.db')
  writeFileSync(broken, `SQLite format 3\0${'x'.repeat(5000)}`)
  t.match(refusal(broken), /cannot be opened as a database/)
  t.match(refusal(place), /cannot be opened as a database/, 'a folder')
  t.match(refusal(join(text, 'sandbox.db')), /cannot be opened as a database/, 'a folder that cannot be made')
})

t.test('a database of another program is refused and left alone, whatever its version says', async t => {
  for (const version of [0, 1, SCHEMA_VERSION]) {
    const file = join(folder(t), 'notes.db')
    const notes = new Database(file)
    notes.exec('CREATE TABLE notes (text TEXT)')
    notes.pragma(`user_version = ${version}`)
    notes.close()
    const bytes = readFileSync(file)
    t.match(refusal(file), /is a database of another program/)
    t.ok(readFileSync(file).equals(bytes), `version ${version}`)
  }
})

t.test('an empty file becomes a database', async t => {
  const file = join(folder(t), 'empty.db')
  writeFileSync(file, '')
  const store = openSqliteStore(file)
  t.same(store.zones.list(), [])
  await store.close()
})

t.test('a database that another process has open is refused', async t => {
  const file = join(folder(t), 'sandbox.db')
  const store = new URL('../../src/store/sqlite/index.ts', import.meta.url).href
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(store)})
    const store = openSqliteStore(${JSON.stringify(file)})
    console.log('open')
    process.stdin.resume().on('end', () => store.close())`
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(holder, 'exit')
  t.teardown(() => holder.kill())
  await once(holder.stdout, 'data')
  t.match(refusal(file), /is in use by another Sandflare/)
  holder.stdin.end()
  t.same(await exited, [0, null])
  await openSqliteStore(file).close()
})

t.test('commits are kept in a log that is synchronous at its checkpoints, in a new file as in an old one', async t => {
  const file = join(folder(t), 'sandbox.db')
  for (const age of ['new', 'old']) {
    const db = openDatabase(file)
    t.equal(db.pragma('synchronous', { simple: true }), 1, age)
    t.equal(db.pragma('journal_mode', { simple: true }), 'wal', age)
    t.equal(db.pragma('user_version', { simple: true }), SCHEMA_VERSION, age)
    db.close()
  }
})

t.test('writes of one turn share a commit; one that fails it leaves no trace, and the others are kept', async t => {
  const db = openDatabase(':memory:')
  t.teardown(() => db.close())
  db.exec('CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)')
  const commits = createCommitQueue(db)
  const parent = db.prepare('INSERT INTO parent DEFAULT VALUES')
  const orphan = db.prepare('INSERT INTO child (parent) VALUES (99)')
  const count = db.prepare('SELECT count(*) FROM parent').pluck()
  const shared = await Promise.all([commits.run(() => db.inTransaction && parent.run().changes), commits.run(() => count.get())])
  t.same(shared, [1, 1])
  const failed = await Promise.allSettled([commits.run(() => parent.run()), commits.run(() => orphan.run())])
  t.same(failed.map(({ status }) => status), ['fulfilled', 'rejected'], 'each was tried on its own')
  t.equal(count.get(), 2)
  t.equal(await commits.run(() => 'on it goes'), 'on it goes')
})
