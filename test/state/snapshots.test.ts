import t from 'tap'
import { AdminError, createAdminClient } from '../../src/index.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { startSandbox } from '../../src/sandbox.ts'
import { FALLBACK_ORIGIN, start } from '../admin/support.ts'
import { call, create, portrait } from './support.ts'

t.test('a snapshot brings back everything that was there', async t => {
  const sandbox = await start(t)
  const { admin, zone, advance } = sandbox
  await call(sandbox, 'PUT', `/client/v4/zones/${zone.id}/custom_hostnames/fallback_origin`, { origin: FALLBACK_ORIGIN })
  const id = await create(sandbox, 'shop.customer.com')
  await admin.zones.create({ name: 'other-provider.com' })
  await call(sandbox, 'PUT', '/__admin/origins', { name: 'app.saasprovider.com', target: '127.0.0.1:3000' })
  await call(sandbox, 'POST', '/__admin/dns/records', { name: 'shop.customer.com', type: 'CNAME', content: 'saasprovider.com' })
  await call(sandbox, 'POST', `/client/v4/zones/${zone.id}/dns_records`, { type: 'TXT', name: 'text', content: 'words' })
  await advance('30s')
  const before = await portrait(sandbox)
  t.match(await admin.snapshots.create('half-way'), { name: 'half-way', created_at: '2026-01-01T00:00:00Z', zones: 2, hostnames: 1 })
  await advance('15d')
  await call(sandbox, 'DELETE', `/client/v4/zones/${zone.id}/custom_hostnames/${id}`)
  await call(sandbox, 'DELETE', `/client/v4/zones/${zone.id}/custom_hostnames/fallback_origin`)
  await call(sandbox, 'DELETE', '/__admin/origins')
  await admin.zones.create()
  await admin.reset()
  t.not(await portrait(sandbox), before)
  t.match(await admin.snapshots.restore('half-way'), { name: 'half-way', hostnames: 1 })
  t.equal(await portrait(sandbox), before)
  await advance({ until: { hostname: 'shop.customer.com', status: 'active', ssl_status: 'active' }, at_most: '5m' })
})

t.test('snapshots are listed, replaced only when asked, and deleted', async t => {
  const sandbox = await start(t)
  const { admin: { snapshots } } = sandbox
  t.strictSame(await snapshots.list(), [])
  const first = await snapshots.create('b')
  await snapshots.create('a')
  await create(sandbox, 'shop.customer.com')
  await t.rejects(snapshots.create('b'), { constructor: AdminError, status: 409, code: 'conflict', message: 'there is a snapshot b already: delete it, or add ?replace=true' })
  t.strictSame((await snapshots.list()).find(({ name }) => name === 'b'), first)
  t.equal((await snapshots.create('b', { replace: true })).hostnames, 1)
  t.strictSame((await snapshots.list()).map(({ name }) => name), ['a', 'b'])
  await snapshots.delete('b')
  t.strictSame((await snapshots.list()).map(({ name }) => name), ['a'])
})

t.test('injected faults, the journal and what it knows of polling are in no snapshot', async t => {
  const sandbox = await start(t)
  const { admin: { snapshots, faults, requests }, zone } = sandbox
  await snapshots.create('before')
  const poll = async () => await call(sandbox, 'GET', `/client/v4/zones/${zone.id}/custom_hostnames?hostname=shop.customer.com`)
  await faults.create({ match: { zone_id: zone.id }, answer: { status: 503 }, times: 2 })
  t.equal((await poll()).status, 503)
  const there = async () => ({ faults: await faults.list(), requests: await requests.list(), polling: await requests.polling() })
  const before = await there()
  t.match(before, { faults: [{ applied: 1 }], requests: [{ status: 503 }], polling: [{ polls: 1 }] })
  await snapshots.restore('before')
  t.strictSame(await there(), before, 'a restore leaves them as they are')
  t.equal((await poll()).status, 503)
  t.equal((await poll()).status, 200)
})

t.test('what cannot be is refused with what to do', async t => {
  const { admin: { snapshots } } = await start(t)
  for (const name of ['.hidden', '-x', 'a b', 'a/b', 'x'.repeat(65), '%2e%2e']) {
    await t.rejects(snapshots.create(name), { status: 400, code: 'invalid_request', message: /^\/name: must begin with a letter or a digit/ }, name)
  }
  for (const work of [async () => { await snapshots.restore('none') }, async () => { await snapshots.delete('none') }, async () => { await snapshots.export('none') }]) {
    await t.rejects(work(), { status: 404, code: 'not_found', message: 'snapshot none does not exist' })
  }
})

t.test('a running clock goes on from where it was', async t => {
  const time = { now: Date.UTC(2026, 5, 1) }
  const clock = { now: () => time.now }
  const { url, zones, close } = await startSandbox(libraryConfig({ clock: 'running@2030-01-01T00:00:00Z' }), clock)
  t.teardown(close)
  const admin = createAdminClient({ url })
  const zone = zones()[0]?.id ?? ''
  const frozen = await admin.zones.create({ clock: { mode: 'frozen', now: '2031-01-01T00:00:00Z' } })
  time.now += 60_000
  await admin.snapshots.create('early')
  time.now += 3_600_000
  await admin.clock.advance(zone, { by: '365d' })
  await admin.clock.advance(frozen.id, { by: '1d' })
  t.equal((await admin.clock.get(zone)).now, '2031-01-01T01:01:00Z')
  await admin.snapshots.restore('early')
  t.strictSame(await admin.clock.get(zone), { mode: 'running', now: '2030-01-01T00:01:00Z' })
  t.strictSame(await admin.clock.get(frozen.id), { mode: 'frozen', now: '2031-01-01T00:00:00Z' })
  time.now += 1000
  t.equal((await admin.clock.get(zone)).now, '2030-01-01T00:01:01Z', 'and runs on')
})

