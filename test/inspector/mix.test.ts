import t from 'tap'
import { dueAt } from '../../src/core/custom-hostname.ts'
import { createCustomHostname } from '../../src/custom-hostnames/create.ts'
import { decodeHostname } from '../../src/custom-hostnames/request.ts'
import { createWorld, parse, plantZone, START } from './support.ts'

const PROVIDER = 'proxy-fallback.saasprovider.com'

t.test('one zone can have hostnames of every inspector', async t => {
  for (const zoneInspector of ['auto', 'dns', 'manual'] as const) {
    const world = await createWorld(t, { settings: { inspector: zoneInspector } })
    await world.put([`looked.customer.com CNAME ${PROVIDER}`])
    for (const inspector of ['auto', 'dns', 'manual'] as const) {
      await world.create(`${inspector}.customer.com`)
      if (inspector !== zoneInspector) await world.inspectedBy(`${inspector}.customer.com`, inspector)
    }
    await world.create('looked.customer.com')
    await world.inspectedBy('looked.customer.com', 'dns')
    await world.advance('10m')
    const statuses = []
    for (const name of ['auto', 'dns', 'manual', 'looked']) statuses.push((await world.told(`${name}.customer.com`)).slice(0, 2).join('/'))
    t.same(statuses, ['active/active', 'pending/pending_validation', 'pending/pending_validation', 'active/active'], zoneInspector)
  }
})

t.test('a mixed zone settles the same in one step as in many', async t => {
  const stories = []
  for (const steps of [['9d'], Array.from({ length: 9 * 24 }, () => '1h')]) {
    const world = await createWorld(t, { settings: { inspector: 'auto', autoPassAtAttempt: 30 } })
    for (const name of ['a', 'b', 'c', 'd']) await world.create(`${name}.customer.com`, { method: 'txt' })
    await world.put([`c.customer.com CNAME ${PROVIDER}`])
    await world.inspectedBy('b.customer.com', 'dns')
    await world.inspectedBy('c.customer.com', 'dns')
    for (const step of steps) await world.advance(step)
    const story = []
    for (const name of ['a', 'b', 'c', 'd']) story.push([await world.told(`${name}.customer.com`), (await world.events(`${name}.customer.com`)).length])
    stories.push(story)
  }
  t.same(stories[0], stories[1])
  t.match(stories[0], [[['active', 'active']], [['moved', 'pending_validation']], [['active', 'active']], [['active', 'active']]])
})

t.test('rechecks fall due by the hostname\'s own inspector, also after the zone\'s settings changed', async t => {
  const world = await createWorld(t, { settings: { inspector: 'auto' } })
  await world.create('auto.customer.com')
  await world.create('dns.customer.com')
  await world.put([`dns.customer.com CNAME ${PROVIDER}`])
  await world.inspectedBy('dns.customer.com', 'dns')
  await world.advance('10m')
  await world.scheduler.rearm(world.zone)
  const due = async (name: string): Promise<number | undefined> => {
    const hostname = await world.hostnameOf(name)
    return dueAt({ ownership: hostname.lifecycle.ownership }, world.scheduler.dueRulesFor(world.zone, hostname))
  }
  t.equal(await due('auto.customer.com'), undefined)
  t.ok(Number(await due('dns.customer.com')) > 0)
  await world.store.dnsWorld.removeRecords({})
  await world.advance('5h')
  t.same([(await world.see('auto.customer.com')).status, (await world.see('dns.customer.com')).status], ['active', 'moved'])
})

t.test('evidence of an order does not count for the one that took its place meanwhile', async t => {
  const gate = Promise.withResolvers<undefined>()
  const asked = Promise.withResolvers<undefined>()
  const files = new Map<string, string>()
  const world = await createWorld(t, {
    evidence: {
      fetchFile: async ({ url }) => {
        if (!files.has(url)) return undefined
        asked.resolve(undefined)
        await gate.promise
        return files.get(url)
      }
    }
  })
  await world.put(['app.customer.com A 127.0.0.1'])
  await world.create('app.customer.com')
  await world.advance('5s')
  for (const { http_url: url = '', http_body: body = '' } of (await world.see('app.customer.com')).ssl?.validation_records ?? []) files.set(url, body)
  const advanced = world.advance('40s')
  await asked.promise
  const current = await world.hostnameOf('app.customer.com')
  const { certificate } = current.lifecycle
  if (certificate?.status !== 'pending_validation') throw new Error('the certificate waits for its validation')
  const replaced = { ...certificate, order: { ...certificate.order, number: 2 } }
  await world.store.customHostnames.save(world.zone.no, { ...current, lifecycle: { ...current.lifecycle, certificate: replaced } }, world.scheduler.now(world.zone), [])
  gate.resolve(undefined)
  await advanced
  t.match((await world.hostnameOf('app.customer.com')).lifecycle.certificate, { status: 'pending_validation', order: { number: 2 }, checks: 1 })
})

t.test('a name validated in a second zone moves away from the first', async t => {
  const world = await createWorld(t)
  const second = await plantZone(world.store, 'second.test')
  await world.put([`app.customer.com CNAME ${PROVIDER}`], world.zone)
  await world.put(['app.customer.com CNAME proxy-fallback.second.test'], second)
  await world.create('app.customer.com')
  await world.advance('10m')
  t.equal((await world.see('app.customer.com')).status, 'active')
  await createCustomHostname(world.context, second, START, decodeHostname({ hostname: 'app.customer.com' }))
  await world.scheduler.exclusively(second.id, async (_zone, settle) => { await settle(START + parse('20s')) })
  t.equal((await world.store.customHostnames.findByHostname(second.no, 'app.customer.com'))?.lifecycle.ownership.status, 'active')
  t.equal((await world.see('app.customer.com')).status, 'moved')
})
