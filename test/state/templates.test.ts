import t from 'tap'
import { ConfigError, createSandbox } from '../../src/index.ts'
import { FALLBACK_ORIGIN, start } from '../admin/support.ts'
import { run } from '../program/program.ts'
import { call, create } from './support.ts'
import type { Target } from './support.ts'

const ACCOUNT = 'a'.repeat(32)
const UNSEEN = 'e'.repeat(32)

interface Looked {
  readonly records: ReadonlyArray<readonly [name: string, content: string]>
  readonly fallbackOrigin: unknown
}

/** What a zone brings with it. */
async function look (target: Target, id: string): Promise<Looked> {
  const zone = `/client/v4/zones/${id}`
  const { result } = JSON.parse((await call(target, 'GET', `${zone}/dns_records`)).text) as { readonly result: ReadonlyArray<{ readonly name: string, readonly content: string }> }
  const origin = await call(target, 'GET', `${zone}/custom_hostnames/fallback_origin`)
  return { records: result.map(({ name, content }) => [name, content] as const), fallbackOrigin: origin.status === 200 ? [origin.result['origin'], origin.result['status']] : undefined }
}

t.test('a zone made like another one is ready in one call', async t => {
  const sandbox = await start(t)
  const { admin, zone, advance } = sandbox
  await call(sandbox, 'PUT', `/client/v4/zones/${zone.id}/custom_hostnames/fallback_origin`, { origin: FALLBACK_ORIGIN })
  await call(sandbox, 'POST', `/client/v4/zones/${zone.id}/dns_records`, { type: 'CAA', name: '@', data: { flags: 0, tag: 'issue', value: 'pki.goog' } })
  await admin.zones.update(zone.id, { settings: { auto_pass_at_attempt: 2 } })
  await advance('1h')
  await create(sandbox, 'shop.customer.com')
  for (const template of [zone.id, zone.name, 'SAASprovider.com']) {
    const made = await admin.zones.create({ template })
    t.match(made, { clock: { mode: 'frozen', now: '2026-01-01T00:00:00Z' }, settings: { auto_pass_at_attempt: 2 }, hostnames: 0, account_id: zone.accountId }, template)
    const { records, fallbackOrigin } = await look(sandbox, made.id)
    t.strictSame(fallbackOrigin, [`proxy-fallback.${made.name}`, 'active'])
    t.strictSame(records.toSorted(), [
      [`*.customers.${made.name}`, `proxy-fallback.${made.name}`], [made.name, '0 issue "pki.goog"'], [`proxy-fallback.${made.name}`, '192.0.2.1']
    ].toSorted())
    await create({ ...sandbox, token: made.api_token, zone: made }, `${made.id.slice(0, 8)}.customer.com`)
    const { now } = await admin.clock.advance(made.id, { until: { hostname: `${made.id.slice(0, 8)}.customer.com`, status: 'active', ssl_status: 'active' }, at_most: '1h' })
    t.ok(now < '2026-01-01T01:00:00Z')
    await admin.reset(made.id)
    t.strictSame(await look(sandbox, made.id), { records, fallbackOrigin }, 'a reset of the zone goes back to what it was made as')
    t.match(await admin.zones.get(made.id), { clock: { now: '2026-01-01T00:00:00Z' }, hostnames: 0 })
  }
})

t.test('what is given beside a template goes before it', async t => {
  const { admin, zone } = await start(t)
  await admin.zones.update(zone.id, { settings: { strict: true, auto_pass_at_attempt: 3 } })
  const made = await admin.zones.create({ template: zone.id, name: 'mine.com', clock: { now: '2030-01-01T00:00:00Z' }, settings: { strict: false } })
  t.match(made, { name: 'mine.com', clock: { mode: 'frozen', now: '2030-01-01T00:00:00Z' }, settings: { strict: false, auto_pass_at_attempt: 3 } })
  await t.rejects(admin.zones.create({ template: 'none.com' }), { status: 400, code: 'invalid_request', message: '/template: there is no zone and no template "none.com"' })
})

