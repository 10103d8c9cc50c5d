import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import type { OriginListWire, OriginWire } from '../../schemas/admin/origins.ts'
import { DeletedOriginsSchema, OriginListSchema, OriginQuerySchema, OriginSchema } from '../../schemas/admin/origins.ts'
import type { OriginOverride, OriginOverrides } from '../core/origin-target.ts'
import { formatOriginTarget, isOriginName, parseOriginTarget } from '../core/origin-target.ts'
import { invalidRequest } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'

export interface OriginRouteParts {
  readonly origins: OriginOverrides
}

/** Where the edge finds origins. What is changed here lasts until the sandbox is reset or started anew. */
export function originAdminRoutes (app: AdminApp, { origins }: OriginRouteParts): void {
  const refused = { '4xx': AdminErrorSchema }

  app.get('/origins', {
    schema: { summary: 'List where the edge finds origins', operationId: 'listOrigins', querystring: OriginQuerySchema, response: { 200: OriginListSchema, ...refused } }
  }, async ({ query: { name } }): Promise<OriginListWire> =>
    ({ origins: origins.list().filter(override => name === undefined || override.name === name.toLowerCase()).map(toWire) }))

  app.put('/origins', {
    schema: { summary: 'Say where the edge finds an origin', operationId: 'putOrigin', body: OriginSchema, response: { 200: OriginSchema, ...refused } }
  }, async ({ body }): Promise<OriginWire> => {
    const override = read(body)
    origins.put(override)
    return toWire(override)
  })

  app.delete('/origins', {
    schema: { summary: 'Let the edge go by DNS records again', operationId: 'deleteOrigins', querystring: OriginQuerySchema, response: { 200: DeletedOriginsSchema, ...refused } }
  }, async ({ query: { name } }) => {
    const names = name === undefined ? origins.list().map(override => override.name) : [name.toLowerCase()]
    return { deleted: names.filter(each => origins.remove(each)).length }
  })
}

function read ({ name, target: text }: OriginWire): OriginOverride {
  const lower = name.toLowerCase()
  if (!isOriginName(lower)) throw invalidRequest('/name', 'must be the name of a host')
  const target = parseOriginTarget(text)
  if (target === undefined) throw invalidRequest('/target', 'must be a server such as 127.0.0.1:3000 or https://127.0.0.1:8443')
  return { name: lower, target }
}

function toWire ({ name, target }: OriginOverride): OriginWire {
  return { name, target: formatOriginTarget(target) }
}
