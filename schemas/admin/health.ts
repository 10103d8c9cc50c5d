import { Type } from '@sinclair/typebox'
import type { Static } from '@sinclair/typebox'
import { literals } from '../scalars.ts'

export const HealthSchema = Type.Object({
  version: Type.String({ description: 'Version of the program.', examples: ['0.1.0'] }),
  uptime_seconds: Type.Number({ minimum: 0, description: 'How long it has been running.' }),
  zones: Type.Integer({ minimum: 0, description: 'How many zones it holds.' }),
  hostnames: Type.Integer({ minimum: 0, description: 'How many custom hostnames these have.' }),
  profile: literals(['sandbox', 'ci', 'realistic'], { description: 'The set of defaults that it was started with.' })
}, { description: 'How the sandbox is doing.', additionalProperties: false })
export type HealthWire = Static<typeof HealthSchema>
