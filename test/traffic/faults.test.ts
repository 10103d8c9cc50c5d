import Cloudflare from 'cloudflare'
import t from 'tap'
import { FaultListSchema, FaultSchema } from '../../schemas/admin/fault.ts'
import { createHostname, faultOf, start } from '../admin/support.ts'
import { ask, askRaw, clientOf } from './support.ts'

t.test('a fault answers in place of the service as often as it was told to', async t => {
  const sandbox = await start(t)
  const { admin: { faults }, zone } = sandbox
  const made = await faults.create({ match: { method: 'post', path: '/zones/:zone_id/custom_hostnames' }, answer: { status: 503, code: 1500, message: 'Try later.', headers: { 'Retry-After': '7' } }, times: 2 })
  t.equal(faultOf(FaultSchema, made), undefined)
  const client = clientOf(sandbox)
  const create = async () => await client.customHostnames.create({ zone_id: zone.id, hostname: 'app.customer.com', ssl: { method: 'txt', type: 'dv' } })
  for (let i = 0; i < 2; i++) {
    const error = await create().then(() => undefined, (failure: unknown) => failure)
    if (!(error instanceof Cloudflare.InternalServerError)) throw new Error('the call was to fail')
    t.match(error, { status: 503, errors: [{ code: 1500, message: 'Try later.' }] })
    t.equal(error.headers.get('retry-after'), '7')
  }
  t.equal((await create()).status, 'pending')
  t.match(await faults.get(made.id), { match: { method: 'POST' }, matched: 2, applied: 2 })
})

t.test('a client that tries again gets through a fault of one time', async t => {
  const sandbox = await start(t)
  await sandbox.admin.faults.create({ answer: { status: 500 }, times: 1 })
  const client = new Cloudflare({ apiToken: sandbox.token, baseURL: sandbox.baseURL, maxRetries: 1 })
  t.equal((await client.zones.get({ zone_id: sandbox.zone.id })).id, sandbox.zone.id)
  t.match(await sandbox.admin.faults.list(), [{ applied: 1 }])
})

t.test('an answer without a code is the documented one of that status on that path', async t => {
  const sandbox = await start(t)
  const { admin: { faults }, zone } = sandbox
  for (const [path, status, code] of [[`/zones/${zone.id}/custom_hostnames`, 409, 1406], [`/zones/${zone.id}/custom_hostnames/fallback_origin`, 500, 1600], ['/zones', 429, 971], ['/zones', 502, 9502]] as const) {
    await faults.create({ answer: { status }, times: 1 })
    const answer = await ask(sandbox, 'GET', path)
    t.strictSame([answer.status, answer.body().errors?.map(error => error.code)], [status, [code]], path)
  }
})

t.test('a fault can send any body and headers, on paths that the sandbox does not serve too', async t => {
  const sandbox = await start(t)
  await sandbox.admin.faults.create({ match: { path: '/accounts/*/members' }, answer: { status: 200, body: { result: [] }, headers: { 'x-made': 'up' } } })
  await sandbox.admin.faults.create({ match: { path: '/zones' }, answer: { status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } } })
  const made = await ask(sandbox, 'GET', '/accounts/1/members')
  t.strictSame([made.status, made.text, made.headers.get('x-made'), made.headers.get('content-type')], [200, '{"result":[]}', 'up', 'application/json; charset=utf-8'])
  const page = await ask(sandbox, 'GET', '/zones')
  t.strictSame([page.status, page.text, page.headers.get('content-type')], [502, '<html>Bad gateway</html>', 'text/html'])
})

t.test('the first fault that fits wins, and stands before any look at credentials', async t => {
  const sandbox = await start(t)
  const { admin: { faults }, zone } = sandbox
  await faults.create({ match: { zone_id: zone.id }, answer: { status: 500 } })
  await faults.create({ match: { path: '*' }, answer: { status: 503 } })
  t.equal((await ask(sandbox, 'GET', `/zones/${zone.id}`, { headers: { authorization: 'none' } })).status, 500)
  t.equal((await ask(sandbox, 'GET', '/zones', { headers: { authorization: 'none' } })).status, 503)
  const elsewhere = (await sandbox.admin.zones.create()).id
  t.equal((await ask(sandbox, 'GET', `/zones/${elsewhere}`)).status, 503)
  t.match(await faults.list(), [{ matched: 1 }, { matched: 2 }])
  t.equal((await fetch(`${sandbox.url}/__admin/health`)).status, 200, 'never the admin API')
})

