import assert from 'node:assert/strict'
import { Value } from '@sinclair/typebox/value'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { DnsRecordSchema } from '../../schemas/dns-record.ts'
import { singleOf } from '../../schemas/envelope.ts'
import { START, UNKNOWN_ID, ZONE_ID, createApi, tokenOf } from './support.ts'
import type { ApiOptions, Reply, TestApi } from './support.ts'

const RECORDS = `/zones/${ZONE_ID}/dns_records`

async function open (t: Test, options?: ApiOptions): Promise<TestApi> {
  const api = await createApi(options)
  t.teardown(api.close)
  return api
}

async function make ({ ask }: TestApi, body: object): Promise<string> {
  const { status, body: answer, result } = await ask('POST', RECORDS, { body })
  assert.equal(status, 200, JSON.stringify(answer))
  return String(result['id'])
}

/** The code of a refusal, or the nested one behind a validation error. */
function codeOf ({ body }: Reply): number | undefined {
  const [error] = (body as { errors: ReadonlyArray<{ code: number, error_chain?: ReadonlyArray<{ code: number }> }> }).errors
  return error?.error_chain?.[0]?.code ?? error?.code
}

t.test('a record is created, read, overwritten, changed and deleted', async t => {
  const { ask, context, zone } = await open(t)
  const created = await ask('POST', RECORDS, { body: { type: 'A', name: 'Proxy-Fallback', content: '192.0.2.1', proxied: true, ttl: 300, comment: 'origin', tags: ['owner:dns'] } })
  t.equal(created.status, 200)
  t.strictSame([...Value.Errors(singleOf(DnsRecordSchema), created.body)], [])
  const id = context.random.hex(context.random.seed, `dns-record/${zone.id}/1`, 32)
  t.strictSame(created.result, {
    id,
    name: 'proxy-fallback.saasprovider.com',
    type: 'A',
    content: '192.0.2.1',
    proxiable: true,
    proxied: true,
    ttl: 1,
    settings: {},
    meta: {},
    comment: 'origin',
    tags: ['owner:dns'],
    created_on: '2026-01-01T00:00:00Z',
    modified_on: '2026-01-01T00:00:00Z'
  })
  const path = `${RECORDS}/${id}`
  t.strictSame((await ask('GET', path)).result, created.result)

  const put = await ask('PUT', path, { body: { type: 'AAAA', name: 'proxy-fallback.saasprovider.com', content: '2001:DB8:0::1', ttl: 120 } })
  t.match(put.result, { id, type: 'AAAA', content: '2001:db8::1', proxied: false, ttl: 120, comment: null, tags: [] })
  const patch = await ask('PATCH', path, { body: { proxied: true, comment: 'again' } })
  t.match(patch.result, { id, type: 'AAAA', content: '2001:db8::1', proxied: true, ttl: 1, comment: 'again' })
  t.strictSame((await ask('PATCH', path, { body: {} })).result, patch.result, 'an empty change changes nothing')

  t.strictSame((await ask('DELETE', path)).body, { result: { id }, success: true, errors: [], messages: [] })
  for (const method of ['GET', 'DELETE'] as const) t.strictSame([(await ask(method, path)).status, (await ask(method, path)).code], [404, 81044])
})

t.test('a change moves modified_on and keeps created_on', async t => {
  const api = await open(t, { clock: { mode: 'running', offsetMs: 0 } })
  const path = `${RECORDS}/${await make(api, { type: 'TXT', name: 'note', content: 'one' })}`
  api.time.now = START + 61_500
  const { result } = await api.ask('PATCH', path, { body: { content: 'two' } })
  t.match(result, { created_on: '2026-01-01T00:00:00Z', modified_on: '2026-01-01T00:01:01.5Z' })
})

