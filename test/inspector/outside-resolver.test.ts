import t from 'tap'
import type { Test } from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import type { Fault } from '../../src/dns/answer.ts'
import { createResolver } from '../../src/dns/lookup.ts'
import { createDnsService } from '../../src/dns/service.ts'
import { combineSources, recordSource, rootZone, zoneFinder } from '../../src/dns/sources.ts'
import { createWorld } from './support.ts'
import type { World } from './support.ts'
import { records } from '../dns/fixtures/world.ts'

/** A world that asks a DNS server outside of the sandbox, with such records on it. */
async function asking (t: Test, lines: readonly string[], faults: Readonly<Record<string, Fault>> = {}): Promise<World> {
  const world = combineSources({ sources: [recordSource(records(...lines))], zone: zoneFinder([rootZone]), fault: name => faults[name] })
  const service = createDnsService({ host: '127.0.0.1', port: 0, answer: async question => await resolveName(question, world) })
  await service.start()
  t.teardown(() => service.stop())
  const resolver = createResolver({ server: { host: '127.0.0.1', port: service.port }, timeoutMs: 100 })
  return await createWorld(t, { evidence: { resolversOf: () => [resolver] } })
}

t.test('evidence comes from an outside resolver, and the sandbox\'s own records do not count', async t => {
  const world = await asking(t, ['app.customer.com CNAME john.customers.saasprovider.com', 'john.customers.saasprovider.com A 203.0.113.1'])
  await world.put(['inside.customer.com CNAME john.customers.saasprovider.com'])
  await world.create('app.customer.com')
  await world.create('inside.customer.com')
  await world.advance('10m')
  t.same(await world.told('app.customer.com'), ['active', 'active', []])
  t.same(await world.told('inside.customer.com'), ['pending', 'pending_validation', ['custom hostname does not CNAME to this zone.']])
})

t.test('a delegation counts although the outside does not know its target', async t => {
  const inside = await createWorld(t)
  await inside.create('app.customer.com', { method: 'txt', wildcard: true })
  await inside.advance('5s')
  const [delegation] = (await inside.see('app.customer.com')).ssl?.dcv_delegation_records ?? []
  const world = await asking(t, [`${delegation?.cname} CNAME ${delegation?.cname_target}`])
  await world.create('app.customer.com', { method: 'txt', wildcard: true })
  await world.advance('10m')
  t.equal((await world.see('app.customer.com')).ssl?.status, 'active')
})

t.test('trouble of an outside resolver has the documented texts', async t => {
  const faults = { 'bogus.customer.com': 'dnssec_bogus', 'broken.customer.com': 'servfail', 'silent.customer.com': 'timeout' } as const
  const world = await asking(t, [], faults)
  for (const name of Object.keys(faults)) await world.create(name)
  await world.advance('45s')
  const texts = []
  for (const name of Object.keys(faults)) texts.push((await world.see(name)).ssl?.validation_errors?.[0]?.message)
  const servfail = 'Certificate authority encountered a SERVFAIL during DNS lookup, please check your DNS reachability.'
  t.same(texts, [
    'the Certificate Authority had trouble performing a DNS lookup: dns problem: looking up caa for bogus.customer.com: dnssec: bogus', servfail, servfail
  ])
})

t.test('no server at all is no answer', async t => {
  const resolver = createResolver({ server: { host: '127.0.0.1', port: 1 }, timeoutMs: 20 })
  const world = await createWorld(t, { evidence: { resolversOf: () => [resolver] } })
  await world.create('app.customer.com')
  await world.advance('45s')
  t.match(await world.see('app.customer.com'), { status: 'pending', ssl: { validation_errors: [{ message: /SERVFAIL/ }] } })
})
