/** Longest sleep that setTimeout keeps. */
const LONGEST_MS = 2 ** 31 - 1

export interface TimerParts {
  /** Milliseconds until the next due moment; Infinity when there is none. */
  readonly nextDelay: () => number
  readonly fire: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/** The one timer of a sandbox: it sleeps until the earliest due moment and carries no change of its own. */
export function createTimer ({ nextDelay, fire, onError }: TimerParts) {
  let timeout: NodeJS.Timeout | undefined
  let firing: Promise<void> | undefined
  let stopped = false
  let armed = false

  function arm (): void {
    armed = false
    clearTimeout(timeout)
    if (stopped || firing !== undefined) return
    const delay = nextDelay()
    if (delay === Infinity) return
    timeout = setTimeout(run, Math.min(Math.max(delay, 0), LONGEST_MS))
    timeout.unref()
  }

  function run (): void {
    firing = fire().catch(onError).then(() => {
      firing = undefined
      arm()
    })
  }

  return {
    /** Looks at the next due moment again, once for everything that happens in this turn. */
    wake () {
      if (armed || stopped) return
      armed = true
      setImmediate(arm)
    },
    async stop () {
      stopped = true
      clearTimeout(timeout)
      await firing
    }
  }
}
