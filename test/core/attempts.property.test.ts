import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { advance, newLifecycle, recheck } from '../../src/core/custom-hostname.ts'
import { expandRuns } from '../../src/core/events.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Schedule } from '../../src/core/schedule.ts'
import { schedules } from './arbitraries.ts'
import { NO_CNAME, NO_TOKEN, rules } from './support.ts'

/** When checks happen by the plain reading of a table: from each start until the next one or the table's end. */
function expected (starts: readonly number[], delaysMs: readonly number[], until: number): number[] {
  return starts.flatMap((start, i) => {
    const end = starts[i + 1] ?? Infinity
    const moments: number[] = []
    let at = start
    for (const delay of [...delaysMs, 0]) {
      if (at > until || (i + 1 < starts.length && at > end)) break
      moments.push(at)
      at += delay
    }
    return moments
  })
}

/** A schedule whose certificate tokens outlive every table, so that the table alone decides. */
function withoutTokenEnds (schedule: Schedule): Schedule {
  const never = 10_000 * DAY
  return { ...schedule, certificate: { ...schedule.certificate, tokenLifetimeMs: { google: never, lets_encrypt: never, ssl_com: never, digicert: never } } }
}

t.test('attempts fall on the moments of the schedule, and a PATCH starts it again', async t => {
  const patches = fc.array(fc.integer({ min: 1, max: 3 * DAY }), { maxLength: 5 })
  t.doesNotThrow(() => fc.assert(fc.property(schedules.map(withoutTokenEnds), patches, fc.integer({ min: 0, max: 5 * DAY }), (schedule, gaps, rest) => {
    const asked: { ownership: number[], dcv: number[] } = { ownership: [], dcv: [] }
    const world = rules({
      ownership: (_, at) => {
        asked.ownership.push(at)
        return NO_CNAME
      },
      dcv: (_, at) => {
        asked.dcv.push(at)
        return NO_TOKEN
      }
    }, schedule)
    let lifecycle = newLifecycle(0, world, { number: 1, authority: 'google', wildcard: false })
    const starts = { ownership: [schedule.hostname.firstCheckMs], dcv: [schedule.certificate.initializingMs + schedule.certificate.firstCheckMs] }
    const events: LifecycleEvent[] = []
    let now = 0
    const follow = (outcome: { lifecycle: typeof lifecycle, events: readonly LifecycleEvent[] }): void => {
      lifecycle = outcome.lifecycle
      events.push(...outcome.events)
    }
    for (const gap of gaps) {
      now += gap
      follow(advance(lifecycle, now, world))
      // Only axes that still wait have a schedule to start again.
      if (lifecycle.ownership.status !== 'pending' || lifecycle.certificate?.status !== 'pending_validation') continue
      // A start that was still ahead is replaced, not made as well.
      if ((starts.ownership.at(-1) ?? 0) > now) starts.ownership.pop()
      if ((starts.dcv.at(-1) ?? 0) > now) starts.dcv.pop()
      follow(recheck(lifecycle, now, world))
      starts.ownership.push(now)
      starts.dcv.push(now)
    }
    now += rest
    follow(advance(lifecycle, now, world))
    assert.deepEqual(asked.ownership, expected(starts.ownership, schedule.hostname.retries.delaysMs, now))
    assert.deepEqual(asked.dcv, expected(starts.dcv, schedule.certificate.retries.delaysMs, now))
    const reported = (axis: string): number[] => expandRuns(events, schedule).flatMap(event => event.type === 'check_failed' && event.axis === axis ? [event.at] : [])
    assert.deepEqual(reported('status'), asked.ownership)
    assert.deepEqual(reported('ssl_status'), asked.dcv)
  }), { numRuns: 300 }))
})
