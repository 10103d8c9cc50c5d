import type { FilledZone } from './world.ts'

/** Numbers that a run is made with. */
export interface Options {
  readonly only: readonly string[]
  readonly rounds: number
  /** Hostnames in the large zone; the small one has a tenth. */
  readonly size: number
  /** Seconds of load in each round. */
  readonly seconds: number
  readonly json: string
  readonly build: boolean
}

/** What a measure works with. */
export interface Lab {
  readonly options: Options
  /** A folder that lives as long as the run. */
  readonly folder: string
  /** A zone of `options.size` hostnames, filled once. */
  large (): Promise<FilledZone>
  /** A zone with a tenth of that. */
  small (): Promise<FilledZone>
  /** A zone of at most 10,000 hostnames that are active, have certificates deployed, and whose customers have their CNAME in place. */
  deployed (): Promise<FilledZone>
  /** Progress, for whoever waits. */
  say (text: string): void
}

export type Reach = { readonly atLeast: number } | { readonly atMost: number }

/** One line of the table. `rounds` holds each round's figures, from which the medians come. */
export interface Finding {
  readonly name: string
  readonly what: string
  readonly unit: string
  /** Missing where a figure is reported for its own sake. */
  readonly reach?: Reach
  readonly rounds: ReadonlyArray<{ readonly sandflare: number, readonly beside: number }>
  /** What else the run showed. */
  readonly notes?: Readonly<Record<string, number | string>>
}

export interface Measure {
  readonly name: string
  /** It needs more than Node: it runs where --only names it. */
  readonly onlyWhenNamed?: true
  run (lab: Lab): Promise<readonly Finding[]>
}

export function median (values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

/** The median of the rounds' ratios: both sides of one round met the same neighbours on the machine. */
export function ratioOf ({ rounds }: Finding): number {
  return median(rounds.map(({ sandflare, beside }) => sandflare / beside))
}

/** How far the slowest and the fastest round lie apart. */
export function spreadOf ({ rounds }: Finding): readonly [number, number] {
  const ratios = rounds.map(({ sandflare, beside }) => sandflare / beside)
  return [Math.min(...ratios), Math.max(...ratios)]
}

/** Undefined where nothing is to be reached. */
export function isMet (finding: Finding): boolean | undefined {
  const { reach } = finding
  if (reach === undefined) return undefined
  const ratio = ratioOf(finding)
  return 'atLeast' in reach ? ratio >= reach.atLeast : ratio <= reach.atMost
}

/** Repeats a round, each after the other. */
export async function repeat<T> (times: number, round: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let number = 1; number <= times; number++) results.push(await round(number))
  return results
}
