import type { JSX } from 'preact'
import { zoneSecond } from '../state/clock.ts'

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const TIME_FORMAT = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' })

export function dayOf (ms: number): string {
  return DAY_FORMAT.format(ms)
}

/** `14:03:27`, in UTC. */
export function timeOf (ms: number): string {
  return TIME_FORMAT.format(ms)
}

/** `2 Jan 2026, 14:03:27` for a moment of the API. */
export function momentText (at: string): string {
  const ms = Date.parse(at)
  return `${dayOf(ms)}, ${timeOf(ms)}`
}

const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000]] as const

/** A span of time in its two largest units: `3 d 4 h`, `12 min`, `now` below a second. */
export function spanText (ms: number): string {
  const rest = Math.abs(ms)
  const first = UNITS.findIndex(([, size]) => rest >= size)
  const unit = UNITS[first]
  if (unit === undefined) return 'now'
  const [name, size] = unit
  const next = UNITS[first + 1]
  const whole = `${Math.floor(rest / size)} ${name}`
  const part = next === undefined ? 0 : Math.floor((rest % size) / next[1])
  return next === undefined || part === 0 || rest >= 10 * size ? whole : `${whole} ${part} ${next[0]}`
}

/** `in 4 min` or `4 min ago`, by the zone's clock. */
export function fromNow (at: string, now: number): string {
  const span = Date.parse(at) - now
  const text = spanText(span)
  if (text === 'now') return text
  return span > 0 ? `in ${text}` : `${text} ago`
}

/** A moment of the zone: how far from now, and when exactly. It follows the zone's clock. */
export function Moment ({ at, absolute = false }: { readonly at: string, readonly absolute?: boolean }): JSX.Element {
  const exact = `${momentText(at)} UTC`
  return <time dateTime={at} title={exact}>{absolute || zoneSecond.value === undefined ? momentText(at) : fromNow(at, zoneSecond.value)}</time>
}
