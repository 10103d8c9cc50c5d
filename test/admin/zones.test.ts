import t from 'tap'
import { HealthSchema } from '../../schemas/admin/health.ts'
import { AdminZoneSchema, CreatedAdminZoneSchema } from '../../schemas/admin/zone.ts'
import type { EditAdminZoneWire } from '../../schemas/admin/zone.ts'
import { createSandbox } from '../../src/index.ts'
import { admin as raw, createHostname, faultOf, FALLBACK_ORIGIN, setFallbackOrigin, start, v4 } from './support.ts'

t.test('a new zone has an id, a name, a clock, settings and a token for it alone', async t => {
  const sandbox = await start(t, { auth: 'tokens' })
  const zone = await sandbox.admin.zones.create({ settings: { schedule: 'instant', quota: { allocated: 3 } } })
  t.equal(faultOf(CreatedAdminZoneSchema, zone), undefined)
  t.match(zone.api_token, /^[A-Za-z0-9]{40}$/)
  t.match(zone, { account_id: sandbox.zone.accountId, settings: { schedule: 'instant', quota: { allocated: 3, hard_cap: 100_000_000 } }, hostnames: 0 })
  const own = { ...sandbox, zone, token: zone.api_token }
  t.equal((await v4(own, 'POST', '/custom_hostnames', { hostname: 'app.customer.com' })).status, 201)
  t.equal((await v4({ ...own, zone: sandbox.zone }, 'GET', '/custom_hostnames')).status, 403)
  t.match(await sandbox.admin.zones.get(zone.id), { id: zone.id, hostnames: 1 })
  t.strictSame((await sandbox.admin.zones.list()).map(({ id }) => id), [sandbox.zone.id, zone.id])
})

t.test('a zone is made with a name, an id and a clock of its own', async t => {
  const { admin } = await start(t)
  const id = 'a'.repeat(32)
  const zone = await admin.zones.create({ id, name: 'Shop.example', clock: { mode: 'frozen', now: '2020-02-02T00:00:00Z' } })
  t.match(zone, { id, name: 'shop.example', created_on: '2020-02-02T00:00:00Z', clock: { mode: 'frozen', now: '2020-02-02T00:00:00Z' } })
  await t.rejects(admin.zones.create({ id }), { status: 409, code: 'conflict' })
  await t.rejects(admin.zones.create({ name: 'shop.example' }), { status: 409, code: 'conflict' })
  await t.rejects(admin.zones.create({ name: 'com' }), { status: 400, message: /^\/name: / })
  await t.rejects(admin.zones.create({ account_id: id }), { status: 400, message: /^\/account_id: / })
})

t.test('many zones made at once have ids and names of their own', async t => {
  const { admin } = await start(t)
  const zones = await Promise.all(Array.from({ length: 20 }, async () => await admin.zones.create()))
  for (const key of ['id', 'name', 'api_token'] as const) t.equal(new Set(zones.map(zone => zone[key])).size, 20, key)
})

t.test('settings change from now on, after what was due before', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  const changed = await sandbox.admin.zones.update(sandbox.zone.id, { settings: { schedule: 'instant', strict: true } })
  t.equal(faultOf(AdminZoneSchema, changed), undefined)
  t.match(changed.settings, { schedule: 'instant', strict: true, inspector: 'auto' })
  await sandbox.advance('15s')
  t.match((await v4(sandbox, 'GET', `/custom_hostnames/${id}`)).result, { status: 'active', ssl: { status: 'active' } })
})

t.test('settings that cannot be used are refused with their path, and nothing changes', async t => {
  const { admin, zone } = await start(t)
  const before = await admin.zones.get(zone.id)
  const refused: ReadonlyArray<readonly [unknown, string]> = [
    [{ settings: { schedule: 'slow' } }, '/settings/schedule'], [{ settings: { schedule: { name: 'x' } } }, '/settings/schedule/fallback_origin'],
    [{ settings: { inspector: 'psychic' } }, '/settings/inspector'], [{ settings: { quota: { allocated: -1 } } }, '/settings/quota/allocated'],
    [{ setings: {} }, '/setings'], [{ clock: { now: '2020-01-01T00:00:00Z' } }, '/clock/now'], [[], '/']
  ]
  for (const [change, path] of refused) {
    await t.rejects(admin.zones.update(zone.id, change as EditAdminZoneWire), { status: 400, code: 'invalid_request', message: new RegExp(`^${path}: `) }, path)
  }
  t.strictSame(await admin.zones.get(zone.id), before)
})

