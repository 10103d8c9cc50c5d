import type { Db } from './database.ts'
import { sandbox } from './migrations/0001-sandbox.ts'
import { customersWorld } from './migrations/0002-customers-world.ts'
import { edge } from './migrations/0003-edge.ts'
import { mail } from './migrations/0004-mail.ts'
import { certificates } from './migrations/0005-certificates.ts'
import { rateLimits } from './migrations/0006-rate-limits.ts'
import { scenarios } from './migrations/0007-scenarios.ts'
import { notifications } from './migrations/0008-notifications.ts'
import { hostnamePages } from './migrations/0009-hostname-pages.ts'

/**
 * Numbered, forward only; the number of a database stands in its `user_version`. A custom hostname's key is
 * `zone_no * 2^32 + number`: hostnames of a zone lie together in the order of their creation, a range of keys is a zone,
 * and the key follows from the id, so that ids need no index.
 */
export const MIGRATIONS: readonly string[] = [sandbox, customersWorld, edge, mail, certificates, rateLimits, scenarios, notifications, hostnamePages]

export const SCHEMA_VERSION = MIGRATIONS.length

/** Applies what is missing, all of it or nothing. */
export function migrate (db: Db, from: number): void {
  if (from >= SCHEMA_VERSION) return
  db.transaction(() => {
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  })()
}
