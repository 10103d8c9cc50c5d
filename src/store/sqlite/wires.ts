import type { Db } from './database.ts'
import { createTextCache } from './text-cache.ts'

/** Most characters of rendered hostnames that are held in memory: those of some 40,000 to 90,000 hostnames. */
const HELD_CHARACTERS = 64 * 2 ** 20

/**
 * Hostnames as they are sent, in the column `wire` of their rows: it is empty until somebody asks, and whenever the row has changed. Those that
 * were read are held in memory, because to search for the row takes a quarter of the time of a GET. Whoever empties the column or removes a row
 * also forgets what is held of it, in the same turn; only the keys of a zone that is removed whole are never asked for again.
 */
export interface Wires {
  /** Undefined when the key leads to another id, or to nothing that is rendered. */
  find (seq: number, id: string): string | undefined
  /** Part of a running write; does nothing when the row has changed meanwhile. */
  keep (seq: number, version: number, text: string): void
  /** Empties the column for a whole zone. Part of a running write. */
  emptyZone (zoneNo: number): void
  /** The column of this row was emptied, or the row removed. */
  forget (seq: number): void
  /** As `forget`, for rows that are not told apart. */
  forgetAll (): void
}

export function wireColumn (db: Db): Wires {
  const select = db.prepare<[number, string], string | null>('SELECT wire FROM custom_hostnames WHERE seq = ? AND id = ?').pluck()
  const update = db.prepare('UPDATE custom_hostnames SET wire = ? WHERE seq = ? AND version = ?')
  const empty = db.prepare('UPDATE custom_hostnames SET wire = NULL WHERE zone_no = ?')
  const held = createTextCache(HELD_CHARACTERS)
  return {
    find (seq, id) {
      const known = held.find(seq)
      if (known !== undefined && isOf(known, id)) return known
      const found = select.get(seq, id) ?? undefined
      if (found !== undefined) held.hold(seq, found)
      return found
    },
    keep: (seq, version, text) => { update.run(text, seq, version) },
    emptyZone (zoneNo) {
      empty.run(zoneNo)
      held.clear()
    },
    forget: held.forget,
    forgetAll: held.clear
  }
}

const ID_AT = '{"id":"'.length
const QUOTE = 0x22

/** A rendered hostname begins with its id. */
function isOf (wire: string, id: string): boolean {
  return wire.startsWith(id, ID_AT) && wire.charCodeAt(ID_AT + id.length) === QUOTE
}
