import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import type { Test } from 'tap'
import { listOf, singleOf } from '../../schemas/envelope.ts'
import { ZoneSchema } from '../../schemas/zone.ts'
import { ACCOUNT_ID, createApi, START, tokenOf, TOKEN, UNKNOWN_ID, USER_HEADERS, ZONE_ID } from './support.ts'
import type { ApiOptions, TestApi } from './support.ts'

const OTHER_ACCOUNT = { id: 'e'.repeat(32), name: 'Other Provider', createdAt: START }

async function open (t: Test, options?: ApiOptions): Promise<TestApi> {
  const api = await createApi(options)
  t.teardown(api.close)
  return api
}

async function makeZone ({ ask }: TestApi, name: string, rest: object = {}): Promise<string> {
  const { status, body, result } = await ask('POST', '/zones', { body: { name, account: { id: ACCOUNT_ID }, ...rest } })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return String(result['id'])
}

t.test('a zone is read with its account, owner, plan and name servers', async t => {
  const { ask } = await open(t)
  const { status, body, result } = await ask('GET', `/zones/${ZONE_ID}`)
  t.equal(status, 200)
  t.strictSame([...Value.Errors(singleOf(ZoneSchema), body)], [])
  t.match(result, {
    id: ZONE_ID,
    name: 'saasprovider.com',
    status: 'active',
    type: 'full',
    created_on: '2026-01-01T00:00:00Z',
    activated_on: '2026-01-01T00:00:00Z',
    original_registrar: null,
    owner: { type: 'user', email: 'developer@saasprovider.com' },
    account: { id: ACCOUNT_ID, name: 'SaaS Provider' },
    plan: { legacy_id: 'enterprise' },
    permissions: ['#dns_records:edit', '#dns_records:read', '#ssl:edit', '#ssl:read', '#zone:edit', '#zone:read']
  })
  t.match(result['name_servers'], [/^[a-z]+\.ns\.cloudflare\.com$/, /^[a-z]+\.ns\.cloudflare\.com$/])
  t.strictSame(Object.keys(result).slice(0, 7), ['id', 'name', 'status', 'paused', 'type', 'development_mode', 'name_servers'])
})

t.test('a created zone is pending, and follows from the number of zones made before', async t => {
  const api = await open(t)
  const { status, body, result } = await api.ask('POST', '/zones', { body: { name: 'Second-Provider.com', account: { id: ACCOUNT_ID }, type: 'partial' } })
  t.equal(status, 200)
  t.strictSame([...Value.Errors(singleOf(ZoneSchema), body)], [])
  t.match(result, { name: 'second-provider.com', status: 'pending', type: 'partial', activated_on: null, cname_suffix: 'cdn.cloudflare.net' })
  t.match(result['verification_key'], /^\d{9}-\d{9}$/)
  t.equal(result['id'], api.context.random.hex(api.context.random.seed, 'zone/1', 32))
  t.equal(await makeZone(api, 'third.com'), api.context.random.hex(api.context.random.seed, 'zone/2', 32))
  const zone = api.store.zones.find(String(result['id']))
  const events = await api.store.events.list({ zoneNo: zone?.no ?? 0, limit: 10 })
  t.strictSame(events.map(({ event }) => event), [{ type: 'zone_created', at: START }])
})

t.test('a number once given is not given again when its zone is deleted', async t => {
  const api = await open(t)
  const first = await makeZone(api, 'first.com')
  t.strictSame((await api.ask('DELETE', `/zones/${first}`)).body, { result: { id: first }, success: true, errors: [], messages: [] })
  t.equal((await api.ask('GET', `/zones/${first}`)).status, 400)
  t.not(await makeZone(api, 'first.com'), first)
})

t.test('a new zone is frozen where all are, and runs otherwise', async t => {
  const frozen = await open(t, { clock: { mode: 'frozen', now: START + 5000 } })
  frozen.time.now = START + 99_000
  const zone = frozen.store.zones.find(await makeZone(frozen, 'frozen.com'))
  t.match(zone, { clock: { mode: 'frozen', now: START + 5000 }, createdAt: START + 5000 })
  const running = await open(t, { clock: { mode: 'running', offsetMs: 7000 } })
  t.match(running.store.zones.find(await makeZone(running, 'running.com')), { clock: { mode: 'running', offsetMs: 0 }, createdAt: START })
})

