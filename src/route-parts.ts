import type { Context } from './context.ts'
import type { ZoneSettings } from './core/zone.ts'
import type { Gate } from './http/gate.ts'

/** What the routes of a feature are made from. */
export interface RouteParts {
  readonly context: Context
  readonly gate: Gate
  /** The settings of a zone that is made through the API. */
  readonly zoneDefaults: ZoneSettings
}
