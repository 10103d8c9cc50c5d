import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { literals } from '../scalars.ts'

export const CertificateQuerySchema = Type.Object({
  key_type: Type.Optional(literals(['ecdsa', 'rsa'], { description: 'Which certificate of the pack; the ECDSA one, or the only one, unless given.' }))
}, { description: 'Which certificate is meant.', additionalProperties: false })
export type CertificateQueryWire = Static<typeof CertificateQuerySchema>
