import assert from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { advanceCertificate, newCertificate } from '../../src/core/certificate.ts'
import type { CertificateState } from '../../src/core/certificate.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { PASSES } from '../../src/core/outlook.ts'
import { questionsIn } from '../../src/mail/letters.ts'
import { resolveSchedule } from '../../src/schedules.ts'
import type { ZoneEvent } from '../../src/store/store.ts'

const DAY_MS = 86_400_000

t.test('questions carry the number of the order that they are about, however much happened at once', async t => {
  const schedule = resolveSchedule('realistic')
  t.doesNotThrow(() => fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 60 * DAY_MS }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 90 }), (pauses, passesAt) => {
    const rules = { schedule, outlook: { ownership: () => PASSES, dcv: (check: number) => check % passesAt === 0 ? PASSES : { passes: false, errors: [] } as const, stage: () => PASSES, activeHolds: true } }
    const events: LifecycleEvent[] = []
    // Step by step, the state itself says which order each question is about.
    const expected = new Map<number, number>()
    let state: CertificateState = newCertificate(0, { number: 1, authority: 'google', wildcard: false })
    const until = pauses.reduce((sum, pause) => sum + pause, 0)
    for (let at = 0; at <= until; at += DAY_MS / 4) {
      state = advanceCertificate(state, at, rules, [])
      if (state.status === 'pending_validation') expected.set(state.tokensAt, state.order.number)
    }
    const end = advanceCertificate(newCertificate(0, { number: 1, authority: 'google', wildcard: false }), until - until % (DAY_MS / 4), rules, events)
    const questions = questionsIn(events.sort((a, b) => a.at - b.at), end.order.number)
    const found = new Map(questions.map(({ at, order }) => [at, order]))
    for (const [at, order] of expected) assert.equal(found.get(at), order, `tokens of ${at}`)
    assert.deepEqual(questions.map(({ at }) => at), questions.map(({ at }) => at).toSorted((a, b) => a - b))
  }), { numRuns: 60 }))
})

t.test('a failed check asks again only beside an edit of the same moment', async t => {
  const failed: ZoneEvent = { type: 'check_failed', axis: 'ssl_status', at: 5, attempt: 1, errors: [] }
  const edited: ZoneEvent = { type: 'edited', at: 5 }
  t.strictSame(questionsIn([failed], 3), [])
  t.strictSame(questionsIn([edited], 3), [])
  t.strictSame(questionsIn([{ ...edited, at: 4 }, failed], 3), [])
  t.strictSame(questionsIn([edited, { ...failed, axis: 'status' }], 3), [])
  t.strictSame(questionsIn([edited, failed], 3), [{ order: 3, at: 5, again: true }])
})

t.test('an order that replaces another at the same moment is the only one that is asked about', async t => {
  const events: ZoneEvent[] = [
    { type: 'edited', at: 5 },
    { type: 'check_failed', axis: 'ssl_status', at: 5, attempt: 0, errors: [] },
    { type: 'tokens_replaced', at: 5, order: 2 }
  ]
  t.strictSame(questionsIn(events, 2), [{ order: 2, at: 5, again: false }])
})
