import { Type } from '@sinclair/typebox'
import type { Static, TSchema } from '@sinclair/typebox'

const noted = {
  code: Type.Integer({ description: 'Number that a program can act on.' }),
  message: Type.String({ description: 'The same for people.' }),
  documentation_url: Type.Optional(Type.String({ description: 'Where to read more.' })),
  source: Type.Optional(Type.Object({
    pointer: Type.Optional(Type.String({ description: 'JSON pointer to the part of the request that is meant.' }))
  }, { description: 'What in the request is meant.', additionalProperties: false }))
}

export const MessageSchema = Type.Object({
  ...noted,
  type: Type.Optional(Type.Null({ description: 'Always null; only the verification of a token sends it.' }))
}, { description: 'A remark that is not an error.', additionalProperties: false })
export type MessageWire = Static<typeof MessageSchema>

/** Custom hostnames and their quota are documented with bare texts where every other resource has objects. */
export const TextMessageSchema = Type.String({ description: 'A remark that is not an error.' })
export type TextMessageWire = Static<typeof TextMessageSchema>

export const ErrorSchema = Type.Object({
  ...noted,
  error_chain: Type.Optional(Type.Array(
    Type.Object({ code: noted.code, message: noted.message }, { additionalProperties: false }),
    { description: 'The causes, outermost first.' }
  ))
}, {
  description: 'What is wrong with the request.',
  additionalProperties: false,
  examples: [{ code: 1436, message: 'The custom hostname was not found.' }]
})
export type ErrorWire = Static<typeof ErrorSchema>

export const ResultInfoSchema = Type.Object({
  page: Type.Integer({ minimum: 1, description: 'The page that was asked for.' }),
  per_page: Type.Integer({ minimum: 1, description: 'How many items a full page has.' }),
  count: Type.Integer({ minimum: 0, description: 'How many items this page has.' }),
  total_count: Type.Integer({ minimum: 0, description: 'How many items match the filters.' }),
  total_pages: Type.Integer({ minimum: 0, description: 'How many pages these items fill.' })
}, {
  description: 'Where this page lies in the whole list.',
  additionalProperties: false,
  examples: [{ page: 1, per_page: 20, count: 1, total_count: 1, total_pages: 1 }]
})
export type ResultInfoWire = Static<typeof ResultInfoSchema>

/** The parts of a success besides `result`: they come back in every answer, and in the answer to a deletion beside a bare `id`. */
export function successParts<Message extends TSchema> (message: Message) {
  return {
    success: Type.Literal(true, { description: 'The call did what was asked.' }),
    errors: Type.Array(ErrorSchema, { description: 'Empty on success.', maxItems: 0 }),
    messages: Type.Array(message, { description: 'Remarks; mostly empty.' })
  }
}

/** Envelope of one object whose messages, if any, are objects with code and message. */
export function singleOf<Result extends TSchema> (result: Result) {
  return Type.Object({ result, ...successParts(MessageSchema) }, singleOptions)
}

/** Envelope of one page of objects whose messages, if any, are objects with code and message. */
export function listOf<Item extends TSchema> (item: Item) {
  return Type.Object({ result: Type.Array(item), ...successParts(MessageSchema), result_info: ResultInfoSchema }, listOptions)
}

/** `singleOf` for custom hostnames and their quota, whose messages are bare texts. */
export function textSingleOf<Result extends TSchema> (result: Result) {
  return Type.Object({ result, ...successParts(TextMessageSchema) }, singleOptions)
}

/** `listOf` for custom hostnames, whose messages are bare texts. */
export function textListOf<Item extends TSchema> (item: Item) {
  return Type.Object({ result: Type.Array(item), ...successParts(TextMessageSchema), result_info: ResultInfoSchema }, listOptions)
}

const singleOptions = { description: 'Success with one object.', additionalProperties: false }
const listOptions = { description: 'Success with one page of a list.', additionalProperties: false }

export const FailureSchema = Type.Object({
  result: Type.Null({ description: 'A failure has no result.' }),
  success: Type.Literal(false, { description: 'The call did nothing.' }),
  errors: Type.Array(ErrorSchema, { description: 'Why; the first entry is the one to look at.', minItems: 1 }),
  messages: Type.Array(MessageSchema, { description: 'Remarks; mostly empty.' })
}, {
  description: 'The call was refused or failed.',
  additionalProperties: false,
  examples: [{ result: null, success: false, errors: [{ code: 1436, message: 'The custom hostname was not found.' }], messages: [] }]
})
export type FailureWire = Static<typeof FailureSchema>
