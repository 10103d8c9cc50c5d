import Cloudflare from 'cloudflare'
import t from 'tap'
import { createSandbox } from '../../src/index.ts'

const CNAME = { name: 'app.customer.com', type: 'CNAME', content: 'john.customers.saasprovider.com' } as const

t.test('a customer puts a record in place and takes it away again', async t => {
  await using sandbox = await createSandbox({ inspector: 'dns' })
  const { admin, baseURL, token, zone } = sandbox
  const client = new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
  await client.customHostnames.fallbackOrigin.update({ zone_id: zone.id, origin: 'proxy-fallback.saasprovider.com' })
  const { id } = await client.customHostnames.create({ zone_id: zone.id, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  const status = async (): Promise<string | undefined> => (await client.customHostnames.get(id, { zone_id: zone.id })).status

  await sandbox.advance('1m')
  t.equal(await status(), 'pending')
  const record = await admin.dns.records.create(CNAME)
  t.match(record, CNAME)
  await sandbox.advance('1h')
  t.equal(await status(), 'active')
  await admin.dns.records.delete(record.id)
  await sandbox.advance('4h')
  t.equal(await status(), 'moved')
})

t.test('records and faults are listed, filtered and cleared', async t => {
  await using sandbox = await createSandbox()
  const { dns } = sandbox.admin
  await dns.records.create(CNAME)
  await dns.records.create({ ...CNAME, name: 'shop.customer.com', zone_id: sandbox.zone.id })
  t.match(await dns.records.list({ name: 'app.customer.com' }), { records: [CNAME], total: 1 })
  t.match(await dns.records.list({ limit: 1 }), { records: [{}], total: 2 })
  t.equal(await dns.records.clear({ zone_id: sandbox.zone.id }), 1)
  t.equal(await dns.records.clear(), 1)

  const fault = await dns.faults.create({ name: 'app.customer.com', kind: 'servfail' })
  await dns.faults.create({ name: 'shop.customer.com', kind: 'timeout' })
  await dns.faults.delete(fault.id)
  t.match(await dns.faults.list(), [{ name: 'shop.customer.com', kind: 'timeout' }])
  t.equal(await dns.faults.clear(), 1)
  await dns.clearQueries()
  t.same(await dns.queries('app.customer.com'), [])
})

t.test('web servers, origins, mail and inspectors have their calls too', async t => {
  await using sandbox = await createSandbox()
  const { admin, baseURL, token, zone } = sandbox
  await admin.httpOverrides.set({ host: 'app.customer.com', target: '127.0.0.1:8080' })
  t.same(await admin.httpOverrides.list(), [{ host: 'app.customer.com', target: '127.0.0.1:8080' }])
  t.equal(await admin.httpOverrides.clear(), 1)
  const origin = await admin.origins.set({ name: 'origin.saasprovider.com', target: '127.0.0.1:3000' })
  t.same(await admin.origins.list(), [origin])
  t.equal(await admin.origins.clear({ name: origin.name }), 1)

  const client = new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
  await client.customHostnames.fallbackOrigin.update({ zone_id: zone.id, origin: 'proxy-fallback.saasprovider.com' })
  const { id } = await client.customHostnames.create({ zone_id: zone.id, hostname: 'app.customer.com', ssl: { method: 'email', type: 'dv' } })
  t.match(await admin.inspect(zone.id, id, 'manual'), { inspector: 'manual', effective_inspector: 'manual' })
  await sandbox.advance('1m')
  const { mails, total } = await admin.mail.list({ hostname: 'app.customer.com', limit: 1 })
  t.ok(total > 1)
  t.match(await admin.mail.get(mails[0]?.id ?? 0), { hostname: 'app.customer.com', text: /customer\.com/ })
  t.equal(await admin.mail.clear({ zone_id: zone.id }), total)
})
