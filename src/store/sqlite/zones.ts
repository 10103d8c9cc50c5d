import type { ClockState, Zone, ZoneSettings } from '../../core/zone.ts'
import type { ZoneStore } from '../store.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'

interface Row {
  zone_no: number
  id: string
  account_id: string
  name: string
  status: Zone['status']
  type: Zone['type']
  created_at: number
  clock: string
  settings: string
}

/** Keys of custom hostnames are made of the zone's number and the hostname's own. */
export const NUMBERS_PER_ZONE = 2 ** 32

/** Zones are few and asked for by every request: all of them are held in memory, which the exclusive lock keeps true. */
export function zoneTable (db: Db, commits: CommitQueue): ZoneStore & { reload (): void } {
  const insert = db.prepare('INSERT INTO zones (id, account_id, name, status, type, created_at, clock, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const insertCounters = db.prepare('INSERT INTO zone_counters (zone_no) VALUES (?)')
  const updateClock = db.prepare('UPDATE zones SET clock = ? WHERE zone_no = ?')
  const updateSettings = db.prepare('UPDATE zones SET settings = ? WHERE zone_no = ?')
  const updateStatus = db.prepare('UPDATE zones SET status = ? WHERE zone_no = ?')
  const all = db.prepare<[], Row>('SELECT zone_no, id, account_id, name, status, type, created_at, clock, settings FROM zones ORDER BY zone_no')
  const removals = [
    'DELETE FROM hostname_search WHERE rowid > :low AND rowid < :high',
    'DELETE FROM hostname_pages WHERE page >= :low / 1024 AND page < :high / 1024',
    'DELETE FROM custom_hostnames WHERE seq > :low AND seq < :high',
    'DELETE FROM leaf_packs WHERE seq >= :low AND seq < :high',
    'DELETE FROM uploaded_certificates WHERE seq > :low AND seq < :high',
    'DELETE FROM zones WHERE zone_no = :no'
  ].map(sql => db.prepare(sql))
  const removeEvents = db.prepare('DELETE FROM events WHERE zone_no = ?')

  const byId = new Map<string, Zone>()
  const byNo = new Map<number, Zone>()
  const noByName = new Map<string, Set<number>>()
  const hold = (zone: Zone): Zone => {
    byId.set(zone.id, zone)
    byNo.set(zone.no, zone)
    noByName.set(zone.name, (noByName.get(zone.name) ?? new Set()).add(zone.no))
    return zone
  }
  const reload = (): void => {
    byId.clear()
    byNo.clear()
    noByName.clear()
    for (const row of all.all()) hold(fromRow(row))
  }
  reload()
  const change = (no: number, part: Partial<Zone>): void => {
    const zone = byNo.get(no)
    if (zone !== undefined) hold({ ...zone, ...part })
  }

  return {
    reload,
    find: id => byId.get(id),
    findByNo: no => byNo.get(no),
    listByName: name => [...noByName.get(name) ?? []].flatMap(no => byNo.get(no) ?? []),
    list: () => [...byNo.values()],
    insert: async zone => await commits.run(() => {
      const { lastInsertRowid } = insert.run(zone.id, zone.accountId, zone.name, zone.status, zone.type, zone.createdAt, JSON.stringify(zone.clock), JSON.stringify(zone.settings))
      insertCounters.run(lastInsertRowid)
      return hold({ ...zone, no: Number(lastInsertRowid) })
    }),
    saveClock: async (no: number, clock: ClockState) => {
      await commits.run(() => {
        updateClock.run(JSON.stringify(clock), no)
        change(no, { clock })
      })
    },
    saveSettings: async (no: number, settings: ZoneSettings) => {
      await commits.run(() => {
        updateSettings.run(JSON.stringify(settings), no)
        change(no, { settings })
      })
    },
    saveStatus: async (no: number, status: Zone['status']) => {
      await commits.run(() => {
        updateStatus.run(status, no)
        change(no, { status })
      })
    },
    remove: async no => {
      await commits.run(() => {
        const range = { low: no * NUMBERS_PER_ZONE, high: (no + 1) * NUMBERS_PER_ZONE }
        for (const removal of removals) removal.run(removal.source.includes(':no') ? { no } : range)
        removeEvents.run(no)
        const zone = byNo.get(no)
        byNo.delete(no)
        if (zone === undefined) return
        byId.delete(zone.id)
        noByName.get(zone.name)?.delete(no)
      })
    }
  }
}

function fromRow (row: Row): Zone {
  return {
    no: row.zone_no,
    id: row.id,
    name: row.name,
    accountId: row.account_id,
    status: row.status,
    type: row.type,
    createdAt: row.created_at,
    clock: JSON.parse(row.clock) as ClockState,
    settings: JSON.parse(row.settings) as ZoneSettings
  }
}
