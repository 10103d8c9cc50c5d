import type { Difference } from './compare.ts'
import type { Shape } from './exchange.ts'

/** Every difference as a line below the name of its step; `first` and `second` name the two sides. */
export function report (differences: readonly Difference[], [first, second]: readonly [string, string]): string {
  const steps = [...new Set(differences.map(({ step }) => step))]
  return steps.map(step => {
    const lines = differences.filter(difference => difference.step === step).map(difference => `  ${sentence(difference, first, second)}`)
    return [`${step}:`, ...lines].join('\n')
  }).join('\n')
}

function sentence ({ where, first: a, second: b }: Difference, first: string, second: string): string {
  if (where === 'step') return `taken by ${a === undefined ? second : first} only, for want of an id that an earlier answer should have given`
  return `${where}: ${first} has ${words(a)}, ${second} has ${words(b)}`
}

function words (shape: Shape | undefined): string {
  if (shape === undefined) return 'nothing'
  const text = JSON.stringify(shape)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
