import type { FastifyInstance } from 'fastify'
import { CreateCustomHostnameSchema, CustomHostnameSchema, DeletedSchema, EditCustomHostnameSchema, ListCustomHostnamesQuerySchema } from '../../schemas/custom-hostname.ts'
import { FailureSchema, textListOf, textSingleOf } from '../../schemas/envelope.ts'
import { CustomHostnameParametersSchema, ZoneParametersSchema } from '../../schemas/parameters.ts'
import { QuotaSchema } from '../../schemas/quota.ts'
import { ApiError } from '../core/errors.ts'
import { readObject } from '../http/body.ts'
import { deleted, list, single } from '../http/envelope.ts'
import type { ZoneCall } from '../http/gate.ts'
import { handleZone } from '../http/gate.ts'
import type { RouteParts } from '../route-parts.ts'
import { requireQuota } from './checks.ts'
import { createCustomHostname } from './create.ts'
import { readListQuery } from './list-query.ts'
import { decodeHostname } from './request.ts'
import type { GivenHostname } from './request.ts'
import { deleteCustomHostname, getCustomHostname, getQuota, listCustomHostnames, patchByHostname, patchCustomHostname } from './use-cases.ts'

const READ = 'SSL and Certificates Read'
const WRITE = 'SSL and Certificates Write'
const COLLECTION = '/zones/:zone_id/custom_hostnames'
const ITEM = `${COLLECTION}/:custom_hostname_id`

/** `custom_hostnames` and its quota. */
export function customHostnameRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.get(COLLECTION, { schema: schemas.list }, handleZone(gate, READ, async ({ zone, query }) => {
    requireQuota(context, zone)
    const { page, query: wanted, hostname } = readListQuery(query, zone)
    const { items, total } = await find(hostname, wanted)
    return list(items, page, total)

    /** The `hostname` filter is the equal name if there is one, and else (or by setting) the names that contain it. */
    async function find (name: string | undefined, asked: typeof wanted) {
      if (name === undefined) return await listCustomHostnames(context, zone, asked)
      if (zone.settings.hostnameFilter === 'exact-first') {
        const exact = await listCustomHostnames(context, zone, { ...asked, exact: name })
        if (exact.total > 0) return exact
      }
      return await listCustomHostnames(context, zone, { ...asked, contain: name })
    }
  }))

  app.post(COLLECTION, { schema: schemas.create }, handleZone(gate, WRITE, async call => {
    const given = bodyOf(call)
    const create = async () => await createCustomHostname(context, call.zone, call.now, given)
    const { wire, messages } = given.ssl === undefined || given.ssl === null ? await create() : await gate.traffic.issuing(call.zone, call.reply, create)
    return single(wire, 201, messages)
  }))

  // Older documentation sends the recheck to the collection, naming the hostname in the body.
  app.patch(COLLECTION, { schema: { hide: true } }, handleZone(gate, WRITE, async call => {
    if (call.zone.settings.strict) throw new ApiError('methodNotAvailable', { method: 'PATCH' })
    return single(await patchByHostname(context, call.zone, bodyOf(call)), 202)
  }))

  app.get(`${COLLECTION}/quota`, { schema: schemas.quota }, handleZone(gate, READ, async ({ zone }) => single(await getQuota(context, zone))))

  // These words are no ids, whatever the method: without this the item below would take them for malformed ones.
  for (const [word, method] of [['quota', 'PATCH'], ['quota', 'DELETE'], ['fallback_origin', 'PATCH']] as const) {
    app.route({ method, url: `${COLLECTION}/${word}`, schema: { hide: true }, handler: handleZone(gate, WRITE, () => { throw new ApiError('methodNotAvailable', { method }) }) })
  }

  app.get(ITEM, { schema: schemas.get }, handleZone(gate, READ, call => {
    const found = getCustomHostname(context, call.zone, idOf(call))
    return typeof found === 'string' ? single(found) : found.then(wire => single(wire))
  }))

  app.patch(ITEM, { schema: schemas.edit }, handleZone(gate, WRITE, async call => {
    return single(await patchCustomHostname(context, call.zone, idOf(call), bodyOf(call)), 202)
  }))

  app.delete(ITEM, { schema: schemas.delete }, handleZone(gate, WRITE, async call => {
    await deleteCustomHostname(context, call.zone, call.now, idOf(call))
    return deleted(idOf(call))
  }))
}

function bodyOf ({ request }: ZoneCall): GivenHostname {
  return decodeHostname(readObject(request, 'customHostnameUndecodable'))
}

function idOf ({ request }: ZoneCall): string {
  return (request.params as { readonly custom_hostname_id: string }).custom_hostname_id
}

const tags = ['Custom hostnames']
const single201 = { 201: textSingleOf(CustomHostnameSchema), '4xx': FailureSchema }
const single202 = { 202: textSingleOf(CustomHostnameSchema), '4xx': FailureSchema }
const single200 = { 200: textSingleOf(CustomHostnameSchema), '4xx': FailureSchema }

const schemas = {
  list: {
    tags,
    operationId: 'listCustomHostnames',
    summary: 'List custom hostnames',
    params: ZoneParametersSchema,
    querystring: ListCustomHostnamesQuerySchema,
    response: { 200: textListOf(CustomHostnameSchema), '4xx': FailureSchema }
  },
  create: {
    tags,
    operationId: 'createCustomHostname',
    summary: 'Create a custom hostname and order its certificate',
    params: ZoneParametersSchema,
    body: CreateCustomHostnameSchema,
    response: single201
  },
  quota: {
    tags,
    operationId: 'getCustomHostnameQuota',
    summary: 'Read how many custom hostnames the zone may have',
    params: ZoneParametersSchema,
    response: { 200: textSingleOf(QuotaSchema), '4xx': FailureSchema }
  },
  get: { tags, operationId: 'getCustomHostname', summary: 'Read a custom hostname', params: CustomHostnameParametersSchema, response: single200 },
  edit: {
    tags,
    operationId: 'editCustomHostname',
    summary: 'Edit a custom hostname and check it at once',
    params: CustomHostnameParametersSchema,
    body: EditCustomHostnameSchema,
    response: single202
  },
  delete: {
    tags,
    operationId: 'deleteCustomHostname',
    summary: 'Delete a custom hostname and its certificate',
    params: CustomHostnameParametersSchema,
    response: { 200: DeletedSchema, '4xx': FailureSchema }
  }
}
