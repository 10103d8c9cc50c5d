import type { Db } from './database.ts'

/** A write: statements that belong together. It runs within a transaction and must not wait for anything. */
export type Write<T> = () => T

export interface CommitQueue {
  /** Runs the write with others of the same turn of the event loop in one transaction; resolves when that is committed. */
  run<T> (write: Write<T>): Promise<T>
  /** Resolves when everything queued so far is committed. */
  drained (): Promise<void>
}

interface Entry {
  readonly write: Write<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes that arrive together share a commit: a commit costs more than the statements of one POST.
 * Each write has a savepoint of its own, so that one that fails leaves no trace and the others are kept.
 */
export function createCommitQueue (db: Db): CommitQueue {
  let queue: Entry[] = []
  let scheduled = false
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const savepoint = db.prepare('SAVEPOINT write_')
  const release = db.prepare('RELEASE write_')
  const undo = db.prepare('ROLLBACK TO write_')

  function attempt (entry: Entry): () => void {
    savepoint.run()
    try {
      const value = entry.write()
      release.run()
      return () => { entry.resolve(value) }
    } catch (error) {
      undo.run()
      release.run()
      return () => { entry.reject(error) }
    }
  }

  function flush (): void {
    scheduled = false
    const entries = queue
    queue = []
    let settle: Array<() => void>
    try {
      begin.run()
      settle = entries.map(attempt)
      commit.run()
    } catch (error) {
      if (db.inTransaction) rollback.run()
      settle = entries.map(entry => () => { entry.reject(error) })
    }
    for (const answer of settle) answer()
  }

  return {
    async run<T> (write: Write<T>) {
      return await new Promise<T>((resolve, reject) => {
        queue.push({ write, resolve: value => { resolve(value as T) }, reject })
        if (scheduled) return
        scheduled = true
        setImmediate(flush)
      })
    },
    async drained () {
      // The write after all others of this turn; one that is queued meanwhile joins it.
      while (queue.length > 0) await new Promise(resolve => setImmediate(resolve))
    }
  }
}
