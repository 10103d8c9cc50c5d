import t from 'tap'
import { scheduleOf } from '../../src/schedules.ts'
import { createRandom } from '../../src/random.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { createWebhookService } from '../../src/webhooks/service.ts'
import { SAAS_ALERT_TYPE } from '../../src/core/notification.ts'
import { addZone, newHostname } from '../store/support.ts'
import { startReceiver } from './support.ts'

t.test('whoever waits for deliveries waits within a bound, and the end waits for nobody', async t => {
  const receiver = await startReceiver(t)
  receiver.answer(() => undefined)
  const store = openSqliteStore(':memory:')
  t.teardown(async () => { await store.close() })
  const zone = await addZone(store)
  const made = { accountId: 'account', name: 'certificates', createdAt: 0 }
  await store.alerting.insertDestination({ ...made, id: 'd', url: receiver.url })
  await store.alerting.insertPolicy({
    ...made, id: 'p', description: '', enabled: true, alertType: SAAS_ALERT_TYPE, mechanisms: { webhooks: [{ id: 'd' }], email: [], pagerduty: [] }, filters: {}, modifiedAt: 0
  })
  const service = createWebhookService({
    store,
    tokens: createRandom('1'),
    baseDomain: name => name,
    scheduleOf,
    describeCertificate: () => ({}),
    clock: { now: () => 0 },
    now: () => 0,
    retryDelaysMs: [],
    sending: { isAllowed: () => true, trustedRoots: [], timeoutMs: 60_000 },
    settledWithinMs: 20,
    onError: error => { throw error }
  })
  await service.start()
  const hostname = newHostname(store, zone, 'app.customer.com', { sslStatus: 'pending_issuance' })
  await store.customHostnames.insert(zone.no, { customHostname: { ...hostname, ssl: { method: 'txt' } }, wire: '{}' }, undefined, [])
  await store.customHostnames.remove(zone.no, { ...hostname, ssl: { method: 'txt' } }, [{ type: 'deleted', at: 0 }])
  await service.settled(zone.no)
  await receiver.received(1)
  t.match(store.webhooks.list({}, { after: 0, limit: 10 }), [{ state: 'waiting', attempts: [] }], 'it is still on its way')
  await service.stop()
  t.match(store.webhooks.list({}, { after: 0, limit: 10 }), [{ state: 'waiting', attempts: [] }], 'and is left to the next start')
})

t.test('where no policy asks for it nothing is kept', async t => {
  const store = openSqliteStore(':memory:')
  t.teardown(async () => { await store.close() })
  const zone = await addZone(store)
  const hostname = newHostname(store, zone, 'app.customer.com', { sslStatus: 'active' })
  await store.customHostnames.insert(zone.no, { customHostname: hostname, wire: '{}' }, undefined, [])
  await store.customHostnames.remove(zone.no, hostname, [{ type: 'deleted', at: 0 }])
  t.strictSame(store.webhooks.listCaptures(10), [])
})
