import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  CreateDnsRecordSchema, DeletedDnsRecordSchema, DnsRecordSchema, ListDnsRecordsQuerySchema, PatchDnsRecordSchema
} from '../../schemas/dns-record.ts'
import { FailureSchema, listOf, singleOf } from '../../schemas/envelope.ts'
import { DnsRecordParametersSchema, ZoneParametersSchema } from '../../schemas/parameters.ts'
import { ApiError } from '../core/errors.ts'
import { isIdentifier } from '../core/identifier.ts'
import { readObject } from '../http/body.ts'
import { list, single } from '../http/envelope.ts'
import { handleZone, pathOf } from '../http/gate.ts'
import { readPage } from '../http/paging.ts'
import type { RouteParts } from '../route-parts.ts'
import { readRecordQuery } from './list-query.ts'
import { patchRecord, readRecord } from './request.ts'
import { changeRecord, createRecord, deleteRecord, findRecord, listRecords } from './use-cases.ts'
import { toWireText } from './wire.ts'

const PAGING = { least: 1, most: 5_000_000, standard: 100, error: 'invalidRecordPaging' } as const

const COLLECTION = '/zones/:zone_id/dns_records'
const ITEM = `${COLLECTION}/:dns_record_id`

const ofZone = { tags: ['DNS records'], params: ZoneParametersSchema }
const ofRecord = { tags: ['DNS records'], params: DnsRecordParametersSchema }
const oneRecord = { 200: singleOf(DnsRecordSchema), '4xx': FailureSchema }

/** The DNS records of a zone. */
export function dnsRecordRoutes (app: FastifyInstance, parts: RouteParts): void {
  const { context, gate } = parts

  app.get(COLLECTION, {
    schema: {
      ...ofZone,
      summary: 'List DNS records',
      operationId: 'list-dns-records',
      querystring: ListDnsRecordsQuerySchema,
      response: { 200: listOf(DnsRecordSchema), '4xx': FailureSchema }
    }
  }, handleZone(gate, 'DNS Read', async ({ zone, query }) => {
    const page = readPage(query, { ...PAGING, clamp: zone.settings.clampPaging })
    const { records, total } = await listRecords(context, zone, readRecordQuery(query), page)
    return list(records.map(toWireText), page, total)
  }))

  app.post(COLLECTION, {
    schema: { ...ofZone, summary: 'Create a DNS record', operationId: 'create-dns-record', body: CreateDnsRecordSchema, response: oneRecord }
  }, handleZone(gate, 'DNS Write', async ({ request, zone, now }) => {
    return single(toWireText(await createRecord({ context, zone, now }, readRecord(readFields(request), zone))))
  }))

  app.get(ITEM, {
    schema: { ...ofRecord, summary: 'Get a DNS record', operationId: 'get-dns-record', response: oneRecord }
  }, handleZone(gate, 'DNS Read', async ({ request, zone }) => single(toWireText(await findRecord(context, zone, recordId(request))))))

  app.delete(ITEM, {
    schema: {
      ...ofRecord,
      summary: 'Delete a DNS record',
      operationId: 'delete-dns-record',
      response: { 200: singleOf(DeletedDnsRecordSchema), '4xx': FailureSchema }
    }
  }, handleZone(gate, 'DNS Write', async ({ request, zone, now }) => {
    const id = recordId(request)
    await deleteRecord({ context, zone, now }, id)
    return single(JSON.stringify({ id }))
  }))

  changeRoutes(app, parts)
}

function changeRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.put(ITEM, {
    schema: { ...ofRecord, summary: 'Overwrite a DNS record', operationId: 'overwrite-dns-record', body: CreateDnsRecordSchema, response: oneRecord }
  }, handleZone(gate, 'DNS Write', async ({ request, zone, now }) => {
    const id = recordId(request)
    const next = readRecord(readFields(request), zone)
    return single(toWireText(await changeRecord({ context, zone, now }, id, () => next)))
  }))

  app.patch(ITEM, {
    schema: { ...ofRecord, summary: 'Change parts of a DNS record', operationId: 'edit-dns-record', body: PatchDnsRecordSchema, response: oneRecord }
  }, handleZone(gate, 'DNS Write', async ({ request, zone, now }) => {
    const id = recordId(request)
    const patch = readFields(request)
    return single(toWireText(await changeRecord({ context, zone, now }, id, current => readRecord(patchRecord(current, patch), zone))))
  }))
}

function readFields (request: FastifyRequest): Readonly<Record<string, unknown>> {
  return readObject(request, 'malformedJson', 'invalidRecordBody')
}

function recordId (request: FastifyRequest): string {
  const id = (request.params as { readonly dns_record_id: string }).dns_record_id
  if (!isIdentifier(id)) throw new ApiError('malformedIdentifier', { path: pathOf(request) })
  return id
}
