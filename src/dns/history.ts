import { normaliseName } from './names.ts'
import type { AnsweredQuery } from './service.ts'

/** A question with the moment at which it was answered. */
export interface RecordedQuery extends AnsweredQuery {
  readonly at: number
}

/** Remembers the latest questions, oldest first; the time is the caller's. */
export function createQueryHistory (limit: number) {
  let queries: RecordedQuery[] = []

  return {
    add (query: AnsweredQuery, at: number): void {
      queries.push({ ...query, at })
      // Cut rarely, so that a full history does not move its whole length for every question.
      if (queries.length >= 2 * limit) queries = queries.slice(-limit)
    },
    /** All that is remembered, or only what was asked of one name. */
    list (name?: string): readonly RecordedQuery[] {
      const latest = queries.slice(-limit)
      return name === undefined ? latest : latest.filter(query => normaliseName(query.name) === normaliseName(name))
    },
    clear (): void {
      queries = []
    }
  }
}
