import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { FallbackOrigin } from '../../src/core/fallback-origin.ts'
import {
  advanceFallbackOrigin, deleteFallbackOrigin, fallbackOriginDueAt, putFallbackOrigin, recheckFallbackOrigin
} from '../../src/core/fallback-origin.ts'
import { DAY } from '../../src/core/instant.ts'
import { FALLBACK_ORIGIN_STATUSES } from '../../src/core/statuses.ts'
import { schedules } from './arbitraries.ts'
import { REALISTIC } from './support.ts'

const NEW = putFallbackOrigin(undefined, 'proxy-fallback.saasprovider.com', 1000, REALISTIC)

t.test('a fallback origin with a proxied record is active within seconds', async t => {
  t.same(NEW, { origin: 'proxy-fallback.saasprovider.com', status: 'initializing', since: 1000, checkAt: 3000, createdAt: 1000, updatedAt: 1000 })
  const { state, changes } = advanceFallbackOrigin(NEW, DAY, REALISTIC, true)
  t.same(changes, [
    { at: 3000, from: 'initializing', to: 'pending_deployment' },
    { at: 6000, from: 'pending_deployment', to: 'active' }
  ])
  t.same(state, { origin: NEW.origin, status: 'active', since: 6000, createdAt: 1000, updatedAt: 1000 })
})

t.test('without a proxied record it waits, and times out after seven days', async t => {
  const waiting = advanceFallbackOrigin(NEW, DAY, REALISTIC, false)
  t.match(waiting.state, { status: 'initializing', since: 1000 })
  t.same(waiting.changes, [])
  t.notOk(waiting.state !== undefined && 'checkAt' in waiting.state, 'nothing is looked at again by itself')
  const { state, changes } = advanceFallbackOrigin(NEW, 30 * DAY, REALISTIC, false)
  t.same(changes, [{ at: 1000 + 7 * DAY, from: 'initializing', to: 'deployment_timed_out' }])
  t.equal(state === undefined ? 0 : fallbackOriginDueAt(state, REALISTIC), undefined)
})

t.test('a record that appears later takes it on', async t => {
  const waiting = advanceFallbackOrigin(NEW, DAY, REALISTIC, false).state ?? NEW
  const again = recheckFallbackOrigin(waiting, DAY, REALISTIC)
  t.match(again, { status: 'initializing', since: 1000, checkAt: DAY + 2000 })
  t.equal(recheckFallbackOrigin(again, DAY + 1, REALISTIC), again, 'a check that is ahead stays where it is')
  t.match(advanceFallbackOrigin(again, 2 * DAY, REALISTIC, true).state, { status: 'active', since: DAY + 5000 })
  const active = advanceFallbackOrigin(NEW, DAY, REALISTIC, true).state ?? NEW
  t.equal(recheckFallbackOrigin(active, DAY, REALISTIC), active)
})

t.test('another origin begins again and keeps the date of creation', async t => {
  const active = advanceFallbackOrigin(NEW, DAY, REALISTIC, true).state
  t.match(putFallbackOrigin(active, 'other.saasprovider.com', DAY, REALISTIC), {
    origin: 'other.saasprovider.com', status: 'initializing', createdAt: 1000, updatedAt: DAY
  })
})

t.test('a deleted one can be read until it is gone', async t => {
  for (const status of FALLBACK_ORIGIN_STATUSES) {
    const going = deleteFallbackOrigin({ ...NEW, status }, DAY)
    t.match(going, { status: 'pending_deletion', since: DAY, updatedAt: DAY })
    t.notOk('checkAt' in going)
    t.match(advanceFallbackOrigin(going, DAY + 4999, REALISTIC, true).state, { status: 'pending_deletion' })
    t.same(advanceFallbackOrigin(going, DAY + 5000, REALISTIC, true), {
      state: undefined, changes: [{ at: DAY + 5000, from: 'pending_deletion', to: undefined }]
    })
  }
})

t.test('one long advance equals two short ones', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(
    schedules, fc.boolean(), fc.integer({ min: 0, max: 9 * DAY }), fc.integer({ min: 0, max: 9 * DAY }),
    (schedule, proxied, first, second) => {
      const born: FallbackOrigin = putFallbackOrigin(undefined, 'origin.saasprovider.com', 0, schedule)
      const half = advanceFallbackOrigin(born, first, schedule, proxied)
      assert.ok(half.state !== undefined)
      const rest = advanceFallbackOrigin(half.state, first + second, schedule, proxied)
      const whole = advanceFallbackOrigin(born, first + second, schedule, proxied)
      assert.deepEqual(rest.state, whole.state)
      assert.deepEqual([...half.changes, ...rest.changes], whole.changes)
    }
  )))
})
