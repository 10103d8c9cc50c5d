import { afterAll, beforeAll, expect, test } from '@jest/globals'
import Cloudflare from 'cloudflare'
import { createSandbox } from 'sandflare'

let sandbox
let client
let zone

beforeAll(async () => {
  sandbox = await createSandbox()
  client = new Cloudflare({ baseURL: sandbox.baseURL, apiToken: sandbox.token })
  zone = { zone_id: sandbox.zone.id }
  await client.customHostnames.fallbackOrigin.update({ ...zone, origin: 'proxy-fallback.saasprovider.com' })
})

afterAll(async () => await sandbox.close())

test('a hostname shows what its customer has to put in place, and is active once that is done', async () => {
  const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'txt', type: 'dv' } })

  await sandbox.advance('3s')
  const waiting = await client.customHostnames.get(id, zone)
  expect(waiting.ssl).toMatchObject({ status: 'pending_validation', validation_records: [{ txt_name: '_acme-challenge.app.customer.com' }] })

  await sandbox.advance({ until: { hostname: 'app.customer.com', status: 'active', ssl_status: 'active' }, at_most: '15d' })
  const { status } = await client.customHostnames.get(id, zone)
  expect(status).toBe('active')
})

test('a name that is taken is refused', async () => {
  await client.customHostnames.create({ ...zone, hostname: 'shop.customer.com' })

  await expect(client.customHostnames.create({ ...zone, hostname: 'shop.customer.com' })).rejects.toMatchObject({ status: 409, errors: [{ code: 1406 }] })
})
