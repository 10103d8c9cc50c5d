import type { FaultWire } from '../../../../../schemas/admin/fault.ts'

const BREAKS = {
  reset: 'the connection is reset', empty: 'the connection ends without an answer', malformed: 'the JSON of the answer is cut', stalled: 'headers come, and then nothing'
} as const satisfies Record<NonNullable<FaultWire['break']>, string>

/** What a fault does, in words that a sentence can begin or go on with. */
export function effectWords ({ answer, delay, break: broken, times, probability }: FaultWire): string {
  const retry = answer?.headers?.['retry-after']
  const deed = answer !== undefined
    ? `the answer is ${answer.status}${answer.code === undefined ? '' : ` with error ${answer.code}`}${retry === undefined ? '' : `, to be tried again after ${retry} s`}`
    : broken === undefined ? undefined : BREAKS[broken]
  const wait = delay === undefined ? undefined : `it waits ${delay}`
  const words = [wait, deed].filter(part => part !== undefined).join(', then ')
  const often = [
    ...times === undefined ? [] : [times === 1 ? 'once' : `${times} times`],
    ...probability === undefined || probability === 1 ? [] : [`in ${Math.round(probability * 1000) / 10} % of the cases`]
  ].join(', ')
  return `${words}${often === '' ? '' : `, ${often}`}`
}

/** Which requests a fault is for. */
export function matchWords ({ match: { method, path } }: FaultWire): string {
  return `${method ?? 'Any method'} ${path ?? 'any path'}`
}

/** True once a fault has been applied as often as it was to be. */
export function isSpent ({ times, applied }: FaultWire): boolean {
  return times !== undefined && applied >= times
}
