import type { Instant } from './instant.ts'
import type { Schedule } from './schedule.ts'

/** `status` is the hostname's axis, `ssl_status` the certificate's. */
export type Axis = 'status' | 'ssl_status'

/** What the lifecycle reports. A run of failed checks is one entry: `expandRuns` gives each its own moment. */
export type LifecycleEvent =
  | { readonly type: 'status_changed', readonly axis: Axis, readonly at: Instant, readonly from: string, readonly to: string, readonly errors?: readonly string[] }
  | { readonly type: 'checks_failed', readonly axis: Axis, readonly at: Instant, readonly armedAt: Instant, readonly first: number, readonly last: number, readonly errors: readonly string[] }
  | { readonly type: 'check_failed', readonly axis: Axis, readonly at: Instant, readonly attempt: number, readonly errors: readonly string[] }
  | { readonly type: 'tokens_replaced', readonly at: Instant, readonly order: number }
  | { readonly type: 'renewal_due', readonly at: Instant, readonly expiresAt: Instant }

type Run = Extract<LifecycleEvent, { type: 'checks_failed' }>

/** Events in time order, every failed check on its own. Times of a run follow from the schedule it was made on. */
export function expandRuns<Event extends { readonly type: string, readonly at: Instant }> (
  events: ReadonlyArray<Event | LifecycleEvent>, schedule: Schedule
): Array<Event | LifecycleEvent> {
  const expanded: Array<Event | LifecycleEvent> = []
  for (const event of events) {
    if (!isRun(event)) {
      expanded.push(event)
      continue
    }
    const { dueMs } = event.axis === 'status' ? schedule.hostname.retries : schedule.certificate.retries
    for (let attempt = event.first; attempt <= event.last; attempt++) {
      expanded.push({ type: 'check_failed', axis: event.axis, at: event.armedAt + (dueMs[attempt] ?? 0), attempt, errors: event.errors })
    }
  }
  return expanded.sort((a, b) => a.at - b.at)
}

function isRun (event: { readonly type: string }): event is Run {
  return event.type === 'checks_failed'
}

/** How many events a list stands for once its runs are expanded. */
export function countEvents (events: ReadonlyArray<{ readonly type: string }>): number {
  let count = 0
  for (const event of events) count += isRun(event) ? event.last - event.first + 1 : 1
  return count
}
