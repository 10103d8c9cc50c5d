import t from 'tap'
import { NO_SCENARIO } from '../../src/core/scenarios/catalogue.ts'
import { createWorld } from '../inspector/support.ts'
import { openStage, statusesOf } from './support.ts'

const PROVIDER = 'proxy-fallback.saasprovider.com'
const ssl = { method: 'txt', type: 'dv' } as const

t.test('with the manual inspector what a scenario says nothing of waits for a call, and the outcome that a call names comes first', async t => {
  const { sandbox: { admin, advance }, client, zone } = await openStage(t, { inspector: 'manual' })
  const create = async (hostname: string) => (await client.customHostnames.create({ ...zone, hostname, ssl })).id
  const look = async (id: string) => statusesOf(await client.customHostnames.get(id, zone))
  const [passing, blocked, moving] = [await create('passes-at-attempt-2.shop.customer.com'), await create('caa-blocked.shop.customer.com'), await create('moved.shop.customer.com')]
  await advance('5m')
  t.strictSame(await look(passing), ['active', 'active'], 'a check that the scenario lets pass passes here too')
  t.strictSame(await look(blocked), ['pending', 'pending_validation'])
  t.strictSame(await look(moving), ['pending', 'pending_validation'])
  await admin.check(zone.zone_id, blocked, { outcome: 'pass' })
  await admin.check(zone.zone_id, moving, { outcome: 'pass' })
  await advance('1m')
  t.strictSame(await look(blocked), ['active', 'active'])
  t.strictSame(await look(moving), ['active', 'active'])
  await advance('4h')
  t.strictSame(await look(moving), ['moved', 'active'])
})

t.test('with the dns inspector a scenario comes before what is found, and what it says nothing of is looked up', async t => {
  const world = await createWorld(t)
  const names = ['caa-blocked', 'moved', 'never-passes', 'passes-at-attempt-3', 'slow-10x', 'blocked-hold', 'absent']
  await world.put(names.filter(name => name !== 'absent' && !name.startsWith('passes')).map(name => `${name}.shop.customer.com CNAME ${PROVIDER}`))
  for (const name of names) await world.create(`${name}.shop.customer.com`)
  const told = async () => await Promise.all(names.map(async name => (await world.told(`${name}.shop.customer.com`)).slice(0, 2).join('/')))
  await world.advance('5m')
  t.strictSame(await told(), [
    'active/pending_validation', 'active/active', 'pending/pending_validation', 'active/active', 'active/pending_validation', 'blocked/active', 'pending/pending_validation'
  ])
  await world.advance('4h')
  t.strictSame((await told())[1], 'moved/active', 'the record is there, and the scenario says that it is not')
  await world.refresh('blocked-hold.shop.customer.com')
  await world.advance('1m')
  t.strictSame((await told())[5], 'active/active')
})

t.test('a hostname that is to live through no scenario follows its inspector', async t => {
  const world = await createWorld(t)
  await world.put([`caa-blocked.shop.customer.com CNAME ${PROVIDER}`])
  const hostname = await world.create('caa-blocked.shop.customer.com')
  await world.store.customHostnames.save(world.zone.no, { ...hostname, scenario: NO_SCENARIO }, world.scheduler.now(world.zone), [])
  await world.advance('5m')
  t.strictSame((await world.told('caa-blocked.shop.customer.com')).slice(0, 2), ['active', 'active'])
})

t.test('a hold of the settings and a fallback origin that is not active come before a scenario', async t => {
  const { sandbox: { admin, advance }, client, zone } = await openStage(t)
  await admin.zones.update(zone.zone_id, { settings: { holds: [{ name: 'held.com', include_subdomains: true }] } })
  const create = async (hostname: string) => (await client.customHostnames.create({ ...zone, hostname, ssl })).id
  const held = await create('passes-at-attempt-1.shop.held.com')
  await client.customHostnames.fallbackOrigin.delete(zone)
  const early = await create('passes-at-attempt-1.shop.customer.com')
  await advance('1m')
  t.equal((await client.customHostnames.get(held, zone)).status, 'blocked')
  t.match(await client.customHostnames.get(early, zone), { status: 'pending', verification_errors: ['zone does not have a fallback origin set.'], ssl: { status: 'pending_issuance' } })
})
