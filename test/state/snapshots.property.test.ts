import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { FALLBACK_ORIGIN } from '../admin/support.ts'
import { call, portrait } from './support.ts'

/** One call with consequences; what it names may be there or not. */
interface Step {
  readonly act: 'create' | 'delete' | 'edit' | 'advance' | 'settings' | 'record' | 'fallback' | 'zone' | 'drop-zone' | 'force' | 'origin' | 'customer' | 'csr' | 'list'
  readonly number: number
}

const steps = fc.array(fc.record<Step>({
  act: fc.constantFrom('create', 'create', 'create', 'delete', 'edit', 'advance', 'advance', 'settings', 'record', 'fallback', 'zone', 'drop-zone', 'force', 'origin', 'customer', 'csr', 'list'),
  number: fc.integer({ min: 0, max: 5 })
}), { maxLength: 14 })

async function take (sandbox: Sandbox, { act, number }: Step): Promise<void> {
  const zones = (JSON.parse((await call(sandbox, 'GET', '/__admin/zones')).text) as { readonly zones: ReadonlyArray<{ readonly id: string }> }).zones
  const id = zones[number % zones.length]?.id ?? ''
  const zone = `/client/v4/zones/${id}`
  const listed = JSON.parse((await call(sandbox, 'GET', `${zone}/custom_hostnames`)).text) as { readonly result: ReadonlyArray<{ readonly id: string }> }
  const hostname = listed.result[number % Math.max(listed.result.length, 1)]?.id ?? 'none'
  const one = `${zone}/custom_hostnames/${hostname}`
  const name = `shop-${number}.customer.com`
  switch (act) {
    case 'create': await call(sandbox, 'POST', `${zone}/custom_hostnames`, { hostname: name, ssl: { method: number > 3 ? 'email' : 'txt', type: 'dv' } }); break
    case 'delete': await call(sandbox, 'DELETE', one); break
    case 'edit': await call(sandbox, 'PATCH', one, { ssl: { method: 'http', type: 'dv', settings: { http2: number > 2 ? 'on' : 'off' } } }); break
    case 'advance': await call(sandbox, 'POST', `/__admin/zones/${id}/clock/advance`, { by: ['1s', '40s', '2m', '1h', '8d', '61d'][number] }); break
    case 'settings': await call(sandbox, 'PATCH', `/__admin/zones/${id}`, { settings: { auto_pass_at_attempt: number + 1 } }); break
    case 'record': await call(sandbox, 'POST', `${zone}/dns_records`, { type: 'TXT', name: `text-${number}`, content: 'words' }); break
    case 'fallback': await call(sandbox, number > 0 ? 'PUT' : 'DELETE', `${zone}/custom_hostnames/fallback_origin`, number > 0 ? { origin: FALLBACK_ORIGIN } : undefined); break
    case 'zone': await call(sandbox, 'POST', '/__admin/zones', {}); break
    case 'drop-zone': if (zones.length > 1) await call(sandbox, 'DELETE', `/__admin/zones/${id}`); break
    case 'force': await call(sandbox, 'PUT', `/__admin/zones/${id}/custom_hostnames/${hostname}/state`, { ssl_status: 'validation_timed_out' }); break
    case 'origin': await call(sandbox, 'PUT', '/__admin/origins', { name: `origin-${number}.saasprovider.com`, target: '127.0.0.1:3000' }); break
    case 'customer': await call(sandbox, 'POST', '/__admin/dns/records', { name, type: 'CNAME', content: 'customers.saasprovider.com' }); break
    case 'csr': await call(sandbox, 'POST', `${zone}/custom_csrs`, { country: 'PT', state: 'L', locality: 'L', organization: 'P', common_name: name, sans: [name], key_type: 'p256v1' }); break
    case 'list': await call(sandbox, 'GET', `${zone}/custom_hostnames?hostname.contain=shop`)
  }
}

/** What was drawn from a real source of chance and not from the seed: the key of a signing request. */
function withoutKeys (text: string): string {
  return text.replace(/-----BEGIN CERTIFICATE REQUEST-----.*?-----END CERTIFICATE REQUEST-----/g, 'CSR')
}

t.setTimeout(180_000)

t.test('whatever was done since, a restored sandbox answers as it did, and goes on as it would have', { timeout: 180_000 }, async t => {
  await using sandbox = await createSandbox()
  const { admin } = sandbox
  await t.resolves(fc.assert(fc.asyncProperty(steps, steps, steps, async (earlier, later, others) => {
    await admin.reset()
    for (const step of earlier) await take(sandbox, step)
    await admin.snapshots.create('then', { replace: true })
    const then = await portrait(sandbox)
    for (const step of later) await take(sandbox, step)
    const after = await portrait(sandbox)
    for (const step of others) await take(sandbox, step)
    await admin.snapshots.restore('then')
    assert.equal(await portrait(sandbox), then)
    for (const step of later) await take(sandbox, step)
    assert.equal(withoutKeys(await portrait(sandbox)), withoutKeys(after))
  }), { numRuns: 12 }))
})
