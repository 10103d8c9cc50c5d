import t from 'tap'
import type { Test } from 'tap'
import { open, startReceiver, subscribe } from '../webhooks/support.ts'

const START = Date.UTC(2026, 0, 1, 0, 0, 5)
const ORDER = ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded']

/** The events that one hostname was reported with during a time: their names, and seconds since its creation. */
async function told (test: Test, label: string, during: string): Promise<ReadonlyArray<readonly [type: string | undefined, after: number, data: { readonly status: string }]>> {
  const receiver = await startReceiver(test)
  const { sandbox, client, zone, account } = await open(test)
  await subscribe(client, account, receiver)
  const hostname = `${label}.shop.customer.com`
  await client.customHostnames.create({ ...zone, hostname, ssl: { method: 'txt', type: 'dv' } })
  await sandbox.advance(during)
  const types = receiver.types(hostname)
  return receiver.events().map(({ metadata: { event }, data: { ssl } }, i) => [types[i], (Date.parse(event.created_at) - START) / 1000, ssl] as const)
}

t.test('an authority that refuses after validation is reported as a failed issuance at each retry', async t => {
  const [first, ...events] = await told(t, 'caa-error', '8d')
  t.equal(first?.[0], 'validation.succeeded')
  t.strictSame([...new Set(events.map(([type]) => type))], ['issuance.failed'])
  t.match(events[0]?.[2], { status: 'pending_issuance', validation_errors: [{ message: 'caa_error: caa-error.shop.customer.com' }] })
  t.ok(events.every(([, after]) => after < 7 * 86_400 + 120), 'and not once it has timed out')
})

t.test('a deployment that never comes is reported as a failed one at each retry', async t => {
  const [first, second, ...events] = await told(t, 'deployment-timeout', '8d')
  t.strictSame([first?.[0], second?.[0]], ['validation.succeeded', 'issuance.succeeded'])
  t.strictSame([...new Set(events.map(([type]) => type))], ['deployment.failed'])
})

t.test('what is blocked by CAA is reported at each retry', async t => {
  const events = await told(t, 'caa-blocked', '1h')
  t.ok(events.length > 1)
  t.ok(events.every(([type]) => type === 'validation.failed'))
  t.match(events[0]?.[2], { status: 'pending_validation', validation_errors: [{ message: /caa/i }] })
})

t.test('a slow scenario is reported at its slower moments', async t => {
  const [usual, slow] = [await told(t, 'usual', '1h'), await told(t, 'slow-2x', '1h')]
  t.strictSame(usual.map(([type]) => type), ORDER)
  t.strictSame(slow.map(([type]) => type), ORDER)
  t.strictSame(slow.map(([, after]) => after), usual.map(([, after]) => after * 2))
})
