import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { forcedCertificate, reorderCertificate, replaceTokens } from '../../src/core/certificate.ts'
import type { Lifecycle, Outcome } from '../../src/core/custom-hostname.ts'
import { advance, dueAt, newLifecycle, recheck } from '../../src/core/custom-hostname.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { expandRuns } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Rules } from '../../src/core/outlook.ts'
import { displaceOwnership, forcedOwnership, redeployOwnership } from '../../src/core/ownership.ts'
import { HOSTNAME_STATUSES, SSL_STATUSES } from '../../src/core/statuses.ts'
import { orders, outlooks, schedules } from './arbitraries.ts'
import { assertStepsAddUp, stored } from './stepping.ts'

const RUNS = { numRuns: 300 }

/** Where the documentation lets a hostname go by itself or by PATCH. */
const HOSTNAME_MOVES: Readonly<Record<string, readonly string[]>> = {
  pending: ['active', 'moved', 'blocked'],
  active: ['active_redeploying', 'moved', 'blocked'],
  active_redeploying: ['active', 'moved'],
  moved: ['pending', 'deleted'],
  deleted: ['pending'],
  blocked: ['pending'],
  pending_deletion: ['deleted']
}

/** The same for its certificate. `initializing` is always a new order; `expired` is the end of what served. */
const SSL_MOVES: Readonly<Record<string, readonly string[]>> = {
  initializing: ['pending_validation', 'initializing_timed_out'],
  pending_validation: ['pending_issuance', 'pending_deployment', 'validation_timed_out'],
  pending_issuance: ['pending_deployment', 'issuance_timed_out'],
  pending_deployment: ['active', 'deployment_timed_out'],
  active: ['pending_validation', 'pending_deployment'],
  initializing_timed_out: ['initializing', 'expired'],
  validation_timed_out: ['initializing', 'expired'],
  issuance_timed_out: ['initializing', 'expired'],
  deployment_timed_out: ['initializing', 'expired'],
  expired: ['initializing'],
  deleted: ['initializing']
}

const worlds = fc.record({ schedule: schedules, outlook: outlooks })
const gaps = fc.oneof(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 0, max: 15 * DAY }))

/** Something that happens to a hostname from outside. */
const deeds: fc.Arbitrary<(before: Lifecycle, now: number, rules: Rules) => Outcome & { readonly forced?: true, readonly reorders?: true }> = fc.oneof(
  fc.constant(recheck),
  fc.constant((before: Lifecycle, now: number, rules: Rules) => on(before, (events) => ({
    ...before, ownership: redeployOwnership(before.ownership, now, rules, events)
  }))),
  fc.constant((before: Lifecycle, now: number) => on(before, events => ({ ...before, ownership: displaceOwnership(before.ownership, now, events) }))),
  orders.map(order => (before: Lifecycle, now: number) => ({
    ...on(before, events => before.certificate === undefined ? before : { ...before, certificate: reorderCertificate(before.certificate, now, order, events) }),
    reorders: true as const
  })),
  fc.constant((before: Lifecycle, now: number) => on(before, events =>
    before.certificate === undefined ? before : { ...before, certificate: replaceTokens(before.certificate, now, events) }
  )),
  fc.tuple(fc.constantFrom(...HOSTNAME_STATUSES), fc.constantFrom(...SSL_STATUSES)).map(([status, sslStatus]) => (before: Lifecycle, now: number, rules: Rules) => ({
    lifecycle: {
      ownership: forcedOwnership(status, now, rules),
      ...(before.certificate === undefined ? {} : { certificate: forcedCertificate(sslStatus, now, before.certificate, rules) })
    },
    events: [],
    forced: true as const
  }))
)

function on (_: Lifecycle, change: (events: LifecycleEvent[]) => Lifecycle): Outcome {
  const events: LifecycleEvent[] = []
  const lifecycle = change(events)
  return { lifecycle, events }
}

