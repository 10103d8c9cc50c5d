import t from 'tap'
import type { Test } from 'tap'
import type { LibraryOptions } from '../../src/index.ts'
import { AdminError } from '../../src/index.ts'
import type { Receiver } from './support.ts'
import { open, PREFIX, startReceiver } from './support.ts'

const ORDER = ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded']

/** A sandbox that is configured to tell a receiver. */
async function openTold (t: Test, { receiver: given, ...options }: LibraryOptions & { readonly receiver?: Receiver } = {}) {
  const receiver = given ?? await startReceiver(t)
  const session = await open(t, { webhookUrls: [receiver.url], webhookSecret: 'open sesame', ...options })
  const { sandbox: { admin }, client, zone } = session
  return {
    receiver,
    ...session,
    admin,
    create: async (hostname = 'app.customer.com') => await client.customHostnames.create({ ...zone, hostname, ssl: { method: 'txt', type: 'dv' } }),
    deliveries: async (query: Parameters<typeof admin.webhooks.deliveries.list>[0] = {}) => await admin.webhooks.deliveries.list(query)
  }
}

t.test('what is configured receives everything without a call, and no test message', async t => {
  const { receiver, sandbox, create, client, account } = await openTold(t)
  await create()
  await sandbox.advance('2m')
  t.strictSame(receiver.types(), ORDER)
  t.strictSame(receiver.messages.map(({ headers }) => headers['cf-webhook-auth']), Array(3).fill('open sesame'))
  const destinations = []
  for await (const destination of client.alerting.destinations.webhooks.list(account)) destinations.push(destination)
  t.match(destinations, [{ name: 'Configured webhook', url: receiver.url, type: 'generic', last_success: '2026-01-01T00:01:35Z' }])
  await sandbox.reset()
  await client.customHostnames.fallbackOrigin.update({ zone_id: sandbox.zone.id, origin: 'proxy-fallback.saasprovider.com' })
  await sandbox.advance('5s')
  await create()
  await sandbox.advance('2m')
  t.equal(receiver.types().length, 6, 'a reset takes nothing away from the configuration')
})

t.test('an advance makes the retries that fall due on the way, in order, and answers when nothing is due any more', async t => {
  const { receiver, sandbox, create, deliveries } = await openTold(t, { webhookRetries: '10s,1m' })
  let refusals = 2
  receiver.answer(() => refusals-- > 0 ? 503 : 200)
  await create()
  await sandbox.advance('45s')
  t.equal(receiver.messages.length, 1, 'refused at second 45, due again 10 seconds later')
  t.match(await deliveries(), [{ state: 'waiting', next_attempt_at: '2026-01-01T00:00:55Z', attempts: [{ at: '2026-01-01T00:00:45Z', status: 503 }] }])
  await sandbox.advance('20m')
  t.strictSame(receiver.types(), [ORDER[0], ORDER[0], ...ORDER], 'the later ones waited')
  const [first, second, third] = await deliveries()
  t.match(first, { state: 'delivered', next_attempt_at: null, attempts: [{ status: 503 }, { at: '2026-01-01T00:00:55Z', status: 503 }, { at: '2026-01-01T00:01:55Z', status: 200 }] })
  t.match(second?.attempts, [{ at: '2026-01-01T00:01:55Z', status: 200 }], 'it went as soon as the one before it had arrived')
  t.match(third?.attempts, [{ at: '2026-01-01T00:01:55Z', status: 200 }])
  const ids = receiver.events().map(({ metadata }) => metadata.event.id)
  t.equal(new Set(ids).size, 3, 'a retry is the same event')
})

