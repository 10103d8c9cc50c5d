import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { CertificateAuthoritySchema } from '../statuses.ts'

export const PemSchema = Type.String({
  description: 'Certificates in PEM form.',
  examples: ['-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n']
})
export type PemWire = Static<typeof PemSchema>

export const IntermediateParametersSchema = Type.Object({ authority: CertificateAuthoritySchema }, { description: 'Path of an authority.' })
export type IntermediateParametersWire = Static<typeof IntermediateParametersSchema>

export const RootParametersSchema = Type.Object({ number: Type.String({ description: 'Which root; there is one, 0.' }) }, { description: 'Path of a root.' })
export type RootParametersWire = Static<typeof RootParametersSchema>