t.test('names are relative, full or @, in any case, and may begin with a wildcard', async t => {
  const api = await open(t)
  const names = {
    'App.SaaSProvider.com': 'app.saasprovider.com',
    'www.saasprovider.com.': 'www.saasprovider.com',
    '@': 'saasprovider.com',
    '*.customers': '*.customers.saasprovider.com',
    '*': '*.saasprovider.com',
    _dmarc: '_dmarc.saasprovider.com',
    'app.other.com': 'app.other.com.saasprovider.com'
  }
  for (const [given, full] of Object.entries(names)) {
    const { result } = await api.ask('POST', RECORDS, { body: { type: 'A', name: given, content: '192.0.2.1' } })
    t.equal(result['name'], full, given)
  }
  for (const name of ['a..b', '', '-a', 'a b', 'x'.repeat(64), 'a.*.b', `${'a.'.repeat(130)}b`, 'grüße', 'app.other.com.']) {
    const answer = await api.ask('POST', RECORDS, { body: { type: 'A', name, content: '192.0.2.1' } })
    t.strictSame([answer.status, codeOf(answer)], [400, 9000], name)
  }
})

t.test('content is kept in the notation of its type', async t => {
  const api = await open(t)
  const long = `"${'x'.repeat(255)}" "${'y'.repeat(30)}"`
  const kept: ReadonlyArray<readonly [type: string, content: string, as: string]> = [
    ['CNAME', 'Target.Example.NET.', 'target.example.net'],
    ['CNAME', '@', 'saasprovider.com'],
    ['TXT', 'bare text', 'bare text'],
    ['TXT', '"quoted \\" text"', '"quoted \\" text"'],
    ['TXT', long, long],
    ['TXT', 'z'.repeat(2048), 'z'.repeat(2048)],
    ['CAA', '0 ISSUE letsencrypt.org', '0 issue "letsencrypt.org"'],
    ['CAA', '128 issue ";"', '128 issue ";"']
  ]
  for (const [i, [type, content, as]] of kept.entries()) {
    t.equal((await api.ask('POST', RECORDS, { body: { type, name: `n${i}`, content } })).result['content'], as, content)
  }
  const caa = await api.ask('POST', RECORDS, { body: { type: 'CAA', name: 'caa', data: { flags: 0, tag: 'issue', value: 'pki.goog' } } })
  t.match(caa.result, { content: '0 issue "pki.goog"', data: { flags: 0, tag: 'issue', value: 'pki.goog' }, proxiable: false })
  const changed = await api.ask('PATCH', `${RECORDS}/${String(caa.result['id'])}`, { body: { content: '0 issuewild "ssl.com"' } })
  t.match(changed.result, { content: '0 issuewild "ssl.com"', data: { flags: 0, tag: 'issuewild', value: 'ssl.com' } })
})

t.test('a record that does not fit is refused with the error of its fault', async t => {
  const { ask } = await open(t, { plan: 'pro' })
  const a = { type: 'A', name: 'a', content: '192.0.2.1' }
  const refused: ReadonlyArray<readonly [body: unknown, code: number]> = [
    [{ ...a, content: '192.0.2.256' }, 9005],
    [{ ...a, content: undefined }, 9005],
    [{ ...a, type: 'AAAA' }, 9006],
    [{ ...a, type: 'AAAA', content: 'fe80::1%eth0' }, 9006],
    [{ ...a, type: 'CNAME' }, 9007],
    [{ ...a, type: 'CNAME', content: 'a.saasprovider.com' }, 9007],
    [{ ...a, type: 'CNAME', content: 'no_dot' }, 9007],
    [{ ...a, type: 'TXT', content: '' }, 9051],
    [{ ...a, type: 'TXT', content: '"open' }, 9051],
    [{ ...a, type: 'TXT', content: `"${'x'.repeat(256)}"` }, 9051],
    [{ ...a, type: 'TXT', content: 'x'.repeat(2049) }, 9051],
    [{ ...a, type: 'CAA', content: 'issue pki.goog' }, 9101],
    [{ ...a, type: 'CAA', data: { flags: 256, tag: 'issue', value: 'pki.goog' } }, 9101],
    [{ ...a, type: 'MX', content: 'mail.example.net' }, 9001],
    [{ ...a, ttl: 59 }, 9021],
    [{ ...a, ttl: 86401 }, 9021],
    [{ ...a, ttl: 90.5 }, 9021],
    [{ ...a, proxied: 'yes' }, 9003],
    [{ type: 'TXT', name: 'a', content: 'x', proxied: true }, 9004],
    [{ ...a, ttl: '120' }, 9207],
    [{ ...a, name: 1 }, 9207],
    [{ ...a, content: 1 }, 9207],
    [{ ...a, tags: [1] }, 9207],
    [{ ...a, settings: [] }, 9207],
    [{ ...a, comment: {} }, 9207],
    [{}, 9207],
    [[], 9207]
  ]
  for (const [body, code] of refused) {
    const answer = await ask('POST', RECORDS, { body })
    t.strictSame([answer.status, codeOf(answer)], [400, code], JSON.stringify(body).slice(0, 80))
  }
  t.equal((await ask('GET', `${RECORDS}/short`)).code, 7003)
})

