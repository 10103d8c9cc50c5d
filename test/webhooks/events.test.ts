import t from 'tap'
import { ALERT_TYPE, open, PREFIX, startReceiver, subscribe } from './support.ts'

t.test('a first certificate is reported in the documented order, with the documented message', async t => {
  const receiver = await startReceiver(t)
  const { sandbox, client, zone, account } = await open(t)
  const { policyId } = await subscribe(client, account, receiver, 'open sesame')
  const { id } = await client.customHostnames.create({
    ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv', settings: { http2: 'on', min_tls_version: '1.2' } }, custom_metadata: { key1: 'value1' }
  })
  await sandbox.advance('2m')
  t.strictSame(receiver.types(), ['validation.succeeded', 'issuance.succeeded', 'deployment.succeeded'])
  t.strictSame(receiver.events().map(({ data }) => data.ssl.status), ['pending_issuance', 'pending_deployment', 'active'])
  const [first] = receiver.messages
  t.match(first, { method: 'POST', path: '/webhooks', headers: { 'content-type': 'application/json', 'cf-webhook-auth': 'open sesame' } })
  const { data, ...wrapper } = first?.body ?? {}
  t.match(wrapper, {
    name: 'SaaS certificates',
    text: /app\.customer\.com/,
    ts: 1767225645,
    account_id: account.account_id,
    policy_id: policyId,
    policy_name: 'SaaS certificates',
    alert_type: ALERT_TYPE,
    alert_correlation_id: /^[0-9a-f]{32}$/,
    alert_event: 'ALERT_STATE_EVENT_START'
  })
  const read = await client.customHostnames.get(id, zone)
  t.match(data, {
    metadata: {
      event: { id: /^[0-9a-f-]{36}$/, type: `${PREFIX}validation.succeeded`, created_at: /^2026-01-01T00:00:\d\d\.\d{6}Z$/ }, account: { id: account.account_id }, zone: { id: zone.zone_id }
    },
    data: { id, hostname: 'app.customer.com', custom_metadata: { key1: 'value1' } }
  })
  for (const { data: { ssl } } of receiver.events()) {
    t.strictSame({ ...ssl, status: '' }, { id: read.ssl?.id, type: 'dv', method: 'http', status: '', settings: { http2: 'on', min_tls_version: '1.2' } })
  }
})