t.test('one long advance sends what many short ones send', async t => {
  const receiver = await startReceiver(t)
  const story = async (steps: number): Promise<unknown> => {
    const { sandbox, create, deliveries } = await openTold(t, { receiver, webhookRetries: '30s,2m,7m' })
    receiver.answer(({ body }) => body.data?.data.hostname === 'bad.customer.com' ? 500 : 200)
    for (const hostname of ['app.customer.com', 'bad.customer.com', 'shop.customer.com']) await create(hostname)
    for (let step = 0; step < steps; step++) await sandbox.advance(`${3600 / steps}s`)
    return (await deliveries()).map(({ id, hostname, event_type: type, state, attempts, payload }) => ({ id, hostname, type, state, payload, at: attempts.map(({ at }) => at) }))
  }
  t.strictSame(await story(1), await story(12))
})

t.test('after its last attempt a message has failed, and the next about the hostname goes', async t => {
  const { receiver, sandbox, create, deliveries, client, account } = await openTold(t, { webhookRetries: '5s' })
  receiver.answer(({ body }) => body.data?.metadata.event.type.endsWith('validation.succeeded') === true ? 500 : 204)
  await create()
  await create('shop.customer.com')
  await sandbox.advance('5m')
  t.strictSame((await deliveries({ state: 'failed' })).map(({ hostname, attempts }) => [hostname, attempts.length]), [['app.customer.com', 2], ['shop.customer.com', 2]])
  for (const hostname of ['app.customer.com', 'shop.customer.com']) t.strictSame(receiver.types(hostname), [ORDER[0], ...ORDER])
  for await (const destination of client.alerting.destinations.webhooks.list(account)) {
    t.match(destination, { last_failure: /^2026-01-01T00:00:/, last_success: /^2026-01-01T00:01:/ })
  }
})

t.test('a receiver that is away gets everything about each hostname in order once it is back', async t => {
  const receiver = await startReceiver(t)
  const port = Number(new URL(receiver.url).port)
  await receiver.close()
  const { sandbox, create, deliveries } = await openTold(t, { receiver, webhookRetries: '1m,10m,1h' })
  const hostnames = Array.from({ length: 12 }, (_, i) => `app-${i}.customer.com`)
  for (const hostname of hostnames) await create(hostname)
  await sandbox.advance('5m')
  const waiting = await deliveries({ state: 'waiting' })
  t.equal(waiting.length, 36)
  t.match(waiting[0]?.attempts[0], { error: /ECONNREFUSED/ })
  const back = await startReceiver(t, port)
  await sandbox.advance('1h')
  for (const hostname of hostnames) t.strictSame(back.types(hostname), ORDER)
})

t.test('a receiver that never answers holds up an advance no longer than the timeout of its attempts', async t => {
  const { receiver, sandbox, create, deliveries } = await openTold(t, { webhookTimeout: '50ms', webhookRetries: '1s' })
  receiver.answer(() => undefined)
  await create()
  await sandbox.advance('2m')
  t.match((await deliveries())[0], { state: 'failed', attempts: [{ error: 'no answer within 50 ms' }, { error: 'no answer within 50 ms' }] })
})

t.test('no redirect is followed', async t => {
  const elsewhere = await startReceiver(t)
  const { receiver, sandbox, create, deliveries } = await openTold(t, { webhookRetries: 'none' })
  receiver.answer((_message, response) => {
    response.writeHead(307, { location: elsewhere.url }).end()
    return undefined
  })
  await create()
  await sandbox.advance('46s')
  t.match(await deliveries(), [{ state: 'failed', attempts: [{ status: 307 }] }])
  t.strictSame(elsewhere.messages, [])
})

t.test('an answer without end counts by its status, and is not read to the end', async t => {
  const { receiver, sandbox, create, deliveries } = await openTold(t)
  receiver.answer((_message, response) => {
    response.writeHead(200)
    const more = (): void => { while (!response.destroyed && response.write('x'.repeat(4096))); }
    response.on('drain', more).on('error', () => {})
    more()
    return undefined
  })
  await create()
  await sandbox.advance('46s')
  t.match(await deliveries(), [{ state: 'delivered', attempts: [{ status: 200 }] }])
})

