import t from 'tap'
import realistic from '../../fixtures/schedules/realistic.json' with { type: 'json' }
import type { CustomHostnameWire } from '../../schemas/custom-hostname.ts'
import { openContract, sslOf } from './support.ts'

const NAME = 'app.customer.com'
const DAY = 86_400_000

t.test('a certificate is renewed 30 days before its end, and again', async t => {
  const { sandbox: { advance }, create, read, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create(NAME)
  await advance('90s')
  let before = sslOf(await read(id))
  for (const round of ['first', 'second']) {
    const end = Date.parse(before.expires_on ?? '')
    await advance({ to: new Date(end - 30 * DAY - 60_000).toISOString() })
    t.equal(sslOf(await read(id)).serial_number, before.serial_number, `${round}: not a minute earlier`)
    await advance({ until: { hostname: NAME, ssl_status: 'pending_deployment' }, at_most: '2m' })
    const renewing = sslOf(await read(id))
    t.strictSame([renewing.serial_number, renewing.id], [before.serial_number, before.id], `${round}: the old certificate goes on serving`)
    await advance('2m')
    const after = sslOf(await read(id))
    t.equal(after.status, 'active')
    t.not(after.serial_number, before.serial_number)
    t.not(after.id, before.id, `${round}: the new pack has an id of its own`)
    t.ok(Date.parse(after.expires_on ?? '') >= end + 59 * DAY)
    before = after
  }
})

t.test('a renewal that fails keeps the old certificate serving until its end', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create(NAME, { method: 'txt', type: 'dv' })
  await advance('90s')
  const first = sslOf(await read(id))
  await settings({ auto_pass_at_attempt: 'never', auto_failure: { ssl_status: 'caa_blocked' } })
  await advance('61d')
  const renewing = sslOf(await read(id))
  t.match(renewing, { status: 'pending_validation', serial_number: first.serial_number, validation_errors: [{ message: /^CAA records block issuance/ }] })
  t.match(renewing.validation_records, [{ txt_name: `_acme-challenge.${NAME}` }], 'the tokens of the renewal are shown')
  await advance({ to: new Date(Date.parse(first.expires_on ?? '') - DAY + 1000).toISOString() })
  t.match(sslOf(await read(id)), { status: 'validation_timed_out', serial_number: first.serial_number }, 'it is given up a day before the end')
  await advance('1d')
  t.equal(sslOf(await read(id)).status, 'expired')
  await settings({ auto_pass_at_attempt: 1 })
  await hostnames('PATCH', `/${id}`, { ssl: { method: 'txt', type: 'dv' } })
  await advance('90s')
  t.equal(sslOf(await read(id)).status, 'active')
})

t.test('a PATCH with the same method and type checks at once, with the tokens in place', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ auto_pass_at_attempt: 2 })
  const { id } = await create(NAME)
  await advance('40s')
  const before = sslOf(await read(id))
  const rechecked = await hostnames('PATCH', `/${id}`, { hostname: NAME, ssl: { method: 'http', type: 'dv' } })
  t.match(rechecked.result, { status: 'active', ssl: { status: 'pending_issuance' } })

  const { id: other, ownership_verification: ownership } = await create('other.customer.com')
  await settings({ auto_pass_at_attempt: 'never' })
  await advance('40s')
  const kept = sslOf(await read(other))
  for (const body of [{ ssl: { method: 'http', type: 'dv' } }, {}]) {
    const { status, result } = await hostnames('PATCH', `/${other}`, body)
    t.equal(status, 202)
    t.match(result, { status: 'pending', ssl: { status: 'pending_validation', http_body: kept.http_body }, ownership_verification: ownership }, 'tokens that are good are kept')
  }
  await settings({ rotate_tokens_on_patch: true })
  const { result } = await hostnames('PATCH', `/${other}`, { ssl: { method: 'http', type: 'dv' } })
  t.not(sslOf(result as unknown as CustomHostnameWire).http_body, kept.http_body, 'unless a setting gives out new ones')
  t.not(before.http_body, kept.http_body)
})

