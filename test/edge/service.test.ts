import { createServer } from 'node:net'
import { once } from 'node:events'
import { pino } from 'pino'
import t from 'tap'
import { createCertificates } from '../../src/certificates/service.ts'
import { ConfigError, readConfig } from '../../src/config/config.ts'
import type { Given } from '../../src/config/config.ts'
import { newLifecycle } from '../../src/core/custom-hostname.ts'
import { createEdgeService } from '../../src/edge-service.ts'
import { createRandom } from '../../src/random.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { allowAddresses } from '../../src/scheduler/evidence/addresses.ts'
import { systemNow } from '../ca/support.ts'
import { ACCOUNT, addHostname, addRecord, addZone, ask, NOW, portOf, setFallbackOrigin, startOrigin } from './support.ts'

const NAME = 'app.customer.com'

/** A store with the zone saasprovider.com, and the edge as a sandbox puts it together. */
async function startService (options: Given = {}) {
  const config = readConfig({ profile: 'ci', 'edge-http-port': '0', 'edge-https-port': '0', ...options }, {})
  const store = openSqliteStore(config.database)
  await store.identities.insertAccount({ id: ACCOUNT, name: 'SaaS', createdAt: NOW })
  const zone = await addZone(store, 'saasprovider.com')
  const random = createRandom('service')
  const clock = { now: () => NOW }
  const scheduler = createScheduler({ store, clock, inspectors: { auto: autoInspector, manual: manualInspector, dns: manualInspector }, onError: error => { throw error } })
  const certificates = createCertificates({ store, random, clock: { now: () => systemNow }, trustedRoots: [] })
  const edge = createEdgeService({
    config, store, random, scheduler, logger: pino({ level: 'silent' }), certificates, trustedRoots: certificates.roots, isAllowed: allowAddresses(config.allowedAddresses)
  })
  return {
    store,
    zone,
    scheduler,
    certificates,
    edge,
    close: async () => {
      await edge.stop()
      await scheduler.stop()
      await store.close()
    }
  }
}

t.test('a hostname that falls due is active, certified and routed for the visitor who comes then', async t => {
  const origin = await startOrigin()
  t.teardown(origin.close)
  const { store, zone, scheduler, certificates, edge, close } = await startService({ origin: `fallback.saasprovider.com=127.0.0.1:${origin.port}` })
  t.teardown(close)
  await edge.start()
  await setFallbackOrigin(store, zone, 'fallback.saasprovider.com')
  const made = await addHostname(store, zone, NAME, { ssl: { method: 'http' } })
  const rules = await scheduler.rulesFor(zone, made)
  const lifecycle = newLifecycle(NOW, rules, { number: 1, authority: 'google', wildcard: false })
  await store.customHostnames.save(zone.no, { ...made, lifecycle }, NOW, [])

  const [root = ''] = await certificates.roots()
  const answer = await ask(edge.httpsPort ?? 0, { host: NAME, secure: true, root })
  t.match(answer, { status: 200, body: 'from the origin' })
  t.match(await store.customHostnames.findByHostname(zone.no, NAME), { lifecycle: { ownership: { status: 'active' }, certificate: { status: 'active' } } })
})

t.test('overrides begin with those of the options', async t => {
  const { edge, close } = await startService({ origin: 'a.example=127.0.0.1:1,b.example=https://web' })
  t.teardown(close)
  t.strictSame(edge.origins.list(), [
    { name: 'a.example', target: { scheme: 'http', host: '127.0.0.1', port: 1 } }, { name: 'b.example', target: { scheme: 'https', host: 'web', port: 443 } }
  ])
})

t.test('an origin outside the zones is found where the zone looks names up', async t => {
  const { store, zone, edge, close } = await startService()
  t.teardown(close)
  await edge.start()
  await addRecord(store, zone, { name: 'origin.saasprovider.com', type: 'CNAME', content: 'server.hosting.example' })
  await store.dnsWorld.insertRecord({ id: 'r', name: 'server.hosting.example', type: 'A', content: '203.0.113.7', ttl: 60 })
  await addHostname(store, zone, NAME, { customOriginServer: 'origin.saasprovider.com' })
  const answer = await ask(edge.httpPort ?? 0, { host: NAME })
  t.match(answer, { status: 403, headers: { 'x-sandflare-reason': /origin\.saasprovider\.com leads to 203\.0\.113\.7/ } })
})

t.test('a port that is taken ends the start with one line, and listeners can be off', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => { taken.close() })
  for (const option of ['edge-http-port', 'edge-https-port'] as const) {
    const { edge, close } = await startService({ [option]: String(portOf(taken)) })
    await t.rejects(edge.start(), new ConfigError(`--${option}: 127.0.0.1:${portOf(taken)} is taken: choose another, 0 for a free one, or off`))
    await close()
  }
  const { edge, close } = await startService({ 'edge-http-port': 'off', 'edge-https-port': 'off' })
  await edge.start()
  t.strictSame([edge.httpPort, edge.httpsPort], [undefined, undefined])
  await close()
})

t.test('options of the edge are checked', async t => {
  const config = readConfig({}, {})
  t.match(config, { edgeHttpPort: 4480, edgeHttpsPort: 4443, origins: [], edgePendingError: 1001 })
  t.equal(readConfig({ 'edge-pending-error': '1016' }, {}).edgePendingError, 1016)
  for (const [option, value] of [['edge-http-port', 'x'], ['edge-https-port', '70000'], ['origin', 'a'], ['origin', 'a=127.0.0.1:1,b'], ['edge-pending-error', '1002']] as const) {
    t.throws(() => readConfig({ [option]: value }, {}), { message: new RegExp(`^--${option} `) }, `${option} ${value}`)
  }
})
