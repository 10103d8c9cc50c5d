import type { LifecycleEvent } from '../../src/core/events.ts'
import type { Outlook, Rules, Verdict } from '../../src/core/outlook.ts'
import { PASSES } from '../../src/core/outlook.ts'
import type { Schedule } from '../../src/core/schedule.ts'
import { resolveSchedule } from '../../src/schedules.ts'

export const REALISTIC = resolveSchedule('realistic')

export const NO_CNAME: Verdict = { passes: false, errors: ['custom hostname does not CNAME to this zone.'] }
export const NO_TOKEN: Verdict = { passes: false, errors: ['no token'] }
export const BLOCKED: Verdict = { passes: false, errors: ['held'], blocked: true }

/** A world in which everything passes, but for what a test says. */
export function outlook (parts: Partial<Outlook> = {}): Outlook {
  return { ownership: () => PASSES, dcv: () => PASSES, stage: () => PASSES, activeHolds: true, ...parts }
}

export function rules (parts: Partial<Outlook> = {}, schedule: Schedule = REALISTIC): Rules {
  return { schedule, outlook: outlook(parts) }
}

/** A check that passes from that number on. */
export function passesFrom (number: number, failure: Verdict): (check: number) => Verdict {
  return check => check >= number ? PASSES : failure
}

/** The path of an axis: each status it came to, with its second. */
export function path (events: readonly LifecycleEvent[], axis: 'status' | 'ssl_status'): Array<[number, string]> {
  return events.flatMap(event => event.type === 'status_changed' && event.axis === axis ? [[event.at / 1000, event.to] as [number, string]] : [])
}
