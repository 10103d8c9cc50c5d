import { createRandom } from '../../src/random.ts'
import { createCertificates } from '../../src/certificates/service.ts'
import type { Context } from '../../src/context.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import type { ZoneSettings } from '../../src/core/zone.ts'
import { createCustomHostname } from '../../src/custom-hostnames/create.ts'
import { decodeHostname } from '../../src/custom-hostnames/request.ts'
import { toWireText } from '../../src/custom-hostnames/wire.ts'
import { baseDomain, publicSuffix } from '../../src/public-suffix.ts'
import { autoInspector, manualInspector } from '../../src/scheduler/foreseeing.ts'
import { createScheduler } from '../../src/scheduler/scheduler.ts'
import { scenarioOf, zoneFor } from '../../src/scenarios.ts'
import { scheduleOf } from '../../src/schedules.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { plainPlace, readDefaultWorld } from '../../src/seed/seed.ts'
import { plantSeed } from '../../src/seed/plant.ts'

/** The zone of every measure: the default world's. */
export const ZONE_ID = '023e105f4ecef8ad9ca31a8372d0c353'

/** Credentials of the right form, which is all that the default `--auth any` asks for. */
export const AUTHORIZATION = 'Bearer sandflare-local-token-000000000000000001'

/** The instant at which the filled zones stand still. */
const START = Date.UTC(2026, 0, 1)

/** Hostnames made at a time: they share a commit. */
const BATCH = 5000

/** A database file with one large zone whose clock is frozen at the creation of its hostnames. */
export interface FilledZone {
  readonly file: string
  readonly ids: readonly string[]
  readonly seconds: number
}

/** Fills a file through the use case behind a POST, so that its rows are those of `count` POSTs. */
export async function fillZone (file: string, count: number, progress: (done: number) => void): Promise<FilledZone> {
  const began = performance.now()
  const store = openSqliteStore(file)
  const clock = { now: () => START }
  const random = createRandom('bench')
  const inspectors = { auto: autoInspector, manual: manualInspector, dns: autoInspector }
  const scheduler = createScheduler({ store, clock, inspectors, onError: error => { throw error } })
  const { now, rulesFor, displaceElsewhere, wake } = scheduler
  const certificates = createCertificates({ store, random, clock, trustedRoots: [] })
  const wireParts = { tokens: random, certificates: store.certificates, baseDomain }
  const renderHostname: Context['renderHostname'] = (zone, customHostname) => toWireText(customHostname, { zone, ...wireParts })
  const context: Context = { store, random, clock, certificates, now, scheduleOf, scenarioOf, zoneFor, rulesFor, displaceElsewhere, wake, publicSuffix, baseDomain, renderHostname }
  const zoneDefaults = defaultZoneSettings({
    plan: 'enterprise', schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google'
  })
  await store.saveMeta('sandbox_seed', random.seed)
  await plantSeed({ world: worldWithFallbackOrigin(), placeOf: plainPlace }, { context, zoneDefaults, clock: { mode: 'frozen', now: START }, now: START })
  const zone = store.zones.find(ZONE_ID)
  if (zone === undefined) throw new Error('the default world lacks its zone')
  const ids: string[] = []
  while (ids.length < count) {
    const names = Array.from({ length: Math.min(BATCH, count - ids.length) }, (_, i) => hostnameOf(ids.length + i))
    const created = await Promise.all(names.map(async hostname => {
      return await createCustomHostname(context, zone, START, decodeHostname({ hostname, ssl: { method: 'http', type: 'dv' } }))
    }))
    for (const { wire } of created) ids.push((JSON.parse(wire) as { readonly id: string }).id)
    if (ids.length % (BATCH * 20) === 0) progress(ids.length)
  }
  await scheduler.stop()
  await store.close()
  return { file, ids, seconds: (performance.now() - began) / 1000 }
}

/** Names of which a part is common to all, and a part occurs once. */
export function hostnameOf (number: number): string {
  return `shop-${number}.storefront-${number % 97}.com`
}

/** Changes settings of the zone in a file that no server has open. */
export async function changeSettings (file: string, part: Partial<ZoneSettings>): Promise<void> {
  const store = openSqliteStore(file)
  const zone = store.zones.find(ZONE_ID)
  if (zone !== undefined) await store.zones.saveSettings(zone.no, { ...zone.settings, ...part })
  await store.close()
}

/** How many hostnames of the zone are in each pair of statuses, largest first. */
export async function statusesIn (file: string): Promise<string> {
  const store = openSqliteStore(file)
  const counts = await store.customHostnames.countByStatus(store.zones.find(ZONE_ID)?.no ?? 0)
  await store.close()
  return counts.toSorted((a, b) => b.count - a.count).map(({ status, sslStatus, count }) => `${count} ${status}/${sslStatus ?? '-'}`).join(', ')
}

/** How many hostnames a file holds. */
export async function hostnamesIn (file: string): Promise<number> {
  const store = openSqliteStore(file)
  const count = await store.customHostnames.count(store.zones.find(ZONE_ID)?.no ?? 0)
  await store.close()
  return count
}

function worldWithFallbackOrigin () {
  const world = readDefaultWorld()
  return { ...world, zones: world.zones.map(zone => ({ ...zone, fallback_origin: 'proxy-fallback.saasprovider.com' })) }
}
