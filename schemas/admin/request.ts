import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { hexId, hostname, time, uuid } from '../scalars.ts'

const closed = (description: string) => ({ description, additionalProperties: false })
const ms = (description: string) => Type.Number({ minimum: 0, description })
const id = Type.Integer({ minimum: 1, description: 'Grows with every request.' })

const MessageSchema = (description: string) => Type.Object({
  headers: Type.Record(Type.String(), Type.String(), { description: 'Headers by their lower-case names, secrets redacted.' }),
  body: Type.Unknown({ description: 'The JSON value of the body, or its text where it is none or was cut; null without one. Secrets are redacted.' })
}, closed(description))

export const RequestSchema = Type.Object({
  id,
  at: time('When it was answered, in the time of its zone, or of the machine where it has none.'),
  received_at: time('The same in the time of the machine.'),
  ray: Type.String({ description: 'The ray of its cf-ray header.' }),
  method: Type.String({ description: 'Its method.', examples: ['GET'] }),
  path: Type.String({ description: 'Its path.' }),
  query: Type.String({ description: 'Its query without the question mark; empty without one.' }),
  route: Type.Union([Type.String(), Type.Null()], { description: 'Pattern of the route that served it; null when there is none.' }),
  nearest_route: Type.Optional(Type.String({ description: 'Without a route: the call that was probably meant.', examples: ['GET /client/v4/zones/:zone_id/custom_hostnames'] })),
  zone_id: Type.Optional(hexId('The zone in its path.')),
  custom_hostname_id: Type.Optional(uuid('The custom hostname that it addressed, filtered for or created.')),
  hostname: Type.Optional(hostname('The name of that hostname.')),
  status: Type.Integer({ minimum: 0, maximum: 599, description: 'HTTP status of the answer; 0 when the connection broke before.' }),
  error_codes: Type.Array(Type.Integer(), { description: 'Codes of the errors in the answer.' }),
  duration_ms: ms('Time until the answer was there, in the time of the machine.'),
  fault_id: Type.Optional(hexId('The injected fault that it met.')),
  rate_limited: Type.Optional(Type.Boolean({ description: 'True when a limit refused it.' })),
  request: MessageSchema('What was sent.'),
  response: MessageSchema('What was answered.')
}, closed('A request to the v4 API and its answer.'))
export type RequestWire = Static<typeof RequestSchema>

export const RequestListSchema = Type.Object({
  requests: Type.Array(RequestSchema, { description: 'The requests, oldest first.' })
}, closed('Requests that the journal holds.'))
export type RequestListWire = Static<typeof RequestListSchema>

const filters = {
  zone_id: Type.Optional(hexId('Only requests on this zone.')),
  hostname: Type.Optional(hostname('Only requests about the custom hostname of this name.')),
  custom_hostname_id: Type.Optional(uuid('Only requests about this custom hostname.')),
  method: Type.Optional(Type.String({ maxLength: 20, description: 'Only requests with this method.' })),
  path: Type.Optional(Type.String({ maxLength: 500, description: 'Only requests whose path fits this pattern, whole or below /client/v4: * stands for anything, :name for one segment.' })),
  status: Type.Optional(Type.Integer({ minimum: 0, maximum: 599, description: 'Only requests that were answered with this status.' })),
  unmatched: Type.Optional(Type.Boolean({ description: 'Only requests that no route serves, or only those that one does.' })),
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only requests with a greater id.' }))
}

export const RequestFilterSchema = Type.Object(filters, closed('Which requests are meant.'))
export type RequestFilterWire = Static<typeof RequestFilterSchema>

export const ListRequestsQuerySchema = Type.Object({
  ...filters,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100, description: 'How many at the most; the newest are kept, unless after is given.' }))
}, closed('Which requests to list.'))
export type ListRequestsQueryWire = Static<typeof ListRequestsQuerySchema>

export const RequestCountSchema = Type.Object({
  count: Type.Integer({ minimum: 0, description: 'How many there are.' })
}, closed('A number of requests.'))
export type RequestCountWire = Static<typeof RequestCountSchema>

export const RequestParametersSchema = Type.Object({ request_id: Type.String({ description: 'The id of a request.' }) }, { description: 'Path of a request.' })

const intervals = {
  least_interval_ms: Type.Optional(ms('The shortest time between two polls.')),
  median_interval_ms: Type.Optional(ms('The time between two polls that half of them stay under.')),
  most_interval_ms: Type.Optional(ms('The longest time between two polls.'))
}

export const PollingSchema = Type.Object({
  hostnames: Type.Array(Type.Object({
    zone_id: hexId('The zone of the hostname.'),
    custom_hostname_id: Type.Optional(uuid('The custom hostname; missing where none of the name was there.')),
    hostname: Type.Optional(hostname('Its name; missing where nothing of the id was there.')),
    polls: Type.Integer({ minimum: 1, description: 'How often it was asked for.' }),
    first_at: time('The first poll, in the time of the zone.'),
    last_at: time('The last one.'),
    ...intervals,
    machine: Type.Object(intervals, closed('The same intervals in the time of the machine.'))
  }, closed('How one custom hostname was polled. Intervals are missing after a single poll.')), { description: 'Custom hostnames, by their first poll.' })
}, closed('How often and how far apart custom hostnames were asked for, by id or by filter.'))
export type PollingWire = Static<typeof PollingSchema>

export const PollingQuerySchema = Type.Object({
  zone_id: Type.Optional(hexId('Only hostnames of this zone.')),
  hostname: Type.Optional(hostname('Only the hostname of this name.')),
  custom_hostname_id: Type.Optional(uuid('Only this custom hostname.'))
}, closed('Which polls are meant.'))
export type PollingQueryWire = Static<typeof PollingQuerySchema>
