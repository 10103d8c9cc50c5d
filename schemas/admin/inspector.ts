import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { uuid } from '../scalars.ts'
import { InspectorSchema } from './zone.ts'

export const HostnameInspectorSchema = Type.Object({
  inspector: Type.Union([InspectorSchema, Type.Null()], { description: 'Null takes the inspector of the zone.' })
}, { description: 'Who gathers evidence for one hostname.', additionalProperties: false, examples: [{ inspector: 'dns' }] })
export type HostnameInspectorWire = Static<typeof HostnameInspectorSchema>

export const InspectedHostnameSchema = Type.Object({
  id: uuid('Names the custom hostname.'),
  hostname: Type.String({ description: 'The name that your customer brings.' }),
  inspector: Type.Union([InspectorSchema, Type.Null()], { description: 'Its own inspector; null when it has the zone\'s.' }),
  effective_inspector: InspectorSchema
}, { description: 'Who gathers evidence for a hostname.', additionalProperties: false })
export type InspectedHostnameWire = Static<typeof InspectedHostnameSchema>
