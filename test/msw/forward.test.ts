import { strict as assert } from 'node:assert'
import Cloudflare from 'cloudflare'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import t from 'tap'
import type { Test } from 'tap'
import { createSandbox } from '../../src/index.ts'
import { forwardToSandbox } from '../../src/msw.ts'

/** A sandbox behind the address of the real service, inside this process only. */
async function openForwarded (t: Test, ...before: Parameters<typeof setupServer>) {
  const sandbox = await createSandbox()
  const server = setupServer(...before, ...forwardToSandbox(sandbox))
  server.listen({ onUnhandledFrame: 'error' })
  t.teardown(async () => {
    server.close()
    await sandbox.close()
  })
  const client = new Cloudflare({ apiToken: sandbox.token, apiEmail: null, apiKey: null, maxRetries: 0 })
  t.equal(client.baseURL, 'https://api.cloudflare.com/client/v4', 'nothing about the client is changed')
  return { sandbox, client, zone: { zone_id: sandbox.zone.id } }
}

async function thrownBy (call: () => Promise<unknown>): Promise<unknown> {
  return await call().then(() => undefined, (thrown: unknown) => thrown)
}

t.test('the official client with its own base URL talks to the sandbox', async t => {
  const { sandbox, client, zone } = await openForwarded(t)
  await client.customHostnames.fallbackOrigin.update({ ...zone, origin: 'proxy-fallback.saasprovider.com' })
  const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })
  await sandbox.advance('90s')
  t.match(await client.customHostnames.get(id, zone), { status: 'active', ssl: { status: 'active' } })
  t.equal((await client.customHostnames.list({ ...zone, hostname: { startsWith: 'app' } })).result.length, 1, 'the query comes along')
  t.equal((await client.customHostnames.list({ ...zone, hostname: { startsWith: 'shop' } })).result.length, 0)
  t.match(await client.customHostnames.delete(id, zone), { id })
})

t.test('a refusal keeps its status, its code and its headers', async t => {
  const { client, zone } = await openForwarded(t)
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com' })
  const error = await thrownBy(async () => await client.customHostnames.create({ ...zone, hostname: 'app.customer.com' }))
  assert.ok(error instanceof Cloudflare.ConflictError, String(error))
  t.equal(error.errors[0]?.code, 1406)
  t.match(error.headers.get('cf-ray'), /^[0-9a-f]{16}-/)
})

t.test('handlers before it win, and every other address stays unhandled', async t => {
  const busy = http.get('https://api.cloudflare.com/client/v4/user', () => HttpResponse.json({ success: false, errors: [{ code: 971, message: 'Please wait' }] }, { status: 429 }))
  const { client } = await openForwarded(t, busy)
  t.ok(await thrownBy(async () => await client.user.get()) instanceof Cloudflare.RateLimitError)
  t.equal((await client.user.tokens.verify()).status, 'active')
  await t.rejects(fetch('https://api.cloudflare.com/client/v3/zones'))
})

t.test('another base URL may be named, with or without a slash at its end', async t => {
  const sandbox = await createSandbox()
  const server = setupServer(...forwardToSandbox({ url: `${sandbox.url}/` }, { baseURL: 'https://API.company.test/cf/' }))
  server.listen({ onUnhandledFrame: 'error' })
  t.teardown(async () => {
    server.close()
    await sandbox.close()
  })
  const client = new Cloudflare({ apiToken: sandbox.token, baseURL: 'https://api.company.test/cf', maxRetries: 0 })
  t.equal((await client.zones.get({ zone_id: sandbox.zone.id })).name, sandbox.zone.name)
})
