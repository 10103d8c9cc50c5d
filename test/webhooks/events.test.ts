import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Test } from 'tap'
import { someAuthorities, someLeaf } from '../ca/support.ts'
import { ALERT_TYPE, open, PREFIX, startReceiver, subscribe } from './support.ts'

const HOSTNAME = 'app.customer.com'
const HEAD = ['id', 'type', 'method', 'status']
const TOKENS = ['http_url', 'http_body', 'validation_records']

/** A sandbox whose account is told at a receiver what happens. */
async function openTold (t: Test, ...options: Parameters<typeof open> extends [Test, ...infer Rest] ? Rest : never) {
  const receiver = await startReceiver(t)
  const session = await open(t, ...options)
  const subscribed = await subscribe(session.client, session.account, receiver, 'open sesame')
  const create = async (hostname = HOSTNAME) => await session.client.customHostnames.create({ ...session.zone, hostname, ssl: { method: 'http', type: 'dv' } })
  return { receiver, ...session, ...subscribed, create }
}

t.test('a first certificate is reported in the documented order, with the documented message', async t => {
  const { receiver, sandbox, client, zone, account, policyId } = await openTold(t)
  const settings = { http2: 'on', min_tls_version: '1.2' } as const
  const { id } = await client.customHostnames.create({
    ...zone, hostname: HOSTNAME, ssl: { method: 'http', type: 'dv', settings }, custom_metadata: { key1: 'value1' }, custom_origin_server: 'proxy-fallback.saasprovider.com'
  })
  await sandbox.advance('2m')
  t.strictSame(receiver.types(), ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded'])
  t.strictSame(receiver.events().map(({ data }) => data.ssl.status), ['pending_issuance', 'pending_deployment', 'active'])
  const [first] = receiver.messages
  t.match(first, { method: 'POST', path: '/webhooks', headers: { 'content-type': 'application/json', 'cf-webhook-auth': 'open sesame' } })
  const { data, ...wrapper } = first?.body ?? {}
  const { text, alert_correlation_id: correlationId, ...fixed } = wrapper as Record<string, unknown>
  t.strictSame(fixed, {
    name: 'SaaS certificates',
    ts: 1767225645,
    account_id: account.account_id,
    policy_id: policyId,
    policy_name: 'SaaS certificates',
    alert_type: ALERT_TYPE,
    alert_event: 'ALERT_STATE_EVENT_START'
  })
  t.match(text, HOSTNAME)
  t.match(correlationId, /^[0-9a-f]{32}$/)
  const read = await client.customHostnames.get(id, zone)
  t.match(data?.metadata.event.id, /^[0-9a-f]{8}-[0-9a-f-]{27}$/)
  t.strictSame(data, {
    metadata: {
      event: { id: data?.metadata.event.id, type: `${PREFIX}validation.succeeded`, created_at: '2026-01-01T00:00:45.000000Z' }, account: { id: account.account_id }, zone: { id: zone.zone_id }
    },
    data: {
      id,
      hostname: HOSTNAME,
      ssl: { id: read.ssl?.id, type: 'dv', method: 'http', status: 'pending_issuance', settings },
      custom_metadata: { key1: 'value1' },
      custom_origin_server: 'proxy-fallback.saasprovider.com'
    }
  })
})

t.test('each retry that leaves a certificate unvalidated is reported, with tokens and findings', async t => {
  const { receiver, sandbox, client, zone, create } = await openTold(t)
  await sandbox.admin.zones.update(zone.zone_id, { settings: { auto_pass_at_attempt: 4, auto_failure: { ssl_status: 'caa_error' } } })
  const { id } = await create()
  await sandbox.advance('1m')
  const read = await client.customHostnames.get(id, zone)
  await sandbox.advance('1h')
  t.strictSame(receiver.types(), [...Array(3).fill('validation.failed'), 'validation.succeeded', 'issuance.succeeded', 'deployment.succeeded'])
  const [failed] = receiver.events()
  t.strictSame(Object.keys(failed?.data.ssl ?? {}), [...HEAD, ...TOKENS, 'settings', 'validation_errors'])
  t.match(failed?.data.ssl, { id: read.ssl?.id, status: 'pending_validation', validation_errors: [{ message: `caa_error: ${HOSTNAME}` }] })
  t.strictSame(failed?.data.ssl['validation_records'], read.ssl?.validation_records)
  t.notOk('custom_metadata' in (failed?.data ?? {}), 'what is not set is left out')
  t.equal(new Set(receiver.events().map(({ metadata }) => metadata.event.id)).size, 6, 'every event has an id of its own')
})

t.test('a check that gives up is no retry: it is not reported', async t => {
  const { receiver, sandbox, zone, create } = await openTold(t)
  await sandbox.admin.zones.update(zone.zone_id, { settings: { auto_pass_at_attempt: 'never' } })
  await create()
  await sandbox.advance('20d')
  t.strictSame(receiver.types().filter(type => type !== 'validation.failed'), [])
  t.equal(receiver.types().length, 120, 'the first check and 119 retries; the 120th left it in validation_timed_out')
})

t.test('failures of later stages, and of a deletion, are reported with the keys of the samples', async t => {
  const { receiver, sandbox: { admin, advance }, zone, create } = await openTold(t)
  const { id } = await create()
  for (const [status, name] of [['pending_issuance', 'issuance'], ['pending_deployment', 'deployment'], ['pending_deletion', 'deletion']] as const) {
    receiver.messages.length = 0
    await admin.force(zone.zone_id, id, { ssl_status: status })
    await admin.check(zone.zone_id, id, { axis: 'ssl_status', outcome: 'fail', errors: ['caa_error: {hostname}'] })
    await advance('1ms')
    const event = receiver.events().find(({ metadata }) => metadata.event.type.endsWith('.failed'))
    t.equal(event?.metadata.event.type, `${PREFIX}${name}.failed`)
    const rest = name === 'issuance' ? [...TOKENS, 'settings', 'validation_errors'] : name === 'deployment' ? ['settings'] : []
    t.strictSame(Object.keys(event?.data.ssl ?? {}), [...HEAD, ...rest])
    t.equal(event?.data.ssl.status, status)
  }
})

t.test('a deletion is reported although the hostname is gone by then', async t => {
  const { receiver, sandbox, client, zone, create } = await openTold(t)
  const { id, ssl } = await create()
  await sandbox.advance('2m')
  receiver.messages.length = 0
  await client.customHostnames.delete(id, zone)
  await receiver.received(1)
  const [event] = receiver.events()
  t.equal(event?.metadata.event.type, `${PREFIX}deletion.succeeded`)
  t.strictSame(event?.data, { id, hostname: HOSTNAME, ssl: { id: ssl?.id, type: 'dv', method: 'http', status: 'deleted' } })
})

t.test('a renewal is announced, then reported, and the pack that it replaced names no hostname', async t => {
  const { receiver, sandbox, client, zone, create } = await openTold(t)
  const { id } = await create()
  await sandbox.advance('2m')
  const before = await client.customHostnames.get(id, zone)
  receiver.messages.length = 0
  await sandbox.advance('61d')
  t.strictSame(receiver.types(), ['renewal.upcoming_certificate_expiration_notification', 'renewal.succeeded', 'deployment.succeeded', 'deletion.succeeded'])
  const [upcoming, succeeded, deployed, replaced] = receiver.events()
  const described = before.ssl as unknown as Record<string, unknown>
  const keys = ['id', 'status', 'hosts', 'issuer', 'serial_number', 'signature', 'uploaded_on', 'expires_on']
  t.strictSame(upcoming?.data.ssl, { ...Object.fromEntries(keys.map(key => [key, described[key]])), settings: {} })
  t.strictSame([succeeded?.data.ssl.status, succeeded?.data.ssl['id']], ['pending_deployment', described['id']])
  const after = await client.customHostnames.get(id, zone)
  t.equal(deployed?.data.ssl['id'], after.ssl?.id)
  t.strictSame(replaced?.data, { ssl: { id: described['id'], type: 'dv', method: 'http', status: 'deleted' } })
})

t.test('a renewal that fails says so once, then reports its retries', async t => {
  const { receiver, sandbox, zone, create } = await openTold(t)
  await create()
  await sandbox.advance('2m')
  await sandbox.admin.zones.update(zone.zone_id, { settings: { auto_pass_at_attempt: 3, auto_failure: { ssl_status: 'caa_error' } } })
  receiver.messages.length = 0
  await sandbox.advance('61d')
  t.strictSame(receiver.types().slice(0, 5), [
    'renewal.upcoming_certificate_expiration_notification', 'renewal.failed', 'validation.failed', 'validation.succeeded', 'issuance.succeeded'
  ])
  const failed = receiver.events()[1]
  t.strictSame(Object.keys(failed?.data.ssl ?? {}), [...HEAD, ...TOKENS, 'settings', 'validation_errors'])
  t.match(failed?.data.ssl, { status: 'pending_issuance', validation_errors: [{ message: `caa_error: ${HOSTNAME}` }] })
})

t.test('the end of an uploaded certificate is announced with what it says of itself', async t => {
  const { receiver, sandbox, client, zone } = await openTold(t, { clock: `frozen@${new Date(Date.now()).toISOString()}` })
  const { chainPem, privateKeyPem } = await someLeaf(await someAuthorities(), { keyType: 'ecdsa', hosts: [HOSTNAME] })
  const { id } = await client.customHostnames.create({ ...zone, hostname: HOSTNAME, ssl: { custom_certificate: chainPem, custom_key: privateKeyPem, bundle_method: 'force' } })
  await sandbox.advance('2m')
  t.strictSame(receiver.types(), ['deployment.succeeded'])
  const described = (await client.customHostnames.get(id, zone)).ssl as unknown as Record<string, unknown>
  await sandbox.advance('1000d')
  t.strictSame(receiver.types(), ['deployment.succeeded', 'renewal.upcoming_certificate_expiration_notification'])
  t.match(receiver.events()[1]?.data.ssl, { issuer: described['issuer'], serial_number: described['serial_number'], expires_on: described['expires_on'], status: 'active' })
})

t.test('a deletion that takes its time is reported at its end, of the pack that served', async t => {
  const realistic = JSON.parse(readFileSync(new URL('../../fixtures/schedules/realistic.json', import.meta.url), 'utf8')) as { readonly hostname: object }
  const { receiver, sandbox, client, zone, create } = await openTold(t, { schedule: { ...realistic, hostname: { ...realistic.hostname, pending_deletion: 60 } } })
  const { id } = await create()
  await sandbox.advance('61d')
  const { ssl } = await client.customHostnames.get(id, zone)
  receiver.messages.length = 0
  await client.customHostnames.delete(id, zone)
  await sandbox.advance('30s')
  t.strictSame(receiver.types(), [], 'it is pending')
  t.match(await client.customHostnames.get(id, zone), { status: 'pending_deletion', ssl: { id: ssl?.id, status: 'pending_deletion' } })
  await sandbox.advance('1m')
  t.match(receiver.events(), [{ metadata: { event: { type: `${PREFIX}deletion.succeeded` } }, data: { id, ssl: { id: ssl?.id, status: 'deleted' } } }])
})
