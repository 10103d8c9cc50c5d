import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import Cloudflare from 'cloudflare'
import { createSandbox } from 'sandflare'

const sandbox = await createSandbox()
const client = new Cloudflare({ baseURL: sandbox.baseURL, apiToken: sandbox.token })
const zone = { zone_id: sandbox.zone.id }

after(async () => await sandbox.close())

beforeEach(async () => {
  await sandbox.reset()
  await client.customHostnames.fallbackOrigin.update({ ...zone, origin: 'proxy-fallback.saasprovider.com' })
})

test('a hostname is active 90 seconds after its creation', async () => {
  const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } })

  await sandbox.advance('90s')

  const { status, ssl } = await client.customHostnames.get(id, zone)
  assert.deepEqual([status, ssl.status], ['active', 'active'])
})

test('a name that is taken is refused', async () => {
  await client.customHostnames.create({ ...zone, hostname: 'app.customer.com' })

  await assert.rejects(client.customHostnames.create({ ...zone, hostname: 'app.customer.com' }), Cloudflare.ConflictError)
})
