import { AdvanceAllAnswerSchema, AdvanceAnswerSchema, AdvanceClockSchema, ClockListSchema, ClockSchema } from '../../schemas/admin/clock.ts'
import type { ClockListWire } from '../../schemas/admin/clock.ts'
import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { advanceAll, advanceZone, clockToWire, setMode } from './clocks.ts'
import { findZone } from './parts.ts'
import type { AdminParts } from './parts.ts'

const MODES = [['freeze', 'frozen', 'Freeze'], ['resume', 'running', 'Resume']] as const

/** The clocks of zones, one at a time and all at once. */
export function clockRoutes (app: AdminApp, parts: AdminParts): void {
  const one = { params: ZoneParametersSchema, response: { 200: ClockSchema, '4xx': AdminErrorSchema } }
  const all = { response: { 200: ClockListSchema, '4xx': AdminErrorSchema } }
  const clocks = (): ClockListWire => ({
    clocks: parts.context.store.zones.list().map(zone => ({ zone_id: zone.id, ...clockToWire(parts, zone) }))
  })

  app.get('/zones/:zone_id/clock', { schema: { ...one, summary: 'Read the clock of a zone', operationId: 'getClock' } },
    async ({ params }) => clockToWire(parts, findZone(parts, params.zone_id)))
  app.get('/clock', { schema: { ...all, summary: 'Read the clocks of all zones', operationId: 'getClocks' } }, async () => clocks())

  for (const [verb, mode, word] of MODES) {
    app.post(`/zones/:zone_id/clock/${verb}`, { schema: { ...one, summary: `${word} the clock of a zone`, operationId: `${verb}Clock` } },
      async ({ params }) => await setMode(parts, params.zone_id, mode))
    app.post(`/clock/${verb}`, { schema: { ...all, summary: `${word} the clocks of all zones`, operationId: `${verb}Clocks` } }, async () => {
      for (const { id } of parts.context.store.zones.list()) await setMode(parts, id, mode)
      return clocks()
    })
  }

  app.post('/zones/:zone_id/clock/advance', {
    schema: {
      summary: 'Advance the clock of a zone and settle what falls due',
      operationId: 'advanceClock',
      params: ZoneParametersSchema,
      body: AdvanceClockSchema,
      response: { 200: AdvanceAnswerSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ params, body }) => await advanceZone(parts, params.zone_id, body))
  app.post('/clock/advance', {
    schema: {
      summary: 'Advance the clocks of all zones',
      operationId: 'advanceClocks',
      body: AdvanceClockSchema,
      response: { 200: AdvanceAllAnswerSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ body }) => await advanceAll(parts, body))
}
