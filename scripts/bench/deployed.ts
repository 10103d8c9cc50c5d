import type { Lab } from './measure.ts'
import { ask, startSandflare } from './processes.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import type { FilledZone } from './world.ts'
import { fillZone, hostnameOf, ZONE_ID } from './world.ts'

/** Where customers lead their hostnames, and what the zone sends them to. */
export const CNAME_TARGET = 'edge.customers.saasprovider.com'
export const FALLBACK_ORIGIN = 'proxy-fallback.saasprovider.com'

/** Fills a file with hostnames, puts their CNAME records in place, and lets them live until all are active and deployed. */
export async function deployZone (file: string, count: number, say: Lab['say']): Promise<FilledZone> {
  say(`filling a zone of ${count} whose hostnames are deployed`)
  const zone = await fillZone(file, count, () => {})
  const store = openSqliteStore(file)
  const customers = zone.ids.map((id, number) => ({ id, name: hostnameOf(number), type: 'CNAME', content: CNAME_TARGET, ttl: 300 }) as const)
  await Promise.all(customers.map(async record => { await store.dnsWorld.insertRecord(record) }))
  await store.close()
  const sandflare = await startSandflare(file)
  await ask(sandflare.port, `/__admin/zones/${ZONE_ID}/clock/advance`, { by: '15d' })
  await sandflare.stop()
  return zone
}

/** The names of its hostnames. */
export function namesIn (zone: FilledZone): readonly string[] {
  return zone.ids.map((_, number) => hostnameOf(number))
}
