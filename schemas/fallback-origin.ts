import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hostname, time } from './scalars.ts'
import { FallbackOriginStatusSchema } from './statuses.ts'

export const FallbackOriginSchema = Type.Object({
  origin: hostname('Name of a proxied record of the zone.'),
  status: FallbackOriginStatusSchema,
  errors: Type.Optional(Type.Array(Type.String(), {
    description: 'Why it is not active yet. Left out while there is nothing to report.',
    examples: [['DNS records are not setup correctly. Origin should be a proxied A/AAAA/CNAME dns record']]
  })),
  created_at: time('When the zone first got a fallback origin.'),
  updated_at: time('When it was last set.')
}, {
  description: 'Where requests for custom hostnames go that have no origin of their own. A zone has one or none.',
  additionalProperties: false,
  examples: [{
    origin: 'proxy-fallback.saasprovider.com',
    status: 'active',
    created_at: '2019-10-28T18:11:23.37411Z',
    updated_at: '2020-03-16T18:11:23.531995Z'
  }]
})
export type FallbackOriginWire = Static<typeof FallbackOriginSchema>

export const PutFallbackOriginSchema = Type.Object({
  origin: hostname('Name of a proxied A, AAAA or CNAME record of the zone.')
}, { description: 'The fallback origin to use.', examples: [{ origin: 'proxy-fallback.saasprovider.com' }] })
export type PutFallbackOriginWire = Static<typeof PutFallbackOriginSchema>
