import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

const host = Type.String({ minLength: 1, maxLength: 1000, description: 'Name of a customer\'s web server, as it stands in URLs.', examples: ['app.customer.com'] })
const zoneId = Type.Optional(hexId('The zone that alone follows it; every zone does when it is left out.'))

export const HttpOverrideSchema = Type.Object({
  host,
  target: Type.String({ minLength: 1, maxLength: 100, description: 'Address and port of the server that really answers.', examples: ['127.0.0.1:8080', '[::1]:8080'] }),
  zone_id: zoneId
}, { ...closed('Where requests to a customer\'s host really go.'), examples: [{ host: 'app.customer.com', target: '127.0.0.1:8080' }] })
export type HttpOverrideWire = Static<typeof HttpOverrideSchema>

export const HttpOverrideListSchema = Type.Object({
  http_overrides: Type.Array(HttpOverrideSchema, { description: 'In the order of their hosts.' })
}, closed('Where requests to customers\' hosts really go.'))
export type HttpOverrideListWire = Static<typeof HttpOverrideListSchema>

export const HttpOverrideQuerySchema = Type.Object({ host: Type.Optional(host), zone_id: zoneId }, closed('Which ones are meant; all of them unless something is given.'))
export type HttpOverrideQueryWire = Static<typeof HttpOverrideQuerySchema>
