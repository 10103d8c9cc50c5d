import { API_PREFIX } from './path-pattern.ts'

/** A call that is served: a method and a path whose `:name` segments stand for any text. */
export interface ServedRoute {
  readonly method: string
  readonly url: string
}

/** Costs of what can be wrong with a call; a whole segment that is missing or too much costs 1. */
const METHOD_COST = 0.5
const PARAMETER_COST = 0.05

/** What a path of one segment may cost: enough for another method or a few letters. */
const MOST_COST_OF_ONE = 0.6

const PREFIX = new RegExp(`^${API_PREFIX}(?=/|$)`)

/** Longer paths are like no call; the rest of them is not looked at. */
const MOST_SEGMENTS = 20

/**
 * The served call that lies nearest to one that is not, for "did you mean"; undefined when more than half of the path would have to change. The
 * prefix of the API is left out of account: whoever lacks it in a base URL means the same call.
 */
export function nearestRoute (method: string, path: string, routes: readonly ServedRoute[]): ServedRoute | undefined {
  const segments = segmentsOf(path)
  let nearest: ServedRoute | undefined
  let least = Math.max(MOST_COST_OF_ONE, segments.length / 2)
  for (const route of routes) {
    const cost = pathCost(segments, segmentsOf(route.url)) + (route.method === method ? 0 : METHOD_COST)
    if (cost >= least) continue
    nearest = route
    least = cost
  }
  return nearest
}

function segmentsOf (path: string): string[] {
  return path.replace(PREFIX, '').split('/').filter(segment => segment !== '').slice(0, MOST_SEGMENTS)
}

/** Edit distance over segments. */
function pathCost (given: readonly string[], wanted: readonly string[]): number {
  let previous = wanted.map((_, i) => i + 1)
  previous.unshift(0)
  given.forEach((segment, i) => {
    const row = [i + 1]
    wanted.forEach((expected, j) => {
      row.push(Math.min((previous[j] ?? 0) + segmentCost(segment, expected), (previous[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1))
    })
    previous = row
  })
  return previous.at(-1) ?? 0
}

/** Nothing for equal segments, little where any text will do, else the share of characters that differ. */
function segmentCost (given: string, wanted: string): number {
  if (given === wanted) return 0
  if (wanted.startsWith(':')) return PARAMETER_COST
  const longest = Math.max(given.length, wanted.length)
  // Of long segments that are nothing like each other the exact distance is of no interest.
  return longest > 100 ? 1 : editDistance(given.toLowerCase(), wanted) / longest
}

function editDistance (a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1
      row.push(Math.min((previous[j - 1] ?? 0) + same, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous.at(-1) ?? 0
}
