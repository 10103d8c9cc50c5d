import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import { namePages } from './name-pages.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

/** A zone with fewer hostnames than this is scanned; the index is filled in batches of as many. */
const BATCH = 1000

/** Most hostnames that one POST indexes, when an index was emptied and a large zone is behind. */
const AT_ONCE = 5 * BATCH

/** A trigram cannot find less than three characters. */
const SHORTEST_TERM = 3

/** Above this many matches a scan of the names is quicker than the lists of all trigrams of the term. */
const FEW = 100

export interface HostnameSearch {
  /** Part of a running write: indexes what the zone has gained once there is a batch of it. */
  added (zoneNo: number, seq: number): void
  /** Part of a running write. */
  removed (zoneNo: number, seq: number, hostname: string): void
  /** How to find a substring: by the index (after `indexRest`) or by a scan. */
  usesIndex (zoneNo: number, term: string): boolean
  /** How many hostnames of the zone contain the term; between writes and after `indexRest`. */
  count (zoneNo: number, term: string): number
  /** A write: brings the index up to the last hostname of the zone. */
  indexRest (zoneNo: number): void
  /** Part of a write: empties the index of every zone, which is then filled anew as hostnames are added or searched for. */
  empty (): void
  reload (): void
}

/** The substring search of `hostname.contain`: an FTS5 trigram index and pages of names that POSTs feed in batches, not one by one. */
export function hostnameSearch (db: Db, commits: CommitQueue): HostnameSearch {
  const readMarks = db.prepare<[], { zone_no: number, indexed_seq: number }>('SELECT zone_no, indexed_seq FROM zone_counters WHERE indexed_seq > 0')
  const saveMark = db.prepare('UPDATE zone_counters SET indexed_seq = ? WHERE zone_no = ?')
  const index = db.prepare('INSERT INTO hostname_search (rowid, hostname) SELECT seq, hostname FROM custom_hostnames WHERE seq > ? AND seq <= ? ORDER BY seq')
  const unindex = db.prepare('DELETE FROM hostname_search WHERE rowid = ?')
  const last = db.prepare<[number, number], number>('SELECT seq FROM custom_hostnames WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1').pluck()
  const after = db.prepare<[number, number, number], number>('SELECT seq FROM custom_hostnames WHERE seq > ? AND seq < ? ORDER BY seq LIMIT 1 OFFSET ?').pluck()
  const countFew = db.prepare<[string, number, number], number>(
    `SELECT count(*) FROM (SELECT 1 FROM hostname_search WHERE ${MATCH} LIMIT ${FEW})`).pluck()
  const emptyIndex = db.prepare("INSERT INTO hostname_search (hostname_search) VALUES ('delete-all')")
  const forgetMarks = db.prepare('UPDATE zone_counters SET indexed_seq = 0')
  const pages = namePages(db, commits)
  const marks = new Map<number, number>()

  const markOf = (zoneNo: number): number => marks.get(zoneNo) ?? zoneNo * NUMBERS_PER_ZONE
  const indexUpTo = (zoneNo: number, newest: number | undefined): void => {
    if (newest === undefined) return
    index.run(markOf(zoneNo), newest)
    pages.add(markOf(zoneNo), newest + 1)
    saveMark.run(newest, zoneNo)
    marks.set(zoneNo, newest)
  }
  const newest = (zoneNo: number): number | undefined => last.get(markOf(zoneNo), (zoneNo + 1) * NUMBERS_PER_ZONE)
  const reload = (): void => {
    pages.reload()
    marks.clear()
    for (const row of readMarks.all()) marks.set(row.zone_no, row.indexed_seq)
  }
  reload()

  return {
    added (zoneNo, seq) {
      if (seq - markOf(zoneNo) < BATCH) return
      indexUpTo(zoneNo, after.get(markOf(zoneNo), (zoneNo + 1) * NUMBERS_PER_ZONE, AT_ONCE - 1) ?? newest(zoneNo))
    },
    removed (zoneNo, seq, hostname) {
      if (seq > markOf(zoneNo)) return
      unindex.run(seq)
      pages.remove(seq, hostname)
    },
    usesIndex: (zoneNo, term) => marks.has(zoneNo) && term.length >= SHORTEST_TERM,
    count (zoneNo, term) {
      const low = zoneNo * NUMBERS_PER_ZONE
      const few = countFew.get(matchPhrase(term), low, low + NUMBERS_PER_ZONE) ?? 0
      return few < FEW ? few : pages.count(low, low + NUMBERS_PER_ZONE, term)
    },
    indexRest: zoneNo => { indexUpTo(zoneNo, newest(zoneNo)) },
    empty () {
      emptyIndex.run()
      pages.empty()
      forgetMarks.run()
      marks.clear()
    },
    reload
  }
}

/** Names of the index that match a phrase, between two keys. */
export const MATCH = 'hostname_search MATCH ? AND rowid > ? AND rowid < ?'

/** The MATCH expression for a substring: one phrase of its trigrams. */
export function matchPhrase (term: string): string {
  return `"${term.replaceAll('"', '""')}"`
}
