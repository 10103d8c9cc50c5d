import Cloudflare from 'cloudflare'
import { createSandbox } from 'sandflare'
import { afterAll, describe, expect, it } from 'vitest'

const sandbox = await createSandbox()
afterAll(async () => await sandbox.close())

/** A zone of its own for every test, with a clock of its own: they can run at the same time. */
async function openZone (settings = {}) {
  const { id, name, api_token: apiToken } = await sandbox.admin.zones.create({ settings })
  const client = new Cloudflare({ baseURL: sandbox.baseURL, apiToken })
  const zone = { zone_id: id }
  await client.dns.records.create({ ...zone, type: 'A', name: `fallback.${name}`, content: '192.0.2.1', proxied: true, ttl: 1 })
  await client.customHostnames.fallbackOrigin.update({ ...zone, origin: `fallback.${name}` })
  await sandbox.admin.clock.freeze(id)
  return { client, zone, advance: by => sandbox.admin.clock.advance(id, { by }) }
}

describe.concurrent('a customer', () => {
  it('who sets everything up has a certificate after 90 seconds', async () => {
    const { client, zone, advance } = await openZone()
    const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'txt', type: 'dv' } })

    await advance('90s')

    expect(await client.customHostnames.get(id, zone)).toMatchObject({ status: 'active', ssl: { status: 'active' } })
  })

  it('who never does is given up after two weeks', async () => {
    const { client, zone, advance } = await openZone({ auto_pass_at_attempt: 'never' })
    const { id } = await client.customHostnames.create({ ...zone, hostname: 'app.customer.com', ssl: { method: 'txt', type: 'dv' } })

    await advance('15d')

    expect(await client.customHostnames.get(id, zone)).toMatchObject({ ssl: { status: 'validation_timed_out' } })
  })
})
