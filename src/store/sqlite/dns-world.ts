import type { CustomerRecord, CustomerRecordType, DnsFault, DnsFaultKind, DnsWorldFilter, DnsWorldStore, HttpOverride, Viewer } from '../dns-world.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { Range } from './reversed-name.ts'
import { rangeBelow, reversedName } from './reversed-name.ts'

interface RecordRow {
  id: string
  zone_no: number | null
  name: string
  type: CustomerRecordType
  content: string
  ttl: number
}

interface FaultRow {
  id: string
  zone_no: number | null
  name: string
  kind: DnsFaultKind
}

interface OverrideRow {
  zone_no: number | null
  name: string
  address: string
  port: number
}

/** A filter as parameters; null: does not matter. */
interface FilterValues {
  id: string | null
  name: string | null
  type: string | null
  zoneNo: number | null
  shared: number
}

/** A name as somebody sees it. */
interface Named {
  name: string
  viewer: number | null
}

const MATCHES = `WHERE (:id IS NULL OR id = :id) AND (:name IS NULL OR name = :name) AND (:zoneNo IS NULL OR zone_no = :zoneNo)
  AND (:shared = 0 OR zone_no IS NULL)`
const MATCHES_TYPE = `${MATCHES} AND (:type IS NULL OR type = :type)`
const MATCHES_HOST = 'WHERE (:name IS NULL OR name = :name) AND (:zoneNo IS NULL OR zone_no = :zoneNo) AND (:shared = 0 OR zone_no IS NULL)'
/** What a zone sees; a null zone sees all. Its own comes first. */
const VISIBLE = '(:viewer IS NULL OR zone_no IS NULL OR zone_no = :viewer)'
const OWN_FIRST = 'ORDER BY zone_no IS NULL, rowid'

export function dnsWorldTables (db: Db, commits: CommitQueue): DnsWorldStore {
  return { ...recordTable(db, commits), ...faultTable(db, commits), ...overrideTable(db, commits) }
}

type RecordPart = Pick<DnsWorldStore, 'listRecords' | 'countRecords' | 'recordsAt' | 'insertRecord' | 'removeRecords'>

function recordTable (db: Db, commits: CommitQueue): RecordPart {
  const columns = 'SELECT id, zone_no, name, type, content, ttl FROM customer_records'
  const page = db.prepare<[FilterValues & { offset: number, limit: number }], RecordRow>(`${columns} ${MATCHES_TYPE} ORDER BY rowid LIMIT :limit OFFSET :offset`)
  const count = db.prepare<[FilterValues], number>(`SELECT count(*) FROM customer_records ${MATCHES_TYPE}`).pluck()
  const remove = db.prepare<[FilterValues]>(`DELETE FROM customer_records ${MATCHES_TYPE}`)
  const named = db.prepare<[Named], RecordRow>(`${columns} WHERE name = :name AND ${VISIBLE} ${OWN_FIRST}`)
  const inRange = 'FROM customer_records WHERE reversed >= :from AND reversed < :to'
  const belowInAll = db.prepare<[Range], number>(`SELECT EXISTS (SELECT 1 ${inRange})`).pluck()
  const belowInZone = db.prepare<[Range & { viewer: number }], number>(
    `SELECT EXISTS (SELECT 1 ${inRange} AND zone_no IS NULL) OR EXISTS (SELECT 1 ${inRange} AND zone_no = :viewer)`).pluck()
  const insert = db.prepare<[string, number | null, string, string, string, string, number], RecordRow>(`INSERT INTO customer_records
    (id, zone_no, name, reversed, type, content, ttl) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (coalesce(zone_no, 0), name, type, content) DO UPDATE SET ttl = excluded.ttl RETURNING id, zone_no, name, type, content, ttl`)

  return {
    listRecords: async (filter, { offset, limit }) => page.all({ ...valuesOf(filter), offset, limit }).map(recordFromRow),
    countRecords: async filter => count.get(valuesOf(filter)) ?? 0,
    async recordsAt (name, viewer) {
      const rows = named.all({ name, viewer: zoneOf(viewer) })
      if (rows.length > 0) return rows.map(recordFromRow)
      const range = rangeBelow(name)
      const below = viewer === 'everything' ? belowInAll.get(range) : belowInZone.get({ ...range, viewer })
      return below === 1 ? [] : undefined
    },
    insertRecord: async record => await commits.run(() => {
      const row = insert.get(record.id, record.zoneNo ?? null, record.name, reversedName(record.name), record.type, record.content, record.ttl)
      return row === undefined ? record : recordFromRow(row)
    }),
    removeRecords: async filter => await commits.run(() => remove.run(valuesOf(filter)).changes)
  }
}

