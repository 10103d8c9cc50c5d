import type { ForecastEventWire } from '../../../../schemas/admin/event.ts'
import type { ExplainWire } from '../../../../schemas/admin/explain.ts'

/** A stretch of time in one status. `from` and `to` are places from 0 (left end) to 1 (right end). */
export interface Segment {
  readonly status: string
  readonly from: number
  readonly to: number
  readonly future: boolean
}

/** A check. `height` is 0 to 1: how long was waited for it, on the curve of the backoff. */
export interface Attempt {
  readonly number: number | undefined
  readonly at: string
  readonly x: number
  readonly height: number
  readonly future: boolean
}

export interface Lane {
  readonly segments: readonly Segment[]
  readonly attempts: readonly Attempt[]
}

export interface Timeline {
  readonly hostname: Lane
  /** Missing for a hostname without a certificate. */
  readonly certificate: Lane | undefined
  /** Where now is. */
  readonly now: number
  /** Moments to write below, with their places. */
  readonly ticks: ReadonlyArray<{ readonly ms: number, readonly x: number }>
}

/** Events drawn to either side: more would lie closer together than a line is wide. */
const DRAWN = 240

type Axis = 'hostname' | 'certificate'

interface Dated extends ForecastEventWire {
  readonly ms: number
  readonly future: boolean
}

/**
 * Places the story of a hostname. Time is drawn by the logarithm of each gap: seconds of issuance and days between attempts
 * would not both be seen otherwise. Order is kept, and equal gaps are equally wide.
 */
export function layOut ({ status, ssl_status: sslStatus, timeline }: ExplainWire, createdAt: string, nowMs: number): Timeline {
  const dated = (future: boolean) => (event: ForecastEventWire): Dated => ({ ...event, ms: Date.parse(event.at), future })
  const events = [...timeline.past.slice(-DRAWN).map(dated(false)), ...timeline.to_come.slice(0, DRAWN).map(dated(true))]
  const began = Math.min(Date.parse(createdAt), nowMs)
  const start = timeline.past.length > DRAWN ? events[0]?.ms ?? began : began
  const place = scaleOf([start, nowMs, ...events.map(({ ms }) => ms)])
  const lane = (axis: Axis, present: string): Lane => {
    const own = events.filter(event => axisOf(event) === axis)
    return { segments: segmentsOf(own, present, { start, now: nowMs, place }), attempts: attemptsOf(own, start, place) }
  }
  return {
    hostname: lane('hostname', status.value),
    certificate: sslStatus === null ? undefined : lane('certificate', sslStatus.value),
    now: place(nowMs),
    ticks: [...new Set([start, ...events.map(({ ms }) => ms)])].sort((a, b) => a - b).map(ms => ({ ms, x: place(ms) }))
  }
}

function axisOf ({ type }: ForecastEventWire): Axis | undefined {
  if (type.startsWith('ssl.')) return 'certificate'
  return type.startsWith('custom_hostname.') ? 'hostname' : undefined
}

/** Least width of a gap, beside the logarithm of its seconds. */
const LEAST = 0.5

/** Free room behind the last moment, as a part of the whole, so that what rests is seen to go on. */
const TAIL = 0.06

function scaleOf (moments: readonly number[]): (ms: number) => number {
  const stops = [...new Set(moments)].sort((a, b) => a - b)
  const places = new Map<number, number>()
  let at = 0
  for (const [i, ms] of stops.entries()) {
    const before = stops[i - 1]
    if (before !== undefined) at += LEAST + Math.log1p((ms - before) / 1000)
    places.set(ms, at)
  }
  const whole = at === 0 ? 1 : at
  return ms => (places.get(ms) ?? 0) / whole * (1 - TAIL)
}

interface Span {
  readonly start: number
  readonly now: number
  readonly place: (ms: number) => number
}

/** The present status reaches to now, solid; from there on it goes on dotted, until the next one. */
function segmentsOf (events: readonly Dated[], present: string, { start, now, place }: Span): readonly Segment[] {
  const changes = events.filter(({ type }) => type.endsWith('status_changed'))
  const segments: Segment[] = []
  const draw = (status: string, from: number, to: number, future: boolean): void => {
    if (to > from && status !== '') segments.push({ status, from, to, future })
  }
  const past = changes.filter(({ future }) => !future)
  const future = changes.filter(({ future }) => future)
  let status = past[0]?.from ?? present
  let from = place(start)
  for (const change of past) {
    draw(status, from, place(change.ms), false)
    status = change.to ?? ''
    from = place(change.ms)
  }
  draw(present, from, place(now), false)
  status = present
  from = place(now)
  for (const change of future) {
    draw(status, from, place(change.ms), true)
    status = change.to ?? ''
    from = place(change.ms)
  }
  draw(status, from, 1, true)
  return segments
}

/** Each check as high as the wait before it was long. */
function attemptsOf (events: readonly Dated[], start: number, place: (ms: number) => number): readonly Attempt[] {
  const waits: Array<{ readonly event: Dated, readonly wait: number }> = []
  let before = start
  for (const event of events) {
    if (event.type.endsWith('check_failed')) waits.push({ event, wait: Math.log1p(Math.max(event.ms - before, 0) / 1000) })
    if (event.type.endsWith('check_failed') || event.type.endsWith('status_changed')) before = event.ms
  }
  const most = Math.max(...waits.map(({ wait }) => wait), Number.EPSILON)
  return waits.map(({ event: { attempt, at, ms, future }, wait }) => ({ number: attempt, at, x: place(ms), height: wait / most, future }))
}
