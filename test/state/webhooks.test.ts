import t from 'tap'
import type { Cloudflare } from 'cloudflare'
import { createSandbox } from '../../src/index.ts'
import type { Sandbox } from '../../src/index.ts'
import { open, startReceiver, subscribe } from '../webhooks/support.ts'

const ORDER = ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded']

/** What an account has to be told with, and what it is or will be told. */
async function look ({ admin }: Pick<Sandbox, 'admin'>, client: Cloudflare, account: { readonly account_id: string }): Promise<unknown> {
  const [{ result: destinations }, { result: policies }] = await Promise.all([client.alerting.destinations.webhooks.list(account), client.alerting.policies.list(account)])
  return JSON.parse(JSON.stringify({ destinations, policies, deliveries: await admin.webhooks.deliveries.list() })) as unknown
}

/** The URLs that an account's messages go to. */
async function urlsOf (client: Cloudflare, account: { readonly account_id: string }): Promise<Array<string | undefined>> {
  return (await client.alerting.destinations.webhooks.list(account)).result.map(({ url }) => url)
}

t.test('destinations, policies and waiting messages are in a snapshot, and what waited is sent after a restore', async t => {
  const receiver = await startReceiver(t)
  const { sandbox, client, zone, account } = await open(t)
  const { destinationId, policyId } = await subscribe(client, account, receiver, 'open sesame')
  receiver.answer(() => 503)
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('2m')
  const before = await look(sandbox, client, account)
  t.match(before, { deliveries: [{ state: 'waiting', destination_id: destinationId }, { state: 'waiting', next_attempt_at: null }, { state: 'waiting', next_attempt_at: null }] })
  await sandbox.admin.snapshots.create('waiting')
  receiver.answer(() => 200)
  await sandbox.advance('1h')
  await client.alerting.policies.delete(policyId, account)
  await client.alerting.destinations.webhooks.delete(destinationId, account)
  for (const lose of [async () => { await sandbox.admin.webhooks.deliveries.clear() }, sandbox.reset]) {
    await lose()
    t.notSame(await look(sandbox, client, account), before)
    await sandbox.admin.snapshots.restore('waiting')
    t.strictSame(await look(sandbox, client, account), before)
    receiver.messages.length = 0
    await sandbox.advance('1h')
    t.strictSame(receiver.types(), ORDER)
    t.equal(receiver.messages[0]?.headers['cf-webhook-auth'], 'open sesame')
    t.strictSame((await sandbox.admin.webhooks.deliveries.list()).map(({ state }) => state), ['delivered', 'delivered', 'delivered'])
  }
})

t.test('a message that is on its way during a restore is told again by the world that it brings', async t => {
  const receiver = await startReceiver(t)
  const { sandbox, client, zone, account } = await open(t, { clock: 'running@2026-01-01T00:00:00Z' })
  await subscribe(client, account, receiver)
  const held: Array<() => void> = []
  receiver.answer((_, response) => {
    held.push(() => { response.writeHead(503).end() })
    return undefined
  })
  const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.admin.force(zone.zone_id, id, { ssl_status: 'active' })
  await client.customHostnames.delete(id, zone)
  await receiver.received(1)
  await sandbox.admin.snapshots.create('on-its-way')
  await sandbox.admin.snapshots.restore('on-its-way')
  receiver.answer(() => 200)
  for (const release of held) release()
  await receiver.received(2)
  const [first, second] = receiver.events()
  t.equal(second?.metadata.event.id, first?.metadata.event.id)
  const [delivery] = await sandbox.admin.webhooks.deliveries.list()
  t.match(delivery, { state: 'delivered', attempts: [{ status: 200 }] })
  t.equal(delivery?.attempts.length, 1, 'what the world before it was answered is none of its attempts')
})

t.test('configured destinations are there after a reset and after a restore of an older snapshot', async t => {
  const receiver = await startReceiver(t)
  const older = await createSandbox()
  t.teardown(older.close)
  await older.admin.snapshots.create('unconfigured')
  const other = await createSandbox({ webhookUrls: ['http://127.0.0.1:9/gone'] })
  t.teardown(other.close)
  await other.admin.snapshots.create('otherwise')

  const { sandbox, client, zone, account } = await open(t, { webhookUrls: [receiver.url] })
  const { snapshots } = sandbox.admin
  await snapshots.import('unconfigured', await older.admin.snapshots.export('unconfigured'))
  await snapshots.import('otherwise', await other.admin.snapshots.export('otherwise'))
  for (const [i, bring] of [sandbox.reset, async () => { await snapshots.restore('unconfigured') }, async () => { await snapshots.restore('otherwise') }].entries()) {
    await bring()
    t.strictSame(await urlsOf(client, account), [receiver.url])
    receiver.messages.length = 0
    await client.customHostnames.fallbackOrigin.update({ ...zone, origin: 'proxy-fallback.saasprovider.com' })
    await client.customHostnames.create({ ...zone, hostname: `app-${i}.customer.com`, ssl: { method: 'http', type: 'dv' } })
    await sandbox.advance('2m')
    t.strictSame(receiver.types(`app-${i}.customer.com`), ORDER)
  }
})
