import Cloudflare from 'cloudflare'
import t from 'tap'
import { SandflareContainer } from '../../src/testcontainers.ts'
import { AdminError } from '../../src/admin-client/client.ts'
import { startEngine } from './engine.ts'

// No Docker Engine is needed: the test brings as much of one as the module talks to.
const engine = await startEngine()
process.env['DOCKER_HOST'] = engine.host
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
t.teardown(engine.close)

t.test('a container is a sandbox like one of the library', async t => {
  const sandbox = await new SandflareContainer('registry.test/sandflare:1').start()
  const { baseURL, token, zone, admin } = sandbox
  t.strictSame(zone, { id: '023e105f4ecef8ad9ca31a8372d0c353', name: 'saasprovider.com', accountId: '01a7362d577a6c3019a474fd6f485823' })
  const client = new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
  await client.customHostnames.fallbackOrigin.update({ zone_id: zone.id, origin: 'proxy-fallback.saasprovider.com' })
  const { id } = await client.customHostnames.create({ zone_id: zone.id, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('90s')
  t.match(await client.customHostnames.get(id, { zone_id: zone.id }), { status: 'active', ssl: { status: 'active' } })
  t.match(await admin.health(), { hostnames: 1, profile: 'ci' })
  await sandbox.advance({ until: { hostname: 'app.customer.com', ssl_status: 'active' }, at_most: '15d' })
  await sandbox.reset()
  t.match(await admin.health(), { hostnames: 0 })
  const byKey = new Cloudflare({ apiToken: null, apiEmail: sandbox.email, apiKey: sandbox.key, baseURL, maxRetries: 0 })
  t.equal((await byKey.zones.get({ zone_id: zone.id })).name, zone.name)

  t.match((await fetch(`http://127.0.0.1:${sandbox.edgeHttpPort}/`)).headers.get('server'), 'cloudflare', 'the edge')
  t.equal(new Set([sandbox.edgeHttpPort, sandbox.edgeHttpsPort, Number(new URL(sandbox.url).port)]).size, 3)
  t.strictSame([sandbox.dnsTcpPort, sandbox.dnsPort], [4453, 5353])
  await sandbox.stop()
  t.strictSame(engine.removed, ['one'])
})

t.test('the engine is asked for the image, the ports and the environment', async t => {
  const container = new SandflareContainer('sandflare').withOptions({ schedule: 'fast', clock: 'running', 'admin-token': 'a-secret' })
  const sandbox = await container.start()
  t.match(engine.created.at(-1), {
    Image: 'sandflare:latest',
    Env: ['SANDFLARE_PROFILE=ci', 'SANDFLARE_DATABASE=:memory:', 'SANDFLARE_SCHEDULE=fast', 'SANDFLARE_CLOCK=running', 'SANDFLARE_ADMIN_TOKEN=a-secret']
  })
  t.strictSame(Object.keys(engine.created.at(-1)?.ExposedPorts ?? {}), ['4400/tcp', '4480/tcp', '4443/tcp', '4453/tcp', '4453/udp'])
  t.match(await sandbox.admin.zones.get(sandbox.zone.id), { clock: { mode: 'running' }, settings: { schedule: 'fast' } }, 'the admin client has the token')
  const stranger = await fetch(`${sandbox.url}/__admin/zones`)
  t.equal(stranger.status, 401)
  await sandbox.stop()
})

t.test('what cannot be used is refused with a reason', async t => {
  const unknown: string = 'prot'
  t.throws(() => new SandflareContainer('sandflare').withOptions({ [unknown]: '1' }), { constructor: TypeError, message: '"prot" is not an option of Sandflare' })
  const guarded = new SandflareContainer('sandflare').withEnvironment({ SANDFLARE_ADMIN_TOKEN: 'set-behind-its-back' })
  await t.rejects(guarded.start(), { constructor: AdminError, status: 401, code: 'unauthorized' })
  t.equal(engine.removed.length, engine.created.length, 'a container that cannot be used is stopped')
})
