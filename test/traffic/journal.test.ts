import t from 'tap'
import { PollingSchema, RequestListSchema, RequestSchema } from '../../schemas/admin/request.ts'
import type { RequestWire } from '../../schemas/admin/request.ts'
import { createHostname, faultOf, start } from '../admin/support.ts'
import { startReceiver } from '../webhooks/support.ts'
import { ask } from './support.ts'

t.test('the journal tells what was asked and answered, in order', async t => {
  const sandbox = await start(t)
  const { admin: { requests }, zone } = sandbox
  const id = await createHostname(sandbox, 'app.customer.com')
  await sandbox.advance('90s')
  const answer = await ask(sandbox, 'GET', `/zones/${zone.id}/custom_hostnames/${id}?a=1`)
  const seen = await requests.list()
  t.equal(faultOf(RequestListSchema, { requests: seen }), undefined)
  const about = { zone_id: zone.id, custom_hostname_id: id, hostname: 'app.customer.com' }
  t.match(seen, [{
    id: 1,
    at: '2026-01-01T00:00:00Z',
    method: 'POST',
    path: `/client/v4/zones/${zone.id}/custom_hostnames`,
    query: '',
    route: '/client/v4/zones/:zone_id/custom_hostnames',
    status: 201,
    error_codes: [],
    request: { body: { hostname: 'app.customer.com', ssl: { method: 'txt' } } },
    response: { body: { success: true, result: { id } } },
    ...about
  }, {
    id: 2,
    at: '2026-01-01T00:01:30Z',
    method: 'GET',
    query: 'a=1',
    route: '/client/v4/zones/:zone_id/custom_hostnames/:custom_hostname_id',
    status: 200,
    ray: answer.headers.get('cf-ray')?.split('-')[0],
    request: { body: null },
    response: { headers: { 'cf-ray': answer.headers.get('cf-ray'), date: answer.headers.get('date') }, body: answer.body() },
    ...about
  }])
  t.strictSame(await requests.get(2), seen[1])
  await t.rejects(requests.get(3), { status: 404, code: 'not_found' })
  await t.rejects(requests.get(-1), { status: 404, code: 'not_found' })
})

t.test('refusals are kept with their codes and headers', async t => {
  const sandbox = await start(t)
  const { admin: { requests }, zone } = sandbox
  await ask(sandbox, 'GET', `/zones/${zone.id}/custom_hostnames/0d89c70d-ad9f-4843-b99f-6cc0252067e9`)
  await ask(sandbox, 'GET', '/zones/x/custom_hostnames')
  await ask(sandbox, 'POST', '/zones', { headers: { authorization: 'Bearer short' } })
  await ask(sandbox, 'POST', `/zones/${zone.id}/custom_hostnames`, { body: { hostname: 'a'.repeat(70_000) } })
  t.match(await requests.list(), [
    { status: 404, error_codes: [1436], zone_id: zone.id, custom_hostname_id: '0d89c70d-ad9f-4843-b99f-6cc0252067e9', response: { headers: { 'content-type': /json/ } } },
    { status: 400, error_codes: [7003, 7000] },
    { status: 400, error_codes: [6003] },
    { status: 413, error_codes: [1400], request: { body: null } }
  ])
})

t.test('requests are found, counted and forgotten by what they were about', async t => {
  const sandbox = await start(t)
  const { admin: { requests, zones }, zone } = sandbox
  const collection = `/zones/${zone.id}/custom_hostnames`
  const id = await createHostname(sandbox, 'app.customer.com')
  await createHostname(sandbox, 'other.customer.com')
  const elsewhere = (await zones.create()).id
  await ask(sandbox, 'GET', `${collection}/${id}`)
  await ask(sandbox, 'GET', `${collection}?hostname=App.customer.com`)
  await ask(sandbox, 'GET', `/zones/${elsewhere}/custom_hostnames`)
  await ask(sandbox, 'DELETE', `${collection}/${id}`)
  await ask(sandbox, 'GET', `${collection}/${id}`)
  await ask(sandbox, 'GET', '/nothing')
  const ids = async (query: Parameters<typeof requests.list>[0]): Promise<number[]> => (await requests.list(query)).map(request => request.id)
  t.strictSame(await ids({}), [1, 2, 3, 4, 5, 6, 7, 8])
  t.strictSame(await ids({ hostname: 'app.customer.com' }), [1, 3, 4])
  t.strictSame(await ids({ custom_hostname_id: id }), [1, 3, 4, 6, 7])
  t.strictSame(await ids({ zone_id: elsewhere }), [5])
  t.strictSame(await ids({ method: 'delete' }), [6])
  t.strictSame(await ids({ path: '/zones/:zone_id/custom_hostnames' }), [1, 2, 4, 5])
  t.strictSame(await ids({ status: 404 }), [7, 8])
  t.strictSame(await ids({ unmatched: true }), [8])
  t.strictSame(await ids({ unmatched: false, limit: 2 }), [6, 7], 'the newest')
  t.strictSame(await ids({ after: 2, limit: 2 }), [3, 4], 'the next after an id')
  t.equal(await requests.count({ zone_id: zone.id, method: 'GET' }), 3)
  await t.rejects(requests.list({ path: 'zones' }), { status: 400, message: /^\/path: / })
  await t.rejects(requests.list({ limit: 0 }), { status: 400, message: /^\/limit: / })
  t.equal(await requests.clear({ method: 'GET' }), 5)
  t.strictSame(await ids({}), [1, 2, 6])
  t.equal(await requests.clear(), 3)
  await ask(sandbox, 'GET', '/zones')
  t.strictSame(await ids({}), [9], 'ids go on')
  await ask(sandbox, 'GET', `/zones/${elsewhere}`)
  await sandbox.admin.reset(elsewhere)
  t.strictSame(await ids({}), [9])
  await sandbox.reset()
  t.strictSame(await ids({}), [])
})