t.test('a creation is refused with the error of its fault', async t => {
  const { ask } = await open(t)
  const account = { id: ACCOUNT_ID }
  const refused: ReadonlyArray<readonly [body: unknown, status: number, code: number]> = [
    [{ name: 'SaaSProvider.com', account }, 400, 1061],
    [{ name: 'com', account }, 400, 1002],
    [{ name: 'co.uk', account }, 400, 1002],
    [{ name: '192.0.2.1', account }, 400, 1002],
    [{ name: 'a b.com', account }, 400, 1002],
    [{ name: '', account }, 400, 1002],
    [{ name: 5, account }, 400, 9207],
    [{ account }, 400, 9207],
    [{ name: 'new.com' }, 400, 9207],
    [{ name: 'new.com', account: { id: 'x' } }, 400, 9207],
    [{ name: 'new.com', account, type: 'half' }, 400, 9207],
    [[], 400, 9207],
    [{ name: 'new.com', account: { id: UNKNOWN_ID } }, 403, 9109]
  ]
  for (const [body, status, code] of refused) {
    const answer = await ask('POST', '/zones', { body })
    t.strictSame([answer.status, answer.code], [status, code], JSON.stringify(body))
  }
})

t.test('a body that is not JSON is malformed', async t => {
  const { app } = await open(t)
  const answer = await app.inject({
    method: 'POST', url: '/client/v4/zones', payload: '{', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  })
  t.strictSame([answer.statusCode, answer.json().errors[0].code], [400, 6007])
})

t.test('zones that are created at one moment all get ids of their own, and a name only once', async t => {
  const { ask, store } = await open(t)
  const names = ['a.com', 'b.com', 'c.com', 'a.com', 'b.com']
  const answers = await Promise.all(names.map(async name => await ask('POST', '/zones', { body: { name, account: { id: ACCOUNT_ID } } })))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 200, 400, 400])
  t.equal(store.zones.list().length, 4)
})

t.test('a zone that does not exist has an error of its own on its detail alone', async t => {
  const { ask } = await open(t)
  const codeOf = async (method: 'GET' | 'DELETE', path: string, headers?: Record<string, string>) => {
    const { status, code } = await ask(method, path, headers === undefined ? {} : { headers })
    return [status, code]
  }
  t.strictSame(await codeOf('GET', `/zones/${UNKNOWN_ID}`), [400, 1001])
  t.strictSame(await codeOf('GET', `/zones/${UNKNOWN_ID}`, USER_HEADERS), [400, 1001])
  t.strictSame(await codeOf('DELETE', `/zones/${UNKNOWN_ID}`), [403, 10000])
  t.strictSame(await codeOf('DELETE', `/zones/${UNKNOWN_ID}`, USER_HEADERS), [403, 9109])
  t.strictSame(await codeOf('GET', '/zones/023e'), [400, 7003])
})