t.test('a fault finds its hostname by id, by filter and in a body', async t => {
  const sandbox = await start(t)
  const id = await createHostname(sandbox, 'app.customer.com')
  const other = await createHostname(sandbox, 'other.customer.com')
  await sandbox.admin.faults.create({ match: { hostname: 'APP.customer.com' }, answer: { status: 500 } })
  const collection = `/zones/${sandbox.zone.id}/custom_hostnames`
  const status = async (method: string, path: string, body?: unknown): Promise<number> => (await ask(sandbox, method, `${collection}${path}`, { body })).status
  t.strictSame([await status('GET', `/${id}`), await status('GET', `/${other}`)], [500, 200])
  t.strictSame([await status('GET', '?hostname=app.customer.com'), await status('GET', '?hostname=other.customer.com'), await status('GET', '')], [500, 200, 200])
  t.strictSame([await status('POST', '', { hostname: 'App.customer.com' }), await status('POST', '', { hostname: 'third.customer.com' })], [500, 201])
})

t.test('a connection is reset, closed, cut or left hanging', async t => {
  const sandbox = await start(t)
  const { admin: { faults, requests } } = sandbox
  for (const kind of ['reset', 'empty', 'malformed', 'stalled'] as const) await faults.create({ match: { path: `/zones/${kind}` }, break: kind })
  t.match(await askRaw(sandbox, 'GET', '/zones/reset'), { text: '', error: 'ECONNRESET' })
  t.match(await askRaw(sandbox, 'GET', '/zones/empty'), { text: '', error: undefined })
  const { text } = await askRaw(sandbox, 'GET', '/zones/malformed')
  t.match(text, /^HTTP\/1\.1 200 OK\r\n/)
  t.throws(() => JSON.parse(text.split('\r\n\r\n')[1] ?? ''), SyntaxError)
  const stalled = await askRaw(sandbox, 'GET', '/zones/stalled', /\r\n\r\n/)
  t.match(stalled.text, /^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: \d+\r\n[\s\S]*\r\n\r\n$/)
  t.strictSame((await requests.list()).map(({ status }) => status), [0, 0, 200, 0])
})

t.test('the official client sees each break as what it is', async t => {
  const sandbox = await start(t)
  const client = clientOf(sandbox)
  const failure = async (kind: 'reset' | 'empty' | 'malformed' | 'stalled'): Promise<unknown> => {
    await sandbox.admin.faults.create({ break: kind, times: 1 })
    // Headers have come, so the timeout of the client is over: only giving up ends a stalled answer.
    const signal = AbortSignal.timeout(kind === 'stalled' ? 200 : 10_000)
    return await client.zones.get({ zone_id: sandbox.zone.id }, { signal }).then(() => 'no failure', (error: unknown) => error)
  }
  t.ok(await failure('reset') instanceof Cloudflare.APIConnectionError)
  t.ok(await failure('empty') instanceof Cloudflare.APIConnectionError)
  t.ok(await failure('malformed') instanceof SyntaxError)
  t.match(await failure('stalled'), { name: /AbortError|TimeoutError|Error/ })
})

t.test('a delay holds a request up, and then lets it go on or answers it', async t => {
  const sandbox = await start(t)
  const { admin: { faults, requests } } = sandbox
  await faults.create({ match: { method: 'GET' }, delay: '60ms', times: 1 })
  await faults.create({ delay: '60ms', answer: { status: 504 } })
  t.equal((await ask(sandbox, 'GET', '/zones')).status, 200)
  t.equal((await ask(sandbox, 'GET', '/zones')).status, 504)
  const seen = await requests.list()
  t.ok(seen.every(({ duration_ms: duration }) => duration >= 59), JSON.stringify(seen.map(({ duration_ms: duration }) => duration)))
  t.strictSame(seen.map(({ fault_id: id }) => id), (await faults.list()).map(({ id }) => id))
})

t.test('closing a sandbox ends requests that are held up', async t => {
  const sandbox = await start(t)
  await sandbox.admin.faults.create({ match: { method: 'GET' }, delay: '60s' })
  await sandbox.admin.faults.create({ match: { method: 'DELETE' }, break: 'stalled' })
  const held = [askRaw(sandbox, 'GET', '/zones'), askRaw(sandbox, 'DELETE', '/zones')]
  while ((await sandbox.admin.faults.list()).some(({ applied }) => applied === 0)) await new Promise(setImmediate)
  await sandbox.close()
  t.strictSame((await Promise.all(held)).map(({ text }) => text.includes('result')), [false, false])
})

t.test('chance is drawn from the seed of the sandbox, for each request its own', async t => {
  const run = async (randomSeed: number): Promise<number[]> => {
    const sandbox = await start(t, { randomSeed })
    await sandbox.admin.faults.create({ answer: { status: 500 }, probability: 0.5 })
    const statuses: number[] = []
    for (let i = 0; i < 30; i++) statuses.push((await ask(sandbox, 'GET', '/zones')).status)
    const [fault] = await sandbox.admin.faults.list()
    t.strictSame([fault?.matched, fault?.applied], [30, statuses.filter(status => status === 500).length])
    return statuses
  }
  const first = await run(1)
  t.ok(first.includes(200) && first.includes(500))
  t.strictSame(await run(1), first)
  t.notSame(await run(2), first)
})

