import type { Exchange, Shape } from './exchange.ts'

/** One thing that two servers do otherwise; `first` and `second` are undefined where one of them has nothing. */
export interface Difference {
  readonly step: string
  /** Such as `status`, `header retry-after` or `body /result/ssl/status`. */
  readonly where: string
  readonly first: Shape | undefined
  readonly second: Shape | undefined
}

/** Every difference between two recordings, step by step: steps that one lacks, status, headers, and shape of the bodies. */
export function compareRecordings (first: readonly Exchange[], second: readonly Exchange[]): Difference[] {
  const steps = [...new Set([...first, ...second].map(({ step }) => step))]
  return steps.flatMap(step => {
    const [a, b] = [first, second].map(exchanges => exchanges.find(exchange => exchange.step === step))
    if (a === undefined || b === undefined) return [{ step, where: 'step', first: a?.status, second: b?.status }]
    return compareExchanges(a, b)
  })
}

/** Every difference between two answers to the same call. */
export function compareExchanges (first: Exchange, second: Exchange): Difference[] {
  const { step } = first
  const status = first.status === second.status ? [] : [{ step, where: 'status', first: first.status, second: second.status }]
  const names = [...new Set([...Object.keys(first.headers), ...Object.keys(second.headers)])].toSorted()
  const headers = names.filter(name => first.headers[name] !== second.headers[name])
    .map(name => ({ step, where: `header ${name}`, first: first.headers[name], second: second.headers[name] }))
  const bodies = compareShapes(first.body, second.body).map(({ pointer, ...sides }) => ({ step, where: `body ${pointer === '' ? '/' : pointer}`, ...sides }))
  return [...status, ...headers, ...bodies]
}

interface ShapeDifference {
  readonly pointer: string
  readonly first: Shape | undefined
  readonly second: Shape | undefined
}

/**
 * Every difference between two shapes, by JSON pointer. Of lists that differ in length, whose items are another account's business, each
 * item is held against the one on the other side that is most like it; an empty list says nothing about its items.
 */
export function compareShapes (first: Shape | undefined, second: Shape | undefined, pointer = ''): ShapeDifference[] {
  if (isList(first) && isList(second)) return compareLists(first, second, pointer)
  if (isObject(first) && isObject(second)) {
    const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])].toSorted()
    return keys.flatMap(key => compareShapes(own(first, key), own(second, key), `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
  }
  return first === second ? [] : [{ pointer, first, second }]
}

function compareLists (first: readonly Shape[], second: readonly Shape[], pointer: string): ShapeDifference[] {
  if (first.length === second.length) return first.flatMap((item, index) => compareShapes(item, second[index], `${pointer}/${index}`))
  if (first.length === 0 || second.length === 0) return []
  const found = [
    ...second.map(item => nearest(first.map(other => compareShapes(other, item, `${pointer}/*`)))),
    ...first.map(item => nearest(second.map(other => compareShapes(item, other, `${pointer}/*`))))
  ].flat()
  return [...new Map(found.map(difference => [JSON.stringify(difference), difference])).values()]
}

function nearest (candidates: ReadonlyArray<ShapeDifference[]>): ShapeDifference[] {
  return candidates.reduce((best, candidate) => candidate.length < best.length ? candidate : best)
}

function isList (shape: Shape | undefined): shape is readonly Shape[] {
  return Array.isArray(shape)
}

function isObject (shape: Shape | undefined): shape is { readonly [key: string]: Shape } {
  return typeof shape === 'object' && shape !== null && !Array.isArray(shape)
}

/** A key of the object itself: `constructor` is none of `{}`. */
function own (object: { readonly [key: string]: Shape }, key: string): Shape | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
