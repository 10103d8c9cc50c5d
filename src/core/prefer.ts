import type { Break, FaultEffect } from './faults.ts'
import { BREAKS, LONGEST_DELAY_MS } from './faults.ts'
import { parseDuration } from './instant.ts'

/** What a request wishes to happen to itself, and the wishes that were understood, for the header `Preference-Applied`. */
export interface Preferred {
  readonly effect: FaultEffect
  readonly applied: string
}

/**
 * Reads a `Prefer` header (RFC 7240): `code=429` (400 to 599), `delay=2s`, `break=reset`. Preferences that are not understood are left out, as the
 * standard asks. Undefined when nothing is left.
 */
export function parsePrefer (header: string): Preferred | undefined {
  const effect: { answer?: { status: number }, delayMs?: number, break?: Break } = {}
  const applied: string[] = []
  for (const item of header.split(',')) {
    const [, name, value = ''] = /^\s*([a-z]+)\s*=\s*"?([a-z0-9.]+)"?\s*(?:;.*)?$/i.exec(item) ?? []
    const understood = name !== undefined && read(effect, name.toLowerCase(), value)
    if (understood) applied.push(`${name.toLowerCase()}=${value}`)
  }
  if (effect.break !== undefined) delete effect.answer
  return applied.length === 0 ? undefined : { effect, applied: applied.join(', ') }
}

/** The first of several values counts, as the standard says. */
function read (effect: { answer?: { status: number }, delayMs?: number, break?: Break }, name: string, value: string): boolean {
  if (name === 'code' && effect.answer === undefined && /^[45]\d\d$/.test(value)) {
    effect.answer = { status: Number(value) }
    return true
  }
  const delayMs = name === 'delay' && effect.delayMs === undefined ? parseDuration(value) : undefined
  if (delayMs !== undefined && delayMs <= LONGEST_DELAY_MS) {
    effect.delayMs = delayMs
    return true
  }
  const kind = name === 'break' && effect.break === undefined ? BREAKS.find(known => known === value) : undefined
  if (kind === undefined) return false
  effect.break = kind
  return true
}
