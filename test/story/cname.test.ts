import { Resolver } from 'node:dns/promises'
import t from 'tap'
import { openStory } from './support.ts'

const NAME = 'app.customer.com'
const CNAME = `${NAME} CNAME john.customers.saasprovider.com`

t.test('a hostname waits for the customer\'s CNAME, says so, and becomes active by itself once it is there', async t => {
  const { create, see, advance, advanceUntil, put, sandbox: { zones } } = await openStory(t)
  const made = await create(NAME, 'http')
  t.match(made, { status: 'pending', ssl: { status: 'initializing' } })
  await advance('10m')
  t.match(await see(made), {
    status: 'pending', verification_errors: ['custom hostname does not CNAME to this zone.'], ssl: { status: 'pending_validation' }
  })

  await put(CNAME)
  await advanceUntil(NAME, { status: 'active', ssl_status: 'active' }, '30m')
  const active = await see(made)
  t.match(active, { status: 'active', ssl: { status: 'active', issuer: /Google/ } })
  t.notOk(active.verification_errors?.length, 'nothing is left to complain about')
  t.equal(zones()[0]?.settings.inspector, 'dns')
})

t.test('with the CNAME in place it takes no more than 90 seconds', async t => {
  const { create, see, advance, put } = await openStory(t)
  await put(CNAME)
  const made = await create(NAME, 'http')
  await advance('90s')
  t.match(await see(made), { status: 'active', ssl: { status: 'active' } })
})

t.test('a CNAME that leads to somebody else does not help', async t => {
  const { create, see, advance, put } = await openStory(t)
  await put(`${NAME} CNAME shop.other-provider.com`)
  const made = await create(NAME, 'http')
  await advance('1d')
  t.match(await see(made), { status: 'pending', verification_errors: ['custom hostname does not CNAME to this zone.'], ssl: { status: 'pending_validation' } })
})

t.test('dig and the resolver of Node see the customer\'s CNAME lead to the edge', async t => {
  const { put, dig, sandbox: { dnsPort } } = await openStory(t)
  t.same(await dig(NAME), [], 'no such name before')
  await put(CNAME)
  t.same(await dig(NAME), ['john.customers.saasprovider.com.', '127.0.0.1'])
  t.same(await dig(NAME, 'CNAME'), ['john.customers.saasprovider.com.'])
  t.same(await dig('+tcp', NAME), ['john.customers.saasprovider.com.', '127.0.0.1'])
  t.same(await dig('proxy-fallback.saasprovider.com'), ['127.0.0.1'], 'the origin stays hidden behind the edge')

  const resolver = new Resolver({ timeout: 5000, tries: 1 })
  resolver.setServers([`127.0.0.1:${dnsPort}`])
  t.same(await resolver.resolveCname(NAME), ['john.customers.saasprovider.com'])
  t.same(await resolver.resolve4(NAME), ['127.0.0.1'])
  await t.rejects(resolver.resolve4('www.customer.com'), { code: 'ENOTFOUND' })
})