t.test('the timer looks at what a restore made due', async t => {
  const sandbox = await start(t, { clock: 'running', schedule: 'fast' })
  const { admin, zone } = sandbox
  await call(sandbox, 'PUT', `/client/v4/zones/${zone.id}/custom_hostnames/fallback_origin`, { origin: FALLBACK_ORIGIN })
  await create(sandbox, 'shop.customer.com')
  await admin.snapshots.create('waiting')
  await admin.reset()
  const events = admin.events.stream({ type: 'custom_hostname.status_changed' })
  const next = events.next()
  await admin.events.list()
  await admin.snapshots.restore('waiting')
  const { value } = await next
  t.match(value, { hostname: 'shop.customer.com', to: 'active' }, 'nobody asked for anything')
  await events.return(undefined)
})

t.test('whoever follows events goes on with what happens after a restore', async t => {
  const sandbox = await start(t)
  const { admin, advance, url } = sandbox
  await admin.snapshots.create('empty')
  for (let i = 0; i < 3; i++) await create(sandbox, `shop-${i}.customer.com`)
  const last = (await admin.events.list()).at(-1)?.id ?? 0
  const events = admin.events.stream({ after: last })
  await create(sandbox, 'before.customer.com')
  t.match((await events.next()).value, { hostname: 'before.customer.com' })
  await admin.snapshots.restore('empty')
  await create(sandbox, 'after.customer.com')
  const { value: after } = await events.next()
  t.match(after, { hostname: 'after.customer.com', type: 'custom_hostname.created' })
  t.ok(after !== undefined && after.id < last, 'ids go on from those of the snapshot')
  await events.return(undefined)

  const reconnected = await fetch(`${url}/__admin/events/stream`, { headers: { 'last-event-id': String(last + 5000) } })
  const reader = reconnected.body?.pipeThrough(new TextDecoderStream()).getReader()
  t.teardown(async () => { await reader?.cancel() })
  await reader?.read()
  await create(sandbox, 'later.customer.com')
  t.match((await reader?.read())?.value, /later\.customer\.com/, 'an id from before the restore means: from now on')
  await advance('1s')
})

t.test('a restore waits for calls under way, and calls wait for it', async t => {
  const sandbox = await start(t)
  const { admin, advance, zone } = sandbox
  await admin.snapshots.create('empty')
  const created = Array.from({ length: 40 }, async (_, i) => await call(sandbox, 'POST', `/client/v4/zones/${zone.id}/custom_hostnames`, { hostname: `shop-${i}.customer.com` }))
  const restored = admin.snapshots.restore('empty')
  const advanced = advance('15d')
  const reset = sandbox.reset()
  const read = Array.from({ length: 40 }, async () => await call(sandbox, 'GET', `/client/v4/zones/${zone.id}/custom_hostnames`))
  t.ok((await Promise.all(created)).every(({ status }) => status === 201))
  await Promise.all([restored, advanced, reset])
  t.ok((await Promise.all(read)).every(({ status }) => status === 200), 'no call met a world without its zone')
})

t.test('an open stream of events does not hold a restore up', async t => {
  const { admin, url } = await start(t)
  const aborted = new AbortController()
  const response = await fetch(`${url}/__admin/events/stream`, { signal: aborted.signal })
  t.equal(response.status, 200)
  await admin.snapshots.create('now')
  await admin.snapshots.restore('now')
  await admin.reset()
  aborted.abort()
})

t.test('certificates keep their keys', async t => {
  const sandbox = await start(t)
  const { admin, url } = sandbox
  const root = async (): Promise<string> => await (await fetch(`${url}/__admin/ca/roots/0`)).text()
  await admin.snapshots.create('none')
  const made = await root()
  await admin.snapshots.create('made')
  await admin.snapshots.restore('none')
  t.equal(await root(), made, 'a snapshot from before they were made leaves the authorities as they are')
  await admin.snapshots.restore('made')
  t.equal(await root(), made)

  const other = await start(t)
  const theirs = await (await fetch(`${other.url}/__admin/ca/roots/0`)).text()
  t.not(theirs, made)
  await other.admin.snapshots.import('elsewhere', await admin.snapshots.export('made'))
  await other.admin.snapshots.restore('elsewhere')
  t.equal(await (await fetch(`${other.url}/__admin/ca/roots/0`)).text(), made, 'certificates from elsewhere come with their authorities')
})

t.test('a sandbox closes while a stream is open and a snapshot was taken', async t => {
  const sandbox = await start(t)
  const response = await fetch(`${sandbox.url}/__admin/events/stream`)
  await sandbox.admin.snapshots.create('now')
  await t.resolves(sandbox.close())
  await response.body?.cancel().catch(() => {})
})
