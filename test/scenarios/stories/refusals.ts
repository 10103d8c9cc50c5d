import { strict as assert } from 'node:assert'
import type { Stage, Story } from '../support.ts'
import { refusalOf, statusesOf } from '../support.ts'

const ssl = { method: 'txt', type: 'dv' } as const

/** A part of a request that the plan does not allow: refused at the POST where the scenario is there by then, and at a PATCH. */
function notEntitled (given: Parameters<Stage['create']>[0] & object, status: number, code: number): Story {
  return async stage => {
    if (stage.way !== 'hostname') assert.deepEqual((await refusalOf(async () => await stage.create({ ssl, ...given }))).slice(0, 2), [status, code])
    await stage.create()
    assert.deepEqual((await refusalOf(async () => { await stage.patch(given) })).slice(0, 2), [status, code])
    assert.deepEqual(statusesOf(await stage.after('90s')), ['active', 'active'])
  }
}

/** Scenarios of requests that are refused, or accepted with a reserve. */
export const REFUSAL_STORIES: Readonly<Record<string, Story>> = {
  'ca-not-entitled': notEntitled({ ssl: { ...ssl, certificate_authority: 'lets_encrypt' } }, 400, 1459),
  'origin-not-entitled': notEntitled({ custom_origin_server: 'proxy-fallback.saasprovider.com' }, 403, 1414),
  'metadata-not-entitled': notEntitled({ custom_metadata: { plan: 'gold' } }, 403, 1413),
  'wildcard-not-entitled': notEntitled({ ssl: { ...ssl, wildcard: true } }, 403, 1414),
  async 'no-saas-quota' (stage) {
    const { way, client, zone } = stage
    const expected = [403, 1404]
    if (way === 'hostname') {
      await stage.create()
      assert.deepEqual((await refusalOf(async () => { await stage.patch() })).slice(0, 2), expected)
      return
    }
    const [status, code, message] = await refusalOf(async () => await stage.create())
    assert.deepEqual([status, code], expected)
    assert.match(message, /^No quota has been allocated for this zone or for this account\./)
    const list = async (): Promise<unknown> => await client.customHostnames.list(zone)
    if (way === 'zone') assert.deepEqual((await refusalOf(list)).slice(0, 2), expected)
    else assert.deepEqual((await client.customHostnames.list(zone)).result, [])
  },
  async 'quota-exceeded' (stage) {
    assert.deepEqual((await refusalOf(async () => await stage.create())).slice(0, 2), [403, 1405])
    assert.deepEqual((await stage.client.customHostnames.list(stage.zone)).result, [])
  },
  async 'over-quota' (stage) {
    const { client, zone, hostname } = stage
    const response = await client.customHostnames.create({ ...zone, hostname, ssl }).asResponse()
    assert.equal(response.status, 201)
    const { messages } = await response.json() as { readonly messages: readonly unknown[] }
    assert.match(JSON.stringify(messages), /exceeds the allocated quota/)
  },
  async duplicate (stage) {
    const { client, zone, hostname } = stage
    assert.deepEqual(await refusalOf(async () => await stage.create()), [409, 1406, 'Duplicate custom hostname found.'])
    assert.deepEqual((await client.customHostnames.list({ ...zone, hostname: { exact: hostname } } as Parameters<typeof client.customHostnames.list>[0])).result, [])
  },
  async 'reserved-hostname' (stage) {
    const { client, zone, way } = stage
    const name = way === 'label' ? 'reserved-hostname.example.com' : 'app.example.com'
    const create = (hostname: string) => async () => await client.customHostnames.create({ ...zone, hostname, ssl })
    assert.deepEqual((await refusalOf(create(name))).slice(0, 2), [400, 1411])
    assert.deepEqual((await refusalOf(create(name.replace('example.com', 'shop.test')))).slice(0, 2), [400, 1409])
    await stage.create()
    assert.deepEqual(statusesOf(await stage.after('90s')), ['active', 'active'])
  }
}