t.test('a call that nothing serves is told apart, with the one that was probably meant', async t => {
  const sandbox = await start(t)
  const { admin: { requests }, zone, url } = sandbox
  await ask(sandbox, 'GET', `/zones/${zone.id}/custom_hostname`)
  await ask(sandbox, 'PUT', `/zones/${zone.id}/custom_hostnames`)
  await ask(sandbox, 'GET', '/graphql')
  const beside = await fetch(`${url}/zones/${zone.id}/custom_hostnames`)
  t.equal(beside.status, 404)
  t.match((await beside.json() as { readonly error: { readonly message: string } }).error.message, /did you mean GET \/client\/v4\/zones\/:zone_id\/custom_hostnames\?/)
  t.equal((await fetch(`${url}/favicon.ico`)).status, 404)
  const collection = '/client/v4/zones/:zone_id/custom_hostnames'
  t.strictSame((await requests.list({ unmatched: true })).map(({ status, route, nearest_route: nearest }) => [status, route, nearest]), [
    [404, null, `GET ${collection}`], [405, null, `GET ${collection}`], [404, null, undefined], [404, null, `GET ${collection}`]
  ])
})

t.test('no secret is shown', async t => {
  const sandbox = await start(t)
  const { zone, key, token } = sandbox
  const pem = '-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----'
  await ask(sandbox, 'POST', `/zones/${zone.id}/custom_hostnames`, { body: { hostname: 'app.customer.com', ssl: { custom_certificate: 'c', custom_key: pem } }, headers: { cookie: 'session=hidden' } })
  await ask(sandbox, 'PUT', `/zones/${zone.id}/custom_hostnames/1`, { body: { secret: 'hidden' } })
  await fetch(`${sandbox.baseURL}/zones?api_token=hidden`, { headers: { 'x-auth-email': 'someone@elsewhere.com', 'x-auth-key': key } })
  const text = JSON.stringify(await sandbox.admin.requests.list())
  for (const secret of ['hidden', token, key, 'someone']) t.notOk(text.includes(secret), secret)
  t.match(await sandbox.admin.requests.get(3), { query: 'api_token=[redacted]', request: { headers: { 'x-auth-key': '[redacted]', 'x-auth-email': /^.\*\*\*@/ } } })
})

t.test('the journal keeps the last requests and the beginning of their bodies', async t => {
  const sandbox = await start(t, { journal: 3 })
  const { admin: { requests }, zone } = sandbox
  for (let i = 0; i < 4; i++) await ask(sandbox, 'GET', '/zones')
  await ask(sandbox, 'POST', `/zones/${zone.id}/custom_hostnames`, { body: { hostname: 'app.customer.com', note: 'n'.repeat(40_000) } })
  const seen = await requests.list()
  t.strictSame(seen.map(({ id }) => id), [3, 4, 5])
  t.equal(String(seen[2]?.request.body).length, 16 * 1024)
  await t.rejects(requests.get(2), { status: 404, code: 'not_found' })
  const without = await start(t, { journal: 0 })
  await ask(without, 'GET', '/zones')
  t.strictSame(await without.admin.requests.list(), [])
})

