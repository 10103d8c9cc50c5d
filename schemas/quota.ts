import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'

const amount = (description: string) => Type.Integer({ minimum: 0, description })

export const QuotaSchema = Type.Object({
  allocated: amount('How many custom hostnames are included; more are possible up to the hard cap.'),
  used: amount('How many there are, whatever their status.'),
  exceeded: Type.Boolean({ description: 'Whether as many as are included, or more, are used.' }),
  hard_cap: amount('From how many on new ones are refused.')
}, {
  description: 'How many custom hostnames the zone has and may have.',
  additionalProperties: false,
  examples: [{ allocated: 100, used: 50, exceeded: false, hard_cap: 200 }]
})
export type QuotaWire = Static<typeof QuotaSchema>
