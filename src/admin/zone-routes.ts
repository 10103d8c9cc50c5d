import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { AdminZoneListSchema, AdminZoneSchema, CreateAdminZoneSchema, CreatedAdminZoneSchema, CreatedTokenSchema, DeletedAdminZoneSchema, EditAdminZoneSchema } from '../../schemas/admin/zone.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'
import { createZone, createZoneToken, deleteZone, editZone, zoneToWire } from './zones.ts'

/** The zones of the sandbox with their clocks and settings. */
export function zoneRoutes (app: AdminApp, parts: AdminParts): void {
  const refused = { '4xx': AdminErrorSchema }
  const one = { params: ZoneParametersSchema, response: { 200: AdminZoneSchema, ...refused } }

  app.get('/zones', {
    schema: { summary: 'List the zones', operationId: 'listZones', response: { 200: AdminZoneListSchema, ...refused } }
  }, async () => ({ zones: await Promise.all(parts.context.store.zones.list().map(async zone => await zoneToWire(parts, zone))) }))

  app.post('/zones', {
    schema: {
      summary: 'Create a zone, with a token for it',
      operationId: 'createZone',
      body: CreateAdminZoneSchema,
      response: { 201: CreatedAdminZoneSchema, ...refused }
    }
  }, async ({ body }, reply) => await reply.code(201).send(await createZone(parts, body)))

  app.get('/zones/:zone_id', { schema: { ...one, summary: 'Read a zone', operationId: 'getZone' } },
    async ({ params }) => await zoneToWire(parts, await findCaughtUp(parts, params.zone_id)))

  app.patch('/zones/:zone_id', { schema: { ...one, summary: 'Change settings or clock of a zone', operationId: 'editZone', body: EditAdminZoneSchema } },
    async ({ params, body }) => await editZone(parts, params.zone_id, body))

  app.post('/zones/:zone_id/tokens', {
    schema: { summary: 'Make an API token for a zone alone', operationId: 'createZoneToken', params: ZoneParametersSchema, response: { 201: CreatedTokenSchema, ...refused } }
  }, async ({ params }, reply) => await reply.code(201).send(await createZoneToken(parts, params.zone_id)))

  app.delete('/zones/:zone_id', {
    schema: { summary: 'Delete a zone with all that is in it', operationId: 'deleteZone', params: ZoneParametersSchema, response: { 200: DeletedAdminZoneSchema, ...refused } }
  }, async ({ params }) => {
    await deleteZone(parts, params.zone_id)
    return { id: params.zone_id }
  })
}
