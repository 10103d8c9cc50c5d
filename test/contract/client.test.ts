import Cloudflare from 'cloudflare'
import t from 'tap'
import type { Test } from 'tap'
import { createSandbox } from '../../src/index.ts'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import type { Fields } from './support.ts'
import { checkAnswer } from './support.ts'

const ORIGIN = 'proxy-fallback.saasprovider.com'

interface Session {
  readonly sandbox: Sandbox
  readonly client: Cloudflare
  readonly zone: { readonly zone_id: string }
  /** Every request that the client sent, with its answer's status. */
  readonly calls: string[]
}

/** The official client against a sandbox; each answer it gets is held against the schemas on its way. */
async function openSession (t: Test, options: LibraryOptions = {}): Promise<Session> {
  const sandbox = await createSandbox(options)
  t.teardown(sandbox.close)
  const calls: string[] = []
  const client = new Cloudflare({
    apiToken: sandbox.token,
    apiEmail: null,
    apiKey: null,
    baseURL: sandbox.baseURL,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      const { pathname, search } = new URL(String(input))
      const path = `${pathname.replace(/^\/client\/v4/, '')}${search}`
      const method = init?.method?.toUpperCase() ?? 'GET'
      calls.push(`${method} ${response.status}`)
      checkAnswer(method, path, { status: response.status, headers: response.headers, body: await response.clone().json() as Fields })
      return response
    }
  })
  return { sandbox, client, zone: { zone_id: sandbox.zone.id }, calls }
}

async function thrownBy (call: () => Promise<unknown>): Promise<unknown> {
  return await call().then(() => undefined, (thrown: unknown) => thrown)
}

t.test('the whole walkthrough, from an empty zone to a hostname that serves, and back', async t => {
  const { sandbox: { advance, zone: { id: zoneId, name, accountId } }, client, zone } = await openSession(t)
  t.equal((await client.user.tokens.verify()).status, 'active')
  t.match(await client.user.get(), { email: /@/ })
  t.strictSame((await client.accounts.list()).result.map(({ id }) => id), [accountId])
  t.match(await client.zones.get(zone), { id: zoneId, name, status: 'active' })
  t.strictSame((await client.zones.list({ name })).result.map(({ id }) => id), [zoneId])

  const target = await client.dns.records.create({ ...zone, type: 'CNAME', name: `pages.${name}`, content: ORIGIN, proxied: true, ttl: 1 })
  t.match(await client.dns.records.get(target.id, zone), { name: `pages.${name}`, content: ORIGIN })
  t.match(await client.customHostnames.fallbackOrigin.update({ ...zone, origin: ORIGIN }), { origin: ORIGIN, status: 'initializing' })
  await advance('5s')
  t.match(await client.customHostnames.fallbackOrigin.get(zone), { status: 'active' })
  t.match(await client.dcvDelegation.get(zone), { uuid: /^[0-9a-f]{16}$/ })

  const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'txt', type: 'dv' }, custom_metadata: { tier: 'gold' } })
  await advance('3s')
  const waiting = await client.customHostnames.get(id, zone)
  t.match(waiting.ssl, { status: 'pending_validation', validation_records: [{ txt_name: '_acme-challenge.app.customer.com' }] })
  t.match(await client.customHostnames.edit(id, { ...zone, ssl: { method: 'txt', type: 'dv' } }), { status: 'active' })
  t.equal((await client.customHostnames.edit(id, zone)).id, id, 'an edit without any change is sent as an empty object')
  await advance('90s')
  const active = await client.customHostnames.get(id, zone)
  t.match(active, { status: 'active', ssl: { status: 'active', hosts: ['app.customer.com'] }, custom_metadata: { tier: 'gold' } })
  t.match(await client.customHostnames.quota.get(zone), { used: 1, exceeded: false })

  t.strictSame((await client.customHostnames.delete(id, zone)).id, id)
  t.match(await client.customHostnames.fallbackOrigin.delete(zone), { status: 'pending_deletion' })
  await client.dns.records.delete(target.id, zone)
  t.ok(await thrownBy(async () => await client.customHostnames.get(id, zone)) instanceof Cloudflare.NotFoundError)
})

