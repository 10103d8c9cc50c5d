import t from 'tap'
import { openContract } from './support.ts'

const HTTP = { method: 'http', type: 'dv' }

t.test('what only older documentation shows is taken by default and refused by strict zones', async t => {
  const lenient = await openContract(t)
  const strict = await openContract(t, { strict: true })
  const refused: ReadonlyArray<readonly [body: Readonly<Record<string, unknown>>, code: number]> = [
    [{ hostname: 'another.customer.com', ssl: { method: 'cname', type: 'dv' } }, 1432],
    [{ hostname: 'app.example.com', ssl: HTTP }, 1411],
    [{ hostname: 'example.org', ssl: HTTP }, 1411],
    ...['app.customer.test', 'app.customer.example', 'app.customer.invalid', 'app.customer.localhost'].map(hostname => [{ hostname, ssl: HTTP }, 1409] as const)
  ]
  for (const [body, code] of refused) {
    t.equal((await lenient.hostnames('POST', '', body)).status, 201, String(body['hostname']))
    const { status, code: found } = await strict.hostnames('POST', '', body)
    t.strictSame([status, found], [400, code], String(body['hostname']))
  }
  for (const { create } of [lenient, strict]) await create('app.customer.com')
  const recheck = { hostname: 'app.customer.com', ssl: HTTP }
  t.equal((await lenient.hostnames('PATCH', '', recheck)).status, 202)
  t.equal((await lenient.hostnames('PATCH', '', { ...recheck, hostname: 'none.customer.com' })).code, 1436)
  const onCollection = await strict.hostnames('PATCH', '', recheck)
  t.strictSame([onCollection.status, onCollection.code], [405, 7001])
})

t.test('everything else is refused either way', async t => {
  const { hostnames, settings } = await openContract(t)
  const invalid = ['', 'a b.com', '192.0.2.1', 'a_b.customer.com', '-a.com', 'a.com-', 'a..com', '.com', 'a.com.', `${'a'.repeat(252)}.com`, 'http://a.com', 'a.com/b', 'a&b.com', `${'a'.repeat(64)}.com`]
  for (const strict of [false, true]) {
    await settings({ strict })
    for (const hostname of invalid) t.equal((await hostnames('POST', '', { hostname })).code, 1407, hostname)
    t.equal((await hostnames('POST', '', {})).code, 1407, 'no hostname at all')
    t.equal((await hostnames('POST', '', { hostname: 'ünicode.com' })).code, 1408)
    for (const hostname of ['com', 'co.uk', 'github.io']) t.equal((await hostnames('POST', '', { hostname })).code, 1410, hostname)
  }
})

t.test('the first fault in the documented order is the one that is answered', async t => {
  const { hostnames, settings, create } = await openContract(t)
  await settings({ plan: 'free', entitlements: { custom_origin_server: false } })
  await create('app.customer.com', HTTP)
  // Every request has all faults of the following ones too.
  const faults: ReadonlyArray<readonly [code: number, repair: Readonly<Record<string, unknown>>]> = [
    [1407, { hostname: 'app.customer.com' }],
    [1440, { ssl: { method: 'dns', type: 'dv', settings: { http2: 1 }, certificate_authority: 'google' } }],
    [1432, { ssl: { ...HTTP, settings: { http2: 1 }, certificate_authority: 'google' } }],
    [1422, { ssl: { ...HTTP, certificate_authority: 'google' } }],
    [1459, { ssl: HTTP }],
    [1413, { custom_metadata: {} }],
    [1414, { custom_origin_server: null }],
    [1406, { hostname: 'new.customer.com' }]
  ]
  let body: Readonly<Record<string, unknown>> = {
    hostname: 'a b', ssl: { method: 'dns', settings: { http2: 1 }, certificate_authority: 'google' }, custom_metadata: { a: 1 }, custom_origin_server: 'nowhere'
  }
  for (const [code, repair] of faults) {
    t.equal((await hostnames('POST', '', body)).code, code)
    body = { ...body, ...repair }
  }
  t.equal((await hostnames('POST', '', body)).status, 201)
})
