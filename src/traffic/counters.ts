/** Upper bounds of the duration buckets, in milliseconds; longer requests count in the total alone. */
export const BUCKETS_MS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000, 5000] as const

/** Requests of one route and method since the sandbox was started. */
export interface RouteCount {
  /** Pattern of the route; empty for requests that none serves. */
  readonly route: string
  readonly method: string
  /** By status; 0 is a connection that broke. */
  readonly statuses: Float64Array
  /** By bucket, each request in the first that is wide enough. */
  readonly buckets: Float64Array
  totalMs: number
}

export interface Counters {
  count (route: string | undefined, method: string, status: number, durationMs: number): void
  list (): readonly RouteCount[]
}

/** Plain numbers that every request adds to, and that somebody who scrapes makes metrics of. */
export function createCounters (): Counters {
  const routes = new Map<string, Map<string, RouteCount>>()
  return {
    count (route = '', method, status, durationMs) {
      const counted = routes.get(route)?.get(method) ?? added(routes, route, method)
      counted.statuses[status] = (counted.statuses[status] ?? 0) + 1
      counted.totalMs += durationMs
      for (let i = 0; i < BUCKETS_MS.length; i++) {
        if (durationMs > (BUCKETS_MS[i] ?? 0)) continue
        counted.buckets[i] = (counted.buckets[i] ?? 0) + 1
        return
      }
    },
    list: () => [...routes.values()].flatMap(methods => [...methods.values()])
  }
}

/** A route is known by few methods; those of no route are what anyone sends, so the unusual ones share a place. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function added (routes: Map<string, Map<string, RouteCount>>, route: string, method: string): RouteCount {
  const methods = routes.get(route) ?? new Map<string, RouteCount>()
  routes.set(route, methods)
  const key = METHODS.has(method) ? method : 'other'
  const counted = methods.get(key) ?? { route, method: key, statuses: new Float64Array(600), buckets: new Float64Array(BUCKETS_MS.length), totalMs: 0 }
  methods.set(key, counted)
  return counted
}