t.test('every item of a list comes once by for await', async t => {
  const { client, zone, calls } = await openSession(t)
  const made: string[] = []
  for (let i = 0; i < 12; i++) made.push((await client.customHostnames.create({ ...zone, hostname: `tenant${i}.customer.com` })).id)
  calls.length = 0
  const found: string[] = []
  for await (const { id } of client.customHostnames.list({ ...zone, per_page: 5 })) found.push(id)
  t.strictSame(found, made.toReversed())
  t.strictSame(calls, ['GET 200', 'GET 200', 'GET 200', 'GET 200'], 'the page past the end is an empty one')

  const filtered: string[] = []
  const filters = { hostname: { startsWith: 'tenant1' }, hostname_status: 'pending', wildcard: false, order: 'ssl', direction: 'asc' } as const
  for await (const { hostname } of client.customHostnames.list({ ...zone, ...filters })) filtered.push(hostname)
  t.strictSame(filtered.toSorted(), ['tenant1.customer.com', 'tenant10.customer.com', 'tenant11.customer.com'])
  const named = await client.customHostnames.list({ ...zone, hostname: { contain: 'tenant1' } })
  t.equal(named.result.length, 3)
  const exact = await client.customHostnames.list({ ...zone, hostname: { exact: 'tenant1.customer.com' } })
  t.equal(exact.result.length, 1)
  for (let i = 0; i < 5; i++) await client.dns.records.create({ ...zone, type: 'TXT', name: `text${i}`, content: 'words', ttl: 1 })
  const records: string[] = []
  for await (const record of client.dns.records.list({ ...zone, per_page: 3 })) records.push(record.id)
  t.equal(new Set(records).size, 7)
})

t.test('the client throws the class of every refusal, and repeats no conflict', async t => {
  const { client, zone, calls, sandbox: { admin } } = await openSession(t)
  const { customHostnames } = client
  const made = await customHostnames.create({ ...zone, hostname: 'app.customer.com' })
  calls.length = 0
  const refusals: ReadonlyArray<readonly [call: () => Promise<unknown>, type: abstract new (...parts: never[]) => Error, status: number, code: number]> = [
    [async () => await customHostnames.create({ ...zone, hostname: 'a b' }), Cloudflare.BadRequestError, 400, 1407],
    [async () => await customHostnames.create({ ...zone, hostname: made.hostname }), Cloudflare.ConflictError, 409, 1406],
    [async () => await customHostnames.get('00000000-0000-4000-8000-000000000000', zone), Cloudflare.NotFoundError, 404, 1436],
    [async () => await customHostnames.get(made.id, { zone_id: 'f'.repeat(32) }), Cloudflare.PermissionDeniedError, 403, 10000],
    [async () => await customHostnames.fallbackOrigin.get(zone), Cloudflare.NotFoundError, 404, 1551],
    [async () => await client.withOptions({ apiToken: 'short' }).user.get(), Cloudflare.BadRequestError, 400, 6003]
  ]
  for (const [call, type, status, code] of refusals) {
    const error = await thrownBy(call)
    if (!(error instanceof type)) t.fail(`${code} is not thrown as ${type.name}: ${String(error)}`)
    else t.match(error, { status, errors: [{ code }] }, type.name)
  }
  t.equal(calls.length, refusals.length, 'each was sent once')
  await admin.zones.update(zone.zone_id, { settings: { entitlements: { custom_hostnames: false } } })
  t.ok(await thrownBy(async () => await customHostnames.fallbackOrigin.get(zone)) instanceof Cloudflare.AuthenticationError)
  t.ok(await thrownBy(async () => await customHostnames.list(zone)) instanceof Cloudflare.PermissionDeniedError)
})

t.test('every method of the resources can be called', async t => {
  const { client, zone, sandbox: { zone: { accountId } } } = await openSession(t)
  const record = await client.dns.records.create({ ...zone, type: 'A', name: 'api', content: '192.0.2.3', ttl: 300, proxied: false })
  t.match(await client.dns.records.update(record.id, { ...zone, type: 'A', name: 'api', content: '192.0.2.4', ttl: 1 }), { content: '192.0.2.4' })
  t.match(await client.dns.records.edit(record.id, { ...zone, type: 'A', name: 'api', content: '192.0.2.5', ttl: 1 }), { content: '192.0.2.5' })
  t.strictSame(await client.dns.records.delete(record.id, zone), { id: record.id })
  const made = await client.zones.create({ name: 'another-provider.com', account: { id: accountId }, type: 'full' })
  t.equal(made.status, 'pending')
  t.match(await client.zones.delete({ zone_id: made.id }), { id: made.id })
  const accounts: string[] = []
  for await (const { id } of client.accounts.list()) accounts.push(id)
  t.strictSame(accounts, [accountId])
})

t.test('the client works with e-mail and key, and with a token of known zones only', async t => {
  const { sandbox: { baseURL, email, key, token, zone: { id } } } = await openSession(t, { auth: 'tokens' })
  const byKey = new Cloudflare({ apiToken: null, apiEmail: email, apiKey: key, baseURL })
  const byToken = new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
  for (const client of [byKey, byToken]) t.match(await client.customHostnames.create({ zone_id: id, hostname: `${client === byKey ? 'key' : 'token'}.customer.com` }), { status: 'pending' })
  const stranger = new Cloudflare({ apiToken: 'x'.repeat(40), baseURL, maxRetries: 0 })
  t.ok(await thrownBy(async () => await stranger.zones.get({ zone_id: id })) instanceof Cloudflare.PermissionDeniedError)
  t.ok(await thrownBy(async () => await stranger.user.tokens.verify()) instanceof Cloudflare.AuthenticationError)
})
