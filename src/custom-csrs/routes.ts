import type { FastifyInstance } from 'fastify'
import { CreateCustomCsrSchema, CustomCsrSchema, DeletedCustomCsrSchema, ListCustomCsrsQuerySchema } from '../../schemas/custom-csr.ts'
import { FailureSchema, listOf, singleOf } from '../../schemas/envelope.ts'
import { CustomCsrParametersSchema, ZoneParametersSchema } from '../../schemas/parameters.ts'
import { readObject } from '../http/body.ts'
import { list, single } from '../http/envelope.ts'
import type { ZoneCall } from '../http/gate.ts'
import { handleZone } from '../http/gate.ts'
import { readPage } from '../http/paging.ts'
import type { RouteParts } from '../route-parts.ts'
import { readNewCsr } from './request.ts'
import { createCustomCsr, deleteCustomCsr, findCustomCsr, requireCsrs } from './use-cases.ts'
import { toWireText } from './wire.ts'

const READ = 'SSL and Certificates Read'
const WRITE = 'SSL and Certificates Write'
const COLLECTION = '/zones/:zone_id/custom_csrs'
const ITEM = `${COLLECTION}/:custom_csr_id`
const PAGING = { least: 1, most: 1000, standard: 20, error: 'csrInvalidPaging' } as const

const tags = ['Custom CSRs']
const failures = { '4xx': FailureSchema }
const one = { tags, params: CustomCsrParametersSchema, response: { 200: singleOf(CustomCsrSchema), ...failures } }

/** `custom_csrs`: signing requests whose keys stay here. */
export function customCsrRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.get(COLLECTION, {
    schema: {
      tags,
      summary: 'List signing requests, newest first',
      operationId: 'listCustomCsrs',
      params: ZoneParametersSchema,
      querystring: ListCustomCsrsQuerySchema,
      response: { 200: listOf(CustomCsrSchema), ...failures }
    }
  }, handleZone(gate, READ, async ({ zone, query }) => {
    requireCsrs(zone)
    const page = readPage(query, { ...PAGING, clamp: zone.settings.clampPaging })
    const { csrs, total } = await context.store.customCsrs.list(zone.no, (page.page - 1) * page.perPage, page.perPage)
    return list(csrs.map(toWireText), page, total)
  }))

  app.post(COLLECTION, {
    schema: {
      tags,
      summary: 'Create a signing request',
      operationId: 'createCustomCsr',
      params: ZoneParametersSchema,
      body: CreateCustomCsrSchema,
      response: { 201: singleOf(CustomCsrSchema), ...failures }
    }
  }, handleZone(gate, WRITE, async ({ zone, now, request }) => {
    requireCsrs(zone)
    const wanted = readNewCsr(readObject(request, 'csrUndecodable'), zone, context.publicSuffix)
    return single(toWireText(await createCustomCsr(context, zone, now, wanted)), 201)
  }))

  app.get(ITEM, { schema: { ...one, summary: 'Read a signing request', operationId: 'getCustomCsr' } }, handleZone(gate, READ, async call => {
    requireCsrs(call.zone)
    return single(toWireText(await findCustomCsr(context, call.zone, idOf(call))))
  }))

  app.delete(ITEM, {
    schema: { ...one, summary: 'Delete a signing request with its key', operationId: 'deleteCustomCsr', response: { 200: singleOf(DeletedCustomCsrSchema), ...failures } }
  }, handleZone(gate, WRITE, async call => {
    requireCsrs(call.zone)
    await deleteCustomCsr(context, call.zone, idOf(call))
    return single(JSON.stringify({ id: idOf(call) }))
  }))
}

function idOf ({ request }: ZoneCall): string {
  return (request.params as { readonly custom_csr_id: string }).custom_csr_id
}
