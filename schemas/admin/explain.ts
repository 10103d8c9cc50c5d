import { Type } from '@sinclair/typebox'
import type { Static, TSchema } from '@sinclair/typebox'
import { hexId, hostname, time, uuid } from '../scalars.ts'
import { HostnameStatusSchema, SslStatusSchema } from '../statuses.ts'
import { EventSchema, ForecastEventSchema } from './event.ts'
import { LivedScenarioSchema } from './scenario.ts'

const dueTime = (description: string) => Type.Union([time('When.'), Type.Null()], { description })

function axisOf<Status extends TSchema> (value: Status, description: string) {
  return Type.Object({
    value,
    since: time('Since when the status is this one.'),
    attempt: Type.Integer({ minimum: 0, description: 'How many checks of the present schedule were made.' }),
    attempts_allowed: Type.Integer({ minimum: 0, description: 'After how many checks it gives up; 0 in a status that is not checked on a schedule.' }),
    next_check_at: dueTime('When it is checked or moves on next; null while it rests.'),
    next_step: Type.String({ description: 'What comes next, and on what condition.' }),
    errors: Type.Array(Type.String(), { description: 'What the last check found; empty when nothing is wrong.' })
  }, { description, additionalProperties: false })
}

export const HostnameAxisSchema = axisOf(HostnameStatusSchema, 'How the hostname itself stands.')
export type HostnameAxisWire = Static<typeof HostnameAxisSchema>

export const SslAxisSchema = axisOf(SslStatusSchema, 'How its certificate stands.')
export type SslAxisWire = Static<typeof SslAxisSchema>

export const ExplainSchema = Type.Object({
  id: uuid('Names the custom hostname.'),
  hostname: hostname('The name that your customer brings.'),
  zone_id: hexId('The zone that it is in.'),
  now: time('The time that the zone lives in.'),
  status: HostnameAxisSchema,
  ssl_status: Type.Union([SslAxisSchema, Type.Null()], { description: 'Null for a hostname without a certificate.' }),
  scenario: Type.Union([LivedScenarioSchema, Type.Null()], { description: 'What it lives through; null when nothing was asked for.' }),
  next_check_at: dueTime('When either of the two is checked or moves on next; null when both rest.'),
  blocked_by: Type.Array(Type.String(), { description: 'What keeps it from becoming active.' }),
  to_do: Type.Array(Type.String(), { description: 'What you or your customer can do about it.' }),
  timeline: Type.Object({
    past: Type.Array(EventSchema, { description: 'What happened, oldest first.' }),
    to_come: Type.Array(ForecastEventSchema, { description: 'What will happen if nothing changes, in order.' })
  }, { description: 'The story of the hostname.', additionalProperties: false })
}, { description: 'Where a custom hostname stands, and why.', additionalProperties: false })
export type ExplainWire = Static<typeof ExplainSchema>
