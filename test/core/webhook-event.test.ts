import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { advanceCertificate, newCertificate } from '../../src/core/certificate.ts'
import type { CertificateState } from '../../src/core/certificate.ts'
import { expandRuns } from '../../src/core/events.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import { nextAttemptAt } from '../../src/core/notification.ts'
import type { Rules } from '../../src/core/outlook.ts'
import { SSL_STATUSES } from '../../src/core/statuses.ts'
import type { CertificateEvent, WebhookEvent, WebhookEventName } from '../../src/core/webhook-event.ts'
import { webhookEvents } from '../../src/core/webhook-event.ts'
import { orders, outlooks, schedules } from './arbitraries.ts'

const ORDER = { number: 1, authority: 'google', wildcard: false } as const
const SERVING = { pack: 3, authority: 'google', wildcard: false, issuedAt: 0, expiresAt: 90 * DAY } as const

const change = (from: string, to: string, axis: 'status' | 'ssl_status' = 'ssl_status'): LifecycleEvent => ({ type: 'status_changed', axis, at: 10, from, to })
const check: LifecycleEvent = { type: 'check_failed', axis: 'ssl_status', at: 10, attempt: 1, errors: ['no'] }
const state = (status: string): CertificateState => ({ status, since: 0, order: ORDER, serving: SERVING }) as unknown as CertificateState
const named = (status: string, events: readonly CertificateEvent[], gone = false): readonly WebhookEventName[] => webhookEvents({ before: state(status), events, gone }).map(({ name }) => name)

t.test('every documented transition is reported, and no other', async t => {
  const documented: Readonly<Record<string, readonly WebhookEventName[]>> = {
    'pending_validation pending_issuance': ['validation.succeeded'],
    'pending_validation pending_deployment': ['issuance.succeeded'],
    'pending_issuance pending_deployment': ['issuance.succeeded'],
    // The pack that served until then goes.
    'pending_deployment active': ['deployment.succeeded', 'deletion.succeeded'],
    'pending_deletion deleted': ['deletion.succeeded'],
    'active pending_deployment': ['renewal.succeeded'],
    'active pending_issuance': ['renewal.failed']
  }
  for (const from of SSL_STATUSES) {
    for (const to of SSL_STATUSES) t.strictSame(named(from, [change(from, to)]), documented[`${from} ${to}`] ?? [], `${from} to ${to}`)
    t.strictSame(named(from, [change(from, 'active', 'status'), { ...check, axis: 'status' }]), [], `${from}: the hostname's own axis`)
  }
})

t.test('a failed check is reported by the status that it leaves, unless it was the last', async t => {
  const documented: Readonly<Record<string, readonly WebhookEventName[]>> = {
    pending_validation: ['validation.failed'], pending_issuance: ['issuance.failed'], pending_deployment: ['deployment.failed'], pending_deletion: ['deletion.failed']
  }
  for (const status of SSL_STATUSES) t.strictSame(named(status, [check]), documented[status] ?? [], status)
  t.strictSame(named('pending_validation', [check, change('pending_validation', 'validation_timed_out')]), [])
  t.strictSame(named('pending_validation', [check, change('pending_validation', 'pending_issuance')]), ['validation.failed', 'validation.succeeded'])
})

t.test('a deletion is reported once, when nothing is left', async t => {
  const deleted = { type: 'deleted', at: 10 } as const
  t.strictSame(named('active', [deleted], true), ['deletion.succeeded'], 'at once')
  t.strictSame(named('active', [deleted, change('active', 'pending_deletion', 'status')]), [], 'it lingers')
  t.strictSame(named('pending_deletion', [change('pending_deletion', 'deleted', 'status')], true), ['deletion.succeeded'], 'and goes')
  t.strictSame(named('active', [change('moved', 'deleted', 'status')]), [], 'a hostname that moved away is not deleted by anybody')
})

t.test('a renewal that fails reports what its first check found, once', async t => {
  const due = { type: 'renewal_due', at: 10, expiresAt: 90 * DAY } as const
  const story = [due, change('active', 'pending_validation'), check, { ...check, at: 20 }]
  const told = webhookEvents({ before: state('active'), events: story })
  t.strictSame(told.map(({ name }) => name), ['renewal.upcoming_certificate_expiration_notification', 'renewal.failed', 'validation.failed'])
  t.strictSame(told.map(({ order }) => order.number), [1, 2, 2], 'the renewal has tokens of its own')
  t.match(told, [{ expiring: SERVING }, { errors: ['no'] }, { at: 20 }])
  t.strictSame(named('active', [change('active', 'pending_validation')]), [], 'another order is no renewal')
})

interface Lived {
  readonly state: CertificateState
  readonly told: readonly WebhookEvent[]
}

/** Lives from one moment to the next, and reports each stretch by itself. */
function live (start: CertificateState, moments: readonly number[], rules: Rules): Lived {
  return moments.reduce<Lived>(({ state: before, told }, at) => {
    const events: LifecycleEvent[] = []
    const after = advanceCertificate(before, at, rules, events)
    return { state: after, told: [...told, ...webhookEvents({ before, after, events: expandRuns(events, rules.schedule) as LifecycleEvent[] })] }
  }, { state: start, told: [] })
}

t.test('what is reported does not depend on how time passes', async t => {
  const moments = fc.array(fc.integer({ min: 0, max: 200 * DAY }), { minLength: 2, maxLength: 8 }).map(some => some.toSorted((a, b) => a - b))
  t.doesNotThrow(() => fc.assert(fc.property(orders, schedules, outlooks, moments, (order, schedule, outlook, stops) => {
    const rules = { schedule, outlook }
    const many = live(newCertificate(0, order), stops, rules)
    const one = live(newCertificate(0, order), stops.slice(-1), rules)
    assert.deepEqual(many, one)
    for (const [i, event] of one.told.entries()) assert.ok(i === 0 || event.at >= (one.told[i - 1]?.at ?? 0), 'in order of time')
    const last = one.told.findLast(({ replaced }) => replaced !== true)
    if (one.state.status === 'active' && last?.name === 'deployment.succeeded') assert.equal(last.pack, one.state.serving.pack, 'the pack that serves')
    if (one.state.status === 'pending_validation' && last?.name === 'validation.failed' && last.at >= one.state.tokensAt) assert.equal(last.order.number, one.state.order.number, 'the present tokens')
  }), { numRuns: 300 }))
})

t.test('a message is tried once more than there are waits, each after its own', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: DAY }), { maxLength: 20 }), fc.integer(), (delays, start) => {
    let at: number | undefined = start
    let attempts = 0
    while (at !== undefined) at = nextAttemptAt(++attempts, at, delays)
    assert.equal(attempts, delays.length + 1)
    delays.forEach((delay, i) => { assert.equal(nextAttemptAt(i + 1, start, delays), start + delay) })
  })))
})
