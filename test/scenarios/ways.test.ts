import t from 'tap'
import { ScenarioListSchema } from '../../schemas/admin/scenario.ts'
import type { EventWire } from '../../schemas/admin/event.ts'
import type { GivenZoneSettingsWire } from '../../schemas/admin/zone.ts'
import { createSandbox, SeedError } from '../../src/index.ts'
import { readDefaultWorld } from '../../src/seed/seed.ts'
import { faultOf } from '../admin/support.ts'
import { openStage, stageOf, statusesOf } from './support.ts'

const ssl = { method: 'txt', type: 'dv' } as const

/** A stage with calls for hostnames of any name. */
async function openTheatre (t: Parameters<typeof openStage>[0]) {
  const stage = await openStage(t)
  const { sandbox: { admin }, client, zone } = stage
  return {
    ...stage,
    settings: async (settings: GivenZoneSettingsWire) => await admin.zones.update(zone.zone_id, { settings }),
    create: async (hostname: string) => (await client.customHostnames.create({ ...zone, hostname, ssl })).id,
    look: async (id: string) => await client.customHostnames.get(id, zone),
    scenarioOf: async (id: string) => (await admin.explain(zone.zone_id, id)).scenario
  }
}

t.test('the list names every scenario with its label, its numbers and its ways', async t => {
  const { sandbox: { admin } } = await openStage(t)
  const scenarios = await admin.scenarios.list()
  t.equal(faultOf(ScenarioListSchema, { scenarios }), undefined)
  t.ok(scenarios.length >= 50)
  t.match(scenarios.find(({ name }) => name === 'passes-at-attempt'), {
    label: 'passes-at-attempt-<n>', parameters: [{ name: 'n', minimum: 1, maximum: 120 }], example: 'passes-at-attempt-4.shop.customer.com', ways: ['label', 'hostname', 'zone']
  })
  t.match(scenarios.find(({ name }) => name === 'duplicate'), { ways: ['label', 'zone'], parameters: [] })
})

t.test("a hostname's own scenario wins over its label, and that over the zone's", async t => {
  const { sandbox: { admin }, zone: { zone_id: zoneId }, settings, create, scenarioOf } = await openTheatre(t)
  await settings({ scenario: 'slow-10x' })
  const [labelled, plain] = [await create('caa-blocked.shop.customer.com'), await create('app.shop.customer.com')]
  t.match(await scenarioOf(labelled), { name: 'caa-blocked', label: 'caa-blocked', from: 'label', parameters: {} })
  t.match(await scenarioOf(plain), { name: 'slow', label: 'slow-10x', from: 'zone', parameters: { n: 10 } })
  t.match(await admin.scenarios.set(zoneId, labelled, 'passes-at-attempt-4'), { scenario: { name: 'passes-at-attempt', label: 'passes-at-attempt-4', from: 'hostname', parameters: { n: 4 } } })
  t.equal((await admin.scenarios.set(zoneId, labelled, null)).scenario, null, 'null ends them all')
  t.match((await admin.scenarios.unset(zoneId, labelled)).scenario, { name: 'caa-blocked', from: 'label' })
  await settings({ scenario_labels: false })
  t.match(await scenarioOf(labelled), { name: 'slow', from: 'zone' })
  await settings({ scenario: null })
  t.equal(await scenarioOf(labelled), null)
})

t.test('a label is only a name at the end of a domain, anywhere but at the left, out of bounds, or where labels are off', async t => {
  const { settings, create, scenarioOf } = await openTheatre(t)
  for (const name of ['moved.com', 'shop.moved.customer.com', 'slow-1x.customer.com', 'slow-010x.customer.com', 'slow-1001x.customer.com', 'not-moved.customer.com']) {
    t.equal(await scenarioOf(await create(name)), null, name)
  }
  t.match(await scenarioOf(await create('Moved.customer.com')), { name: 'moved' })
  await settings({ scenario_labels: false })
  t.equal(await scenarioOf(await create('moved.other.com')), null)
})

t.test('what is no scenario is refused with its nearest, and nothing changes', async t => {
  const { sandbox: { admin, url }, zone: { zone_id: zoneId }, create, scenarioOf } = await openTheatre(t)
  const id = await create('servfail.shop.customer.com')
  const refused: ReadonlyArray<readonly [string, RegExp]> = [
    ['caa-bloked', /^\/scenario: there is no scenario "caa-bloked"; nearest: caa-blocked, /], ['passes-at-attempt', /<n> is a whole number from 1 to 120$/],
    ['passes-at-attempt-0', /"passes-at-attempt-0" is not passes-at-attempt-<n>/], ['slow-5000x', /from 2 to 1000$/], ['duplicate', /about the creation/], ['none', /there is no scenario "none"/],
    ['', /^\/scenario: /], ['x'.repeat(64), /^\/scenario: /]
  ]
  for (const [scenario, message] of refused) await t.rejects(admin.scenarios.set(zoneId, id, scenario), { status: 400, code: 'invalid_request', message }, scenario)
  await t.rejects(admin.scenarios.set(zoneId, '0d89c70d-ad9f-4843-b99f-6cc0252067e9', 'moved'), { status: 404, code: 'not_found' })
  await t.rejects(admin.scenarios.set('f'.repeat(32), id, 'moved'), { status: 404, code: 'not_found' })
  const put = async (body: unknown) => (await fetch(`${url}/__admin/zones/${zoneId}/custom_hostnames/${id}/scenario`, {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body)
  })).status
  t.strictSame([await put({}), await put({ scenario: 4 }), await put({ scenario: 'moved', more: 1 })], [400, 400, 400])
  t.match(await scenarioOf(id), { name: 'servfail', from: 'label' })
})

