import type { CreateFaultWire } from '../../../../../schemas/admin/fault.ts'

/** What the dialog asks for, as texts; an empty one asks for nothing. */
export interface FaultForm {
  readonly method: string
  readonly path: string
  readonly hostname: string
  readonly alone: boolean
  readonly effect: 'answer' | 'reset' | 'empty' | 'malformed' | 'stalled' | 'none'
  readonly status: string
  readonly code: string
  readonly message: string
  readonly retryAfter: string
  readonly delay: string
  readonly times: string
  readonly percent: string
}

export const BLANK: FaultForm = {
  method: '', path: '', hostname: '', alone: true, effect: 'answer', status: '503', code: '', message: '', retryAfter: '', delay: '', times: '', percent: ''
}

const ANY_HOSTNAME = '/zones/:zone_id/custom_hostnames*'

/** Faults that programs meet in earnest, by the words on their buttons. */
export const PRESETS: ReadonlyArray<readonly [name: string, form: Partial<FaultForm>]> = [
  ['Unavailable twice', { path: ANY_HOSTNAME, status: '503', times: '2' }],
  ['Too many requests', { status: '429', retryAfter: '30', times: '1' }],
  ['Server error on creation', { method: 'POST', path: '/zones/:zone_id/custom_hostnames', status: '500', times: '1' }],
  ['Slow', { effect: 'none', delay: '3s' }],
  ['Connection reset', { effect: 'reset', times: '1' }],
  ['JSON that is cut', { effect: 'malformed', times: '1' }],
  ['Every tenth fails', { status: '502', percent: '10' }]
]

/** The fault that a form describes. Throws an Error that says what to change. */
export function toFault (form: FaultForm, zoneId: string): CreateFaultWire {
  const { method, path, hostname, alone, effect, code, message, retryAfter, delay, times, percent } = form
  const match = {
    ...(method === '' ? {} : { method }),
    ...(path.trim() === '' ? {} : { path: path.trim() }),
    ...(hostname.trim() === '' ? {} : { hostname: hostname.trim() }),
    ...(alone ? { zone_id: zoneId } : {})
  }
  const answer = {
    status: whole('Status', form.status) ?? 503,
    ...optional('code', whole('Error code', code)),
    ...(message.trim() === '' ? {} : { message: message.trim() }),
    ...(retryAfter.trim() === '' ? {} : { headers: { 'retry-after': retryAfter.trim() } })
  }
  const chance = percentOf(percent)
  return {
    match,
    ...(effect === 'answer' ? { answer } : effect === 'none' ? {} : { break: effect }),
    ...(delay.trim() === '' ? {} : { delay: delay.trim() }),
    ...optional('times', whole('Times', times)),
    ...optional('probability', chance)
  }
}

function optional<Key extends string> (key: Key, value: number | undefined): Partial<Record<Key, number>> {
  return value === undefined ? {} : { [key]: value } as Record<Key, number>
}

function whole (name: string, text: string): number | undefined {
  if (text.trim() === '') return undefined
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new Error(`${name}: write a whole number.`)
  return number
}

function percentOf (text: string): number | undefined {
  if (text.trim() === '') return undefined
  const percent = Number(text.replace('%', ''))
  if (!(percent > 0 && percent <= 100)) throw new Error('Chance: write a percentage above 0 and up to 100.')
  return percent / 100
}
