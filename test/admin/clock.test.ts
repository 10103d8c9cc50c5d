import assert from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { AdvanceAnswerSchema, ClockSchema } from '../../schemas/admin/clock.ts'
import type { AdvanceClockWire } from '../../schemas/admin/clock.ts'
import { createHostname, faultOf, setFallbackOrigin, start, v4 } from './support.ts'

t.test('an advance settles everything that falls due, in order, and answers with the events', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  await createHostname(sandbox)
  const answer = await sandbox.advance('90s')
  t.equal(faultOf(AdvanceAnswerSchema, answer), undefined)
  t.equal(answer.now, '2026-01-01T00:01:35Z')
  t.strictSame(answer.events.map(({ at, type, to }) => [at.slice(14, 19), type, to]), [
    ['00:08', 'ssl.status_changed', 'pending_validation'],
    ['00:20', 'custom_hostname.status_changed', 'active'],
    ['00:45', 'ssl.status_changed', 'pending_issuance'],
    ['01:15', 'ssl.status_changed', 'pending_deployment'],
    ['01:35', 'ssl.status_changed', 'active']
  ])
  t.strictSame([answer.events_total, answer.events_omitted], [5, 0])
})

t.test('one long advance gives what many short ones give', async t => {
  const sandbox = await start(t)
  const { admin } = sandbox
  const story = async (steps: readonly number[]): Promise<unknown> => {
    await admin.reset()
    const id = await createHostname(sandbox)
    for (const seconds of steps) await sandbox.advance(`${seconds}s`)
    const { timeline, ...stands } = await admin.explain(sandbox.zone.id, id)
    return { stands, past: timeline.past.map(({ id, ...event }) => event) }
  }
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 2, maxLength: 5 }), async steps => {
    assert.deepStrictEqual(await story(steps), await story([steps.reduce((a, b) => a + b)]))
  }), { numRuns: 10, seed: 1 })
})

t.test('until stops at the moment at which the hostname is as wanted', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  await createHostname(sandbox)
  t.match(await sandbox.advance({ until: { hostname: 'APP.customer.com', status: 'active' } }), { now: '2026-01-01T00:00:20Z' })
  t.match(await sandbox.advance({ until: { hostname: 'app.customer.com', ssl_status: 'active' } }), { now: '2026-01-01T00:01:35Z' })
  t.match(await sandbox.advance({ until: { hostname: 'app.customer.com', status: 'active' } }), { now: '2026-01-01T00:01:35Z', events: [] })
  await t.rejects(sandbox.advance({ until: { hostname: 'other.customer.com', status: 'active' } }), { status: 404, code: 'not_found' })
})

t.test('until that is not reached says what the hostname is and what blocks it, and the clock stays where it got to', async t => {
  const sandbox = await start(t)
  await createHostname(sandbox)
  const until = { hostname: 'app.customer.com', status: 'active' } as const
  await t.rejects(sandbox.advance({ until, at_most: '1h' }), {
    status: 409,
    code: 'not_reached',
    message: /The zone has no fallback origin/,
    detail: { now: '2026-01-01T01:00:00Z', status: 'pending', ssl_status: 'active', blocked_by: ['The zone has no fallback origin.'] }
  })
  t.match(await sandbox.admin.clock.get(sandbox.zone.id), { now: '2026-01-01T01:00:00Z' })
  await t.rejects(sandbox.advance({ until, at_most: '200d' }), { code: 'not_reached', detail: { status: 'deleted' } })
})

t.test('time only goes forward, and not beyond what can be written', async t => {
  const sandbox = await start(t)
  const refused: ReadonlyArray<readonly [unknown, RegExp]> = [
    [{ by: '0s' }, /^\/by: /], [{ by: 'soon' }, /^\/by: /], [{ by: '99999999999w' }, /^\/by: leads beyond/],
    [{ to: '2025-12-31T23:59:59Z' }, /^\/to: lies before/], [{ to: '2026-13-01T00:00:00Z' }, /^\/to: /],
    [{}, /^\//], [{ by: '1s', to: '2027-01-01T00:00:00Z' }, /^\//], [{ until: { hostname: 'a.example' } }, /^\/until/],
    [{ until: { hostname: 'a.example', status: 'ready' } }, /^\/until\/status: expected one of active/]
  ]
  for (const [input, message] of refused) {
    await t.rejects(sandbox.advance(input as AdvanceClockWire), { status: 400, code: 'invalid_request', message }, JSON.stringify(input))
  }
  t.match(await sandbox.advance({ to: '2026-01-01T00:00:00Z' }), { now: '2026-01-01T00:00:00Z' }, 'now is not the past')
  t.match(await sandbox.advance({ to: '2026-01-08T01:00:00+01:00' }), { now: '2026-01-08T00:00:00Z' })
})

t.test('a very long list of events is cut and counted', async t => {
  const sandbox = await start(t)
  for (let i = 0; i < 15; i++) await createHostname(sandbox, `app${i}.customer.com`)
  const { events, events_total: total, events_omitted: omitted } = await sandbox.advance('8d')
  t.equal(events.length, 1000)
  t.equal(total, 15 * (4 + 76 + 1), 'four steps of the certificate, 76 checks and the end for each')
  t.equal(omitted, total - 1000)
})

t.test('a clock runs on from where it was frozen, and freezes where it was', async t => {
  const sandbox = await start(t)
  const { admin: { clock }, zone } = sandbox
  const running = await clock.resume(zone.id)
  t.equal(faultOf(ClockSchema, running), undefined)
  t.equal(running.mode, 'running')
  t.ok(Date.parse(running.now) - Date.UTC(2026, 0, 1) < 60_000)
  const { now } = await sandbox.advance('1d')
  t.ok(Date.parse(now) >= Date.UTC(2026, 0, 2))
  t.equal((await clock.get(zone.id)).mode, 'running', 'an advance leaves a running clock running')
  const frozen = await clock.freeze(zone.id)
  t.strictSame(await clock.freeze(zone.id), frozen)
  t.strictSame(await clock.get(zone.id), frozen)
})

t.test('the clocks of all zones go together, each from its own now', async t => {
  const { admin, advance, zone } = await start(t)
  const later = await admin.zones.create({ clock: { mode: 'frozen', now: '2030-06-01T00:00:00Z' } })
  await advance('1h')
  const { zones } = await admin.clock.advanceAll({ by: '1d' })
  t.strictSame(zones.map(({ zone_id: id, now }) => [id, now]), [[zone.id, '2026-01-02T01:00:00Z'], [later.id, '2030-06-02T00:00:00Z']])
  await t.rejects(admin.clock.advanceAll({ to: '2028-01-01T00:00:00Z' }), { code: 'invalid_request' }, 'one zone is beyond that already')
  t.match(await admin.clock.get(zone.id), { now: '2026-01-02T01:00:00Z' }, 'so none of them moved')
  t.match((await admin.clock.resume()).clocks.map(({ mode }) => mode), ['running', 'running'])
  t.match((await admin.clock.freeze()).clocks.map(({ mode }) => mode), ['frozen', 'frozen'])
})

t.test('a read after an advance sees what it did', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await sandbox.advance('2m')
  t.match((await v4(sandbox, 'GET', `/custom_hostnames/${id}`)).result, { status: 'active', ssl: { status: 'active' } })
})