t.test('a token sees the zones that it covers and no others', async t => {
  const api = await open(t, { auth: 'tokens' })
  const { store, ask, zone } = api
  await store.identities.insertAccount(OTHER_ACCOUNT)
  const { no: _no, ...like } = zone
  await store.zones.insert({ ...like, id: 'a'.repeat(32), name: 'second.com' })
  await store.zones.insert({ ...like, id: 'b'.repeat(32), name: 'foreign.com', accountId: OTHER_ACCOUNT.id })
  const narrow = 'cfut_'.padEnd(45, 'n')
  const blind = 'cfut_'.padEnd(45, 'd')
  await store.identities.insertToken(tokenOf(narrow, { zoneIds: [ZONE_ID], permissions: ['Zone Write'] }))
  await store.identities.insertToken(tokenOf(blind, { permissions: ['DNS Read'] }))
  const as = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } })
  const names = async (asked: { headers: Record<string, string> }) => (await ask('GET', '/zones', asked)).items.map(found => found['name'])

  t.strictSame(await names(as(TOKEN)), ['saasprovider.com', 'second.com'])
  t.strictSame(await names(as(narrow)), ['saasprovider.com'])
  t.strictSame(await names({ headers: USER_HEADERS }), ['saasprovider.com', 'second.com', 'foreign.com'])
  t.equal((await ask('GET', '/zones', as(blind))).code, 10000)
  t.equal((await ask('GET', `/zones/${UNKNOWN_ID}`, as(TOKEN))).code, 10000, 'what is unknown stays hidden')
  t.strictSame((await ask('GET', `/zones/${ZONE_ID}`, as(narrow))).result['permissions'], ['#zone:edit', '#zone:read'])
  const creation = { body: { name: 'new.com', account: { id: ACCOUNT_ID } }, ...as(narrow) }
  t.equal((await ask('POST', '/zones', creation)).code, 9109, 'a token of some zones makes no other')
})

t.test('zones are filtered, ordered and paged', async t => {
  const api = await open(t)
  const { store, zone, ask } = api
  await store.identities.insertAccount(OTHER_ACCOUNT)
  const { no: _no, ...like } = zone
  await store.zones.insert({ ...like, id: 'a'.repeat(32), name: 'beta.com', status: 'pending', type: 'partial' })
  await store.zones.insert({ ...like, id: 'b'.repeat(32), name: 'alpha.net', accountId: OTHER_ACCOUNT.id, settings: { ...zone.settings, plan: 'free' } })
  const names = async (query: string) => (await ask('GET', `/zones?${query}`)).items.map(found => found['name'])

  const expected: Readonly<Record<string, readonly string[]>> = {
    'name=beta.com': ['beta.com'],
    'name=BETA.com': ['beta.com'],
    'name=equal:beta.com': ['beta.com'],
    'name=not_equal:beta.com': ['saasprovider.com', 'alpha.net'],
    'name=starts_with:al': ['alpha.net'],
    'name=ends_with:.com': ['saasprovider.com', 'beta.com'],
    'name=contains:A': ['saasprovider.com', 'beta.com', 'alpha.net'],
    'name=contains_case_sensitive:A': [],
    'status=pending': ['beta.com'],
    'type=partial': ['beta.com'],
    'type=full,partial': ['saasprovider.com', 'beta.com', 'alpha.net'],
    [`account.id=${OTHER_ACCOUNT.id}`]: ['alpha.net'],
    'account.name=contains:other': ['alpha.net'],
    'name=alpha.net&status=pending': [],
    'name=alpha.net&status=pending&match=any': ['beta.com', 'alpha.net'],
    'match=any': ['saasprovider.com', 'beta.com', 'alpha.net'],
    'name=': ['saasprovider.com', 'beta.com', 'alpha.net'],
    'order=name': ['alpha.net', 'beta.com', 'saasprovider.com'],
    'order=name&direction=desc': ['saasprovider.com', 'beta.com', 'alpha.net'],
    'order=plan.id': ['alpha.net', 'saasprovider.com', 'beta.com'],
    'order=status': ['saasprovider.com', 'alpha.net', 'beta.com'],
    'order=account.name': ['alpha.net', 'saasprovider.com', 'beta.com'],
    'page=2&per_page=5': []
  }
  for (const [query, found] of Object.entries(expected)) t.strictSame(await names(query), found, query)

  const { body } = await ask('GET', '/zones?per_page=5&status=active')
  t.strictSame([...Value.Errors(listOf(ZoneSchema), body)], [])
  t.hasStrict(body, { result_info: { page: 1, per_page: 5, count: 2, total_count: 2, total_pages: 1 } })
  for (const query of ['status=new', 'type=full,half', 'match=some', 'order=id', 'direction=up', 'per_page=4', 'per_page=51', 'page=0']) {
    const answer = await ask('GET', `/zones?${query}`)
    t.strictSame([answer.status, answer.code], [400, 1437], query)
  }
})
