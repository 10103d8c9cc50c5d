import type { Zone } from '../core/zone.ts'
import type { Refusal } from './errors.ts'

/** Where a request goes. */
export interface Route {
  readonly zone: Zone
  /** The name whose address is connected to. */
  readonly origin: string
  /** The name that is sent to a TLS origin. */
  readonly originServerName: string
  /** The visitor's name is proxied by a zone of its own, which leads here with a CNAME. */
  readonly orangeToOrange: boolean
}

export type Routing = { readonly route: Route } | { readonly refusal: Refusal }

/** What the edge knows about names. All names are ASCII in lower case, without the final dot. */
export interface RouteSource {
  /** Brings every zone that has to do with the name up to its now. */
  catchUp (name: string): Promise<void>
  /** Undefined: nobody knows the name. `waits`: zones are caught up first. */
  find (name: string, options: { readonly waits: boolean }): Promise<Routing | undefined>
  /** The body of a validation file that is waited for under this name and path; undefined: the origin answers. */
  findValidationFile (name: string, path: string): Promise<string | undefined>
}

/** Where an origin is reached: addresses in the order of preference, and what an override says beyond them. */
export interface OriginLocation {
  readonly addresses: readonly string[]
  readonly scheme?: 'http' | 'https'
  readonly port?: number
}

export interface OriginAddresses {
  /** Undefined: the name does not resolve. */
  resolve (name: string, zone: Zone): Promise<OriginLocation | undefined>
}

/** The scheduler, as far as the edge needs it. */
export interface ZoneTime {
  isSettled (zone: Zone): boolean
  catchUp (zoneId: string): Promise<void>
}
