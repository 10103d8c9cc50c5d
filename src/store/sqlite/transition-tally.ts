import type { EventGroup, TransitionCount } from '../store.ts'

type Entry = { -readonly [Key in keyof TransitionCount]: TransitionCount[Key] }

/** Changes of status, counted as they are kept: a settlement brings millions, so that each costs two look-ups of words that are known already. */
export function createTransitionTally () {
  const axes = { status: new Map<string, Map<string, Entry>>(), ssl_status: new Map<string, Map<string, Entry>>() }
  return {
    add (groups: readonly EventGroup[]): void {
      for (const { events } of groups) {
        for (const event of events) {
          if (event.type !== 'status_changed') continue
          const { axis, from, to } = event
          const known = axes[axis].get(from)?.get(to)
          if (known !== undefined) {
            known.count++
            continue
          }
          const others = axes[axis].get(from) ?? new Map<string, Entry>()
          axes[axis].set(from, others.set(to, { axis, from, to, count: 1 }))
        }
      }
    },
    list: (): TransitionCount[] => Object.values(axes).flatMap(axis => [...axis.values()].flatMap(others => [...others.values()].map(entry => ({ ...entry }))))
  }
}
