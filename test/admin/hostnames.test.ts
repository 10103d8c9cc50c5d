import t from 'tap'
import { ExplainSchema } from '../../schemas/admin/explain.ts'
import { HostnameStatusSchema, SslStatusSchema } from '../../schemas/statuses.ts'
import { createHostname, faultOf, setFallbackOrigin, start, v4 } from './support.ts'

t.test('explain says what blocks a hostname, what to do, what happened and what will', async t => {
  const sandbox = await start(t)
  const id = await createHostname(sandbox)
  await sandbox.advance('3s')
  const explained = await sandbox.admin.explain(sandbox.zone.id, id)
  t.equal(faultOf(ExplainSchema, explained), undefined)
  t.match(explained, {
    status: { value: 'pending', attempt: 0, attempts_allowed: 76, next_check_at: '2026-01-01T00:00:15Z' },
    ssl_status: { value: 'pending_validation', attempts_allowed: 121 },
    blocked_by: ['The zone has no fallback origin.']
  })
  t.match(explained.to_do.join('\n'), /PUT \/client\/v4\/zones\/[0-9a-f]{32}\/custom_hostnames\/fallback_origin/)
  t.match(explained.to_do.join('\n'), /app\.customer\.com CNAME /)
  t.match(explained.to_do.join('\n'), /_cf-custom-hostname\.app\.customer\.com TXT "[0-9a-f-]{36}"/)
  t.match(explained.to_do.join('\n'), /_acme-challenge\.app\.customer\.com TXT "[A-Za-z0-9_-]{43}"/)
  t.strictSame(explained.timeline.past.map(({ type }) => type), ['custom_hostname.created', 'ssl.status_changed'])
  t.ok(explained.timeline.to_come.some(({ type, to }) => type === 'custom_hostname.status_changed' && to === 'moved'))
})

t.test('what explain foresees is what then happens', async t => {
  const sandbox = await start(t)
  const id = await createHostname(sandbox)
  const { timeline: { to_come: foreseen } } = await sandbox.admin.explain(sandbox.zone.id, id)
  const { events } = await sandbox.advance('30d')
  t.strictSame(events.map(({ id, ...event }) => event), foreseen)
  const { status, timeline } = await sandbox.admin.explain(sandbox.zone.id, id)
  t.match(status, { value: 'deleted', next_check_at: null })
  t.equal(timeline.past.length, foreseen.length + 1)
})

t.test('a hostname that works has nothing in its way', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await sandbox.advance('90s')
  t.match(await sandbox.admin.explain(sandbox.zone.id, id), { blocked_by: [], to_do: [], status: { value: 'active' }, ssl_status: { value: 'active' } })
})

t.test('unknown zones and hostnames are not found', async t => {
  const { admin, zone } = await start(t)
  await t.rejects(admin.explain(zone.id, 'nothing'), { status: 404, code: 'not_found' })
  await t.rejects(admin.explain('f'.repeat(32), 'nothing'), { code: 'not_found' })
  await t.rejects(admin.check(zone.id, 'nothing'), { code: 'not_found' })
  await t.rejects(admin.force(zone.id, 'nothing', { status: 'active' }), { code: 'not_found' })
})

t.test('with a manual inspector a check passes when the caller says so, and on the named axis alone', async t => {
  const sandbox = await start(t, { inspector: 'manual' })
  const id = await createHostname(sandbox)
  await sandbox.advance('1h')
  t.match(await sandbox.admin.explain(sandbox.zone.id, id), { status: { value: 'pending' }, ssl_status: { value: 'pending_validation' } })
  const passed = await sandbox.admin.check(sandbox.zone.id, id, { axis: 'status', outcome: 'pass' })
  t.match(passed, { status: { value: 'active' }, ssl_status: { value: 'pending_validation' } })
  t.match(await sandbox.admin.check(sandbox.zone.id, id, { outcome: 'pass' }), { status: { value: 'active' }, ssl_status: { value: 'pending_issuance' } })
  await sandbox.advance('50s')
  t.match(await sandbox.admin.explain(sandbox.zone.id, id), { ssl_status: { value: 'active' } })
})