t.test('a zone setting that is no scenario is refused, by call and in a seed', async t => {
  const { settings } = await openTheatre(t)
  await t.rejects(settings({ scenario: 'slow' }), { status: 400, message: /^\/settings\/scenario: "slow" is not slow-<n>x/ })
  const world = readDefaultWorld()
  const seed = (scenario: string) => ({ ...world, zones: world.zones.map(zone => ({ ...zone, settings: { scenario } })) })
  await t.rejects(createSandbox({ seed: seed('movd') }), new SeedError('seed: /zones/0/settings/scenario: there is no scenario "movd"; nearest: moved, renewal, servfail'))
  const sandbox = await createSandbox({ seed: seed('moved') })
  t.teardown(sandbox.close)
  t.match((await sandbox.admin.zones.get(sandbox.zone.id)).settings, { scenario: 'moved', scenario_labels: true })
})

t.test('a scenario set on a live hostname counts from now on, as an event, and its answer is rendered anew', async t => {
  const stage = await stageOf(t, 'app', 'label')
  const { sandbox, zone: { zone_id: zoneId } } = stage
  const { id } = await stage.create()
  t.strictSame(statusesOf(await stage.after('10d')), ['active', 'active'])
  const before = await sandbox.admin.clock.get(zoneId)
  await sandbox.admin.scenarios.set(zoneId, id, 'records-kept')
  t.match(await stage.look(), { ownership_verification: { type: 'txt' } })
  const { timeline: { to_come: toCome } } = await sandbox.admin.scenarios.set(zoneId, id, 'moved')
  t.notOk('ownership_verification' in await stage.look())
  t.match(toCome.find(({ type }) => type === 'custom_hostname.status_changed'), { from: 'active', to: 'moved' })
  const { events } = await sandbox.advance('4h')
  const moved = events.find(({ to }) => to === 'moved')
  t.ok(moved !== undefined && moved.at > before.now, 'nothing happened in the past')
  const set = (await sandbox.admin.events.list({ zone_id: zoneId, type: 'custom_hostname.scenario_set' })).map(({ at, from, to, hostname }: EventWire) => ({ at, from, to, hostname }))
  t.strictSame(set, [
    { at: before.now, from: undefined, to: 'records-kept', hostname: 'app.shop.customer.com' }, { at: before.now, from: 'records-kept', to: 'moved', hostname: 'app.shop.customer.com' }
  ])
  await sandbox.admin.scenarios.set(zoneId, id, null)
  await stage.patch()
  t.strictSame(statusesOf(await stage.after('30d')), ['active', 'active'])
})

t.test('what a slow hostname would have done already it does at once when it is slow no longer, and not in the past', async t => {
  const stage = await stageOf(t, 'slow-1000x', 'label')
  const { sandbox, zone: { zone_id: zoneId } } = stage
  const { id } = await stage.create()
  t.strictSame(statusesOf(await stage.after('40m')), ['pending', 'initializing'])
  const { now } = await sandbox.admin.clock.get(zoneId)
  await sandbox.admin.scenarios.set(zoneId, id, null)
  t.strictSame(statusesOf(await stage.look()), ['active', 'pending_validation'])
  const { timeline: { past } } = await stage.explain()
  t.strictSame(past.filter(({ type }) => type !== 'custom_hostname.created').map(({ at }) => at >= now), [true, true, true])
  t.strictSame(statusesOf(await stage.after('87s')), ['active', 'active'])
})

t.test("a zone's scenario reaches hostnames that are there already, from now on", async t => {
  const stage = await stageOf(t, 'app', 'label')
  const { sandbox, zone: { zone_id: zoneId } } = stage
  await stage.create()
  await stage.after('10d')
  const { now } = await sandbox.admin.clock.get(zoneId)
  await sandbox.admin.zones.update(zoneId, { settings: { scenario: 'moved' } })
  t.strictSame(statusesOf(await stage.look()), ['active', 'active'])
  const { events } = await sandbox.advance('4h')
  t.strictSame(events.map(({ type, at }) => [type, at > now]), [['custom_hostname.check_failed', true], ['custom_hostname.status_changed', true]])
  await sandbox.admin.zones.update(zoneId, { settings: { scenario: 'records-kept' } })
  t.match(await stage.look(), { status: 'moved', ownership_verification: { type: 'txt' } })
})

t.test('failed attempts of a slow hostname have moments of their own schedule', async t => {
  const stage = await stageOf(t, 'slow-10x', 'label')
  const { sandbox, zone: { zone_id: zoneId } } = stage
  await sandbox.admin.zones.update(zoneId, { settings: { auto_pass_at_attempt: 'never' } })
  const created = Date.parse((await stage.create()).created_at ?? '')
  const ahead = (await stage.explain()).timeline.to_come.filter(({ type }) => type === 'custom_hostname.check_failed').slice(0, 3)
  await sandbox.advance('1h')
  const failed = (await sandbox.admin.events.list({ zone_id: zoneId, type: 'custom_hostname.check_failed' })).slice(0, 3)
  t.strictSame(failed.map(({ at }) => (Date.parse(at) - created) / 1000), [150, 750, 1380])
  t.strictSame(ahead.map(({ at }) => at), failed.map(({ at }) => at))
})

t.test('another inspector counts from now on too: a recheck that nobody needed before is not made up', async t => {
  const stage = await stageOf(t, 'app', 'label')
  const { admin } = stage.sandbox
  const { id } = await stage.create()
  await stage.after('10d')
  const { now } = await admin.clock.get(stage.zone.zone_id)
  await admin.inspect(stage.zone.zone_id, id, 'dns')
  const { status } = await stage.explain()
  t.ok(status.next_check_at !== null && status.next_check_at > now, `${status.next_check_at}`)
})
