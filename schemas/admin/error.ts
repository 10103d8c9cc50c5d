import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'

export const AdminErrorSchema = Type.Object({
  error: Type.Object({
    code: Type.String({ description: 'A word that a program can act on.' }),
    message: Type.String({ description: 'The same for people.' }),
    detail: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'What a program may want to know beside the code.' }))
  }, { description: 'What is wrong.', additionalProperties: false })
}, { description: 'The call was refused or failed.', additionalProperties: false })
export type AdminErrorWire = Static<typeof AdminErrorSchema>
