import { strict as assert } from 'node:assert'
import Cloudflare from 'cloudflare'
import t from 'tap'
import { ConfigError, createSandbox, SeedError } from '../../src/index.ts'
import { destinationType } from '../../src/core/notification.ts'
import { readDefaultWorld } from '../../src/seed/seed.ts'
import { ALERT_TYPE, clientOf, open, startReceiver, subscribe } from './support.ts'

const TEST_TEXT = 'Hello World! This is a test message sent from https://cloudflare.com. If you can see this, your webhook is configured properly.'

async function all<T> (items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

async function refusal (call: () => PromiseLike<unknown>): Promise<{ status: number | undefined, code: number | undefined, message: string }> {
  try {
    await call()
  } catch (error) {
    assert.ok(error instanceof Cloudflare.APIError)
    return { status: error.status, code: error.errors[0]?.code, message: error.message }
  }
  throw new Error('it was not refused')
}

t.test('a destination is sent the test message with its secret at once, and never shows it', async t => {
  const receiver = await startReceiver(t)
  const { client, account } = await open(t)
  const { webhooks } = client.alerting.destinations
  const { id = '' } = await webhooks.create({ ...account, name: 'certificates', url: receiver.url, secret: 'open sesame' })
  t.match(id, /^[0-9a-f]{32}$/)
  t.strictSame(receiver.messages.map(({ body, headers }) => [body, headers['cf-webhook-auth']]), [[{ text: TEST_TEXT }, 'open sesame']])
  const shown = { id, name: 'certificates', url: receiver.url, type: 'generic', created_at: '2026-01-01T00:00:05Z', last_success: '2026-01-01T00:00:05Z' }
  t.strictSame(await webhooks.get(id, account), shown)
  t.strictSame(await all(webhooks.list(account)), [shown])
  t.strictSame(await webhooks.update(id, { ...account, name: 'ours', url: receiver.url }), { id })
  t.equal(receiver.messages.length, 1, 'the same URL was tested already')
  t.strictSame(await webhooks.get(id, account), { ...shown, name: 'ours' })
  await webhooks.update(id, { ...account, name: 'ours', url: `${receiver.url}/other` })
  t.strictSame(receiver.messages.map(({ path, headers }) => [path, headers['cf-webhook-auth']]), [['/webhooks', 'open sesame'], ['/webhooks/other', 'open sesame']], 'without a secret it keeps its own')
  t.match(await webhooks.delete(id, account), { success: true, errors: [], messages: [] })
  t.match(await refusal(() => webhooks.get(id, account)), { status: 404 })
})

t.test('without a secret there is no header', async t => {
  const receiver = await startReceiver(t)
  const { client, account } = await open(t)
  await client.alerting.destinations.webhooks.create({ ...account, name: 'certificates', url: receiver.url })
  t.notOk('cf-webhook-auth' in (receiver.messages[0]?.headers ?? {}))
})

t.test('a destination that does not accept the test message is not made', async t => {
  const receiver = await startReceiver(t)
  receiver.answer(() => 302)
  const { client, account } = await open(t)
  const { webhooks } = client.alerting.destinations
  const create = async (url: string) => await refusal(() => webhooks.create({ ...account, name: 'certificates', url }))
  t.match(await create(receiver.url), { status: 400, message: /answered with status 302/ })
  await receiver.close()
  t.match(await create(receiver.url), { status: 400, message: /ECONNREFUSED/ })
  t.match(await create('http://192.0.2.1/webhooks'), { status: 400, message: /192\.0\.2\.1 is not among the addresses that --allowed-addresses allows/ })
  t.match(await create('http://[::ffff:10.0.0.1]/webhooks'), { status: 400, message: /--allowed-addresses/ })
  t.match(await create('http://receiver.invalid/webhooks'), { status: 400, message: /receiver\.invalid does not resolve/ })
  for (const url of ['ftp://127.0.0.1/', 'webhooks', '', `${receiver.url}/${'x'.repeat(2048)}`]) t.match(await create(url), { status: 400 }, url.slice(0, 40))
  t.strictSame(await all(webhooks.list(account)), [])
})

t.test('a name that resolves to this machine is reached at the address that it resolved to', async t => {
  const receiver = await startReceiver(t)
  const { client, account } = await open(t)
  const url = receiver.url.replace('127.0.0.1', 'localhost')
  const { id = '' } = await client.alerting.destinations.webhooks.create({ ...account, name: 'certificates', url })
  t.match(await client.alerting.destinations.webhooks.get(id, account), { url })
  t.equal(receiver.messages[0]?.headers.host, new URL(url).host)
})

t.test('the type of a destination follows from its host', async t => {
  const hosts = {
    'hooks.slack.com': 'slack', 'discord.com': 'discord', 'chat.googleapis.com': 'gchat', 'open.feishu.cn': 'feishu', 'event-management-intake.datadoghq.com': 'datadog', 'api.opsgenie.com': 'opsgenie', 'http-inputs.acme.splunkcloud.com': 'splunk', 'notslack.com': 'generic', '127.0.0.1': 'generic'
  }
  for (const [host, type] of Object.entries(hosts)) t.equal(destinationType(host), type, host)
})

t.test('a policy is made, read, changed in part and deleted', async t => {
  const receiver = await startReceiver(t)
  const { sandbox, client, account, zone } = await open(t)
  const { policies } = client.alerting
  const { policyId, destinationId } = await subscribe(client, account, receiver)
  const shown = {
    id: policyId,
    name: 'SaaS certificates',
    description: '',
    enabled: true,
    alert_type: ALERT_TYPE,
    mechanisms: { webhooks: [{ id: destinationId }], email: [], pagerduty: [] },
    filters: {},
    created: '2026-01-01T00:00:05Z',
    modified: '2026-01-01T00:00:05Z'
  }
  t.strictSame(await policies.get(policyId, account), shown)
  await sandbox.advance('5s')
  t.strictSame(await policies.update(policyId, { ...account, enabled: false, alert_interval: '30m', mechanisms: { webhooks: [{ id: destinationId }], email: [{ id: 'ops@saasprovider.com' }] } }), { id: policyId })
  t.match(await all(policies.list(account)), [{ ...shown, enabled: false, alert_interval: '30m', mechanisms: { email: [{ id: 'ops@saasprovider.com' }] }, modified: '2026-01-01T00:00:10Z' }])
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('2m')
  t.strictSame(receiver.messages, [], 'a policy that is not enabled tells nobody')
  t.match(await policies.delete(policyId, account), { success: true })
  t.match(await refusal(() => policies.get(policyId, account)), { status: 404 })
  const wanted = { ...account, name: 'more', enabled: true, alert_type: ALERT_TYPE } as const
  t.match(await refusal(() => policies.create({ ...wanted, mechanisms: { webhooks: [{ id: 'f'.repeat(32) }] } })), { status: 404 })
  t.match(await refusal(() => policies.create({ ...wanted, alert_type: 'universal_ssl_event_type', mechanisms: {} })), { status: 400 })
})

t.test('two policies tell two destinations, and one that is deleted is told nothing more', async t => {
  const [first, second] = [await startReceiver(t), await startReceiver(t)]
  const { sandbox, client, account, zone } = await open(t)
  const one = await subscribe(client, account, first)
  const two = await subscribe(client, account, second)
  second.answer(() => 500)
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('46s')
  t.strictSame([first.messages[0]?.body.policy_id, second.messages[0]?.body.policy_id], [one.policyId, two.policyId])
  t.equal(first.events()[0]?.metadata.event.id, second.events()[0]?.metadata.event.id, 'both are told of one event')
  await client.alerting.destinations.webhooks.delete(two.destinationId, account)
  t.match(await client.alerting.policies.get(two.policyId, account), { mechanisms: { webhooks: [] } })
  await sandbox.advance('5m')
  t.equal(first.types().length, 3)
  t.equal(second.messages.length, 1)
  const waited = await sandbox.admin.webhooks.deliveries.list({ state: 'failed' })
  t.match(waited, [{ destination_id: two.destinationId, attempts: [{ status: 500 }, { error: 'the destination was deleted' }] }])
})

t.test('alerts and history are listed', async t => {
  const receiver = await startReceiver(t)
  const { sandbox, client, account, zone } = await open(t)
  t.match(await client.alerting.availableAlerts.list(account), { 'SSL/TLS': [{ type: ALERT_TYPE, display_name: 'SSL for SaaS Custom Hostnames Alert', filter_options: [] }] })
  const { policyId, destinationId } = await subscribe(client, account, receiver)
  for (const hostname of ['app.customer.com', 'shop.customer.com', 'blog.customer.com']) await client.customHostnames.create({ ...zone, hostname, ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('2m')
  const sent = await all(client.alerting.history.list({ ...account, per_page: 5 }))
  t.equal(sent.length, 9, 'the client reads every page')
  t.match(sent[0], { alert_type: ALERT_TYPE, mechanism: destinationId, mechanism_type: 'webhook', policy_id: policyId, name: 'SaaS certificates', description: '', sent: '2026-01-01T00:01:35Z' })
  t.strictSame(JSON.parse(sent.at(-1)?.alert_body ?? ''), receiver.messages[0]?.body)
  t.equal((await all(client.alerting.history.list({ ...account, since: '2026-01-01T00:01:00Z' }))).length, 6)
  t.equal((await all(client.alerting.history.list({ ...account, before: '2026-01-01T00:01:00Z' }))).length, 3)
})

t.test('accounts know nothing of each other', async t => {
  const world = readDefaultWorld()
  const other = 'e'.repeat(32)
  const [zone] = world.zones
  const tokens = [{ token: 'cfut_'.padEnd(45, 'b'), account_id: other }, { token: 'cfut_'.padEnd(45, 'c'), account_id: other, zone_ids: ['d'.repeat(32)] }, { token: 'cfut_'.padEnd(45, 'd'), account_id: other, permissions: ['Notifications Read'] }]
  const seed = {
    ...world, accounts: [...world.accounts, { id: other, name: 'Other' }], zones: [...world.zones, { ...zone, id: 'd'.repeat(32), name: 'other-provider.com', account_id: other }], tokens: [...world.tokens ?? [], ...tokens]
  }
  const receiver = await startReceiver(t)
  const { sandbox, client, account } = await open(t, { seed, auth: 'tokens' })
  const { destinationId, policyId } = await subscribe(client, account, receiver)
  const [whole, narrow, reader] = tokens.map(({ token }) => clientOf({ ...sandbox, token }))
  assert.ok(whole !== undefined && narrow !== undefined && reader !== undefined)
  const theirs = { account_id: other }
  t.strictSame(await all(whole.alerting.destinations.webhooks.list(theirs)), [])
  t.match(await refusal(() => whole.alerting.destinations.webhooks.get(destinationId, theirs)), { status: 404 })
  t.match(await refusal(() => whole.alerting.policies.get(policyId, theirs)), { status: 404 })
  t.match(await refusal(() => whole.alerting.destinations.webhooks.list(account)), { status: 403, code: 9109 })
  t.match(await refusal(() => narrow.alerting.policies.list(theirs)), { status: 403, code: 9109 })
  t.strictSame(await all(reader.alerting.policies.list(theirs)), [])
  t.match(await refusal(() => reader.alerting.destinations.webhooks.create({ ...theirs, name: 'mine', url: receiver.url })), { status: 403, code: 10000 })
  await whole.customHostnames.create({ zone_id: 'd'.repeat(32), hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.admin.clock.advanceAll({ by: '2m' })
  t.strictSame(receiver.messages, [], 'what happens in one account is not told to another')
})

t.test('a seed brings destinations and policies, and a fault in them is named by its path', async t => {
  const receiver = await startReceiver(t)
  const world = readDefaultWorld()
  const account = world.accounts[0]?.id ?? ''
  const destination = { account_id: account, name: 'certificates', url: receiver.url, secret: 'open sesame' }
  const policy = { account_id: account, name: 'all', webhooks: ['certificates'] }
  const { sandbox, client, zone } = await open(t, { seed: { ...world, webhook_destinations: [destination], notification_policies: [policy] } })
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('2m')
  t.match(receiver.messages, Array(3).fill({ headers: { 'cf-webhook-auth': 'open sesame' }, body: { policy_name: 'all' } }))
  const faults: ReadonlyArray<readonly [seed: object, path: RegExp]> = [
    [{ webhook_destinations: [{ ...destination, account_id: 'f'.repeat(32) }] }, /\/webhook_destinations\/0\/account_id/],
    [{ webhook_destinations: [destination, destination] }, /\/webhook_destinations\/1\/name/],
    [{ webhook_destinations: [{ ...destination, url: 'ftp://x' }] }, /\/webhook_destinations\/0\/url/],
    [{ webhook_destinations: [destination], notification_policies: [{ ...policy, webhooks: ['others'] }] }, /\/notification_policies\/0\/webhooks/]
  ]
  for (const [part, path] of faults) await t.rejects(createSandbox({ seed: { ...world, ...part } }), { message: path, constructor: SeedError })
})

t.test('options that cannot be used are refused without repeating a secret', async t => {
  for (const [options, words] of [
    [{ webhookUrls: ['http://127.0.0.1:1/', 'user:pass@nowhere'] }, /--webhook-url must be URLs .* number 2 is none/], [{ webhookSecret: 'sécret' }, /--webhook-secret must be a text/], [{ webhookRetries: '10s,often' }, /--webhook-retries must be none/], [{ webhookTimeout: '2m' }, /--webhook-timeout must be a duration/]
  ] as const) {
    const error = await createSandbox({ ...options, webhookUrls: 'webhookUrls' in options ? [...options.webhookUrls] : [] }).catch((thrown: unknown) => thrown)
    assert.ok(error instanceof ConfigError)
    t.match(error.message, words)
    t.notMatch(error.message, /pass|sécret/)
  }
})
