import type { CustomHostname } from '../../core/custom-hostname.ts'
import type { HostnameQuery } from '../store.ts'
import type { Db } from './database.ts'
import { COLUMNS, fromRow } from './hostname-row.ts'
import type { HostnameRow } from './hostname-row.ts'
import type { HostnameSearch } from './hostname-search.ts'
import { MATCH, matchPhrase } from './hostname-search.ts'
import { NUMBERS_PER_ZONE } from './zones.ts'

type Statement = ReturnType<typeof prepareAny>
const prepareAny = (db: Db, sql: string) => db.prepare<Array<string | number>>(sql)

interface Condition {
  readonly sql: string
  readonly values: ReadonlyArray<string | number>
}

interface Filtered {
  readonly conditions: readonly Condition[]
  /** Given where the whole filter is a substring that the index can find. */
  readonly term: string | undefined
  /** Changes of the zone until now. */
  readonly changes: number
}

interface Counts {
  /** Changes of the zone when these were counted. */
  readonly changes: number
  readonly byFilter: Map<string, number>
}

export interface HostnameListing {
  page (zoneNo: number, query: HostnameQuery, kept: { readonly total: number, readonly changes: number }): { rows: Array<string | CustomHostname>, total: number }
}

/**
 * Pages of hostnames. The offset is walked from the nearer end, a filter is counted once until the zone changes,
 * and a plain list takes its total from the kept counter.
 */
export function hostnameListing (db: Db, search: HostnameSearch, seqOfId: (zoneNo: number, id: string) => number): HostnameListing {
  const statements = new Map<string, Statement>()
  const prepared = (sql: string): Statement => {
    const statement = statements.get(sql) ?? prepareAny(db, sql)
    statements.set(sql, statement)
    return statement
  }
  const counts = new Map<number, Counts>()

  function countMatching (zoneNo: number, { conditions, term, changes }: Filtered): number {
    const { where, values } = join(conditions)
    const filter = `${where} ${JSON.stringify(values)}`
    const known = counts.get(zoneNo)
    const current = known?.changes === changes ? known : { changes, byFilter: new Map<string, number>() }
    counts.set(zoneNo, current)
    const counted = current.byFilter.get(filter)
    if (counted !== undefined) return counted
    const total = term === undefined
      ? Number(prepared(`SELECT count(*) FROM custom_hostnames WHERE ${where}`).pluck().get(...values))
      : search.count(zoneNo, term)
    current.byFilter.set(filter, total)
    return total
  }

  return {
    page (zoneNo, query, kept) {
      const conditions = conditionsOf(zoneNo, query, search)
      if (query.id !== undefined) conditions.unshift({ sql: 'seq = ? AND id = ?', values: [seqOfId(zoneNo, query.id), query.id] })
      const term = conditions.length === 1 && conditions[0]?.sql.startsWith(IN_SEARCH) === true ? query.contain : undefined
      const total = isPlain(query) ? kept.total : countMatching(zoneNo, { conditions, term, changes: kept.changes })
      const fromEnd = query.offset > total / 2
      const offset = fromEnd ? Math.max(total - query.offset - query.limit, 0) : query.offset
      const limit = Math.max(Math.min(query.limit, total - query.offset), 0)
      if (limit === 0) return { rows: [], total }
      const ascending = (query.direction === 'asc') !== fromEnd
      const { where, values } = join(conditions)
      const seqs = term !== undefined && query.order === 'created'
        ? `SELECT rowid AS seq FROM hostname_search WHERE ${MATCH} ORDER BY rowid ${ascending ? 'ASC' : 'DESC'} LIMIT ? OFFSET ?`
        : `SELECT seq FROM custom_hostnames WHERE ${where} ORDER BY ${orderBy(query, ascending)} LIMIT ? OFFSET ?`
      // The inner query walks a narrow index; only the page's own rows are read whole.
      const order = orderBy(query, query.direction === 'asc')
      const rows = prepared(`SELECT ${COLUMNS}, wire FROM custom_hostnames WHERE seq IN (${seqs}) ORDER BY ${order}`)
        .all(...values, limit, offset) as HostnameRow[]
      return { rows: rows.map(row => row.wire ?? fromRow(row)), total }
    }
  }
}

const IN_SEARCH = 'seq IN (SELECT rowid FROM hostname_search'

function conditionsOf (zoneNo: number, query: HostnameQuery, search: HostnameSearch): Condition[] {
  const low = zoneNo * NUMBERS_PER_ZONE
  const high = low + NUMBERS_PER_ZONE
  const conditions: Condition[] = []
  const equal = (column: string, value: string | number | undefined): void => {
    if (value !== undefined) conditions.push({ sql: `zone_no = ? AND ${column} = ?`, values: [zoneNo, value] })
  }
  equal('hostname', query.exact)
  if (query.startsWith !== undefined) {
    conditions.push({ sql: 'zone_no = ? AND hostname >= ? AND hostname < ?', values: [zoneNo, query.startsWith, `${query.startsWith}\u{10ffff}`] })
  }
  equal('status', query.status)
  equal('ssl_status', query.sslStatus)
  equal('custom_origin_server', query.customOriginServer)
  if (query.contain !== undefined && search.usesIndex(zoneNo, query.contain)) {
    conditions.push({ sql: `${IN_SEARCH} WHERE ${MATCH})`, values: [matchPhrase(query.contain), low, high] })
  } else if (query.contain !== undefined) {
    conditions.push({ sql: 'zone_no = ? AND instr(hostname, ?) > 0', values: [zoneNo, query.contain] })
  }
  if (conditions.length === 0) conditions.push({ sql: 'seq > ? AND seq < ?', values: [low, high] })
  if (query.certificateAuthority !== undefined) conditions.push({ sql: 'certificate_authority = ?', values: [query.certificateAuthority] })
  if (query.wildcard !== undefined) conditions.push({ sql: 'wildcard = ?', values: [query.wildcard ? 1 : 0] })
  if (query.withSsl === true) conditions.push({ sql: 'ssl_status IS NOT NULL', values: [] })
  return conditions
}

function join (conditions: readonly Condition[]): { readonly where: string, readonly values: ReadonlyArray<string | number> } {
  return { where: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) }
}

function isPlain (query: HostnameQuery): boolean {
  return (['id', 'exact', 'startsWith', 'contain', 'status', 'sslStatus', 'certificateAuthority', 'wildcard', 'customOriginServer', 'withSsl'] as const)
    .every(filter => query[filter] === undefined)
}

function orderBy ({ order }: HostnameQuery, ascending: boolean): string {
  const direction = ascending ? 'ASC' : 'DESC'
  switch (order) {
    case 'created': return `seq ${direction}`
    case 'ssl': return `(ssl_status IS NOT NULL) ${direction}, seq ${direction}`
    case 'ssl_status': return `ssl_status ${direction}, seq ${direction}`
  }
}