t.test('a check without an outcome uses the evidence of the zone', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  t.match(await sandbox.admin.check(sandbox.zone.id, id), { status: { value: 'active', since: '2026-01-01T00:00:05Z' } })
  const other = await createHostname(sandbox, 'other.customer.com')
  await sandbox.advance('3s')
  t.match(await sandbox.admin.check(sandbox.zone.id, other, { axis: 'ssl_status' }), { status: { value: 'pending' }, ssl_status: { value: 'pending_issuance' } })
})

t.test('a failing check reports the errors that the caller names', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await sandbox.advance('3s')
  const errors = ['caa_error: {hostname}']
  const failed = await sandbox.admin.check(sandbox.zone.id, id, { axis: 'ssl_status', outcome: 'fail', errors })
  t.match(failed.ssl_status, { value: 'pending_validation', attempt: 1, errors: ['caa_error: app.customer.com'] })
  t.match(failed.timeline.past.at(-1), { type: 'ssl.check_failed', attempt: 1, errors: ['caa_error: app.customer.com'] })
  await sandbox.advance('2m')
  t.match(await sandbox.admin.check(sandbox.zone.id, id, { axis: 'status', outcome: 'fail' }), { status: { value: 'moved' } }, 'an active hostname moves away')
})

t.test('a passing check has its effect from a status that rests', async t => {
  const sandbox = await start(t, { inspector: 'manual' })
  const id = await createHostname(sandbox)
  await sandbox.admin.force(sandbox.zone.id, id, { status: 'moved', ssl_status: 'validation_timed_out' })
  const passed = await sandbox.admin.check(sandbox.zone.id, id, { outcome: 'pass' })
  t.match(passed, { status: { value: 'active' }, ssl_status: { value: 'pending_issuance' } })
})

t.test('a hostname that became active by hand moves out of other zones', async t => {
  const sandbox = await start(t)
  const other = await sandbox.admin.zones.create()
  const [here, there] = [await createHostname(sandbox), await createHostname(sandbox, 'app.customer.com', other.id)]
  await sandbox.admin.check(other.id, there, { outcome: 'pass' })
  await sandbox.admin.force(sandbox.zone.id, here, { status: 'active' })
  t.match(await sandbox.admin.explain(other.id, there), { status: { value: 'moved' } })
})

t.test('every status of the enums can be forced, is seen by clients and leaves an event', async t => {
  const sandbox = await start(t)
  for (const [i, { const: status }] of HostnameStatusSchema.anyOf.entries()) {
    const id = await createHostname(sandbox, `app${i}.customer.com`)
    const forced = await sandbox.admin.force(sandbox.zone.id, id, { status })
    t.equal(faultOf(ExplainSchema, forced), undefined, status)
    t.match(forced.status, { value: status })
    if (status !== 'pending') t.match(forced.timeline.past.at(-1), { type: 'custom_hostname.status_changed', from: 'pending', to: status })
    const { status: code, result } = await v4(sandbox, 'GET', `/custom_hostnames/${id}`)
    // This schedule gives a deletion no time, so it is over with the next read.
    if (status === 'pending_deletion') t.equal(code, 404)
    else t.match(result, { status })
  }
  const next = await createHostname(sandbox, 'next.customer.com')
  for (const { const: status } of SslStatusSchema.anyOf) {
    const forced = await sandbox.admin.force(sandbox.zone.id, next, { ssl_status: status })
    t.equal(faultOf(ExplainSchema, forced), undefined, status)
    t.match((await v4(sandbox, 'GET', `/custom_hostnames/${next}`)).result, { ssl: { status } })
  }
})

t.test('a state that makes no sense is refused with its path', async t => {
  const sandbox = await start(t)
  const bare = (await v4(sandbox, 'POST', '/custom_hostnames', { hostname: 'bare.customer.com' })).result.id
  await t.rejects(sandbox.admin.force(sandbox.zone.id, bare, { ssl_status: 'active' }), { status: 400, message: /^\/ssl_status: / })
  await t.rejects(sandbox.admin.force(sandbox.zone.id, bare, {}), { status: 400, code: 'invalid_request' })
  t.match(await sandbox.admin.explain(sandbox.zone.id, bare), { ssl_status: null })
})
