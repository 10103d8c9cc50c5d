import t from 'tap'
import { customHostnameSuite } from './custom-hostnames.ts'
import { dueSuite } from './due.ts'
import { eventSuite } from './events.ts'
import { listSuite } from './lists.ts'
import { otherTablesSuite } from './other-tables.ts'
import { searchSuite } from './search.ts'
import type { OpenStore } from './support.ts'
import { wireSuite } from './wires.ts'

/** What every store has to do, whatever stands behind it. */
export function storeSuite (name: string, open: OpenStore): void {
  t.comment(name)
  customHostnameSuite(open)
  wireSuite(open)
  listSuite(open)
  searchSuite(open)
  dueSuite(open)
  eventSuite(open)
  otherTablesSuite(open)
}
