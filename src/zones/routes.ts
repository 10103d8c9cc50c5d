import type { FastifyInstance } from 'fastify'
import { FailureSchema, listOf, singleOf } from '../../schemas/envelope.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import { CreateZoneSchema, DeletedZoneSchema, ListZonesQuerySchema, ZoneSchema } from '../../schemas/zone.ts'
import type { ErrorName } from '../core/errors.ts'
import type { Caller } from '../http/auth.ts'
import { authorize } from '../http/auth.ts'
import { readObject } from '../http/body.ts'
import { list, single } from '../http/envelope.ts'
import { handle, handleZone, unknownZone } from '../http/gate.ts'
import { readPage } from '../http/paging.ts'
import type { RouteParts } from '../route-parts.ts'
import { readZoneQuery } from './list-query.ts'
import { readNewZone } from './request.ts'
import { createZone, deleteZone, listZones } from './use-cases.ts'
import { ownerOf, toWireText } from './wire.ts'

const PAGING = { least: 5, most: 50, standard: 20, error: 'invalidZonePaging' } as const

const tags = ['Zones']
const failures = { '4xx': FailureSchema }

/** Zones: list, create, read, delete. */
export function zoneRoutes (app: FastifyInstance, { context, gate, zoneDefaults }: RouteParts): void {
  const { identities } = context.store
  const wireParts = (caller: Caller) => ({ owner: ownerOf(identities), caller })

  app.get('/zones', {
    schema: {
      tags,
      summary: 'List the zones that the caller may see',
      operationId: 'list-zones',
      querystring: ListZonesQuerySchema,
      response: { 200: listOf(ZoneSchema), ...failures }
    }
  }, handle(gate, ({ caller, query }) => {
    authorize(caller, { permission: 'Zone Read', now: gate.systemNow() })
    const page = readPage(query, PAGING)
    const { zones, total } = listZones(context, caller, readZoneQuery(query), page)
    const parts = wireParts(caller)
    return list(zones.map(({ zone, account }) => toWireText(zone, account, parts)), page, total)
  }))

  app.post('/zones', {
    schema: { tags, summary: 'Create a zone', operationId: 'create-zone', body: CreateZoneSchema, response: { 200: singleOf(ZoneSchema), ...failures } }
  }, handle(gate, async ({ caller, request }) => {
    const now = gate.systemNow()
    authorize(caller, { permission: 'Zone Write', now })
    const { zone, account } = await createZone(context, caller, readNewZone(readObject(request, 'malformedJson', 'invalidZoneBody')), zoneDefaults)
    return single(toWireText(zone, account, wireParts(caller)))
  }))

  app.get('/zones/:zone_id', {
    schema: { tags, summary: 'Get a zone', operationId: 'get-zone', params: ZoneParametersSchema, response: { 200: singleOf(ZoneSchema), ...failures } }
  }, handleZone(gate, 'Zone Read', ({ zone, caller }) => single(toWireText(zone, identities.findAccount(zone.accountId), wireParts(caller))), zoneDetailRefusal))

  app.delete('/zones/:zone_id', {
    schema: {
      tags,
      summary: 'Delete a zone with everything in it',
      operationId: 'delete-zone',
      params: ZoneParametersSchema,
      response: { 200: singleOf(DeletedZoneSchema), ...failures }
    }
  }, handleZone(gate, 'Zone Write', async ({ zone, now }) => {
    await deleteZone(context, zone, now)
    return single(JSON.stringify({ id: zone.id }))
  }))
}

/** The detail of a zone has an error of its own; what a known token cannot see stays hidden as everywhere. */
function zoneDetailRefusal (caller: Caller): ErrorName {
  return caller.kind === 'token' ? unknownZone(caller) : 'zoneNotFound'
}
