import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ExplainWire } from '../../../../schemas/admin/explain.ts'
import { moodOf } from '../parts/badge.tsx'
import { dayOf, momentText, timeOf } from '../parts/moment.tsx'
import { zoneSecond } from '../state/clock.ts'
import type { Attempt, Lane, Segment, Timeline } from './layout.ts'
import { layOut } from './layout.ts'

/** Below this the drawing scrolls sideways in its frame. */
const LEAST_WIDTH = 560
const MARGIN = 12
const CURVE = 46
const LANE = 62

interface TimelineCardProps {
  readonly explained: ExplainWire
  readonly createdAt: string
}

/** The story of a hostname as a drawing: both axes, what was in solid lines and what is to come in dots. */
export function TimelineCard ({ explained, createdAt }: TimelineCardProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(LEAST_WIDTH)
  useEffect(() => {
    const { current } = frame
    if (current === null) return
    const observer = new ResizeObserver(([entry]) => { setWidth(Math.max(Math.floor(entry?.contentRect.width ?? 0), LEAST_WIDTH)) })
    observer.observe(current)
    return () => { observer.disconnect() }
  }, [])
  const nowMs = Math.max(Date.parse(explained.now), zoneSecond.value ?? 0)
  const timeline = layOut(explained, createdAt, nowMs)
  return (
    <section class='card timeline-card' aria-labelledby='timeline'>
      <div class='card-head'>
        <h2 id='timeline'>Timeline</h2>
        <p class='legend' aria-hidden='true'><span class='legend-past'>past</span><span class='legend-future'>to come</span><span class='legend-tick'>check</span></p>
      </div>
      <div class='timeline-frame' ref={frame} tabIndex={0} role='group' aria-label='Drawing of the timeline'>
        <Drawing timeline={timeline} width={width} summary={summaryOf(explained)} />
      </div>
    </section>
  )
}

/** What the drawing says, for whoever cannot see it; the events are listed below it, one by one. */
function summaryOf ({ hostname, status, ssl_status: ssl, timeline: { past, to_come: toCome } }: ExplainWire): string {
  const next = toCome[0]
  return [
    `${hostname} is ${status.value} since ${momentText(status.since)}`,
    ...ssl === null ? [] : [`its certificate ${ssl.value} since ${momentText(ssl.since)}`],
    `${past.length} events so far`,
    next === undefined ? 'nothing is to come' : `the next one at ${momentText(next.at)}`
  ].join('; ') + '.'
}

function Drawing ({ timeline, width, summary }: { readonly timeline: Timeline, readonly width: number, readonly summary: string }): JSX.Element {
  const x = (place: number): number => MARGIN + place * (width - 2 * MARGIN)
  const lanes = [['Hostname', timeline.hostname] as const, ...timeline.certificate === undefined ? [] : [['Certificate', timeline.certificate] as const]]
  const tops = lanes.map((_lane, i) => lanes.slice(0, i).reduce((sum, [, lane]) => sum + heightOf(lane), 0))
  const bottom = lanes.reduce((sum, [, lane]) => sum + heightOf(lane), 8)
  const now = x(timeline.now)
  return (
    <svg class='timeline' width={width} height={bottom + 26} viewBox={`0 0 ${width} ${bottom + 26}`} role='img' aria-label={summary}>
      {lanes.map(([name, lane], i) => <LaneDrawing key={name} name={name} lane={lane} top={tops[i] ?? 0} x={x} />)}
      <line class='tl-now' x1={now} x2={now} y1={8} y2={bottom} />
      <line class='tl-axis' x1={MARGIN} x2={width - MARGIN} y1={bottom} y2={bottom} />
      <Ticks timeline={timeline} x={x} y={bottom} width={width} />
    </svg>
  )
}

/** Only where there are checks there is a curve to leave room for. */
function curveOf ({ attempts }: Lane): number {
  return attempts.length === 0 ? 8 : CURVE
}

function heightOf (lane: Lane): number {
  return LANE + curveOf(lane)
}

interface LaneProps {
  readonly name: string
  readonly lane: Lane
  readonly top: number
  readonly x: (place: number) => number
}