t.test('a deleted zone is gone with all that was in it', async t => {
  const sandbox = await start(t)
  const zone = await sandbox.admin.zones.create()
  await createHostname(sandbox, 'app.customer.com', zone.id)
  await sandbox.admin.zones.delete(zone.id)
  await t.rejects(sandbox.admin.zones.get(zone.id), { status: 404, code: 'not_found' })
  await t.rejects(sandbox.admin.zones.delete(zone.id), { code: 'not_found' })
  t.match(await sandbox.admin.health(), { zones: 1, hostnames: 0 })
})

t.test('a reset takes everything back to the seed', async t => {
  const sandbox = await start(t)
  const health = await sandbox.admin.health()
  t.equal(faultOf(HealthSchema, health), undefined)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await sandbox.admin.zones.create()
  const { zones } = await sandbox.admin.reset()
  t.match(zones, [{ id: sandbox.zone.id, hostnames: 0, clock: { now: '2026-01-01T00:00:00Z' } }])
  t.strictSame(await sandbox.admin.events.list(), [])
  t.equal(await createHostname(sandbox), id, 'the same calls give the same ids again')
})

t.test('a reset of one zone leaves the others alone', async t => {
  const sandbox = await start(t)
  const other = await sandbox.admin.zones.create({ settings: { inspector: 'manual' } })
  for (const zoneId of [sandbox.zone.id, other.id]) await createHostname(sandbox, 'app.customer.com', zoneId)
  await setFallbackOrigin(sandbox)
  await sandbox.admin.zones.update(other.id, { settings: { inspector: 'auto' }, clock: { now: '2027-01-01T00:00:00Z' } })

  t.match((await sandbox.admin.reset(other.id)).zones, [{ id: other.id, name: other.name, hostnames: 0, settings: { inspector: 'manual' }, clock: { now: '2026-01-01T00:00:00Z' } }])
  t.match(await sandbox.admin.zones.get(sandbox.zone.id), { hostnames: 1, clock: { now: '2026-01-01T00:00:05Z' } })

  await createHostname(sandbox, 'app.customer.com', other.id)
  t.match((await sandbox.admin.reset(sandbox.zone.id)).zones, [{ id: sandbox.zone.id, hostnames: 0, clock: { now: '2026-01-01T00:00:00Z' } }])
  t.equal((await v4(sandbox, 'GET', '/custom_hostnames/fallback_origin')).status, 404)
  t.equal((await v4(sandbox, 'PUT', '/custom_hostnames/fallback_origin', { origin: FALLBACK_ORIGIN })).status, 200)
  t.match(await sandbox.advance('5s'), { events: [{ to: 'pending_deployment' }, { to: 'active' }] }, 'the records of the seed are back')
  t.match(await sandbox.admin.zones.get(other.id), { hostnames: 1 })
  await t.rejects(sandbox.admin.reset('f'.repeat(32)), { code: 'not_found' })
})

t.test('bodies are read as JSON whatever their type says, and may be left out', async t => {
  const sandbox = await start(t)
  t.equal((await raw(sandbox, 'POST', '/zones')).status, 201)
  t.match(await raw(sandbox, 'POST', `/zones/${sandbox.zone.id}/clock/advance`, '{"by":"1s"}'), { status: 200 })
  t.match(await raw(sandbox, 'POST', '/zones', '{'), { status: 400, body: { error: { code: 'invalid_request' } } })
  t.match(await raw(sandbox, 'POST', '/zones', `"${'x'.repeat(1 << 20)}"`), { status: 413, body: { error: { code: 'body_too_large' } } })
  t.match(await raw(sandbox, 'GET', '/nothing'), { status: 404, body: { error: { code: 'not_found' } } })
  t.match(await raw(sandbox, 'GET', '/events?zone=x'), { status: 400, body: { error: { message: /^\/zone: / } } })
})

t.test('the admin API has a document of its own, which the public one leaves out', async t => {
  const { url } = await createSandbox().then(sandbox => { t.teardown(sandbox.close); return sandbox })
  const read = async (path: string) => await (await fetch(url + path)).json() as { readonly paths: Record<string, object> }
  const { paths } = await read('/__admin/openapi.json')
  t.ok('/__admin/zones/{zone_id}/clock/advance' in paths)
  t.ok('/__admin/events/stream' in paths)
  t.strictSame(Object.keys((await read('/openapi.json')).paths).filter(path => path.includes('admin')), [])
})
