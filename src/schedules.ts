import fast from '../fixtures/schedules/fast.json' with { type: 'json' }
import instant from '../fixtures/schedules/instant.json' with { type: 'json' }
import realistic from '../fixtures/schedules/realistic.json' with { type: 'json' }
import type { Schedule } from './core/schedule.ts'
import { parseSchedule, ScheduleError } from './core/schedule.ts'
import type { Zone } from './core/zone.ts'

export const SCHEDULE_NAMES = ['realistic', 'fast', 'instant'] as const

const BUILT_IN: Readonly<Record<string, unknown>> = { realistic, fast, instant }

/** The schedule of a built-in name or of a JSON form. Throws ScheduleError with the path of the fault. */
export function resolveSchedule (setting: unknown): Schedule {
  if (typeof setting !== 'string') return parseSchedule(setting)
  const builtIn = BUILT_IN[setting]
  if (builtIn === undefined) throw new ScheduleError('', `must be ${SCHEDULE_NAMES.join(', ')} or an object, not "${setting}"`)
  return parseSchedule(builtIn)
}

const resolved = new WeakMap<object, Schedule>()
const byName = new Map<string, Schedule>()

/** The schedule that a zone follows; read once for each settings object. */
export function scheduleOf ({ settings }: Pick<Zone, 'settings'>): Schedule {
  const { schedule } = settings
  if (typeof schedule === 'string') {
    const known = byName.get(schedule) ?? resolveSchedule(schedule)
    byName.set(schedule, known)
    return known
  }
  const known = resolved.get(settings) ?? resolveSchedule(schedule)
  resolved.set(settings, known)
  return known
}
