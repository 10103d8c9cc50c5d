import type { DnsRecord, DnsRecordType } from '../../core/dns-record.ts'
import type { DnsRecordStore } from '../store.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { Range } from './reversed-name.ts'
import { rangeBelow, reversedName } from './reversed-name.ts'

interface Row {
  id: string
  name: string
  type: DnsRecordType
  content: string
  proxied: number
  rest: string
  created_at: number
  modified_at: number
}

type Rest = Pick<DnsRecord, 'ttl' | 'comment' | 'tags' | 'settings' | 'data'>

export function dnsRecordTable (db: Db, commits: CommitQueue): DnsRecordStore {
  const columns = 'SELECT id, name, type, content, proxied, rest, created_at, modified_at FROM dns_records WHERE zone_no = ?'
  const all = db.prepare<[number], Row>(`${columns} ORDER BY created_at, rowid`)
  const byId = db.prepare<[number, string], Row>(`${columns} AND id = ?`)
  const byName = db.prepare<[number, string], Row>(`${columns} AND name = ? ORDER BY created_at, rowid`)
  const below = db.prepare<[Range & { zoneNo: number }], number>(
    'SELECT EXISTS (SELECT 1 FROM dns_records WHERE zone_no = :zoneNo AND reversed >= :from AND reversed < :to)').pluck()
  const insert = db.prepare('INSERT INTO dns_records (name, reversed, type, content, proxied, rest, created_at, modified_at, zone_no, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const update = db.prepare('UPDATE dns_records SET name = ?, reversed = ?, type = ?, content = ?, proxied = ?, rest = ?, created_at = ?, modified_at = ? WHERE zone_no = ? AND id = ?')
  const remove = db.prepare('DELETE FROM dns_records WHERE zone_no = ? AND id = ?')

  return {
    list: async zoneNo => all.all(zoneNo).map(fromRow),
    find: async (zoneNo, id) => {
      const row = byId.get(zoneNo, id)
      return row === undefined ? undefined : fromRow(row)
    },
    findByName: async (zoneNo, name) => byName.all(zoneNo, name).map(fromRow),
    hasBelow: async (zoneNo, name) => below.get({ zoneNo, ...rangeBelow(name) }) === 1,
    insert: async (zoneNo, record) => { await commits.run(() => insert.run(...valuesOf(record), zoneNo, record.id)) },
    save: async (zoneNo, record) => { await commits.run(() => update.run(...valuesOf(record), zoneNo, record.id)) },
    remove: async (zoneNo, id) => { await commits.run(() => remove.run(zoneNo, id)) }
  }
}

function valuesOf ({ name, type, content, proxied, createdAt, modifiedAt, ttl, comment, tags, settings, data }: DnsRecord): Array<string | number> {
  return [name, reversedName(name), type, content, proxied ? 1 : 0, JSON.stringify({ ttl, comment, tags, settings, data }), createdAt, modifiedAt]
}

function fromRow (row: Row): DnsRecord {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    content: row.content,
    proxied: row.proxied === 1,
    ...JSON.parse(row.rest) as Rest,
    createdAt: row.created_at,
    modifiedAt: row.modified_at
  }
}
