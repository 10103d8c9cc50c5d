import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Zone } from '../core/zone.ts'
import type { Caller } from './auth.ts'

/** What sees the requests of the v4 API pass, and may stand in the way of some. */
export interface Traffic {
  /** True while no fault is in place: then only a `Prefer` header can stop a request before its handler. */
  readonly isClear: boolean
  /** A route that is served; told once for each. */
  serves (method: string, url: string): void
  /** Lets injected faults act on a request, before anything looks at its credentials. False when one has answered it. */
  admit (request: FastifyRequest, reply: FastifyReply): Promise<boolean>
  /** Counts a call against the limit on requests, where it is on; a call of no zone has none. Throws ApiError. */
  limit (caller: Caller, reply: FastifyReply, zone?: Zone): void
  /** Work that issues a certificate, counted against the limit on issuance when it succeeds. Throws ApiError. */
  issuing<T> (zone: Zone, reply: FastifyReply, work: () => Promise<T>): Promise<T>
  /** A request is answered, with this text. */
  note (request: FastifyRequest, reply: FastifyReply, status: number, body: string): void
  /** Ends everything that waits. */
  stop (): void
}

/** Sees nothing and stops nobody. */
export const NO_TRAFFIC: Traffic = {
  isClear: true,
  serves: () => {},
  admit: async () => true,
  limit: () => {},
  issuing: async (_zone, _reply, work) => await work(),
  note: () => {},
  stop: () => {}
}
