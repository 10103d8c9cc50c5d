import { createCertificates } from './certificates/service.ts'
import type { SystemClock } from './clock.ts'
import { ConfigError } from './config/config.ts'
import type { Config } from './config/config.ts'
import { createRandom, randomSeed } from './random.ts'
import { DatabaseError } from './store/sqlite/database.ts'
import { openSqliteStore } from './store/sqlite/index.ts'
import type { Store } from './store/store.ts'

/**
 * The root certificate of the sandbox that these options describe, PEM: out of its database, where it is made when nobody
 * needed it before, or from the running sandbox that holds the database. Throws with one line for the person who asked.
 */
export async function readRootCertificate (config: Config, clock: SystemClock): Promise<string> {
  // What is in memory alone is another root in each process.
  const store = config.database === ':memory:' ? undefined : openUnlessInUse(config.database)
  if (store === undefined) return await fetchRoot(config)
  try {
    const certificates = createCertificates({ store, random: createRandom(randomSeed()), clock, trustedRoots: [] })
    return (await certificates.roots()).join('')
  } finally {
    await store.close()
  }
}

function openUnlessInUse (database: string): Store | undefined {
  try {
    return openSqliteStore(database)
  } catch (error) {
    if (error instanceof DatabaseError && error.inUse) return undefined
    throw error
  }
}

async function fetchRoot ({ host, port, database, adminToken }: Config): Promise<string> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const address = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
  const held = database === ':memory:' ? 'the database is in memory' : `${database} is in use`
  const headers = adminToken === 'none' || adminToken === 'generated' ? {} : { authorization: `Bearer ${adminToken}` }
  let answer: Response
  try {
    answer = await fetch(`${address}/__admin/ca/roots/0`, { headers, signal: AbortSignal.timeout(5000) })
  } catch {
    throw new ConfigError(`${held}, and no sandbox answers at ${address}: name its --host and --port`)
  }
  if (answer.status === 401) throw new ConfigError(`${held}, and the sandbox at ${address} asks for its --admin-token`)
  if (!answer.ok) throw new ConfigError(`${held}, and the sandbox at ${address} answers with HTTP ${answer.status}`)
  return await answer.text()
}
