import t from 'tap'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Rules } from '../../src/core/outlook.ts'
import type { OwnershipState } from '../../src/core/ownership.ts'
import {
  advanceOwnership, displaceOwnership, forcedOwnership, newOwnership, ownershipDueAt, recheckOwnership, redeployOwnership
} from '../../src/core/ownership.ts'
import { HOSTNAME_STATUSES } from '../../src/core/statuses.ts'
import { BLOCKED, NO_CNAME, passesFrom, path, rules } from './support.ts'

const FAILING = rules({ ownership: () => NO_CNAME })

function live (state: OwnershipState, until: number, rules: Rules): { state: OwnershipState, events: LifecycleEvent[] } {
  const events: LifecycleEvent[] = []
  return { state: advanceOwnership(state, until, rules, events), events }
}

t.test('a hostname whose CNAME is in place is active at its first check', async t => {
  const { state, events } = live(newOwnership(0, rules()), 15_000, rules())
  t.same(state, { status: 'active', since: 15_000, recheckAt: 15_000 + 14_400_000, checks: 1 })
  t.same(events, [{ type: 'status_changed', axis: 'status', at: 15_000, from: 'pending', to: 'active' }])
  t.equal(live(newOwnership(0, rules()), 14_999, rules()).state.status, 'pending')
})

t.test('a pending hostname becomes active once its CNAME is found', async t => {
  const third = rules({ ownership: passesFrom(3, NO_CNAME) })
  const { state, events } = live(newOwnership(0, third), DAY, third)
  t.match(state, { status: 'active', since: (15 + 123) * 1000, checks: 3 })
  t.same(events, [
    { type: 'checks_failed', axis: 'status', at: 15_000, armedAt: 15_000, first: 0, last: 1, errors: NO_CNAME.passes ? [] : NO_CNAME.errors },
    { type: 'status_changed', axis: 'status', at: 138_000, from: 'pending', to: 'active' }
  ])
})

t.test('a pending hostname says why it is not active', async t => {
  t.match(live(newOwnership(0, FAILING), 15_000, FAILING).state, {
    status: 'pending', attempt: 1, checks: 1, errors: ['custom hostname does not CNAME to this zone.']
  })
})

t.test('a hostname that never passes is moved after 75 retries and deleted seven days later', async t => {
  const { state, events } = live(newOwnership(0, FAILING), 30 * DAY, FAILING)
  t.same(path(events, 'status'), [[15 + 610_263, 'moved'], [15 + 610_263 + 604_800, 'deleted']])
  t.match(state, { status: 'deleted', checks: 76, errors: ['custom hostname does not CNAME to this zone.'] })
  t.match(events[0], { type: 'checks_failed', first: 0, last: 75 })
  t.equal(ownershipDueAt(state, FAILING), undefined)
})

t.test('a hold blocks a hostname for good, until a PATCH after it is lifted', async t => {
  const held = rules({ ownership: () => BLOCKED })
  const { state, events } = live(newOwnership(0, held), 30 * DAY, held)
  t.match(state, { status: 'blocked', since: 15_000, errors: ['held'] })
  t.match(events.at(-1), { from: 'pending', to: 'blocked', errors: ['held'] })
  t.equal(ownershipDueAt(state, rules()), undefined, 'no check by itself')
  const lifted: LifecycleEvent[] = []
  const pending = recheckOwnership(state, 31 * DAY, rules(), lifted)
  t.match(pending, { status: 'pending', since: 31 * DAY })
  t.notOk('errors' in pending)
  t.same(path(lifted, 'status'), [[31 * 86_400, 'pending']])
  t.match(live(pending, 31 * DAY, rules()).state, { status: 'active', since: 31 * DAY })
})

t.test('a PATCH takes a moved or deleted hostname back to pending', async t => {
  for (const status of ['moved', 'deleted'] as const) {
    const state = recheckOwnership(forcedOwnership(status, 0, FAILING), DAY, FAILING, [])
    t.match(state, { status: 'pending', since: DAY, attempt: 0 }, status)
    t.equal(ownershipDueAt(state, FAILING), DAY)
  }
})

