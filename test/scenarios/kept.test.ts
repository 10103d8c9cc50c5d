import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { MIGRATIONS } from '../../src/store/sqlite/migrations.ts'
import { add, addZone } from '../store/support.ts'

function fileOf (test: Pick<typeof t, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-scenarios-'))
  test.teardown(() => { rmSync(folder, { recursive: true }) })
  return join(folder, 'sandbox.db')
}

t.test("a hostname's own scenario is kept by every write of its lifecycle, and by the file", async t => {
  const file = fileOf(t)
  const store = openSqliteStore(file)
  const zone = await addZone(store)
  const hostname = await add(store, zone, 'app.customer.com', { dueAt: 5 })
  await add(store, zone, 'other.customer.com', { dueAt: 5 })
  await store.customHostnames.save(zone.no, { ...hostname, scenario: 'moved' }, 5, [{ type: 'scenario_set', at: 1, from: null, to: 'moved' }])
  t.strictSame((await store.customHostnames.listDue(zone.no, 5, 9)).map(({ scenario }) => scenario), ['moved', undefined])
  await store.customHostnames.settleDue(zone.no, { until: 5, limit: 9, also: [], expand: events => events }, ({ lifecycle }) => ({ lifecycle, dueAt: 9, events: [] }))
  const seen: Array<string | undefined> = []
  await store.customHostnames.rearm(zone.no, ({ lifecycle, scenario }) => {
    seen.push(scenario)
    return { lifecycle: { ownership: { ...lifecycle.ownership, since: 77 } }, dueAt: 10 }
  })
  t.strictSame(seen, ['moved', undefined])
  await store.close()
  const again = openSqliteStore(file)
  t.teardown(async () => { await again.close() })
  t.match(await again.customHostnames.find(zone.no, hostname.id), { scenario: 'moved', lifecycle: { ownership: { since: 77 } } })
  t.notOk('scenario' in ((await again.customHostnames.find(zone.no, hostname.id))?.lifecycle ?? {}))
  t.equal(again.customHostnames.earliestDue(zone.no), 10)
})

t.test('zones of an older database have no scenario, and labels that name them', async t => {
  const file = fileOf(t)
  const before = MIGRATIONS.findIndex(sql => sql.includes('scenarioLabels'))
  const db = new Database(file)
  for (const sql of MIGRATIONS.slice(0, before)) db.exec(sql)
  db.pragma(`user_version = ${before}`)
  db.exec("INSERT INTO accounts VALUES ('a', 'a', 0)")
  db.exec("INSERT INTO zones (zone_no, id, account_id, name, status, type, created_at, clock, settings) VALUES (1, 'z', 'a', 'saasprovider.com', 'active', 'full', 0, '{}', '{}')")
  db.exec("INSERT INTO meta VALUES ('zone_made_as/z', '{\"settings\":{},\"clock\":{}}')")
  db.close()
  const store = openSqliteStore(file)
  t.teardown(async () => { await store.close() })
  t.match(store.zones.find('z')?.settings, { scenario: null, scenarioLabels: true })
  t.match(JSON.parse(store.findMeta('zone_made_as/z') ?? ''), { settings: { scenario: null, scenarioLabels: true } })
})