function LaneDrawing ({ name, lane, top, x }: LaneProps): JSX.Element {
  const { segments, attempts } = lane
  const bar = top + 22 + curveOf(lane)
  const y = (height: number): number => bar - 8 - height * CURVE
  const curve = (future: boolean): string => pointsOf(attempts, future).map(({ x: place, height }) => `${x(place).toFixed(1)},${y(height).toFixed(1)}`).join(' ')
  return (
    <g>
      <text class='tl-name' x={x(0)} y={top + 14}>{name}</text>
      <polyline class='tl-curve' points={curve(false)} />
      <polyline class='tl-curve future' points={curve(true)} />
      {attempts.map(({ number, at, x: place, height, future }) => (
        <line key={at} class={future ? 'tl-tick future' : 'tl-tick'} x1={x(place)} x2={x(place)} y1={y(height)} y2={bar - 6}>
          <title>{`check ${number ?? ''} at ${momentText(at)}`}</title>
        </line>
      ))}
      {segments.map((segment, i) => (
        <Bar
          key={`${segment.from} ${String(segment.future)}`} segment={segment} x={x} y={bar}
          goesOn={segments[i - 1]?.status === segment.status} last={i === segments.length - 1}
          room={x(segments.slice(i).find(({ status }) => status !== segment.status)?.from ?? 1) - x(segment.from)}
        />
      ))}
    </g>
  )
}

/** The dotted part of the curve begins where the solid one ends. */
function pointsOf (attempts: readonly Attempt[], future: boolean): readonly Attempt[] {
  const last = attempts.findLast(attempt => !attempt.future)
  const own = attempts.filter(attempt => attempt.future === future)
  return future && last !== undefined && own.length > 0 ? [last, ...own] : own
}

/** About how wide a letter of the drawing is. */
const LETTER = 6.8

interface BarProps {
  readonly segment: Segment
  readonly x: (place: number) => number
  readonly y: number
  /** True when the status is that of the segment before, which has its name. */
  readonly goesOn: boolean
  /** The last one may write its name under the one before, where it is too short for it. */
  readonly last: boolean
  /** How far its status goes on, whether it was or is to come. */
  readonly room: number
}

function Bar ({ segment: { status, from, to, future }, x, y, goesOn, last, room }: BarProps): JSX.Element {
  const [left, right] = [x(from), x(to)]
  const fits = room > status.length * LETTER + 4
  return (
    <g class={`tl-bar ${moodOf(status)}${future ? ' future' : ''}`}>
      <line x1={left + 3} x2={Math.max(right - 3, left + 3.5)} y1={y} y2={y} />
      <title>{status}</title>
      {goesOn ? null : fits ? <text x={left} y={y + 20}>{status}</text> : last ? <text x={right} y={y + 20} text-anchor='end'>{status}</text> : null}
    </g>
  )
}

const LABEL = 118

/** Moments below the drawing, as many as there is room for; a day is written where it changes. */
function Ticks ({ timeline: { ticks, now }, x, y, width }: { readonly timeline: Timeline, readonly x: (place: number) => number, readonly y: number, readonly width: number }): JSX.Element {
  const labels: Array<{ readonly left: number, readonly text: string }> = []
  let day = ''
  for (const { ms, x: place } of ticks) {
    const left = x(place)
    if (left + LABEL > width || left - (labels.at(-1)?.left ?? -LABEL) < LABEL || Math.abs(left - x(now)) < 4) continue
    const text = dayOf(ms) === day ? timeOf(ms) : `${dayOf(ms).replace(/ \d+$/, '')}, ${timeOf(ms)}`
    day = dayOf(ms)
    labels.push({ left, text })
  }
  return (
    <g>
      {labels.map(({ left, text }) => (
        <g key={left} class='tl-label'>
          <line x1={left} x2={left} y1={y} y2={y + 5} />
          <text x={left} y={y + 19}>{text}</text>
        </g>
      ))}
      <text class='tl-now-label' x={x(now) + 5} y={16}>now</text>
    </g>
  )
}
