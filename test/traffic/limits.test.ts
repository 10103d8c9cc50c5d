import Cloudflare from 'cloudflare'
import t from 'tap'
import type { Sandbox } from '../../src/index.ts'
import { start } from '../admin/support.ts'
import { ask, clientOf } from './support.ts'

const limitOf = (headers: Headers): readonly (string | null)[] => ['ratelimit', 'ratelimit-policy', 'retry-after'].map(name => headers.get(name))

async function send (sandbox: Sandbox, count: number, path = `/zones/${sandbox.zone.id}`): Promise<number> {
  let last = 0
  for (let i = 0; i < count; i++) last = (await ask(sandbox, 'GET', path)).status
  return last
}

t.test('limits are off unless they are asked for', async t => {
  const sandbox = await start(t)
  t.strictSame(limitOf((await ask(sandbox, 'GET', `/zones/${sandbox.zone.id}`)).headers), [null, null, null])
  t.match((await sandbox.admin.zones.get(sandbox.zone.id)).settings.rate_limits, { api: false, issuance: false })
})

t.test('the request after the 1200th is refused for five minutes of the zone', async t => {
  const sandbox = await start(t, { rateLimits: true })
  const { zone } = sandbox
  const client = clientOf(sandbox)
  const { response } = await client.zones.get({ zone_id: zone.id }).withResponse()
  t.strictSame(limitOf(response.headers), ['"default";r=1199;t=300', '"default";q=1200;w=300', null])
  await sandbox.advance('10s')
  t.equal(await send(sandbox, 1199), 200)
  const refused = await client.zones.get({ zone_id: zone.id }).then(() => undefined, (error: unknown) => error)
  if (!(refused instanceof Cloudflare.RateLimitError)) throw new Error('the call was to be refused')
  t.match(refused, { status: 429, error: { success: false, errors: [{ code: 971, message: 'Please wait and consider throttling your request speed' }] } })
  t.strictSame(limitOf(refused.headers), ['"default";r=0;t=300', '"default";q=1200;w=300', '300'])
  await sandbox.advance('299500ms')
  const still = await ask(sandbox, 'POST', `/zones/${zone.id}/custom_hostnames`, { body: {} })
  t.strictSame([still.status, still.headers.get('retry-after')], [429, '1'])
  await sandbox.advance('500ms')
  t.equal((await client.zones.get({ zone_id: zone.id })).id, zone.id)
  t.match(await sandbox.admin.requests.list({ status: 429 }), [{ rate_limited: true, error_codes: [971] }, { rate_limited: true }])
})

t.test('a window that was not used up begins anew five minutes later', async t => {
  const sandbox = await start(t, { rateLimits: true })
  await send(sandbox, 3)
  await sandbox.advance('5m')
  t.strictSame(limitOf((await ask(sandbox, 'GET', `/zones/${sandbox.zone.id}`)).headers)[0], '"default";r=1199;t=300')
})

t.test("tokens and the key of a user share a budget, an account's token has its own, and so has every zone", async t => {
  const accountToken = 'cfat_'.padEnd(45, 'a')
  const sandbox = await start(t, { auth: 'any' })
  const { admin, zone, email, key } = sandbox
  await admin.zones.update(zone.id, { settings: { rate_limits: { api: true, requests: 10 } } })
  const remaining = async (headers: Record<string, string>, zoneId = zone.id): Promise<string | undefined> =>
    /r=(\d+)/.exec((await fetch(`${sandbox.baseURL}/zones/${zoneId}/custom_hostnames`, { headers })).headers.get('ratelimit') ?? '')?.[1]
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const { id, api_token: token } = await admin.zones.createToken(zone.id)
  t.match(id, /^[0-9a-f]{32}$/)
  t.strictSame([await remaining(bearer(sandbox.token)), await remaining(bearer(token)), await remaining({ 'x-auth-email': email, 'x-auth-key': key })], ['9', '8', '7'])
  t.equal(await remaining(bearer(accountToken)), '9', 'a token that nobody knows is somebody of its own')
  const other = await admin.zones.create({ settings: { rate_limits: { api: true, requests: 10 } } })
  t.equal(await remaining(bearer(sandbox.token), other.id), '9')
  await admin.reset(other.id)
  t.equal(await remaining(bearer(sandbox.token)), '6')
})

t.test('calls of no zone are counted in the time of the sandbox', async t => {
  const sandbox = await start(t, { rateLimits: true })
  const [remaining, policy] = limitOf((await ask(sandbox, 'GET', '/user')).headers)
  t.match([remaining, policy], [/^"default";r=1199;t=300$/, '"default";q=1200;w=300'])
  t.match(limitOf((await ask(sandbox, 'GET', '/nothing/here')).headers)[0], /^"default";r=1198;t=\d+$/)
})

t.test('the headers can say what the real service was seen to say', async t => {
  const sandbox = await start(t)
  await sandbox.admin.zones.update(sandbox.zone.id, { settings: { rate_limits: { api: true, headers: 'live' } } })
  for (let i = 0; i < 2; i++) t.strictSame(limitOf((await ask(sandbox, 'GET', `/zones/${sandbox.zone.id}/custom_hostnames`)).headers)[0], '"default";r=1199;t=1')
})

t.test('fifteen certificates are issued in a minute, and then none for thirty seconds', async t => {
  const sandbox = await start(t)
  const { admin, zone } = sandbox
  await admin.zones.update(zone.id, { settings: { rate_limits: { issuance: true } } })
  const create = async (hostname: string, ssl: unknown = { method: 'txt', type: 'dv' }) => await ask(sandbox, 'POST', `/zones/${zone.id}/custom_hostnames`, { body: { hostname, ssl } })
  const statuses = async (names: readonly string[]) => (await Promise.all(names.map(async name => (await create(name)).status))).toSorted()
  t.strictSame(await statuses(Array.from({ length: 14 }, (_, i) => `app${i}.customer.com`)), Array.from({ length: 14 }, () => 201))
  t.equal((await create('app0.customer.com')).status, 409, 'what is refused does not count')
  t.equal((await create('not a name')).status, 400)
  t.strictSame(await statuses(['a.customer.com', 'b.customer.com', 'c.customer.com']), [201, 429, 429])
  const refused = await create('late.customer.com')
  t.strictSame([refused.status, refused.headers.get('retry-after'), refused.body()], [429, '30', { success: false, errors: [{ code: 971, message: 'Please wait and consider throttling your request speed' }] }])
  t.equal((await create('plain.customer.com', null)).status, 201, 'a hostname without a certificate issues none')
  await sandbox.advance('30s')
  t.equal((await create('late.customer.com')).status, 201)
})

t.test('a reset forgets what was counted', async t => {
  const sandbox = await start(t)
  const { admin, zone } = sandbox
  await admin.zones.update(zone.id, { settings: { rate_limits: { api: true, requests: 2 } } })
  t.equal(await send(sandbox, 3), 429)
  await admin.reset(zone.id)
  await admin.zones.update(zone.id, { settings: { rate_limits: { api: true, requests: 2 } } })
  t.equal(await send(sandbox, 2), 200)
})

t.test('settings of limits keep what is not named, and their bounds', async t => {
  const { admin, zone } = await start(t)
  const { settings } = await admin.zones.update(zone.id, { settings: { rate_limits: { api: true, requests: 5 } } })
  t.match(settings.rate_limits, { api: true, requests: 5, window_seconds: 300, issuance: false, certificates: 15 })
  await t.rejects(admin.zones.update(zone.id, { settings: { rate_limits: { requests: 0 } } }), { status: 400, message: /^\/settings\/rate_limits\/requests: / })
})
