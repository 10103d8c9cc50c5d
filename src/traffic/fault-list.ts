import type { Fault, FaultRule, RequestFacts } from '../core/faults.ts'
import { concerns, isSpent, meet } from '../core/faults.ts'
import type { PathMatcher } from '../core/path-pattern.ts'
import { compilePath } from '../core/path-pattern.ts'
import type { Random } from '../random.ts'

/** Most faults that are in place at once: each is looked at by every request. */
export const MOST_FAULTS = 200

interface Placed {
  fault: Fault
  readonly matchesPath: PathMatcher | undefined
}

/** The faults of a sandbox, in the order in which they were put in place. They live in memory. */
export interface FaultList {
  readonly isEmpty: boolean
  /** True when a fault that has applications left asks for a hostname, which has to be looked up. */
  readonly asksForHostnames: boolean
  list (): readonly Fault[]
  find (id: string): Fault | undefined
  /** Undefined when there are too many. */
  add (rule: FaultRule): Fault | undefined
  /** False when it is not there. */
  remove (id: string): boolean
  /** Takes all away, or those of one zone alone. */
  clear (zoneId?: string): void
  /** The fault that meets a request, counted: the first that fits, has applications left and whose chance it is. */
  take (facts: RequestFacts): Fault | undefined
}

export function createFaultList (random: Pick<Random, 'seed' | 'hex' | 'stream'>): FaultList {
  const placed = new Map<string, Placed>()
  let made = 0
  // Of its own for each request, so that how often other faults were met changes nothing.
  const chanceOf = ({ id, matched }: Fault): number => random.stream(`fault/${id}/${matched}`)()
  return {
    get isEmpty () { return placed.size === 0 },
    get asksForHostnames () { return [...placed.values()].some(({ fault }) => fault.match.hostname !== undefined && !isSpent(fault)) },
    list: () => [...placed.values()].map(({ fault }) => fault),
    find: id => placed.get(id)?.fault,
    add (rule) {
      if (placed.size >= MOST_FAULTS) return undefined
      const fault: Fault = { ...rule, id: random.hex(random.seed, `fault/${++made}`, 32), matched: 0, applied: 0 }
      placed.set(fault.id, { fault, matchesPath: rule.match.path === undefined ? undefined : compilePath(rule.match.path) })
      return fault
    },
    remove: id => placed.delete(id),
    clear (zoneId) {
      for (const [id, { fault }] of placed) if (zoneId === undefined || fault.match.zoneId === zoneId) placed.delete(id)
      if (zoneId === undefined) made = 0
    },
    take (facts) {
      for (const entry of placed.values()) {
        if (isSpent(entry.fault) || !concerns(entry.fault.match, entry.matchesPath, facts)) continue
        const { fault, applies } = meet(entry.fault, entry.fault.probability === undefined ? 0 : chanceOf(entry.fault))
        entry.fault = fault
        if (applies) return fault
      }
      return undefined
    }
  }
}
