import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, literals } from '../scalars.ts'
import { HostnameStatusSchema, SslStatusSchema } from '../statuses.ts'

export const ForceStateSchema = Type.Object({
  status: Type.Optional(HostnameStatusSchema),
  ssl_status: Type.Optional(SslStatusSchema)
}, {
  description: 'The statuses to put a custom hostname into, whatever the lifecycle would have done; at least one of them.',
  minProperties: 1,
  additionalProperties: false,
  examples: [{ status: 'moved' }, { ssl_status: 'validation_timed_out' }]
})
export type ForceStateWire = Static<typeof ForceStateSchema>

export const CheckSchema = Type.Object({
  axis: Type.Optional(literals(['status', 'ssl_status'], { description: 'Which axis to check; both when left out.' })),
  outcome: Type.Optional(literals(['pass', 'fail'], {
    description: 'What the check shall find, in place of gathering evidence. A zone whose inspector is manual only moves this way.'
  })),
  errors: Type.Optional(Type.Array(Type.String(), { description: 'What a failing check shall report.' }))
}, {
  description: 'How to check a custom hostname now. An empty object gathers evidence as the zone does.',
  additionalProperties: false,
  examples: [{}, { axis: 'ssl_status', outcome: 'fail', errors: ['caa_error: app.customer.com'] }]
})
export type CheckWire = Static<typeof CheckSchema>

export const ResetQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Reset this zone only.'))
}, { description: 'What to put back to the seed; everything when left out.', additionalProperties: false })
export type ResetQueryWire = Static<typeof ResetQuerySchema>
