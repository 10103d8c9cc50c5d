import t from 'tap'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { countEvents, expandRuns } from '../../src/core/events.ts'
import { REALISTIC } from './support.ts'

const RUN: LifecycleEvent = { type: 'checks_failed', axis: 'status', at: 60_000, armedAt: 0, first: 1, last: 3, errors: ['why'] }
const CHANGED: LifecycleEvent = { type: 'status_changed', axis: 'ssl_status', at: 130_000, from: 'initializing', to: 'pending_validation' }

t.test('each failed check of a run gets its own moment, among the other events', async t => {
  t.same(expandRuns([RUN, CHANGED], REALISTIC), [
    { type: 'check_failed', axis: 'status', at: 60_000, attempt: 1, errors: ['why'] },
    { type: 'check_failed', axis: 'status', at: 123_000, attempt: 2, errors: ['why'] },
    CHANGED,
    { type: 'check_failed', axis: 'status', at: 189_000, attempt: 3, errors: ['why'] }
  ])
})

t.test('a run of the certificate follows the table of the certificate', async t => {
  const run: LifecycleEvent = { ...RUN, axis: 'ssl_status', first: 119, last: 120 }
  t.same(expandRuns([run], REALISTIC).map(({ at }) => at), [1_258_263_000 - 14_400_000, 1_258_263_000])
})

t.test('events of one moment keep their order', async t => {
  const tokens: LifecycleEvent = { type: 'tokens_replaced', at: 130_000, order: 2 }
  t.same(expandRuns([CHANGED, tokens], REALISTIC), [CHANGED, tokens])
  t.same(expandRuns([tokens, CHANGED], REALISTIC), [tokens, CHANGED])
  t.same(expandRuns([], REALISTIC), [])
})

t.test('a run counts as the checks that it stands for', async t => {
  t.equal(countEvents([RUN, CHANGED]), 4)
  t.equal(countEvents([RUN, CHANGED]), expandRuns([RUN, CHANGED], REALISTIC).length)
  t.equal(countEvents([]), 0)
})
