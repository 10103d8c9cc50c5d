import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorName } from '../core/errors.ts'
import { ApiError } from '../core/errors.ts'
import { isIdentifier } from '../core/identifier.ts'
import type { Permission } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'
import type { Zone } from '../core/zone.ts'
import type { AuthMode, Caller, Identities } from './auth.ts'
import { authenticate, authorize } from './auth.ts'
import type { Answer } from './envelope.ts'
import type { Query } from './paging.ts'
import type { Traffic } from './traffic.ts'

/** What stands between a request and its use case. */
export interface Gate {
  readonly auth: AuthMode
  readonly identities: Identities
  /** The zone, made on the spot when the sandbox makes zones as they are asked for and the id is well-formed. */
  findZone (id: string): Promise<Zone | undefined> | Zone | undefined
  now (zone: Zone): Instant
  systemNow (): Instant
  isSettled (zone: Zone): boolean
  catchUp (zoneId: string): Promise<void>
  readonly traffic: Traffic
  /** What calls enter that are not answered at once. */
  readonly standstill: { readonly holds: boolean, during<T> (work: () => Promise<T>): Promise<T> }
}

export interface Call {
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly query: Query
}

/** A call on a zone that has been caught up to `now`. */
export interface ZoneCall extends Call {
  readonly zone: Zone
  readonly now: Instant
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined

/** A handler for a call that belongs to no zone. */
export function handle (gate: Gate, work: (call: Call) => Promise<Answer> | Answer): Handler {
  return admitted(gate, (request, reply) => {
    const caller = authenticate(request.headers, gate.auth, gate.identities)
    gate.traffic.limit(caller, reply)
    return answer(gate.traffic, reply, work({ caller, request, reply, query: request.query as Query }))
  })
}

/** Nothing is asked while no fault is in place: a read of one hostname takes a few microseconds in all. */
function admitted (gate: Gate, handler: Handler): Handler {
  const { traffic } = gate
  return (request, reply) => {
    if (traffic.isClear && request.headers['prefer'] === undefined) return entering(gate, request, reply, handler)
    return traffic.admit(request, reply).then(async goesOn => { if (goesOn) await entering(gate, request, reply, handler) })
  }
}

/** A call that is answered at once cannot meet a standstill on its way, and pays nothing for it. */
function entering ({ standstill }: Gate, request: FastifyRequest, reply: FastifyReply, handler: Handler): Promise<void> | undefined {
  if (standstill.holds) return standstill.during(async () => { await handler(request, reply) })
  const outcome = handler(request, reply)
  return outcome === undefined ? undefined : standstill.during(async () => { await outcome })
}

/**
 * A handler for a call on the zone of the path: credentials, zone, permission, catch-up, then the work.
 * `refusal` is the error of a zone that does not exist, where a service has one of its own.
 */
export function handleZone (
  gate: Gate, permission: Permission, work: (call: ZoneCall) => Promise<Answer> | Answer, refusal = unknownZone
): Handler {
  const proceed = (request: FastifyRequest, reply: FastifyReply, caller: Caller, zone: Zone): Promise<void> | undefined => {
    const now = gate.now(zone)
    reply.header('date', httpDate(now))
    return answer(gate.traffic, reply, work({ caller, request, reply, query: request.query as Query, zone, now }))
  }
  const admit = (request: FastifyRequest, reply: FastifyReply, caller: Caller, zone: Zone | undefined): Promise<void> | undefined => {
    const { zone_id: zoneId } = request.params as ZonePath
    if (zone === undefined || zone.settings.rateLimits.api) gate.traffic.limit(caller, reply, zone)
    authorize(caller, { zoneId, permission, now: zone === undefined ? gate.systemNow() : gate.now(zone) })
    if (zone === undefined) throw new ApiError(refusal(caller))
    if (gate.isSettled(zone)) return proceed(request, reply, caller, zone)
    return gate.catchUp(zone.id).then(async () => await proceed(request, reply, caller, await gate.findZone(zone.id) ?? zone))
  }
  return admitted(gate, (request, reply) => {
    const caller = authenticate(request.headers, gate.auth, gate.identities)
    const { zone_id: zoneId } = request.params as ZonePath
    const zone = gate.findZone(zoneId)
    if (zone === undefined && !isIdentifier(zoneId)) throw new ApiError('malformedZoneId', { path: pathOf(request) })
    return zone instanceof Promise ? zone.then(made => admit(request, reply, caller, made)) : admit(request, reply, caller, zone)
  })
}

interface ZonePath {
  readonly zone_id: string
}

/** How every call below a zone refuses one that does not exist. */
export function unknownZone ({ kind }: Caller): ErrorName {
  return kind === 'user' ? 'resourceNotCovered' : 'zoneNotVisible'
}

/** The path of a request without its query. */
export function pathOf (request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url
}

/** Sends what is there at once: a read of one hostname has nothing to wait for, and a promise costs as much as the read. */
function answer (traffic: Traffic, reply: FastifyReply, outcome: Promise<Answer> | Answer): Promise<void> | undefined {
  if (outcome instanceof Promise) return outcome.then(later => { send(traffic, reply, later) })
  send(traffic, reply, outcome)
  return undefined
}

function send (traffic: Traffic, reply: FastifyReply, { status, body }: Answer): void {
  reply.code(status).header('content-type', 'application/json').send(body)
  traffic.note(reply.request, reply, status, body)
}

/** Makes the `Date` header of instants. Requests of one second share the text. */
export function createHttpDate (): (now: Instant) => string {
  let lastSecond = NaN
  let lastDate = ''
  return now => {
    const second = Math.floor(now / 1000)
    if (second !== lastSecond) {
      lastDate = new Date(second * 1000).toUTCString()
      lastSecond = second
    }
    return lastDate
  }
}

const httpDate = createHttpDate()
