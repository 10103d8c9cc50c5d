import { DeletedCountSchema } from '../../schemas/admin/dns.ts'
import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { HttpOverrideListSchema, HttpOverrideQuerySchema, HttpOverrideSchema } from '../../schemas/admin/http-override.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { DnsAdminParts } from './dns-entries.ts'
import { overrideFilterOf, overrideToWire, putOverride } from './dns-entries.ts'

/** Where customers' web servers really are: tokens are fetched from there in place of the addresses in DNS. */
export function httpOverrideRoutes (app: AdminApp, parts: DnsAdminParts): void {
  const { dnsWorld } = parts.context.store
  const refused = { '4xx': AdminErrorSchema }

  app.get('/http-overrides', {
    schema: {
      summary: 'List where customers\' web servers are',
      operationId: 'listHttpOverrides',
      querystring: HttpOverrideQuerySchema,
      response: { 200: HttpOverrideListSchema, ...refused }
    }
  }, async ({ query }) => ({ http_overrides: (await dnsWorld.listOverrides(overrideFilterOf(parts, query))).map(override => overrideToWire(parts, override)) }))

  app.put('/http-overrides', {
    schema: { summary: 'Say where a customer\'s web server is', operationId: 'putHttpOverride', body: HttpOverrideSchema, response: { 200: HttpOverrideSchema, ...refused } }
  }, async ({ body }) => overrideToWire(parts, await putOverride(parts, body)))

  app.delete('/http-overrides', {
    schema: {
      summary: 'Go by DNS again', operationId: 'deleteHttpOverrides', querystring: HttpOverrideQuerySchema, response: { 200: DeletedCountSchema, ...refused }
    }
  }, async ({ query }) => ({ deleted: await dnsWorld.removeOverrides(overrideFilterOf(parts, query)) }))
}
