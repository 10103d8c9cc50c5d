import Cloudflare from 'cloudflare'
import t from 'tap'
import { ConfigError, createSandbox, SeedError } from '../../src/index.ts'

t.test('the official client works with what a sandbox returns', async t => {
  await using sandbox = await createSandbox()
  const { baseURL, token, zone } = sandbox
  const client = new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
  await client.customHostnames.fallbackOrigin.update({ zone_id: zone.id, origin: 'proxy-fallback.saasprovider.com' })
  const { id, status } = await client.customHostnames.create({ zone_id: zone.id, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  t.equal(status, 'pending')
  await sandbox.advance({ until: { hostname: 'app.customer.com', status: 'active', ssl_status: 'active' }, at_most: '15d' })
  t.match(await client.customHostnames.get(id, { zone_id: zone.id }), { status: 'active', ssl: { status: 'active' } })
})

t.test('twenty sandboxes in one process know nothing of each other', async t => {
  const sandboxes = await Promise.all(Array.from({ length: 20 }, async () => await createSandbox()))
  t.teardown(async () => { await Promise.all(sandboxes.map(async sandbox => { await sandbox.close() })) })
  t.equal(new Set(sandboxes.map(({ url }) => url)).size, 20)
  await Promise.all(sandboxes.map(async (sandbox, i) => { await sandbox.advance(`${i + 1}h`) }))
  const nows = await Promise.all(sandboxes.map(async ({ admin, zone }) => (await admin.clock.get(zone.id)).now))
  t.equal(new Set(nows).size, 20)
})

t.test('two sandboxes of the same seed repeat each other, and another seed differs', async t => {
  const idOf = async (randomSeed?: number): Promise<string> => {
    await using sandbox = await createSandbox(randomSeed === undefined ? {} : { randomSeed })
    return (await sandbox.admin.zones.create()).id
  }
  t.equal(await idOf(), await idOf(1))
  t.not(await idOf(2), await idOf(1))
})

t.test('options choose clock, schedule, inspector, strictness and credentials', async t => {
  await using sandbox = await createSandbox({ clock: 'frozen@2030-01-01T00:00:00Z', schedule: 'instant', inspector: 'manual', strict: true, auth: 'tokens' })
  t.match(await sandbox.admin.zones.get(sandbox.zone.id), {
    clock: { mode: 'frozen', now: '2030-01-01T00:00:00Z' }, settings: { schedule: 'instant', inspector: 'manual', strict: true }
  })
  const status = async (headers: Record<string, string>): Promise<number> => (await fetch(`${sandbox.baseURL}/zones/${sandbox.zone.id}/custom_hostnames`, { headers })).status
  t.equal(await status({ authorization: `Bearer ${sandbox.token}` }), 200)
  t.equal(await status({ 'x-auth-email': sandbox.email, 'x-auth-key': sandbox.key }), 200)
  t.not(await status({ authorization: `Bearer ${'x'.repeat(40)}` }), 200)
  await sandbox.reset()
  t.equal(await status({ authorization: `Bearer ${sandbox.token}` }), 200, 'a reset keeps the credentials')
})

t.test('a seed brings its own world', async t => {
  const [account, zone] = ['a'.repeat(32), 'b'.repeat(32)]
  const token = 't'.repeat(40)
  await using sandbox = await createSandbox({
    seed: { accounts: [{ id: account, name: 'Shop' }], tokens: [{ token, account_id: account }], zones: [{ id: zone, name: 'shop.example', account_id: account, custom_hostnames: [{ hostname: 'app.customer.com' }] }] }
  })
  t.match(sandbox, { zone: { id: zone, name: 'shop.example', accountId: account }, token })
  t.match(await sandbox.admin.health(), { zones: 1, hostnames: 1 })
})

t.test('what cannot be used is said in one line', async t => {
  await t.rejects(createSandbox({ schedule: 'slow' }), { constructor: ConfigError, message: /must be realistic, fast, instant/ })
  await t.rejects(createSandbox({ clock: 'backwards' }), { message: /^--clock must be running or frozen/ })
  await t.rejects(createSandbox({ seed: { accounts: [] } }), { constructor: SeedError, message: /^seed: \// })
  await t.rejects(createSandbox({ seed: { accounts: [{ id: 'a'.repeat(32), name: 'Shop' }], zones: [] } }), { constructor: ConfigError, message: 'seed: needs a zone' })
})

t.test('a sandbox that is closed twice is closed', async t => {
  const sandbox = await createSandbox()
  await sandbox.close()
  await t.resolves(sandbox.close())
})