t.test('another method, authority or set of names is another order; other edits redeploy for a moment', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create(NAME)
  await advance('10s')
  for (const ssl of [{ method: 'txt' }, { method: 'txt', certificate_authority: 'lets_encrypt' }, { method: 'txt', wildcard: true }, { method: 'email', wildcard: false }]) {
    const { result } = await hostnames('PATCH', `/${id}`, { ssl: { type: 'dv', ...ssl } })
    t.match(result, { ssl: { status: 'initializing', ...ssl } }, JSON.stringify(ssl))
    await advance('1s')
  }
  await advance('2m')
  const active = await read(id)
  t.match(active, { status: 'active', ssl: { status: 'active', method: 'email', certificate_authority: 'lets_encrypt', wildcard: false } })
  for (const body of [{ custom_metadata: { tier: 1 } }, { ssl: { method: 'email', type: 'dv', settings: { http2: 'off' } } }]) {
    const { result } = await hostnames('PATCH', `/${id}`, body)
    t.match(result, { status: 'active_redeploying', ssl: { status: 'active', serial_number: sslOf(active).serial_number } })
    await advance('15s')
    t.equal((await read(id)).status, 'active')
  }
  t.strictSame((await read(id)).custom_metadata, { tier: 1 }, 'what a PATCH does not name stays')
  t.notOk('ssl' in (await hostnames('PATCH', `/${id}`, { ssl: null })).result, 'null takes the certificate away')
})

t.test('of two zones with the same hostname the later validation wins', async t => {
  const { sandbox: { admin, advance, zone }, ask, create, read, hostnames, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  const earlier = await create(NAME)
  await advance('90s')
  const second = await admin.zones.create({ name: 'other-provider.com', clock: { now: (await admin.clock.get(zone.id)).now } })
  const path = `/zones/${second.id}`
  await ask('POST', `${path}/dns_records`, { body: { type: 'A', name: '@', content: '192.0.2.2', proxied: true } })
  await ask('PUT', `${path}/custom_hostnames/fallback_origin`, { body: { origin: second.name } })
  await admin.clock.advance(second.id, { by: '10s' })
  const later = await ask('POST', `${path}/custom_hostnames`, { body: { hostname: NAME, ssl: { method: 'http', type: 'dv' } } })
  t.equal(later.status, 201, 'both may have it')
  await admin.clock.advance(second.id, { by: '90s' })
  t.equal((await ask('GET', `${path}/custom_hostnames/${String(later.result['id'])}`)).result['status'], 'active')
  t.equal((await read(earlier.id)).status, 'moved')
  await hostnames('PATCH', `/${earlier.id}`, {})
  t.equal((await read(earlier.id)).status, 'active', 'an edit of the older one makes it the later one')
  t.equal((await ask('GET', `${path}/custom_hostnames/${String(later.result['id'])}`)).result['status'], 'moved')
})

t.test('a deleted hostname is gone at once, and its name is free', async t => {
  const { sandbox: { advance }, create, hostnames, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create(NAME)
  await advance('90s')
  const { status, body } = await hostnames('DELETE', `/${id}`)
  t.strictSame([status, body], [200, { id, result: { id }, success: true, errors: [], messages: [] }])
  for (const method of ['GET', 'DELETE']) t.equal((await hostnames(method, `/${id}`)).code, 1436, method)
  t.equal((await hostnames('PATCH', `/${id}`, {})).code, 1436)
  t.strictSame((await hostnames('GET')).items, [])
  t.equal((await hostnames('POST', '', { hostname: NAME })).status, 201)
})

t.test('a schedule may let a deleted hostname linger', async t => {
  const lingering = { ...realistic, hostname: { ...realistic.hostname, pending_deletion: 60 } }
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin } = await openContract(t, { schedule: lingering })
  await setFallbackOrigin()
  const { id } = await create(NAME)
  await advance('90s')
  for (const when of ['first', 'second']) t.equal((await hostnames('DELETE', `/${id}`)).status, 200, `${when} time`)
  const leaving = await read(id)
  t.strictSame([leaving.status, sslOf(leaving).status], ['pending_deletion', 'pending_deletion'])
  await advance('59s')
  t.equal((await read(id)).status, 'pending_deletion')
  await advance('1s')
  t.equal((await hostnames('GET', `/${id}`)).code, 1436)
})