type FaultPart = Pick<DnsWorldStore, 'listFaults' | 'faultAt' | 'insertFault' | 'removeFaults'>

function faultTable (db: Db, commits: CommitQueue): FaultPart {
  const list = db.prepare<[FilterValues], FaultRow>(`SELECT id, zone_no, name, kind FROM dns_faults ${MATCHES} ORDER BY rowid`)
  const remove = db.prepare<[FilterValues]>(`DELETE FROM dns_faults ${MATCHES}`)
  const named = db.prepare<[Named], DnsFaultKind>(`SELECT kind FROM dns_faults WHERE name = :name AND ${VISIBLE} ${OWN_FIRST} LIMIT 1`).pluck()
  const insert = db.prepare<[string, number | null, string, string], FaultRow>(`INSERT INTO dns_faults (id, zone_no, name, kind) VALUES (?, ?, ?, ?)
    ON CONFLICT (coalesce(zone_no, 0), name) DO UPDATE SET kind = excluded.kind RETURNING id, zone_no, name, kind`)

  return {
    listFaults: async filter => list.all(valuesOf(filter)).map(faultFromRow),
    faultAt: async (name, viewer) => named.get({ name, viewer: zoneOf(viewer) }),
    insertFault: async fault => await commits.run(() => {
      const row = insert.get(fault.id, fault.zoneNo ?? null, fault.name, fault.kind)
      return row === undefined ? fault : faultFromRow(row)
    }),
    removeFaults: async filter => await commits.run(() => remove.run(valuesOf(filter)).changes)
  }
}

type OverridePart = Pick<DnsWorldStore, 'listOverrides' | 'overrideFor' | 'putOverride' | 'removeOverrides'>

function overrideTable (db: Db, commits: CommitQueue): OverridePart {
  const columns = 'SELECT zone_no, name, address, port FROM http_overrides'
  const list = db.prepare<[FilterValues], OverrideRow>(`${columns} ${MATCHES_HOST} ORDER BY name, zone_no`)
  const remove = db.prepare<[FilterValues]>(`DELETE FROM http_overrides ${MATCHES_HOST}`)
  const named = db.prepare<[Named], OverrideRow>(`${columns} WHERE name = :name AND ${VISIBLE} ${OWN_FIRST} LIMIT 1`)
  const put = db.prepare<[number | null, string, string, number]>(`INSERT INTO http_overrides (zone_no, name, address, port) VALUES (?, ?, ?, ?)
    ON CONFLICT (coalesce(zone_no, 0), name) DO UPDATE SET address = excluded.address, port = excluded.port`)

  return {
    listOverrides: async filter => list.all(valuesOf(filter)).map(overrideFromRow),
    overrideFor: async (host, zoneNo) => {
      const row = named.get({ name: host, viewer: zoneNo })
      return row === undefined ? undefined : overrideFromRow(row)
    },
    putOverride: async ({ zoneNo, host, address, port }) => { await commits.run(() => put.run(zoneNo ?? null, host, address, port)) },
    removeOverrides: async filter => await commits.run(() => remove.run(valuesOf(filter)).changes)
  }
}

function valuesOf ({ id, name, type, zoneNo, shared }: DnsWorldFilter): FilterValues {
  return { id: id ?? null, name: name ?? null, type: type ?? null, zoneNo: zoneNo ?? null, shared: shared === true ? 1 : 0 }
}

function zoneOf (viewer: Viewer): number | null {
  return viewer === 'everything' ? null : viewer
}

function scopeOf (zoneNo: number | null): { readonly zoneNo?: number } {
  return zoneNo === null ? {} : { zoneNo }
}

function recordFromRow ({ zone_no: zoneNo, ...record }: RecordRow): CustomerRecord {
  return { ...record, ...scopeOf(zoneNo) }
}

function faultFromRow ({ zone_no: zoneNo, ...fault }: FaultRow): DnsFault {
  return { ...fault, ...scopeOf(zoneNo) }
}

function overrideFromRow ({ zone_no: zoneNo, name, address, port }: OverrideRow): HttpOverride {
  return { host: name, address, port, ...scopeOf(zoneNo) }
}
