import t from 'tap'
import { VALIDATION_ERRORS, VERIFICATION_ERRORS } from '../../src/core/messages.ts'
import type { ValidationErrorReason, VerificationErrorReason } from '../../src/core/messages.ts'
import { openContract, sslOf } from './support.ts'

const NAME = 'app.customer.com'
const SAME = { ssl: { method: 'http', type: 'dv' } }

t.test('a check that fails says why, until one passes', async t => {
  const { sandbox: { advance }, create, read, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ auto_pass_at_attempt: 3, auto_failure: { ssl_status: 'caa_servfail' } })
  const { id } = await create(NAME)
  await advance('40s')
  const failing = await read(id)
  t.strictSame(failing.verification_errors, ['custom hostname does not CNAME to this zone.'])
  t.strictSame(sslOf(failing).validation_errors, [{ message: `SERVFAIL looking up CAA for ${NAME}` }])
  t.strictSame([failing.status, sslOf(failing).status], ['pending', 'pending_validation'])
  t.ok(sslOf(failing).validation_records, 'the tokens are still shown')

  await advance('15m')
  const active = await read(id)
  t.strictSame([active.status, sslOf(active).status], ['active', 'active'])
  t.notOk('verification_errors' in active || 'validation_errors' in sslOf(active), 'nothing is left of it')
})

t.test('every text of the reference can be read from a hostname', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  for (const status of Object.keys(VERIFICATION_ERRORS) as VerificationErrorReason[]) {
    await settings({ auto_pass_at_attempt: 'never', auto_failure: { status } })
    const { id } = await create(NAME)
    await advance('1m')
    const { verification_errors: found, ssl } = await read(id)
    t.strictSame(found, [VERIFICATION_ERRORS[status]], status)
    t.notOk('validation_errors' in (ssl ?? {}), 'a check that finds no token asks no authority')
    await hostnames('DELETE', `/${id}`)
  }
  for (const reason of Object.keys(VALIDATION_ERRORS) as ValidationErrorReason[]) {
    await settings({ auto_failure: { ssl_status: reason } })
    const { id } = await create(NAME)
    await advance('1m')
    t.strictSame(sslOf(await read(id)).validation_errors, [{ message: VALIDATION_ERRORS[reason].replace('{hostname}', NAME) }], reason)
    await hostnames('DELETE', `/${id}`)
  }
})

t.test('an account with apex proxying reads another text', async t => {
  const { sandbox: { advance }, create, read, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ auto_pass_at_attempt: 'never', entitlements: { apex: true } })
  const { id } = await create(NAME)
  await advance('1m')
  t.strictSame((await read(id)).verification_errors, [VERIFICATION_ERRORS.no_address_or_token])
})

t.test('without an active fallback origin no hostname validates', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin } = await openContract(t)
  const { id } = await create(NAME)
  await advance('1m')
  const waiting = await read(id)
  t.strictSame([waiting.status, waiting.verification_errors], ['pending', ['zone does not have a fallback origin set.']])
  await hostnames('PUT', '/fallback_origin', { origin: 'missing.saasprovider.com' })
  const { result } = await hostnames('PATCH', `/${id}`, SAME)
  t.strictSame(result['verification_errors'], ['fallback origin is in a status of initializing.'])
  await setFallbackOrigin()
  await hostnames('PATCH', `/${id}`, SAME)
  t.equal((await read(id)).status, 'active')
})

t.test('a schedule that ends without success times out, and the same method and type begin anew', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ auto_pass_at_attempt: 'never', auto_failure: { ssl_status: 'servfail' } })
  const { id } = await create(NAME)
  await advance('3s')
  const first = sslOf(await read(id))
  await advance('14d')
  const late = sslOf(await read(id))
  t.equal(late.status, 'pending_validation', '120 checks take more than 14 days')
  t.not(late.http_body, first.http_body, 'after their life of 14 days there are new tokens')
  await advance('1d')
  const timedOut = sslOf(await read(id))
  t.equal(timedOut.status, 'validation_timed_out')
  t.match(timedOut.validation_errors, [{ message: /SERVFAIL/ }])
  t.notOk(timedOut.validation_records)

  await settings({ auto_pass_at_attempt: 1 })
  const restarted = await hostnames('PATCH', `/${id}`, SAME)
  t.match(restarted.result, { ssl: { status: 'initializing' } })
  await advance('3s')
  t.not(sslOf(await read(id)).http_body, late.http_body, 'with tokens of its own')
  await advance('90s')
  t.equal(sslOf(await read(id)).status, 'active')
})

t.test('every stage that timed out begins anew, with a PATCH of the same method and type', async t => {
  const { sandbox: { admin, advance, zone }, create, read, hostnames, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create(NAME)
  await advance('90s')
  for (const status of ['initializing_timed_out', 'validation_timed_out', 'issuance_timed_out', 'deployment_timed_out', 'expired'] as const) {
    await admin.force(zone.id, id, { ssl_status: status })
    t.equal(sslOf(await read(id)).status, status)
    const { result } = await hostnames('PATCH', `/${id}`, SAME)
    t.match(result, { ssl: { status: 'initializing' } }, status)
    await advance('90s')
    t.equal(sslOf(await read(id)).status, 'active', status)
  }
})

t.test('a hostname that is never proven moves after 75 checks and is deleted seven days later', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ auto_pass_at_attempt: 'never' })
  const { id } = await create(NAME)
  await advance({ until: { hostname: NAME, status: 'moved' } })
  t.match(await read(id), { status: 'moved', verification_errors: [VERIFICATION_ERRORS.no_cname] })
  t.equal((await hostnames('PATCH', `/${id}`, {})).result['status'], 'pending', 'a PATCH takes it back')
  const { now } = await advance({ until: { hostname: NAME, status: 'moved' } })
  const { now: end } = await advance({ until: { hostname: NAME, status: 'deleted' } })
  t.equal(Date.parse(end) - Date.parse(now), 7 * 86_400_000)
  t.equal((await read(id)).status, 'deleted', 'it is still readable')
  t.equal((await hostnames('GET', '/quota')).result['used'], 0, 'and does not count any more')
  await settings({ auto_pass_at_attempt: 1 })
  t.equal((await hostnames('PATCH', `/${id}`, SAME)).result['status'], 'pending')
  t.equal((await read(id)).status, 'active')
})

t.test('a hold blocks a hostname until it is released', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  await settings({ holds: [{ name: 'customer.com', include_subdomains: true }, { name: 'other.com' }] })
  const { id } = await create(NAME)
  const other = await create('app.other.com')
  await advance('30d')
  t.match(await read(id), { status: 'blocked', verification_errors: [VERIFICATION_ERRORS.held] })
  t.equal((await read(other.id)).status, 'active', 'a hold without subdomains holds the name itself alone')
  await hostnames('PATCH', `/${id}`, SAME)
  t.equal((await read(id)).status, 'blocked', 'a PATCH alone helps nothing')
  await settings({ holds: [] })
  await hostnames('PATCH', `/${id}`, SAME)
  t.equal((await read(id)).status, 'active')
  await settings({ holds: [{ name: 'customer.com', include_subdomains: true }] })
  await advance('1d')
  t.equal((await read(id)).status, 'active', 'put back on, it does not disturb an active hostname')
})