t.test('the report says how often and how far apart a client polled a hostname', async t => {
  const sandbox = await start(t)
  const { admin: { requests }, zone } = sandbox
  const collection = `/zones/${zone.id}/custom_hostnames`
  const id = await createHostname(sandbox, 'app.customer.com')
  for (const [path, wait] of [[`/${id}`, '10s'], ['?hostname=app.customer.com', '30s'], [`?id=${id}`, '20s'], [`/${id}`, '1s']] as const) {
    await ask(sandbox, 'GET', `${collection}${path}`)
    await sandbox.advance(wait)
  }
  await ask(sandbox, 'GET', `${collection}?hostname=absent.customer.com`)
  await ask(sandbox, 'GET', collection)
  const report = await requests.polling()
  t.equal(faultOf(PollingSchema, { hostnames: report }), undefined)
  t.match(report, [{
    zone_id: zone.id,
    custom_hostname_id: id,
    hostname: 'app.customer.com',
    polls: 4,
    first_at: '2026-01-01T00:00:00Z',
    last_at: '2026-01-01T00:01:00Z',
    least_interval_ms: 10_000,
    median_interval_ms: 20_000,
    most_interval_ms: 30_000,
    machine: { least_interval_ms: Number, most_interval_ms: Number }
  }, { hostname: 'absent.customer.com', polls: 1, machine: {} }])
  t.equal(report.length, 2)
  t.notOk('least_interval_ms' in (report[1] ?? {}))
  t.match(await requests.polling({ hostname: 'app.customer.com' }), [{ polls: 4 }])
  t.match(await requests.polling({ custom_hostname_id: id, zone_id: zone.id }), [{ polls: 4 }])
})

t.test('the stream tells of requests from now on, or after an id', async t => {
  const sandbox = await start(t)
  const { admin: { requests }, zone, url } = sandbox
  await ask(sandbox, 'GET', '/zones')
  const take = async (stream: AsyncGenerator<RequestWire>, count: number): Promise<RequestWire[]> => {
    const taken: RequestWire[] = []
    for await (const request of stream) if (taken.push(request) === count) break
    return taken
  }
  const following = take(requests.stream({ method: 'GET' }), 2)
  // The first byte of an answer says that a stream has begun; one that was asked for before it has begun too.
  await (await fetch(`${url}/__admin/requests/stream`)).body?.cancel()
  await ask(sandbox, 'POST', '/zones', { body: {} })
  await ask(sandbox, 'GET', `/zones/${zone.id}`)
  await ask(sandbox, 'GET', '/user')
  const seen = await following
  t.strictSame(seen.map(({ id, path }) => [id, path]), [[3, `/client/v4/zones/${zone.id}`], [4, '/client/v4/user']])
  for (const request of seen) t.equal(faultOf(RequestSchema, request), undefined)
  t.strictSame((await take(requests.stream({ after: 0 }), 4)).map(({ id }) => id), [1, 2, 3, 4])
  const response = await fetch(`${url}/__admin/requests/stream?after=0`, { headers: { 'last-event-id': '3' } })
  t.equal(response.headers.get('content-type'), 'text/event-stream')
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes('data: ')) break
  }
  t.match(text, /^:\n\nid: 4\nevent: request\ndata: \{"id":4,/)
  await t.rejects(take(requests.stream({ path: 'x' }), 1), { status: 400, code: 'invalid_request' })
  t.equal((await fetch(`${url}/__admin/requests/stream`, { headers: { 'last-event-id': 'x' } })).status, 400)
})

t.test('what is asked of the admin API stands in no journal', async t => {
  const sandbox = await start(t)
  await sandbox.admin.health()
  await fetch(`${sandbox.url}/livez`)
  t.equal(await sandbox.admin.requests.count(), 0)
})

t.test('the secret of a webhook destination is in no journal, whole or cut', async t => {
  const [sandbox, receiver] = [await start(t, { webhookSecret: 'open sesame' }), await startReceiver(t)]
  const destinations = `/accounts/${sandbox.zone.accountId}/alerting/v3/destinations/webhooks`
  const made = (await ask(sandbox, 'POST', destinations, { body: { name: 'certificates', url: receiver.url, secret: 'open sesame' } })).body() as { readonly result: { readonly id: string } }
  await ask(sandbox, 'PUT', `${destinations}/${made.result.id}`, { body: { name: 'certificates', url: receiver.url, secret: 'open sesame' } })
  await ask(sandbox, 'POST', destinations, { body: { name: 'x', secret: `open sesame ${'x'.repeat(70_000)}` } })
  await ask(sandbox, 'POST', destinations, { body: [{ secret: { deeper: ['open sesame'] } }] })
  await ask(sandbox, 'GET', `${destinations}?secret=open%20sesame`)
  const seen = await sandbox.admin.requests.list()
  t.match(seen, [{ status: 201, request: { body: { name: 'certificates', url: receiver.url, secret: '[redacted]' } } }, { method: 'PUT', status: 200 }, {}, {}, { query: 'secret=[redacted]' }])
  t.notMatch(JSON.stringify(seen), /sesame/)
  t.equal(receiver.messages[0]?.headers['cf-webhook-auth'], 'open sesame', 'the receiver has it')
})
