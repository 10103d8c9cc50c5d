import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { HealthSchema } from '../../schemas/admin/health.ts'
import type { HealthWire } from '../../schemas/admin/health.ts'
import { ResetQuerySchema } from '../../schemas/admin/state.ts'
import { AdminZoneListSchema } from '../../schemas/admin/zone.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { ALONE } from '../http/admin-scope.ts'
import { standstillOf } from '../store/standstill.ts'
import { VERSION } from '../version.ts'
import { findZone, onZone } from './parts.ts'
import type { AdminParts } from './parts.ts'
import { zoneToWire } from './zones.ts'

/** What concerns the sandbox as a whole: its health, and the way back to its seed. */
export function sandboxRoutes (app: AdminApp, parts: AdminParts): void {
  const { context: { store, clock }, world, config } = parts
  const startedAt = clock.now()

  app.get('/health', {
    schema: { summary: 'Read how the sandbox is doing', operationId: 'health', response: { 200: HealthSchema, '4xx': AdminErrorSchema } }
  }, async (): Promise<HealthWire> => {
    const zones = store.zones.list()
    const counts = await Promise.all(zones.map(async ({ no }) => await store.customHostnames.count(no)))
    return {
      version: VERSION,
      uptime_seconds: (clock.now() - startedAt) / 1000,
      zones: zones.length,
      hostnames: counts.reduce((sum, count) => sum + count, 0),
      profile: config.profile
    }
  })

  app.get('/seed-schema.json', {
    schema: { summary: 'Read the JSON schema of seed files', operationId: 'getSeedSchema' }
  }, async () => {
    // Few ask for it, and it is large.
    const { SeedFileSchema } = await import('../../schemas/seed.ts')
    return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Sandflare seed file', ...SeedFileSchema }
  })

  app.post('/reset', {
    config: ALONE,
    schema: {
      summary: 'Go back to the seed, with one zone or with everything',
      operationId: 'reset',
      querystring: ResetQuerySchema,
      response: { 200: AdminZoneListSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ query: { zone_id: zoneId } }) => {
    if (zoneId === undefined) await world.reset()
    else await standstillOf(store).during(async () => { await onZone(parts, zoneId, async zone => { await world.resetZone(zone) }) })
    const zones = zoneId === undefined ? store.zones.list() : [findZone(parts, zoneId)]
    return { zones: await Promise.all(zones.map(async zone => await zoneToWire(parts, zone))) }
  })
}