t.test('on a running clock the timer makes the retry', async t => {
  const { receiver, create } = await openTold(t, { clock: 'running', schedule: 'instant', webhookRetries: '50ms' })
  let refusals = 1
  receiver.answer(() => refusals-- > 0 ? 503 : 200)
  await create()
  await receiver.received(4)
  t.strictSame(receiver.types(), [ORDER[0], ...ORDER])
})

t.test('a message is sent again as it was, whatever became of it', async t => {
  const { receiver, sandbox, admin, create, deliveries } = await openTold(t, { webhookRetries: 'none' })
  receiver.answer(() => 500)
  await create()
  await sandbox.advance('46s')
  const [failed] = await deliveries()
  receiver.answer(() => 200)
  const again = await admin.webhooks.deliveries.redeliver(failed?.id ?? '')
  t.match(again, { id: failed?.id, state: 'delivered', attempts: [{ status: 500 }, { status: 200 }], next_attempt_at: null })
  const [first, second] = receiver.messages
  t.strictSame(second?.body, first?.body)
  t.strictSame(await admin.webhooks.deliveries.get(again.id), again)
  t.match((await admin.webhooks.deliveries.redeliver(again.id)).attempts.length, 3)
  await t.rejects(admin.webhooks.deliveries.redeliver('0'.repeat(32)), { code: 'not_found' })
})

t.test('a message that waits its turn is not sent before it', async t => {
  const { receiver, sandbox, admin, create, deliveries } = await openTold(t)
  receiver.answer(() => 500)
  await create()
  await sandbox.advance('2m')
  const [first, second] = await deliveries({ state: 'waiting' })
  t.equal(second?.next_attempt_at, null)
  await t.rejects(admin.webhooks.deliveries.redeliver(second?.id ?? ''), new AdminError(409, { code: 'not_its_turn', message: 'an earlier message about the same hostname waits: it has to go first' }))
  receiver.answer(() => 200)
  await admin.webhooks.deliveries.redeliver(first?.id ?? '')
  t.strictSame((await deliveries()).map(({ state }) => state), Array(3).fill('delivered'), 'the first makes way for the others')
})

t.test('deliveries are filtered, paged and deleted', async t => {
  const { sandbox, admin, zone, create, deliveries } = await openTold(t)
  const { id } = await create()
  await create('shop.customer.com')
  await sandbox.advance('2m')
  t.equal((await deliveries()).length, 6)
  t.equal((await deliveries({ custom_hostname_id: id })).length, 3)
  t.strictSame((await deliveries({ event_type: `${PREFIX}deployment.succeeded` })).map(({ hostname }) => hostname), ['app.customer.com', 'shop.customer.com'])
  const [first, second] = await deliveries({ zone_id: zone.zone_id, limit: 2 })
  t.equal((await deliveries({ after: second?.number ?? 0 })).length, 4)
  t.match(first, { zone_id: zone.zone_id, custom_hostname_id: id, account_id: sandbox.zone.accountId })
  t.equal(await admin.webhooks.deliveries.clear({ custom_hostname_id: id }), 3)
  t.equal((await deliveries()).length, 3)
  t.equal(await admin.webhooks.deliveries.clear(), 3)
  await t.rejects(deliveries({ zone_id: 'f'.repeat(32) }), { code: 'not_found' })
  await t.rejects(deliveries({ limit: 0 }), { code: 'invalid_request' })
})

t.test('deleting a message that waits lets the next one go', async t => {
  const { receiver, sandbox, admin, create } = await openTold(t)
  receiver.answer(() => 500)
  await create()
  await sandbox.advance('2m')
  receiver.answer(() => 200)
  receiver.messages.length = 0
  await admin.webhooks.deliveries.clear({ event_type: `${PREFIX}validation.succeeded` })
  await admin.webhooks.deliveries.list()
  t.strictSame(receiver.types(), ORDER.slice(1))
})
