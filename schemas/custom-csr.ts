import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { literals, PageSchema, time, uuid } from './scalars.ts'

const subject = {
  country: Type.String({ description: 'Country, two letters.', examples: ['PT'] }),
  state: Type.String({ description: 'State or province.', examples: ['Lisboa'] }),
  locality: Type.String({ description: 'City.', examples: ['Lisboa'] }),
  organization: Type.String({ description: 'Organization.', examples: ['Padaria, Lda.'] }),
  organizational_unit: Type.Optional(Type.String({ description: 'Part of the organization.' })),
  common_name: Type.String({ description: 'Common name.', maxLength: 64, examples: ['app.customer.com'] })
}

const sans = Type.Array(Type.String({ maxLength: 255 }), {
  description: 'The names that the certificate is to have.',
  minItems: 1,
  maxItems: 150,
  examples: [['app.customer.com', 'www.customer.com']]
})

export const CsrKeyTypeSchema = literals(['rsa2048', 'p256v1'], { description: 'Kind of the key.', default: 'rsa2048' })
export type CsrKeyTypeWire = Static<typeof CsrKeyTypeSchema>

const label = {
  name: Type.Optional(Type.String({ description: 'What you call it.' })),
  description: Type.Optional(Type.String({ description: 'What you note about it.' }))
}

export const CreateCustomCsrSchema = Type.Object({
  ...subject,
  sans,
  key_type: Type.Optional(CsrKeyTypeSchema),
  ...label
}, {
  description: 'A signing request to make. Its key stays here.',
  examples: [{
    country: 'PT', state: 'Lisboa', locality: 'Lisboa', organization: 'Padaria, Lda.', common_name: 'app.customer.com', sans: ['app.customer.com'], key_type: 'p256v1'
  }]
})
export type CreateCustomCsrWire = Static<typeof CreateCustomCsrSchema>

export const CustomCsrSchema = Type.Object({
  id: uuid('Names the signing request.'),
  ...label,
  ...subject,
  sans,
  key_type: CsrKeyTypeSchema,
  csr: Type.String({ description: 'The signing request, PEM.' }),
  created_at: time('When it was made.')
}, { description: 'A certificate signing request whose key is kept by the service.', additionalProperties: false })
export type CustomCsrWire = Static<typeof CustomCsrSchema>

export const DeletedCustomCsrSchema = Type.Object({ id: uuid('What was deleted.') }, { description: 'The signing request is gone, and its key.', additionalProperties: false })
export type DeletedCustomCsrWire = Static<typeof DeletedCustomCsrSchema>

export const ListCustomCsrsQuerySchema = Type.Object({
  page: Type.Optional(PageSchema),
  per_page: Type.Optional(Type.Integer({ description: 'How many items a page has.', minimum: 1, maximum: 1000, default: 20 }))
}, { description: 'Which page of the signing requests to answer.' })
export type ListCustomCsrsQueryWire = Static<typeof ListCustomCsrsQuerySchema>