t.test('a Prefer header asks for a fault of its own request alone', async t => {
  const sandbox = await start(t)
  await sandbox.admin.faults.create({ match: { path: '/zones' }, answer: { status: 500 } })
  const prefer = async (value: string) => await ask(sandbox, 'GET', `/zones/${sandbox.zone.id}/custom_hostnames`, { headers: { prefer: value } })
  const limited = await prefer('code=429')
  t.strictSame([limited.status, limited.body(), limited.headers.get('preference-applied')],
    [429, { success: false, errors: [{ code: 971, message: 'Please wait and consider throttling your request speed' }] }, 'code=429'])
  t.equal((await prefer('code=404')).body().errors?.[0]?.code, 1436)
  const slow = await prefer('delay=50ms')
  t.strictSame([slow.status, slow.headers.get('preference-applied')], [200, 'delay=50ms'])
  await t.rejects(prefer('break=reset'))
  const other = await prefer('return=minimal')
  t.strictSame([other.status, other.headers.get('preference-applied')], [200, null])
  t.equal((await ask(sandbox, 'GET', '/zones', { headers: { prefer: 'code=404' } })).status, 404, 'what a request prefers comes before faults')
})

t.test('faults are listed in order, deleted one by one and all together, and gone after a reset', async t => {
  const sandbox = await start(t)
  const { admin: { faults }, url } = sandbox
  const first = await faults.create({ delay: '1500ms', match: { hostname: 'A.customer.com' }, probability: 0 })
  const second = await faults.create({ break: 'reset', match: { zone_id: sandbox.zone.id }, times: 1 })
  t.strictSame(await faults.list(), [first, second])
  t.match(first, { delay: '1500ms', match: { hostname: 'a.customer.com' }, matched: 0, applied: 0 })
  t.equal(faultOf(FaultListSchema, { faults: [first, second] }), undefined)
  await faults.delete(first.id)
  await t.rejects(faults.get(first.id), { status: 404, code: 'not_found' })
  t.strictSame(await (await fetch(`${url}/__admin/faults`, { method: 'DELETE' })).json(), { faults: [second] })
  t.strictSame(await faults.list(), [])
  await faults.create({ match: { zone_id: sandbox.zone.id }, delay: '1s' })
  await faults.create({ match: { path: '/zones' }, delay: '1s' })
  await sandbox.admin.reset(sandbox.zone.id)
  t.match(await faults.list(), [{ match: { path: '/zones' } }], 'a reset of a zone takes its own')
  await sandbox.reset()
  t.strictSame(await faults.list(), [])
})

t.test('a fault that cannot be is refused with what to do', async t => {
  const sandbox = await start(t)
  const { admin: { faults } } = sandbox
  const cases: ReadonlyArray<readonly [unknown, RegExp]> = [
    [{}, /^\/: a fault needs one of answer, delay and break/],
    [{ match: { path: 'zones' }, delay: '1s' }, /^\/match\/path: "zones" is no pattern/],
    [{ match: { zone_id: 'x' }, delay: '1s' }, /^\/match\/zone_id: /],
    [{ delay: '2' }, /^\/delay: "2" is not a duration up to 60s/],
    [{ delay: '61s' }, /^\/delay: /],
    [{ break: 'bend' }, /^\/break: expected one of reset, empty, malformed, stalled/],
    [{ break: 'reset', answer: { status: 500 } }, /^\/break: /],
    [{ answer: { status: 99 } }, /^\/answer\/status: /],
    [{ answer: { status: 500, code: 1, body: 'a' } }, /^\/answer\/body: /],
    [{ answer: { status: 500, body: 'a'.repeat(70_000) } }, /^\/answer\/body: must be shorter/],
    [{ answer: { status: 500, headers: { 'content-length': '3' } } }, /^\/answer\/headers\/content-length: /],
    [{ answer: { status: 500, headers: { 'a b': '3' } } }, /^\/answer\/headers\/a b: /],
    [{ answer: { status: 500 }, probability: 2 }, /^\/probability: /],
    [{ answer: { status: 500 }, time: 2 }, /^\/time: /]
  ]
  for (const [body, message] of cases) await t.rejects(faults.create(body as Parameters<typeof faults.create>[0]), { status: 400, code: 'invalid_request', message }, JSON.stringify(body).slice(0, 60))
  for (let i = 0; i < 200; i++) await faults.create({ delay: '1s', match: { method: 'TRACE' } })
  await t.rejects(faults.create({ delay: '1s' }), { status: 409, code: 'too_many' })
})
