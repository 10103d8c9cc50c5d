import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { openContract } from './support.ts'
import type { Contract, Fields } from './support.ts'

const NAME = 'app.customer.com'
const JSON_TYPE = { 'content-type': 'application/json' }

interface Sending {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

interface RawReply {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A request with exactly these headers and this body: what other clients send is not what `fetch` would. */
async function send ({ sandbox: { baseURL, token } }: Contract, method: string, path: string, { headers = {}, body }: Sending = {}): Promise<RawReply> {
  // Node leaves the length out where a method usually has no body.
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return await new Promise((resolve, reject) => {
    const sent = request(`${baseURL}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...length, ...headers } }, response => {
      text(response).then(answered => { resolve({ status: response.statusCode, headers: response.headers, body: answered }) }, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

t.test('a DELETE may announce JSON and bring none, or next to none', async t => {
  const contract = await openContract(t)
  const { create, sandbox: { zone } } = contract
  const sendings: readonly Sending[] = [{}, { headers: JSON_TYPE }, { headers: { ...JSON_TYPE, 'content-length': '0' } }, ...['{}', '[]', 'null', ' \n', '{'].map(body => ({ headers: JSON_TYPE, body }))]
  for (const sending of sendings) {
    const { id } = await create(NAME)
    const { status, body } = await send(contract, 'DELETE', `/zones/${zone.id}/custom_hostnames/${id}`, sending)
    t.strictSame([status, JSON.parse(body)], [200, { id, result: { id }, success: true, errors: [], messages: [] }], JSON.stringify(sending))
  }
  t.equal((await send(contract, 'GET', `/zones/${zone.id}/custom_hostnames`, { headers: JSON_TYPE })).status, 200, 'and so may a GET')
})

t.test('a body that cannot be decoded is refused with the code of its service', async t => {
  const { ask, create, sandbox: { zone } } = await openContract(t)
  const { id } = await create(NAME)
  const at = `/zones/${zone.id}`
  const services = [
    ['POST', `${at}/custom_hostnames`, 1400], ['PATCH', `${at}/custom_hostnames/${id}`, 1400], ['PUT', `${at}/custom_hostnames/fallback_origin`, 1400],
    ['POST', `${at}/dns_records`, 6007], ['POST', '/zones', 6007]
  ] as const
  for (const [method, path, code] of services) {
    for (const body of ['{', '{"a":1}}', "{'a':1}", '{"a":\u0000}']) t.equal((await ask(method, path, { body })).code, code, `${method} ${path} ${JSON.stringify(body)}`)
  }
  for (const body of ['[]', 'null', '"text"', '1', '', '{"hostname":1}', '{"hostname":"a.com","ssl":[]}', '{"hostname":"a.com","ssl":{"method":1}}',
    '{"hostname":"a.com","ssl":{"settings":[]}}', '{"hostname":"a.com","custom_metadata":"text"}', '{"hostname":"a.com","custom_origin_server":{}}']) {
    const { status, code } = await ask('POST', `${at}/custom_hostnames`, { body })
    t.strictSame([status, code], [400, 1400], body)
  }
})

t.test('64 KiB are read, a byte more is refused', async t => {
  const { ask, sandbox: { zone } } = await openContract(t)
  const body = JSON.stringify({ hostname: NAME })
  const path = `/zones/${zone.id}/custom_hostnames`
  t.equal((await ask('POST', path, { body: body.padEnd(64 * 1024 + 1) })).status, 413)
  t.equal((await ask('POST', path, { body: body.padEnd(64 * 1024) })).status, 201)
})

t.test('every answer carries a ray of its own and the time of its zone', async t => {
  const contract = await openContract(t)
  const { sandbox: { advance, zone } } = contract
  await advance('1d')
  const at = `/zones/${zone.id}/custom_hostnames`
  const replies = [
    await send(contract, 'GET', at), await send(contract, 'GET', `${at}/x`), await send(contract, 'POST', at, { headers: JSON_TYPE, body: '{' })
  ]
  for (const { headers } of replies) {
    t.equal(headers.date, 'Fri, 02 Jan 2026 00:00:00 GMT')
    t.match(headers['content-type'], /^application\/json/)
  }
  const outside = [await send(contract, 'GET', '/nothing'), await send(contract, 'GET', '/zones', { headers: { authorization: 'x' } })]
  const rays = [...replies, ...outside].map(({ headers }) => headers['cf-ray'])
  for (const ray of rays) t.match(ray, /^[0-9a-f]{16}-[A-Z]{3}$/)
  t.equal(new Set(rays).size, rays.length)
  t.equal(outside[0]?.headers['x-sandflare-not-implemented'], '/client/v4/nothing')
})

t.test('HEAD answers as GET does, without a body', async t => {
  const contract = await openContract(t)
  const path = `/zones/${contract.sandbox.zone.id}/custom_hostnames`
  const [head, get] = [await send(contract, 'HEAD', path), await send(contract, 'GET', path)]
  t.strictSame([head.status, head.body, head.headers['content-type']], [200, '', get.headers['content-type']])
  t.equal(head.headers['content-length'], get.headers['content-length'])
})

t.test('a conflict tells clients not to try again, and nothing else does', async t => {
  const { create, hostnames } = await openContract(t)
  const { id } = await create(NAME)
  for (const reply of [await hostnames('POST', '', { hostname: NAME }), await hostnames('PATCH', `/${id}`, { hostname: 'other.customer.com' })]) {
    t.strictSame([reply.status, reply.headers.get('x-should-retry')], [409, 'false'])
  }
  t.equal((await hostnames('GET', '/x')).headers.get('x-should-retry'), null)
})

t.test('unknown parameters and fields are ignored, a final slash too, and a wrong method is named', async t => {
  const contract = await openContract(t)
  const { ask, hostnames, sandbox: { zone } } = contract
  t.equal((await hostnames('POST', '?force=1', { hostname: NAME, nonsense: { a: [1] }, ssl: { method: 'http', type: 'dv', more: 1 } })).status, 201)
  t.equal((await hostnames('GET', '?nonsense=1&page[size]=3')).items.length, 1)
  t.equal((await send(contract, 'GET', `/zones/${zone.id}/custom_hostnames/`)).status, 200)
  const at = `/zones/${zone.id}/custom_hostnames`
  const wrong = [['PUT', at], ['POST', '/user'], ['PATCH', `${at}/quota`], ['DELETE', `${at}/quota`], ['PATCH', `${at}/fallback_origin`], ['POST', `${at}/fallback_origin`]] as const
  for (const [method, path] of wrong) {
    const { status, body } = await ask(method, path, { body: {} })
    t.strictSame([status, (body['errors'] as readonly Fields[])[0]?.['message']], [405, `Method ${method} not available for that URI.`], `${method} ${path}`)
  }
})
