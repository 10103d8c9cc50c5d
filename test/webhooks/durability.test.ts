import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { createSystemClock } from '../../src/clock.ts'
import { libraryConfig } from '../../src/config/library.ts'
import { createSandbox } from '../../src/index.ts'
import { startSandbox } from '../../src/sandbox.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { run, start } from '../program/program.ts'
import type { Receiver } from './support.ts'
import { startReceiver } from './support.ts'

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const ORDER = ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded']
const headers = { authorization: 'Bearer sandflare-local-token-000000000000000001', 'content-type': 'application/json' }

const options = (database: string, { url }: Receiver): string[] => [
  '--database', database, '--clock', 'frozen@2026-01-01T00:00:00Z', '--schedule', 'realistic', '--webhook-url', url, '--webhook-secret', 'open sesame', '--webhook-retries', '1m,1h'
]

async function call (url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return await response.json()
}

async function createHostname (url: string, hostname: string): Promise<void> {
  await call(url, 'POST', `/client/v4/zones/${ZONE}/custom_hostnames`, { hostname, ssl: { method: 'http', type: 'dv' } })
}

const advance = async (url: string, by: string): Promise<unknown> => await call(url, 'POST', `/__admin/zones/${ZONE}/clock/advance`, { by })

t.test('what a sandbox that is killed had not delivered is delivered by the next one, in order', async t => {
  const receiver = await startReceiver(t)
  const database = join(t.testdir({}), 'sandbox.db')
  const first = await start(options(database, receiver))
  await call(first.url, 'PUT', `/client/v4/zones/${ZONE}/custom_hostnames/fallback_origin`, { origin: 'proxy-fallback.saasprovider.com' })
  const hostnames = Array.from({ length: 20 }, (_, i) => `app-${i}.customer.com`)
  for (const hostname of hostnames) await createHostname(first.url, hostname)
  // It is killed in the middle of what it has to say.
  receiver.answer(() => {
    if (receiver.messages.length < 10) return 200
    first.end('SIGKILL').catch(t.fail)
    return undefined
  })
  await advance(first.url, '2m').catch(() => {})
  receiver.answer(() => 200)
  const before = receiver.messages.length
  const second = await start(options(database, receiver))
  t.teardown(async () => await second.end('SIGTERM'))
  await call(second.url, 'GET', '/__admin/webhooks/deliveries')
  t.ok(before < 60)
  for (const hostname of hostnames) {
    // At least once: what was on its way when the process died may come twice.
    const told = receiver.types(hostname)
    t.strictSame(told.filter((type, i) => told.indexOf(type) === i), ORDER, hostname)
    t.ok(told.length <= 6)
  }
})

t.test('what was captured in the commit of its events is told after a crash in between', async t => {
  const receiver = await startReceiver(t)
  const database = join(t.testdir({}), 'sandbox.db')
  const config = { ...libraryConfig({ webhookUrls: [receiver.url] }), database }
  const sandbox = await startSandbox(config, createSystemClock())
  await call(sandbox.url, 'PUT', `/client/v4/zones/${ZONE}/custom_hostnames/fallback_origin`, { origin: 'proxy-fallback.saasprovider.com' })
  await createHostname(sandbox.url, 'app.customer.com')
  await sandbox.close()
  await settleWithoutTelling(t, database)
  t.strictSame(receiver.messages, [])
  const next = await startSandbox(config, createSystemClock())
  t.teardown(next.close)
  await receiver.received(3)
  t.strictSame(receiver.types(), ORDER)
  t.match(receiver.events()[0]?.data, { hostname: 'app.customer.com', ssl: { status: 'pending_issuance' } }, 'as it was, although it has moved on')
})

/** What a process does that ends right after its commit: the lifecycle goes on, and nobody is told. */
async function settleWithoutTelling (t: Test, database: string): Promise<void> {
  const { createScheduler } = await import('../../src/scheduler/scheduler.ts')
  const { autoInspector, manualInspector } = await import('../../src/scheduler/foreseeing.ts')
  const store = openSqliteStore(database)
  const scheduler = createScheduler({
    store, clock: createSystemClock(), inspectors: { auto: autoInspector, manual: manualInspector, dns: autoInspector }, onError: error => { throw error }
  })
  const zone = store.zones.find(ZONE)
  if (zone === undefined) throw new Error('the zone is gone')
  await store.zones.saveClock(zone.no, { mode: 'frozen', now: scheduler.now(zone) + 120_000 })
  await scheduler.catchUp(ZONE)
  t.ok(store.webhooks.listCaptures(10).length > 0)
  await store.close()
}

t.test('a receiver that hangs does not hold up the end of a sandbox, and its message is not lost', async t => {
  const receiver = await startReceiver(t)
  receiver.answer(() => undefined)
  const database = join(t.testdir({}), 'sandbox.db')
  const config = { ...libraryConfig({ webhookUrls: [receiver.url] }), database }
  const sandbox = await startSandbox(config, createSystemClock())
  await call(sandbox.url, 'PUT', `/client/v4/zones/${ZONE}/custom_hostnames/fallback_origin`, { origin: 'proxy-fallback.saasprovider.com' })
  await createHostname(sandbox.url, 'app.customer.com')
  const advanced = advance(sandbox.url, '50s').catch(() => {})
  await receiver.received(1)
  await sandbox.close()
  await advanced
  receiver.answer(() => 200)
  const next = await startSandbox(config, createSystemClock())
  t.teardown(next.close)
  await receiver.received(2)
  t.strictSame(receiver.types(), [ORDER[0], ORDER[0]])
})

t.test('destinations that are no longer configured are gone with the next start', async t => {
  const receiver = await startReceiver(t)
  const database = join(t.testdir({}), 'sandbox.db')
  const listed = async (webhookUrls: readonly string[]): Promise<unknown> => {
    const sandbox = await startSandbox({ ...libraryConfig({ webhookUrls }), database }, createSystemClock())
    const account = sandbox.zones()[0]?.accountId ?? ''
    const { result } = await call(sandbox.url, 'GET', `/client/v4/accounts/${account}/alerting/v3/destinations/webhooks`) as { readonly result: ReadonlyArray<{ readonly url: string }> }
    await sandbox.close()
    return result.map(({ url }) => url)
  }
  const other = `${receiver.url}/other`
  t.strictSame(await listed([receiver.url, other]), [receiver.url, other])
  t.strictSame(await listed([other]), [other])
  t.strictSame(await listed([]), [])
})

t.test('no secret is written to the log', async t => {
  const receiver = await startReceiver(t)
  const sandbox = await start(['--webhook-url', receiver.url, '--webhook-secret', 'open sesame', '--log-level', 'trace'])
  await createHostname(sandbox.url, 'app.customer.com')
  await sandbox.end('SIGTERM')
  t.match(sandbox.log(), 'custom_hostnames', 'requests are logged')
  t.notMatch(sandbox.banner() + sandbox.log(), 'open sesame')
  const refused = await run(['--webhook-url', 'http//open-sesame@127.0.0.1'])
  t.equal(refused.code, 1)
  t.match(refused.stderr, /--webhook-url must be URLs such as/)
  t.notMatch(refused.stderr, 'open-sesame')
})

t.test('the library takes a sandbox with webhooks apart without a trace', async t => {
  const receiver = await startReceiver(t)
  for (let run = 0; run < 3; run++) {
    await using sandbox = await createSandbox({ webhookUrls: [receiver.url] })
    t.strictSame(await sandbox.admin.webhooks.deliveries.list(), [])
  }
  t.strictSame(receiver.messages, [])
})
