import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { TransitionCount } from '../store/store.ts'
import type { RouteCount } from '../traffic/counters.ts'
import { BUCKETS_MS } from '../traffic/counters.ts'
import type { Census } from './collect.ts'

/** Where the numbers come from at each scrape. */
export interface Sources {
  readonly version: string
  readonly routes: () => readonly RouteCount[]
  readonly transitions: () => readonly TransitionCount[]
  readonly faults: () => { readonly placed: number, readonly applied: number }
  readonly census: () => Promise<Census>
}

/** All metrics. Nothing is added up in them: each scrape sets them to what was counted elsewhere. */
export function createRegistry ({ version, routes, transitions, faults, census }: Sources): Registry {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string, collect: (metric: Gauge) => void, labelNames: string[] = []): void => {
    const metric: Gauge = new Gauge({ name, help, labelNames, registers, collect: () => { collect(metric) } })
  }
  const counter = (name: string, help: string, labelNames: string[], collect: (metric: Counter) => void): void => {
    const metric: Counter = new Counter({ name, help, labelNames, registers, collect: () => { metric.reset(); collect(metric) } })
  }
  gauge('sandflare_build_info', 'The version that runs.', metric => { metric.set({ version }, 1) }, ['version'])
  counter('sandflare_http_requests_total', 'Requests to the v4 API by route, method and status; status 0 is a connection that broke.', ['route', 'method', 'status'], metric => {
    for (const { route, method, statuses } of routes()) {
      statuses.forEach((count, status) => { if (count > 0) metric.inc({ route, method, status }, count) })
    }
  })
  registry.registerMetric(new Durations(routes))
  counter('sandflare_lifecycle_transitions_total', 'Changes of status of hostnames (axis status) and certificates (axis ssl_status).', ['axis', 'from', 'to'], metric => {
    for (const { axis, from, to, count } of transitions()) metric.inc({ axis, from, to }, count)
  })
  gauge('sandflare_faults', 'Injected faults that are in place.', metric => { metric.set(faults().placed) })
  gauge('sandflare_faults_applied', 'Requests that these were applied to.', metric => { metric.set(faults().applied) })
  censusGauges(registers, census)
  processMetrics(counter, gauge)
  return registry
}

/** All of them are collected at once, and share one census. */
function censusGauges (registers: Registry[], census: () => Promise<Census>): void {
  const gauge = (name: string, help: string, set: (metric: Gauge, census: Census) => void, labelNames: string[] = []): void => {
    const metric: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect () {
        const counted = await census()
        metric.reset()
        set(metric, counted)
      }
    })
  }
  gauge('sandflare_zones', 'Zones by status.', (metric, { zones }) => { for (const [status, count] of zones) metric.set({ status }, count) }, ['status'])
  gauge('sandflare_hostnames', 'Custom hostnames by both statuses; ssl_status is empty without a certificate.', (metric, { hostnames }) => {
    for (const { status, sslStatus = '', count } of hostnames) metric.set({ status, ssl_status: sslStatus }, count)
  }, ['status', 'ssl_status'])
  gauge('sandflare_due_queue_depth', 'Custom hostnames that wait for a due moment.', (metric, { waiting }) => { metric.set(waiting) })
  gauge('sandflare_due_queue_due', 'Custom hostnames whose due moment has come, and that nobody has settled yet.', (metric, { due }) => { metric.set(due) })
  gauge('sandflare_due_queue_lag_seconds', 'How long the earliest of these has been due, in the time of its zone.', (metric, { lagMs }) => { metric.set(lagMs / 1000) })
}

type AddCounter = (name: string, help: string, labelNames: string[], collect: (metric: Counter) => void) => void
type AddGauge = (name: string, help: string, collect: (metric: Gauge) => void) => void

/** The library's own default metrics keep observers running after the first scrape; these only read. */
function processMetrics (counter: AddCounter, gauge: AddGauge): void {
  counter('process_cpu_seconds_total', 'Processor time that the process has used.', [], metric => {
    const { user, system } = process.cpuUsage()
    metric.inc((user + system) / 1e6)
  })
  gauge('process_resident_memory_bytes', 'Resident memory.', metric => { metric.set(process.memoryUsage.rss()) })
  gauge('nodejs_heap_size_used_bytes', 'Memory in use on the heap.', metric => { metric.set(process.memoryUsage().heapUsed) })
  gauge('process_uptime_seconds', 'How long the process has run.', metric => { metric.set(process.uptime()) })
}

const DURATIONS = 'sandflare_http_request_duration_seconds'
const HELP = 'Time from the arrival of a request to its answer, by route and method.'

/** A histogram of what was put into buckets elsewhere. */
class Durations extends Histogram {
  readonly #routes: () => readonly RouteCount[]

  constructor (routes: () => readonly RouteCount[]) {
    super({ name: DURATIONS, help: HELP, labelNames: ['route', 'method'], registers: [] })
    this.#routes = routes
  }

  /** What the registry asks a histogram for; the library has it write its own buckets here. */
  async getForPromString () {
    return { name: DURATIONS, help: HELP, type: 'histogram', values: this.#routes().flatMap(valuesOf) }
  }
}

function valuesOf ({ route, method, statuses, buckets, totalMs }: RouteCount) {
  const total = statuses.reduce((sum, count) => sum + count, 0)
  const labels = { route, method }
  const value = (suffix: string, amount: number, le?: number | string) => ({
    metricName: `${DURATIONS}_${suffix}`, value: amount, labels: le === undefined ? labels : { ...labels, le }
  })
  let below = 0
  const rows = BUCKETS_MS.map((bound, i) => {
    below += buckets[i] ?? 0
    return value('bucket', below, bound / 1000)
  })
  return [...rows, value('bucket', total, '+Inf'), value('sum', totalMs / 1000), value('count', total)]
}
