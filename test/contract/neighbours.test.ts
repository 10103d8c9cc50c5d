import t from 'tap'
import { openContract } from './support.ts'

const ORIGIN = 'proxy-fallback.saasprovider.com'
const PROXIED = 'DNS records are not setup correctly. Origin should be a proxied A/AAAA/CNAME dns record'

t.test('a fallback origin comes up, changes and goes', async t => {
  const { hostnames, sandbox: { advance } } = await openContract(t)
  const ask = async (method: string, origin?: string) => await hostnames(method, '/fallback_origin', origin === undefined ? undefined : { origin })
  t.equal((await ask('GET')).code, 1551)
  t.equal((await ask('DELETE')).status, 404)
  const put = await ask('PUT', ORIGIN.toUpperCase())
  t.equal(put.status, 200)
  t.strictSame(put.result, { origin: ORIGIN, status: 'initializing', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' })
  for (const [by, status] of [['2s', 'pending_deployment'], ['3s', 'active']] as const) {
    await advance(by)
    t.equal((await ask('GET')).result['status'], status)
  }
  const again = await ask('PUT', ORIGIN)
  t.match(again.result, { status: 'initializing', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:05Z' })
  await advance('5s')

  const leaving = await ask('DELETE')
  t.strictSame([leaving.status, leaving.result['status']], [200, 'pending_deletion'])
  t.equal((await ask('GET')).result['status'], 'pending_deletion', 'it is readable until it is gone')
  for (const [method, origin] of [['PUT', ORIGIN], ['DELETE']] as const) {
    const refused = await ask(method, origin)
    t.strictSame([refused.status, refused.code], [400, 1414], method)
  }
  await advance('5s')
  t.equal((await ask('GET')).code, 1551)
  t.equal((await ask('PUT', ORIGIN)).status, 200)
})

t.test('a record that is missing or not proxied is no refusal: the fallback origin says so and waits for it', async t => {
  const { ask, hostnames, sandbox: { advance, zone } } = await openContract(t)
  const put = await hostnames('PUT', '/fallback_origin', { origin: 'late.saasprovider.com' })
  t.strictSame([put.status, put.result['errors']], [200, [PROXIED]])
  await advance('1h')
  t.match((await hostnames('GET', '/fallback_origin')).result, { status: 'initializing', errors: [PROXIED] })
  const records = `/zones/${zone.id}/dns_records`
  const made = await ask('POST', records, { body: { type: 'A', name: 'late', content: '192.0.2.9' } })
  await advance('1m')
  t.match((await hostnames('GET', '/fallback_origin')).result, { status: 'initializing', errors: [PROXIED] })
  await ask('PATCH', `${records}/${String(made.result['id'])}`, { body: { proxied: true } })
  await advance('5s')
  const { result } = await hostnames('GET', '/fallback_origin')
  t.equal(result['status'], 'active')
  t.notOk('errors' in result)

  await hostnames('PUT', '/fallback_origin', { origin: 'never.saasprovider.com' })
  await advance('7d')
  t.equal((await hostnames('GET', '/fallback_origin')).result['status'], 'deployment_timed_out')
})

t.test('the record of the fallback origin stays until that is gone', async t => {
  const { ask, hostnames, setFallbackOrigin, sandbox: { advance, zone } } = await openContract(t)
  await setFallbackOrigin()
  const records = `/zones/${zone.id}/dns_records`
  const { items } = await ask('GET', `${records}?name=${ORIGIN}`)
  const record = `${records}/${String(items[0]?.['id'])}`
  const refusals = [await ask('DELETE', record), await ask('PATCH', record, { body: { name: 'other' } })]
  for (const { status, code } of refusals) t.strictSame([status, code], [400, 1039])
  await hostnames('DELETE', '/fallback_origin')
  t.equal((await ask('DELETE', record)).code, 1039, 'also while it is being deleted')
  await advance('5s')
  const { status, result } = await ask('DELETE', record)
  t.strictSame([status, result], [200, { id: items[0]?.['id'] }])
})

t.test('zones and records of every type answer as published', async t => {
  const { ask, sandbox: { zone } } = await openContract(t)
  const records = `/zones/${zone.id}/dns_records`
  const bodies = [
    { type: 'A', name: 'a', content: '192.0.2.7', proxied: true },
    { type: 'AAAA', name: 'a', content: '2001:db8::7', comment: 'second address' },
    { type: 'CNAME', name: 'www', content: ORIGIN, ttl: 300, tags: ['team:web'] },
    { type: 'TXT', name: 'text', content: 'v=spf1 -all' },
    { type: 'CAA', name: '@', data: { flags: 0, tag: 'issue', value: 'pki.goog' } }
  ]
  for (const body of bodies) {
    const { status, result } = await ask('POST', records, { body })
    t.equal(status, 200, body.type)
    const record = `${records}/${String(result['id'])}`
    t.strictSame((await ask('GET', record)).result, result)
    t.equal((await ask('PUT', record, { body })).status, 200)
    t.equal((await ask('PATCH', record, { body: { comment: 'changed' } })).result['comment'], 'changed')
  }
  t.equal((await ask('GET', records)).items.length, 7)
  const made = await ask('POST', '/zones', { body: { name: 'new-provider.com', account: { id: zone.accountId } } })
  t.equal(made.status, 200)
  const detail = `/zones/${String(made.result['id'])}`
  t.strictSame((await ask('GET', detail)).result, made.result)
  t.equal((await ask('GET', '/zones?name=contains:provider')).items.length, 2)
  t.strictSame((await ask('DELETE', detail)).result, { id: made.result['id'] })
})
