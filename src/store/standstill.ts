import type { Store } from './store.ts'

/** What lets work on parts of a sandbox happen side by side, and work on the whole of it alone. */
export interface Standstill {
  /** True while work on the whole is under way or waits for its turn: whatever begins now has to wait. */
  readonly holds: boolean
  /** Runs work that a standstill waits for. It must not be asked for within such work: a standstill would wait for both. */
  during<T> (work: () => Promise<T>): Promise<T>
  /** Begins such work where it cannot be told in advance when it ends. The answer ends it. */
  enter (): Promise<() => void>
  /** Runs work while none of the other is under way. */
  alone<T> (work: () => Promise<T>): Promise<T>
  /** Called once nothing begins any more, before work on the whole: what follows events finishes what it has. */
  beforehand (settle: () => Promise<void>): void
}

const standstillsByStore = new WeakMap<Store, Standstill>()

/**
 * The one standstill of a store. Requests, the timer and the admin API enter it; a reset and a restore take it, so that no use case that
 * read one world writes into another.
 */
export function standstillOf (store: Store): Standstill {
  const known = standstillsByStore.get(store) ?? createStandstill()
  standstillsByStore.set(store, known)
  return known
}

function createStandstill (): Standstill {
  const working = createCount()
  let held: PromiseWithResolvers<void> | undefined
  const settles: Array<() => Promise<void>> = []
  /** Another standstill may have begun by the time that this one is over. */
  const opened = async (): Promise<void> => {
    if (held === undefined) return
    await held.promise
    await opened()
  }
  /** Work begins before anything else gets a turn, so that nobody can come between its first step and its being counted. */
  const runNow = async <T> (work: () => Promise<T>): Promise<T> => {
    const leave = working.enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }

  return {
    get holds () { return held !== undefined },
    async enter () {
      await opened()
      return working.enter()
    },
    during: work => held === undefined ? runNow(work) : opened().then(async () => await runNow(work)),
    async alone (work) {
      await opened()
      const mine = Promise.withResolvers<void>()
      held = mine
      try {
        await working.none()
        for (const settle of settles) await settle()
        return await work()
      } finally {
        held = undefined
        mine.resolve()
      }
    },
    beforehand: settle => { settles.push(settle) }
  }
}

/** How much is under way. */
function createCount () {
  let count = 0
  let idle: PromiseWithResolvers<void> | undefined
  return {
    /** The answer ends it, once. */
    enter (): () => void {
      count++
      let entered = true
      return () => {
        if (!entered) return
        entered = false
        count--
        if (count === 0) idle?.resolve()
      }
    },
    async none (): Promise<void> {
      if (count === 0) return
      idle = Promise.withResolvers()
      await idle.promise
    }
  }
}