t.test('enterprise zones may have a time to live of 30 seconds', async t => {
  const { ask } = await open(t, { plan: 'enterprise' })
  t.equal((await ask('POST', RECORDS, { body: { type: 'A', name: 'a', content: '192.0.2.1', ttl: 30 } })).result['ttl'], 30)
  t.equal(codeOf(await ask('POST', RECORDS, { body: { type: 'A', name: 'a', content: '192.0.2.2', ttl: 29 } })), 9021)
})

t.test('records that exclude each other are refused', async t => {
  const api = await open(t)
  const a = { type: 'A', name: 'a', content: '192.0.2.1' }
  const cname = { type: 'CNAME', name: 'c', content: 'target.example.net' }
  const first = await make(api, a)
  await make(api, cname)
  const second = await make(api, { ...a, content: '192.0.2.2' })
  await make(api, { type: 'TXT', name: 'c', content: 'beside a CNAME' })
  const codes: ReadonlyArray<readonly [body: object, code: number]> = [
    [a, 81058],
    [{ ...a, comment: 'only the comment differs' }, 81058],
    [{ ...a, proxied: true }, 81057],
    [cname, 81058],
    [{ ...cname, content: 'elsewhere.example.net' }, 81053],
    [{ ...cname, proxied: true }, 81053],
    [{ ...cname, name: 'a' }, 81053],
    [{ ...a, name: 'c' }, 81053]
  ]
  for (const [body, code] of codes) t.equal((await api.ask('POST', RECORDS, { body })).code, code, JSON.stringify(body))
  t.equal((await api.ask('PATCH', `${RECORDS}/${second}`, { body: { content: '192.0.2.1' } })).code, 81058)
  t.equal((await api.ask('PUT', `${RECORDS}/${first}`, { body: { ...a, name: 'c' } })).code, 81053)
  t.equal((await api.ask('PUT', `${RECORDS}/${first}`, { body: a })).status, 200, 'a record does not exclude itself')
})

t.test('of equal records that are created at one moment one is kept', async t => {
  const { ask, store, zone } = await open(t)
  const answers = await Promise.all(Array.from({ length: 4 }, async () => await ask('POST', RECORDS, { body: { type: 'A', name: 'a', content: '192.0.2.1' } })))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 400, 400, 400])
  t.equal((await store.dnsRecords.list(zone.no)).length, 1)
})

t.test('a change of type takes its own content, and what the new type cannot have goes', async t => {
  const api = await open(t)
  const path = `${RECORDS}/${await make(api, { type: 'A', name: 'a', content: '192.0.2.1', proxied: true })}`
  t.equal(codeOf(await api.ask('PATCH', path, { body: { type: 'CNAME' } })), 9007)
  t.match((await api.ask('PATCH', path, { body: { type: 'TXT', content: 'text' } })).result, { type: 'TXT', content: 'text', proxied: false, ttl: 1 })
})

t.test('a token needs the permission of the call', async t => {
  const { ask, store } = await open(t, { auth: 'tokens' })
  const secret = 'cfut_'.padEnd(45, 'r')
  await store.identities.insertToken(tokenOf(secret, { permissions: ['DNS Read'] }))
  const headers = { authorization: `Bearer ${secret}` }
  t.equal((await ask('GET', RECORDS, { headers })).status, 200)
  t.equal((await ask('POST', RECORDS, { headers, body: { type: 'A', name: 'a', content: '192.0.2.1' } })).code, 10000)
  t.equal((await ask('GET', `/zones/${UNKNOWN_ID}/dns_records`, { headers })).code, 10000)
})

