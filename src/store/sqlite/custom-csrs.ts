import type { CsrStore, CustomCsr } from '../certificates.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'

interface Row {
  id: string
  created_at: number
  body: string
}

export function customCsrTable (db: Db, commits: CommitQueue): CsrStore {
  const page = db.prepare<[number, number, number], Row>('SELECT id, created_at, body FROM custom_csrs WHERE zone_no = ? ORDER BY number DESC LIMIT ? OFFSET ?')
  const count = db.prepare<[number], number>('SELECT count(*) FROM custom_csrs WHERE zone_no = ?').pluck()
  const byId = db.prepare<[number, string], Row>('SELECT id, created_at, body FROM custom_csrs WHERE zone_no = ? AND id = ?')
  const key = db.prepare<[number, string], string>('SELECT private_key FROM custom_csrs WHERE zone_no = ? AND id = ?').pluck()
  const insert = db.prepare('INSERT INTO custom_csrs (zone_no, id, created_at, body, private_key) VALUES (?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM custom_csrs WHERE zone_no = ? AND id = ?')

  return {
    list: async (zoneNo, offset, limit) => ({ csrs: page.all(zoneNo, limit, offset).map(fromRow), total: count.get(zoneNo) ?? 0 }),
    find: async (zoneNo, id) => {
      const row = byId.get(zoneNo, id)
      return row === undefined ? undefined : fromRow(row)
    },
    findPrivateKey: async (zoneNo, id) => key.get(zoneNo, id),
    insert: async (zoneNo, { id, createdAt, ...body }, privateKeyPem) => {
      await commits.run(() => insert.run(zoneNo, id, createdAt, JSON.stringify(body), privateKeyPem))
    },
    remove: async (zoneNo, id) => { await commits.run(() => remove.run(zoneNo, id)) }
  }
}

function fromRow ({ id, created_at: createdAt, body }: Row): CustomCsr {
  return { id, createdAt, ...JSON.parse(body) as Omit<CustomCsr, 'id' | 'createdAt'> }
}
