/** A moment in milliseconds since the Unix epoch, UTC. */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * RFC 3339 in UTC, the fraction without trailing zeros and left out when it is zero,
 * as in the published samples (`2019-10-28T18:11:23.37411Z`, `2021-01-01T00:00:00Z`).
 */
export function formatInstant (instant: Instant): string {
  const text = new Date(instant).toISOString()
  if (text.endsWith('.000Z')) return `${text.slice(0, -5)}Z`
  return text.replace(/0+Z$/, 'Z')
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/** The instant that an RFC 3339 text names; undefined when it is not one. */
export function parseInstant (text: string): Instant | undefined {
  if (!RFC_3339.test(text)) return undefined
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? undefined : instant
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** Milliseconds of a duration such as `90s`, `1h30m` or `15d` (units ms, s, m, h, d, w); undefined when it is not one. */
export function parseDuration (text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)) {
    total += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  }
  return Math.round(total)
}
