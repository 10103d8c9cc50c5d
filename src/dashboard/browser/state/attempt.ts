import { useState } from 'preact/hooks'
import { say } from './announce.ts'

export interface Attempts {
  /** Why the last one failed; undefined when it did not. */
  readonly failure: unknown
  /** Does something and says it; what it fails by is kept to be shown. */
  readonly attempt: (work: () => Promise<void>, words?: string) => Promise<void>
}

/** What a page does when something on it is pressed. `after` follows each attempt, whatever came of it. */
export function useAttempts (after: () => Promise<void> = async () => {}): Attempts {
  const [failure, setFailure] = useState<unknown>()
  return {
    failure,
    async attempt (work, words) {
      setFailure(undefined)
      try {
        await work()
        if (words !== undefined) say(words)
      } catch (problem) {
        setFailure(problem)
      }
      await after()
    }
  }
}