function statusesOf ({ ownership, certificate }: Lifecycle): Array<string | undefined> {
  return [ownership.status, certificate?.status]
}

t.test('one long advance equals many short ones', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(worlds, fc.option(orders, { nil: undefined }), fc.array(gaps, { minLength: 1, maxLength: 12 }), (rules, order, cuts) => {
    assertStepsAddUp(rules, order, cuts)
  }), RUNS))
})

t.test('one due moment after another equals one long advance', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(worlds, orders, fc.integer({ min: 0, max: 20 * DAY }), (rules, order, until) => {
    const born = newLifecycle(0, rules, order)
    let step = born
    for (;;) {
      const at = dueAt(step, rules)
      if (at === undefined || at > until) break
      step = advance(stored(step), at, rules).lifecycle
      assert.ok((dueAt(step, rules) ?? Infinity) > at, 'what was due at a moment is done at that moment')
    }
    assert.deepEqual(stored(step), stored(advance(born, until, rules).lifecycle))
  }), RUNS))
})

t.test('no status is left but by a way that the documentation shows', async t => {
  const story = fc.array(fc.tuple(gaps, fc.option(deeds, { nil: undefined })), { maxLength: 10 })
  t.doesNotThrow(() => fc.assert(fc.property(worlds, fc.option(orders, { nil: undefined }), story, (rules, order, chapters) => {
    let lifecycle = newLifecycle(0, rules, order)
    let now = 0
    const follow = (outcome: Outcome & { readonly reorders?: true }): void => {
      const [status, ssl] = statusesOf(lifecycle)
      const present: Record<string, string | undefined> = { status, ssl_status: ssl }
      for (const event of outcome.events) {
        if (event.type !== 'status_changed') continue
        assert.equal(event.from, present[event.axis], 'a change leaves the present status')
        const moves = event.axis === 'status' ? HOSTNAME_MOVES : SSL_MOVES
        assert.ok(outcome.reorders === true || moves[event.from]?.includes(event.to), `${event.axis}: ${event.from} to ${event.to}`)
        present[event.axis] = event.to
      }
      assert.deepEqual([present['status'], present['ssl_status']], statusesOf(outcome.lifecycle), 'no change without an event')
      lifecycle = stored(outcome.lifecycle)
    }
    for (const [gap, deed] of chapters) {
      now += gap
      follow(advance(lifecycle, now, rules))
      const outcome = deed?.(lifecycle, now, rules)
      if (outcome?.forced === true) lifecycle = outcome.lifecycle
      else if (outcome !== undefined) follow(outcome)
    }
  }), RUNS))
})

t.test('time never runs backwards', async t => {
  const story = fc.array(fc.tuple(gaps, fc.option(deeds, { nil: undefined })), { maxLength: 10 })
  t.doesNotThrow(() => fc.assert(fc.property(worlds, orders, story, (rules, order, chapters) => {
    let lifecycle = newLifecycle(0, rules, order)
    let before = 0
    for (const [gap, deed] of chapters) {
      const now = before + gap
      const outcome = advance(lifecycle, now, rules)
      let last = before
      for (const event of expandRuns(outcome.events, rules.schedule)) {
        assert.ok(event.at >= last && event.at <= now, `${event.type} at ${event.at}, after ${last}, before ${now}`)
        last = event.at
      }
      assert.deepEqual(outcome.events.map(({ at }) => at), outcome.events.map(({ at }) => at).toSorted((a, b) => a - b))
      assert.ok((dueAt(outcome.lifecycle, rules) ?? Infinity) > now, 'nothing due is left behind')
      const done = deed?.(outcome.lifecycle, now, rules)
      for (const event of done?.events ?? []) assert.equal(event.at, now)
      lifecycle = done?.lifecycle ?? outcome.lifecycle
      const { ownership, certificate } = lifecycle
      assert.ok(ownership.since <= now && (certificate?.since ?? 0) <= now)
      before = now
    }
  }), RUNS))
})
