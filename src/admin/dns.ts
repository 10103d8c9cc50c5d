import {
  CreateCustomerRecordSchema, CreateDnsFaultSchema, CustomerRecordListSchema, CustomerRecordQuerySchema, CustomerRecordSchema, DeletedCountSchema,
  DnsEntryParametersSchema, DnsEntryQuerySchema, DnsFaultListSchema, DnsFaultSchema, DnsQueriesQuerySchema, DnsQueryListSchema, ListCustomerRecordsQuerySchema
} from '../../schemas/admin/dns.ts'
import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { formatInstant } from '../core/instant.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { DnsAdminParts } from './dns-entries.ts'
import { createFault, createRecord, deletedOne, faultToWire, filterOf, recordToWire } from './dns-entries.ts'
import { readDnsName } from './dns-values.ts'

const refused = { '4xx': AdminErrorSchema }
const deleted = { 200: DeletedCountSchema, ...refused }

/** The customers' world: the records that they have in place, what goes wrong with their names, and who asked for what. */
export function dnsAdminRoutes (app: AdminApp, parts: DnsAdminParts): void {
  recordRoutes(app, parts)
  faultRoutes(app, parts)
  queryRoutes(app, parts)
}

function recordRoutes (app: AdminApp, parts: DnsAdminParts): void {
  const { dnsWorld } = parts.context.store

  app.get('/dns/records', {
    schema: {
      summary: 'List records of the customers\' world',
      operationId: 'listDnsRecords',
      querystring: ListCustomerRecordsQuerySchema,
      response: { 200: CustomerRecordListSchema, ...refused }
    }
  }, async ({ query: { offset = 0, limit = 1000, ...query } }) => {
    const filter = filterOf(parts, query)
    const records = await dnsWorld.listRecords(filter, { offset, limit })
    return { records: records.map(record => recordToWire(parts, record)), total: await dnsWorld.countRecords(filter) }
  })

  app.post('/dns/records', {
    schema: { summary: 'Put a record in place', operationId: 'createDnsRecord', body: CreateCustomerRecordSchema, response: { 201: CustomerRecordSchema, ...refused } }
  }, async ({ body }, reply) => await reply.code(201).send(recordToWire(parts, await createRecord(parts, body))))

  app.delete('/dns/records', {
    schema: { summary: 'Delete records', operationId: 'deleteDnsRecords', querystring: CustomerRecordQuerySchema, response: deleted }
  }, async ({ query }) => ({ deleted: await dnsWorld.removeRecords(filterOf(parts, query)) }))

  app.delete('/dns/records/:id', {
    schema: { summary: 'Delete one record', operationId: 'deleteDnsRecord', params: DnsEntryParametersSchema, response: deleted }
  }, async ({ params: { id } }) => deletedOne(`record ${id}`, await dnsWorld.removeRecords({ id })))
}

function faultRoutes (app: AdminApp, parts: DnsAdminParts): void {
  const { dnsWorld } = parts.context.store

  app.get('/dns/faults', {
    schema: { summary: 'List faults of names', operationId: 'listDnsFaults', querystring: DnsEntryQuerySchema, response: { 200: DnsFaultListSchema, ...refused } }
  }, async ({ query }) => ({ faults: (await dnsWorld.listFaults(filterOf(parts, query))).map(fault => faultToWire(parts, fault)) }))

  app.post('/dns/faults', {
    schema: { summary: 'Make something go wrong with a name', operationId: 'createDnsFault', body: CreateDnsFaultSchema, response: { 201: DnsFaultSchema, ...refused } }
  }, async ({ body }, reply) => await reply.code(201).send(faultToWire(parts, await createFault(parts, body))))

  app.delete('/dns/faults', {
    schema: { summary: 'End faults', operationId: 'deleteDnsFaults', querystring: DnsEntryQuerySchema, response: deleted }
  }, async ({ query }) => ({ deleted: await dnsWorld.removeFaults(filterOf(parts, query)) }))

  app.delete('/dns/faults/:id', {
    schema: { summary: 'End one fault', operationId: 'deleteDnsFault', params: DnsEntryParametersSchema, response: deleted }
  }, async ({ params: { id } }) => deletedOne(`fault ${id}`, await dnsWorld.removeFaults({ id })))
}

function queryRoutes (app: AdminApp, { outside: { queries } }: DnsAdminParts): void {
  app.get('/dns/queries', {
    schema: {
      summary: 'List what the DNS responder was asked', operationId: 'listDnsQueries', querystring: DnsQueriesQuerySchema, response: { 200: DnsQueryListSchema, ...refused }
    }
  }, async ({ query: { name } }) => ({
    queries: queries.list(name === undefined ? undefined : readDnsName('/name', name)).map(query => ({ ...query, at: formatInstant(query.at) }))
  }))

  app.delete('/dns/queries', {
    schema: { summary: 'Forget what the DNS responder was asked', operationId: 'deleteDnsQueries', response: deleted }
  }, async () => {
    const count = queries.list().length
    queries.clear()
    return { deleted: count }
  })
}
