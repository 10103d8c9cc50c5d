import assert from 'node:assert/strict'
import type { Order } from '../../src/core/certificate.ts'
import type { Lifecycle } from '../../src/core/custom-hostname.ts'
import { advance, newLifecycle } from '../../src/core/custom-hostname.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { countEvents, expandRuns } from '../../src/core/events.ts'
import type { Rules } from '../../src/core/outlook.ts'

/** What the store does to a lifecycle between two steps. */
export function stored (lifecycle: Lifecycle): Lifecycle {
  return JSON.parse(JSON.stringify(lifecycle)) as Lifecycle
}

/** Events of each axis in their order; between the axes the order within one moment has no meaning. */
export function byAxis (events: readonly LifecycleEvent[], { schedule }: Rules): { readonly status: LifecycleEvent[], readonly ssl: LifecycleEvent[] } {
  const status: LifecycleEvent[] = []
  const ssl: LifecycleEvent[] = []
  for (const event of expandRuns(events, schedule)) ('axis' in event && event.axis === 'status' ? status : ssl).push(event)
  return { status, ssl }
}

/** Throws unless a hostname that lives through gaps of time one by one comes to what one step over all of them gives, and to the same events. */
export function assertStepsAddUp (rules: Rules, order: Order | undefined, gaps: readonly number[]): void {
  const born = newLifecycle(0, rules, order)
  const events: LifecycleEvent[] = []
  let now = 0
  let short = born
  for (const gap of gaps) {
    now += gap
    const outcome = advance(stored(short), now, rules)
    short = outcome.lifecycle
    events.push(...outcome.events)
  }
  const long = advance(born, now, rules)
  assert.deepEqual(stored(short), stored(long.lifecycle))
  assert.deepEqual(byAxis(events, rules), byAxis(long.events, rules))
  assert.equal(countEvents(events), countEvents(long.events))
}
