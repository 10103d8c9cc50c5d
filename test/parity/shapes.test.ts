import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { compareRecordings, compareShapes } from '../../scripts/parity/compare.ts'
import type { Exchange, Shape } from '../../scripts/parity/exchange.ts'
import { parseRecording } from '../../scripts/parity/exchange.ts'
import { redact, redactHeaders } from '../../scripts/parity/redact.ts'

const exchange = (step: string, given: Partial<Exchange> = {}): Exchange => ({ step, method: 'GET', path: '/', status: 200, headers: {}, body: {}, ...given })
const json = fc.jsonValue({ maxDepth: 4 })
const shape = json.map(value => redact(value, []))

t.test('only words of published lists, and forms, are left of a body', async t => {
  const body = {
    success: true,
    errors: [{ code: 1406, message: 'Duplicate custom hostname app.customer.com in zone 023e105f4ecef8ad9ca31a8372d0c353.' }],
    result: {
      id: '3f8c6f5e-6f4c-4f58-9a0e-0f6f2b7a8c11',
      hostname: 'app.customer.com',
      status: 'pending',
      created_at: '2026-01-01T00:00:05.123456Z',
      custom_metadata: { customer: 'A-17', tier: 2, beta: true, nothing: null },
      ssl: { wildcard: false, http_url: 'http://app.customer.com/x', http_body: 'token', certificate: '-----BEGIN CERTIFICATE-----', serial_number: '6743787633689793699141714808227354901' }
    }
  }
  t.strictSame(redact(body, [['customer.com', '<suffix>'], ['app.customer.com', '<hostname>']]), {
    success: true,
    errors: [{ code: 1406, message: 'Duplicate custom hostname <hostname> in zone <hex>.' }],
    result: {
      id: '<uuid>',
      hostname: '<text>',
      status: 'pending',
      created_at: '<time>',
      custom_metadata: { customer: '<text>', tier: '<number>', beta: '<boolean>', nothing: null },
      ssl: { wildcard: false, http_url: '<url>', http_body: '<text>', certificate: '<pem>', serial_number: '<hex>' }
    }
  })
  const headers = new Headers({ 'content-type': 'Application/JSON; charset=utf-8', 'cf-ray': 'a1-SJC', 'set-cookie': 'secret', 'retry-after': '17' })
  t.strictSame(redactHeaders(headers), { 'content-type': 'application/json', 'cf-ray': '<present>', 'retry-after': '<present>' })
})

t.test('a secret survives nowhere, whatever it stands in', async t => {
  // Letters that neither a key of ours nor a placeholder has.
  const secret = fc.string({ unit: fc.constantFrom('Q', 'W', '$', '.', '*', '\\', '7'), minLength: 8, maxLength: 40 })
  const place = fc.constantFrom('message', 'status', 'code', 'anything', 'content')
  t.doesNotThrow(() => fc.assert(fc.property(secret, place, fc.string(), json, (hidden, key, around, rest) => {
    const body = { rest, [key]: [`${around}${hidden}${around}`, { [hidden]: 1, [key]: hidden.toLowerCase() }] }
    const text = JSON.stringify(redact(body, [[hidden, '<secret>'], ['', '<empty>']]))
    // Only what the test planted can be in there.
    assert.ok(JSON.stringify(rest).includes(hidden) || !text.toLowerCase().includes(JSON.stringify(hidden).slice(1, -1).toLowerCase()))
  })))
})

t.test('a shape is like itself, and unlike whatever differs from it', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(shape, one => { assert.deepEqual(compareShapes(one, structuredClone(one)), []) })))
  t.doesNotThrow(() => fc.assert(fc.property(shape, shape, (one, other) => {
    const [there, back] = [compareShapes(one, other), compareShapes(other, one)]
    assert.deepEqual(there.map(({ pointer }) => pointer).toSorted(), back.map(({ pointer }) => pointer).toSorted(), 'the order of the two only turns the sides')
  })))
  t.doesNotThrow(() => fc.assert(fc.property(fc.dictionary(fc.string(), shape, { minKeys: 1 }), fc.nat(), (object, pick) => {
    const keys = Object.keys(object)
    const key = keys[pick % keys.length] ?? ''
    const { [key]: taken, ...rest } = object
    assert.deepEqual(compareShapes(object, rest), [{ pointer: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, first: taken, second: undefined }])
  })))
})

t.test('lists of different lengths are held together by what is most alike', async t => {
  const txt: Shape = { type: 'txt', name: '<text>' }
  const http: Shape = { type: 'http', url: '<url>' }
  t.strictSame(compareShapes([txt, http], [http, txt, txt]), [])
  t.strictSame(compareShapes([], [txt]), [], 'an empty list says nothing')
  t.strictSame(compareShapes([txt, txt], [{ type: 'txt', name: null }]), [{ pointer: '/*/name', first: '<text>', second: null }])
  t.strictSame(compareShapes([txt], [http]).map(({ pointer }) => pointer), ['/0/name', '/0/type', '/0/url'], 'of equal length they stand side by side')
})

t.test('recordings are held together by the names of their steps', async t => {
  const first = [exchange('one'), exchange('two', { headers: { 'retry-after': '<present>' } }), exchange('three')]
  const second = [exchange('one', { status: 404 }), exchange('two'), exchange('four')]
  t.strictSame(compareRecordings(first, second).map(({ step, where }) => [step, where]), [['one', 'status'], ['two', 'header retry-after'], ['three', 'step'], ['four', 'step']])
  t.strictSame(compareRecordings(first, first), [])
})

t.test('a file that is no recording is refused', async t => {
  const good = JSON.stringify({ format: 'sandflare-parity-1', exchanges: [exchange('one')] })
  t.strictSame(parseRecording(good, 'a.json').exchanges, [exchange('one')])
  for (const text of ['', '[]', 'null', '{}', '{"format":"sandflare-parity-1","exchanges":{}}', '{"format":"sandflare-parity-1","exchanges":[{}]}', good.replace('parity-1', 'parity-2')]) {
    t.throws(() => parseRecording(text, 'a.json'), { message: /^a\.json is not/ }, text)
  }
})
