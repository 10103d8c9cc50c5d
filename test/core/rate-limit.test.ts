import fc from 'fast-check'
import t from 'tap'
import { giveBack, headerSeconds, takeCall } from '../../src/core/rate-limit.ts'
import type { RateLimit, RateVerdict, RateWindow } from '../../src/core/rate-limit.ts'
import { strict as assert } from 'node:assert'

const PUBLISHED: RateLimit = { quota: 1200, windowMs: 300_000, refusedMs: 300_000 }

/** Calls at these moments, one after another. */
function takeAll (moments: readonly number[], limit: RateLimit): RateVerdict[] {
  let window: RateWindow | undefined
  return moments.map(now => {
    const verdict = takeCall(window, now, limit)
    window = verdict.window
    return verdict
  })
}

t.test('the call after the 1200th is refused, and every one for five minutes from then', async t => {
  const verdicts = takeAll([...Array.from({ length: 1200 }, (_, i) => i), 60_000, 300_000, 359_999, 360_000], PUBLISHED)
  t.ok(verdicts.slice(0, 1200).every(({ refused }) => !refused))
  t.match(verdicts[0], { remaining: 1199, resetMs: 300_000 })
  t.match(verdicts[1199], { remaining: 0, resetMs: 300_000 - 1199 })
  t.strictSame(verdicts.slice(1200).map(({ refused, resetMs }) => [refused, resetMs]), [[true, 300_000], [true, 60_000], [true, 1], [false, 300_000]])
})

t.test('a window begins with its first call and ends on its own', async t => {
  const limit = { quota: 2, windowMs: 1000, refusedMs: 5000 }
  t.strictSame(takeAll([500, 1400, 1500, 2499, 2500], limit).map(({ refused, remaining }) => [refused, remaining]), [
    [false, 1], [false, 0], [false, 1], [false, 0], [false, 1]
  ])
})

t.test('a call that is given back leaves room for another, but only in its own window', async t => {
  const limit = { quota: 1, windowMs: 1000, refusedMs: 5000 }
  const { window } = takeCall(undefined, 0, limit)
  t.equal(takeCall(giveBack(window, 0), 10, limit).refused, false)
  t.equal(takeCall(giveBack(window, 7), 10, limit).refused, true)
  t.equal(giveBack(undefined, 0), undefined)
})

t.test('seconds of headers are rounded up', async t => {
  t.strictSame([0, 1, 999, 1000, 1001].map(headerSeconds), [0, 1, 1, 1, 2])
})

const limits = fc.record({ quota: fc.integer({ min: 1, max: 20 }), windowMs: fc.integer({ min: 1, max: 100 }), refusedMs: fc.integer({ min: 1, max: 100 }) })
const moments = fc.array(fc.nat(50), { maxLength: 200 }).map(gaps => {
  let now = 0
  return gaps.map(gap => { now += gap; return now })
})

t.test('no window takes more calls than its quota, and remainders count down', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(moments, limits, (times, limit) => {
      const verdicts = takeAll(times, limit)
      const taken = Map.groupBy(verdicts.filter(({ refused }) => !refused), ({ window }) => window.startedAt)
      for (const [, calls] of taken) {
        assert.ok(calls.length <= limit.quota)
        calls.forEach(({ remaining }, i) => { assert.equal(remaining, limit.quota - i - 1) })
      }
    }))
  })
})

t.test('after a refusal nothing passes until its time is over, and then something does', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(moments, limits, (times, limit) => {
      const verdicts = takeAll(times, limit)
      let until = -Infinity
      verdicts.forEach(({ refused, resetMs, window }, i) => {
        const now = times[i] ?? 0
        assert.ok(resetMs > 0)
        if (now < until) assert.ok(refused)
        if (refused && now >= until) until = window.refusedUntil ?? 0
        if (refused) assert.equal(now + resetMs, until)
      })
    }))
  })
})
