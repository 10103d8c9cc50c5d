import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, literals } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })

export const FaultMatchSchema = Type.Object({
  method: Type.Optional(Type.String({ pattern: '^[A-Za-z]{1,20}$', description: 'The method of the request.', examples: ['POST'] })),
  path: Type.Optional(Type.String({
    maxLength: 500, description: 'A pattern for the path, whole or below /client/v4: * stands for anything, :name for one segment.', examples: ['/zones/:zone_id/custom_hostnames*']
  })),
  zone_id: Type.Optional(hexId('The zone in the path.')),
  hostname: Type.Optional(hostname('The name of the custom hostname that the request addresses by id, filters for or has in its body.'))
}, closed('Which requests are concerned; what is left out fits every request.'))
export type FaultMatchWire = Static<typeof FaultMatchSchema>

export const FaultAnswerSchema = Type.Object({
  status: Type.Integer({ minimum: 200, maximum: 599, description: 'HTTP status of the answer.', examples: [429] }),
  code: Type.Optional(Type.Integer({ minimum: 1, maximum: 999_999, description: "Code of the error in the service's envelope; the documented one of the status unless given." })),
  message: Type.Optional(Type.String({ maxLength: 2000, description: 'Message of that error.' })),
  headers: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 2000 }), { description: 'Further headers.', examples: [{ 'retry-after': '30' }] })),
  body: Type.Optional(Type.Unknown({ description: 'A body in place of the envelope: a text as it is, anything else as JSON.' }))
}, closed('An answer in place of the own one of the service.'))
export type FaultAnswerWire = Static<typeof FaultAnswerSchema>

const fault = {
  answer: Type.Optional(FaultAnswerSchema),
  delay: Type.Optional(Type.String({ description: 'How long the request waits first, in real time, at most 60s.', examples: ['2s', '1500ms'] })),
  break: Type.Optional(literals(['reset', 'empty', 'malformed', 'stalled'], {
    description: 'How the connection fails: reset by TCP, closed without a byte, an answer whose JSON is cut, or headers and then nothing.'
  })),
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many requests it is applied to; all unless given.' })),
  probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'The chance of a request that fits to meet it; certainty unless given.' }))
}

export const CreateFaultSchema = Type.Object({ match: Type.Optional(FaultMatchSchema), ...fault }, {
  ...closed('A fault to put in place: at least one of answer, delay and break, and not both answer and break.'),
  examples: [{ match: { method: 'POST', path: '/zones/:zone_id/custom_hostnames' }, answer: { status: 503 }, times: 2 }]
})
export type CreateFaultWire = Static<typeof CreateFaultSchema>

export const FaultSchema = Type.Object({
  id: hexId('Names the fault.'),
  match: FaultMatchSchema,
  ...fault,
  matched: Type.Integer({ minimum: 0, description: 'Requests that fit while it had applications left.' }),
  applied: Type.Integer({ minimum: 0, description: 'Requests that it was applied to.' })
}, closed('A fault that is in place, and what came of it.'))
export type FaultWire = Static<typeof FaultSchema>

export const FaultListSchema = Type.Object({
  faults: Type.Array(FaultSchema, { description: 'The faults, in the order in which they are tried.' })
}, closed('The faults that are in place.'))
export type FaultListWire = Static<typeof FaultListSchema>

export const FaultParametersSchema = Type.Object({ fault_id: hexId('Names the fault.') }, { description: 'Path of a fault.' })