t.test('a PATCH checks a pending hostname at once and its schedule starts again', async t => {
  const { state } = live(newOwnership(0, FAILING), DAY, FAILING)
  const events: LifecycleEvent[] = []
  const again = recheckOwnership(state, DAY, FAILING, events)
  t.match(again, { status: 'pending', since: 0, armedAt: DAY, attempt: 1 })
  t.equal(ownershipDueAt(again, FAILING), DAY + 60_000)
  t.match(events, [{ type: 'checks_failed', at: DAY, first: 0, last: 0 }])
  t.match(recheckOwnership(state, DAY, rules(), []), { status: 'active', since: DAY })
  t.match(recheckOwnership(state, DAY, rules({ ownership: () => BLOCKED }), []), { status: 'blocked', since: DAY })
})

t.test('an active hostname is checked every four hours and moves when its DNS leaves', async t => {
  const four = 14_400_000
  const leaves = rules({ activeHolds: false, ownership: (_, at) => at < 3 * four ? { passes: true } : NO_CNAME })
  const { state, events } = live(newOwnership(0, leaves), DAY, leaves)
  t.match(state, { status: 'moved', since: 15_000 + 3 * four, checks: 4 })
  t.match(events.slice(-2), [{ type: 'check_failed', at: 15_000 + 3 * four }, { from: 'active', to: 'moved' }])
  const held = rules({ activeHolds: false, ownership: () => BLOCKED })
  t.match(live(forcedOwnership('active', 0, held), four, held).state, { status: 'blocked', since: four })
})

t.test('a PATCH checks an active hostname at once, unless it is known to hold', async t => {
  const active = forcedOwnership('active', 0, rules())
  t.equal(recheckOwnership(active, DAY, rules(), []), active)
  t.match(recheckOwnership(active, DAY, rules({ activeHolds: false }), []), { status: 'active', since: 0, recheckAt: DAY + 14_400_000, checks: 1 })
  t.match(recheckOwnership(active, DAY, rules({ activeHolds: false, ownership: () => NO_CNAME }), []), { status: 'moved', since: DAY })
})

t.test('an active hostname redeploys for a moment after an edit', async t => {
  const active = forcedOwnership('active', 0, rules())
  const events: LifecycleEvent[] = []
  const first = redeployOwnership(active, DAY, rules(), events)
  const second = redeployOwnership(first, DAY + 5000, rules(), events)
  t.match(second, { status: 'active_redeploying', until: DAY + 20_000 })
  t.equal(events.length, 1, 'a second edit prolongs it and changes nothing')
  const done = live(second, DAY + 20_000, rules())
  t.match(done.state, { status: 'active', since: DAY + 20_000, recheckAt: DAY + 20_000 })
  t.equal(redeployOwnership(newOwnership(0, rules()), DAY, rules(), []).status, 'pending')
})

t.test('the latest validation elsewhere moves a hostname out of the way', async t => {
  for (const status of HOSTNAME_STATUSES) {
    const events: LifecycleEvent[] = []
    const before = forcedOwnership(status, 0, rules())
    const after = displaceOwnership(before, 5, events)
    const moves = ['active', 'active_redeploying', 'pending'].includes(status)
    t.equal(after.status, moves ? 'moved' : status)
    t.equal(events.length, moves ? 1 : 0)
    if (!moves) t.equal(after, before)
  }
})

t.test('every status can be forced and keeps what it means', async t => {
  const resting = HOSTNAME_STATUSES.filter(status => !['pending', 'active', 'active_redeploying', 'moved', 'pending_deletion'].includes(status))
  for (const status of HOSTNAME_STATUSES) {
    const state = forcedOwnership(status, 7, rules())
    t.match(state, { status, since: 7, checks: 0 })
    if (!resting.includes(status)) continue
    t.equal(ownershipDueAt(state, FAILING), undefined, `nothing falls due in ${status}`)
    t.equal(advanceOwnership(state, 365 * DAY, FAILING, []), state)
  }
  for (const status of ['pending_deletion', 'provisioned', 'test_failed', 'active_redeploying'] as const) {
    const state = forcedOwnership(status, 7, rules())
    t.equal(recheckOwnership(state, 9, rules(), []), state, `a PATCH leaves ${status} alone`)
  }
  t.match(live(forcedOwnership('pending_deletion', 7, rules()), 7, rules()).state, { status: 'deleted', since: 7 })
})
