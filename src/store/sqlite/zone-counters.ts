import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'

interface Counters {
  hostnames: number
  lastNumber: number
}

interface Row {
  hostnames: number
  last_number: number
}

export interface ZoneCounters {
  hostnames (zoneNo: number): number
  /** The next number of a hostname; never given twice, also when the one that took it was not kept. */
  takeNumber (zoneNo: number): number
  /** Part of a running write. */
  added (zoneNo: number, count: number): void
  reload (): void
  /** Outside of a write: keeps every number that was taken, also those that came to nothing. */
  saveTaken (): void
  /** The zones are other ones now: numbers follow from their rows. */
  forget (): void
}

/** How many hostnames a zone has and what its last number was: kept in memory, written once for all writes of a transaction. */
export function zoneCounters (db: Db, commits: CommitQueue): ZoneCounters {
  const read = db.prepare<[number], Row>('SELECT hostnames, last_number FROM zone_counters WHERE zone_no = ?')
  const write = db.prepare('UPDATE zone_counters SET hostnames = ?, last_number = ? WHERE zone_no = ?')
  const held = new Map<number, Counters>()
  const numbers = new Map<number, number>()
  const changed = new Set<number>()
  const of = (zoneNo: number): Counters => {
    const known = held.get(zoneNo)
    if (known !== undefined) return known
    const row = read.get(zoneNo)
    const counters = { hostnames: row?.hostnames ?? 0, lastNumber: row?.last_number ?? 0 }
    held.set(zoneNo, counters)
    return counters
  }
  const save = (): void => {
    for (const zoneNo of changed) write.run(of(zoneNo).hostnames, Math.max(of(zoneNo).lastNumber, numbers.get(zoneNo) ?? 0), zoneNo)
    changed.clear()
  }

  const reload = (): void => {
    held.clear()
    changed.clear()
  }

  return {
    hostnames: zoneNo => of(zoneNo).hostnames,
    takeNumber (zoneNo) {
      const number = (numbers.get(zoneNo) ?? of(zoneNo).lastNumber) + 1
      numbers.set(zoneNo, number)
      return number
    },
    added (zoneNo, count) {
      of(zoneNo).hostnames += count
      changed.add(zoneNo)
      commits.beforeCommit(save)
    },
    reload,
    saveTaken () {
      for (const zoneNo of numbers.keys()) changed.add(zoneNo)
      save()
    },
    forget () {
      numbers.clear()
      reload()
    }
  }
}
