import type { Db } from './database.ts'

/**
 * A write: statements that belong together. It runs within a transaction, must not wait for anything, and may run a second time
 * when one that shared its transaction failed: what it changes in memory it announces with `afterCommit`, or has it read anew after a rollback.
 */
export type Write<T> = () => T

export interface CommitQueue {
  /** Runs the write with others of the same turn of the event loop in one transaction; resolves when that is committed. */
  run<T> (write: Write<T>): Promise<T>
  /** Called by a write: a statement to run once, after all writes of its transaction, however many of them ask for it. */
  beforeCommit (statement: () => void): void
  /** Called by a write: what is to happen once it is committed. */
  afterCommit (work: () => void): void
  /** What is held in memory is read anew when a transaction was rolled back. */
  onRollback (reload: () => void): void
  /** Resolves when everything queued so far is committed. */
  drained (): Promise<void>
  /** Runs work that is no write of the queue, such as one that cannot be part of a transaction, when nothing is queued. It must not wait for anything. */
  between<T> (work: () => T): Promise<T>
}

interface Entry {
  readonly write: Write<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes that arrive together share a commit: a commit costs more than the statements of one POST. When one of them fails, all are
 * rolled back and each is tried in a transaction of its own, so that the one leaves no trace and the others are kept.
 */
export function createCommitQueue (db: Db): CommitQueue {
  let queue: Entry[] = []
  let scheduled = false
  let announcements: Array<() => void> = []
  const closing = new Set<() => void>()
  const reloads: Array<() => void> = []
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')

  /** All of them, or none. */
  function attempt (entries: readonly Entry[]): unknown[] {
    announcements = []
    closing.clear()
    try {
      begin.run()
      const values = entries.map(({ write }) => write())
      for (const statement of closing) statement()
      commit.run()
      return values
    } catch (error) {
      if (db.inTransaction) rollback.run()
      announcements = []
      for (const reload of reloads) reload()
      throw error
    }
  }

  function settle (entries: readonly Entry[]): void {
    try {
      const values = attempt(entries)
      for (const announce of announcements) announce()
      entries.forEach((entry, i) => { entry.resolve(values[i]) })
    } catch (error) {
      if (entries.length === 1) entries[0]?.reject(error)
      else for (const entry of entries) settle([entry])
    }
  }

  function flush (): void {
    scheduled = false
    const entries = queue
    queue = []
    settle(entries)
  }

  async function drained (): Promise<void> {
    // The write after all others of this turn; one that is queued meanwhile joins it.
    while (queue.length > 0) await new Promise(resolve => setImmediate(resolve))
  }

  return {
    run<T> (write: Write<T>) {
      return new Promise<T>((resolve, reject) => {
        queue.push({ write, resolve: value => { resolve(value as T) }, reject })
        if (scheduled) return
        scheduled = true
        setImmediate(flush)
      })
    },
    beforeCommit: statement => { closing.add(statement) },
    afterCommit: work => { announcements.push(work) },
    onRollback: reload => { reloads.push(reload) },
    drained,
    async between (work) {
      await drained()
      return work()
    }
  }
}
