import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import { countContaining, groupsOf, strike } from './name-groups.ts'

/** Numbers of hostnames on a page; a zone begins with a page of its own. */
const NUMBERS_PER_PAGE = 1024

/** The whole file is mapped into memory while its pages are scanned, which halves the time of reading them, and given back at once. */
const WHOLE_FILE_BYTES = 2 ** 40

export interface NamePages {
  /** Part of a running write: takes the names in whose keys lie between the two. */
  add (after: number, before: number): void
  /** Part of a running write: the name goes before the transaction is committed. */
  remove (seq: number, hostname: string): void
  /** How many names between two keys contain the term, which must be one that the trigram index knows; not within a write. */
  count (after: number, before: number, term: string): number
  /** Part of a running write: every page goes. */
  empty (): void
  reload (): void
}

/** The names of up to 1024 hostnames as one text. A million of them are read and searched in the time that SQLite takes for a tenth of their rows. */
export function namePages (db: Db, commits: CommitQueue): NamePages {
  const append = db.prepare(`INSERT INTO hostname_pages (page, names) ${groupsOf(`seq / ${NUMBERS_PER_PAGE}`, 'custom_hostnames WHERE seq > ? AND seq < ?')}
    ON CONFLICT (page) DO UPDATE SET names = names || excluded.names`)
  const read = db.prepare<[number], string>('SELECT names FROM hostname_pages WHERE page = ?').pluck()
  const write = db.prepare('UPDATE hostname_pages SET names = ? WHERE page = ?')
  const clear = db.prepare('DELETE FROM hostname_pages')
  const all = db.prepare<[number, number], string>('SELECT names FROM hostname_pages WHERE page >= ? AND page < ? ORDER BY page').pluck()
  // Names that leave in one transaction mostly leave the same few pages, each of which is written once.
  const leaving = new Map<number, string[]>()
  const save = (): void => {
    for (const [page, gone] of leaving) write.run(gone.reduce(strike, read.get(page) ?? ''), page)
    leaving.clear()
  }

  return {
    add (after, before) {
      // A name that left may be among those that come.
      save()
      append.run(after, before)
    },
    remove (seq, hostname) {
      const page = Math.floor(seq / NUMBERS_PER_PAGE)
      const gone = leaving.get(page) ?? []
      gone.push(hostname)
      leaving.set(page, gone)
      commits.beforeCommit(save)
    },
    count (after, before, term) {
      let count = 0
      db.pragma(`mmap_size = ${WHOLE_FILE_BYTES}`)
      try {
        for (const names of all.iterate(after / NUMBERS_PER_PAGE, before / NUMBERS_PER_PAGE)) count += countContaining(names, term)
      } finally {
        db.pragma('mmap_size = 0')
      }
      return count
    },
    empty () {
      leaving.clear()
      clear.run()
    },
    reload: () => { leaving.clear() }
  }
}
