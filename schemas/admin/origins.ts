import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'

const closed = (description: string) => ({ description, additionalProperties: false })

const name = Type.String({ minLength: 1, maxLength: 253, description: 'Name of an origin: a fallback origin, or a custom origin server.', examples: ['app.saasprovider.com'] })

export const OriginSchema = Type.Object({
  name,
  target: Type.String({
    minLength: 1,
    maxLength: 300,
    description: 'The server that really answers: a name or an address with a port, a plain HTTP server unless it begins with https://.',
    examples: ['http://127.0.0.1:3000', '127.0.0.1:3000', 'https://[::1]:8443']
  })
}, { ...closed('Where the edge finds an origin, in place of its DNS record.'), examples: [{ name: 'app.saasprovider.com', target: '127.0.0.1:3000' }] })
export type OriginWire = Static<typeof OriginSchema>

export const OriginListSchema = Type.Object({
  origins: Type.Array(OriginSchema, { description: 'In the order of their names.' })
}, closed('Where the edge finds origins, in place of their DNS records.'))
export type OriginListWire = Static<typeof OriginListSchema>

export const OriginQuerySchema = Type.Object({ name: Type.Optional(name) }, closed('Which one is meant; all of them unless a name is given.'))
export type OriginQueryWire = Static<typeof OriginQuerySchema>

export const DeletedOriginsSchema = Type.Object({
  deleted: Type.Integer({ minimum: 0, description: 'How many there were.' })
}, closed('What was removed.'))