t.test('the last record that serves the fallback origin stays until that is gone', async t => {
  const api = await open(t)
  const { ask, store, zone } = api
  const record = { type: 'A', name: 'proxy-fallback', content: '192.0.2.1', proxied: true }
  const id = await make(api, record)
  const path = `${RECORDS}/${id}`
  const origin = { origin: 'proxy-fallback.saasprovider.com', status: 'active', since: START, createdAt: START, updatedAt: START } as const
  await store.fallbackOrigins.save(zone.no, undefined, origin, [])

  const answer = await ask('DELETE', path)
  t.strictSame([answer.status, answer.code], [400, 1039])
  t.equal((await ask('PATCH', path, { body: { name: 'elsewhere' } })).code, 1039)
  t.equal((await ask('PUT', path, { body: { ...record, type: 'TXT', proxied: false } })).code, 1039)
  t.equal((await ask('PATCH', path, { body: { proxied: false } })).status, 200, 'the edge may be taken out of the way')
  t.equal((await ask('PUT', path, { body: { ...record, type: 'CNAME', content: 'origin.example.net' } })).status, 200)
  t.equal((await ask('PUT', path, { body: record })).status, 200)

  const other = await make(api, { ...record, content: '192.0.2.2' })
  t.equal((await ask('DELETE', path)).status, 200, 'another record still serves it')
  const deleting = { ...origin, status: 'pending_deletion' } as const
  await store.fallbackOrigins.save(zone.no, store.fallbackOrigins.find(zone.no), deleting, [])
  t.equal((await ask('DELETE', `${RECORDS}/${other}`)).code, 1039, 'also while it is being deleted')
  await store.fallbackOrigins.save(zone.no, deleting, undefined, [])
  t.equal((await ask('DELETE', `${RECORDS}/${other}`)).status, 200)
})

t.test('a fallback origin that waits for its record looks again when records change', async t => {
  const api = await open(t)
  const { store, zone, context } = api
  const waiting = { origin: 'proxy-fallback.saasprovider.com', status: 'initializing', since: START - 5000, createdAt: START, updatedAt: START } as const
  await store.fallbackOrigins.save(zone.no, undefined, waiting, [])
  await make(api, { type: 'A', name: 'proxy-fallback', content: '192.0.2.1', proxied: true })
  t.equal(store.fallbackOrigins.find(zone.no)?.checkAt, START + context.scheduleOf(zone).fallbackOrigin.initializingMs)
})

t.test('what was created reads back as it was answered, whatever it is', async t => {
  const api = await open(t)
  const label = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  const record = fc.oneof(
    fc.record({ type: fc.constant('A'), name: label, content: fc.ipV4() }),
    fc.record({ type: fc.constant('AAAA'), name: label, content: fc.ipV6() }),
    fc.record({ type: fc.constant('TXT'), name: label, content: fc.stringMatching(/^[a-zA-Z0-9=_ -]{1,60}$/).filter(text => text.trim() !== '') }),
    fc.record({ type: fc.constant('CAA'), name: label, data: fc.record({ flags: fc.nat(255), tag: label, value: fc.string({ unit: 'grapheme-ascii' }) }) })
  )
  await t.resolves(fc.assert(fc.asyncProperty(record, async body => {
    const created = await api.ask('POST', RECORDS, { body })
    assert.equal(created.status, 200, JSON.stringify(created.body))
    assert.deepEqual([...Value.Errors(DnsRecordSchema, created.result)], [])
    const path = `${RECORDS}/${String(created.result['id'])}`
    assert.deepEqual((await api.ask('GET', path)).result, created.result)
    const { type, name, content } = created.result
    const again = await api.ask('PUT', path, { body: { type, name, content } })
    assert.deepEqual(again.result, created.result, 'content is a fixed point, with or without its parts')
    assert.equal((await api.ask('DELETE', path)).status, 200)
  }), { numRuns: 40, seed: 1 }))
})