t.test('scenarios and rate limits of a zone survive snapshots, templates and resets', async t => {
  const sandbox = await start(t)
  const { admin, zone } = sandbox
  const settings = { scenario: 'slow-2x', scenario_labels: false, rate_limits: { api: true, requests: 50, issuance: true } }
  await admin.zones.update(zone.id, { settings })
  const wanted = (await admin.zones.get(zone.id)).settings
  t.match(wanted, settings)
  const settingsOf = async (id: string) => (await admin.zones.get(id)).settings
  const made = await admin.zones.create({ template: zone.id })
  t.strictSame(await settingsOf(made.id), wanted)
  const id = await create({ ...sandbox, token: made.api_token, zone: made }, 'shop.customer.com')
  await admin.scenarios.set(made.id, id, 'caa-blocked')
  await admin.snapshots.create('with-settings')
  for (const change of [async () => { await admin.zones.update(made.id, { settings: { scenario: null, scenario_labels: true, rate_limits: { api: false } } }) }, sandbox.reset]) {
    await change()
    await admin.snapshots.restore('with-settings')
    t.strictSame(await settingsOf(zone.id), wanted)
    t.strictSame(await settingsOf(made.id), wanted)
    t.match((await admin.explain(made.id, id)).scenario, { name: 'caa-blocked', from: 'hostname' })
  }
  await admin.zones.update(made.id, { settings: { scenario: null, rate_limits: { api: false } } })
  await admin.reset(made.id)
  t.strictSame(await settingsOf(made.id), wanted, 'what it was made as')

  const shop = { id: 'b'.repeat(32), name: 'shop.example', account_id: ACCOUNT, settings }
  const seeded = await start(t, { seed: { accounts: [{ id: ACCOUNT, name: 'Shop' }], zones: [shop], templates: [{ name: 'standard.example', settings }] } })
  t.match((await seeded.admin.zones.create({ template: 'standard.example' })).settings, settings)
  await seeded.admin.zones.update(shop.id, { settings: { scenario: null, scenario_labels: true, rate_limits: { api: false, requests: 1 } } })
  await seeded.admin.reset(shop.id)
  t.match((await seeded.admin.zones.get(shop.id)).settings, settings)
})

t.test('templates of the seed make zones and are none', async t => {
  const standard = {
    name: 'standard.example',
    clock: { mode: 'frozen' as const, now: '2028-02-29T00:00:00Z' },
    settings: { schedule: 'instant' },
    dns_records: [{ type: 'A' as const, name: 'origin.standard.example', content: '192.0.2.7', proxied: true }],
    fallback_origin: 'origin.standard.example'
  }
  const sandbox = await start(t, {
    seed: { accounts: [{ id: ACCOUNT, name: 'Shop' }], zones: [{ id: 'b'.repeat(32), name: 'shop.example', account_id: ACCOUNT }], templates: [standard] },
    autoZones: true,
    zoneTemplate: 'standard.example'
  })
  t.equal((await sandbox.admin.zones.list()).length, 1)
  const made = await sandbox.admin.zones.create({ template: 'standard.example' })
  t.match(made, { clock: { mode: 'frozen', now: '2028-02-29T00:00:00Z' }, settings: { schedule: 'instant' }, account_id: ACCOUNT })
  t.strictSame(await look(sandbox, made.id), { records: [[`origin.${made.name}`, '192.0.2.7']], fallbackOrigin: [`origin.${made.name}`, 'active'] })
  t.strictSame(await look(sandbox, UNSEEN), { records: [['origin.eeeeeeee.standard.example', '192.0.2.7']], fallbackOrigin: ['origin.eeeeeeee.standard.example', 'active'] })
})

t.test('an id that was not seen before becomes a zone like the first one of the seed, once', async t => {
  const sandbox = await start(t, { autoZones: true })
  const { admin, zone } = sandbox
  await admin.zones.update(zone.id, { settings: { strict: true } })
  const answers = await Promise.all(Array.from({ length: 10 }, async () => await call(sandbox, 'GET', `/client/v4/zones/${UNSEEN}/custom_hostnames`)))
  t.ok(answers.every(({ status }) => status === 200))
  t.equal((await admin.zones.list()).length, 2)
  t.match(await admin.zones.get(UNSEEN), { name: 'eeeeeeee.saasprovider.com', settings: { strict: false }, clock: { mode: 'frozen', now: '2026-01-01T00:00:00Z' } })
  const before = await look(sandbox, UNSEEN)
  t.strictSame(before.records.length, 2)
  await create({ ...sandbox, zone: { id: UNSEEN } }, 'shop.customer.com')
  await admin.reset(UNSEEN)
  t.strictSame(await look(sandbox, UNSEEN), before)
  t.equal((await admin.zones.get(UNSEEN)).hostnames, 0)
  t.equal((await call(sandbox, 'GET', '/client/v4/zones/not-an-id/custom_hostnames')).status, 400, 'what is no id becomes none')
  t.equal((await call(sandbox, 'GET', `/__admin/zones/${'f'.repeat(32)}`)).status, 404, 'and the admin API makes none')
})

t.test('without the option an unseen id is no zone', async t => {
  const sandbox = await start(t)
  t.equal((await call(sandbox, 'GET', `/client/v4/zones/${UNSEEN}/custom_hostnames`)).status, 403)
})

t.test('a template that is not there stops the start', async t => {
  await t.rejects(createSandbox({ autoZones: true, zoneTemplate: 'none.com' }), { constructor: ConfigError, message: '--zone-template: there is no zone and no template of the seed named "none.com"' })
  const { code, stderr } = await run(['--auto-zones', 'on', '--zone-template', 'none.com', '--database', ':memory:', '--port', '0', '--dns-port', '0', '--edge-http-port', '0', '--edge-https-port', '0'])
  t.equal(code, 1)
  t.match(stderr, /^sandflare: --zone-template: [^\n]+\n$/)
})
