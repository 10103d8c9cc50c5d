import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'

export const DcvDelegationSchema = Type.Object({
  uuid: Type.String({ minLength: 16, maxLength: 16, description: 'The part of the CNAME target that stands for this zone.', examples: ['abc123def456ghi7'] })
}, {
  description: 'Delegation of domain control validation: one CNAME of the customer replaces a new TXT record at every renewal.',
  additionalProperties: false
})
export type DcvDelegationWire = Static<typeof DcvDelegationSchema>
