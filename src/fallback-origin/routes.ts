import type { FastifyInstance } from 'fastify'
import { FailureSchema, singleOf } from '../../schemas/envelope.ts'
import { FallbackOriginSchema, PutFallbackOriginSchema } from '../../schemas/fallback-origin.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import { readObject } from '../http/body.ts'
import { single } from '../http/envelope.ts'
import { handleZone } from '../http/gate.ts'
import type { RouteParts } from '../route-parts.ts'
import { getFallbackOrigin, removeFallbackOrigin, setFallbackOrigin } from './use-cases.ts'

const READ = 'SSL and Certificates Read'
const WRITE = 'SSL and Certificates Write'
const PATH = '/zones/:zone_id/custom_hostnames/fallback_origin'

/** The one fallback origin of a zone. */
export function fallbackOriginRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.get(PATH, { schema: describe('get', 'Read the fallback origin') }, handleZone(gate, READ, async ({ zone }) => {
    return single(await getFallbackOrigin(context, zone))
  }))

  app.put(PATH, { schema: { ...describe('put', 'Set the fallback origin'), body: PutFallbackOriginSchema } }, handleZone(gate, WRITE, async ({ zone, now, request }) => {
    return single(await setFallbackOrigin(context, zone, now, readObject(request, 'fallbackOriginUndecodable')))
  }))

  app.delete(PATH, { schema: describe('delete', 'Delete the fallback origin') }, handleZone(gate, WRITE, async ({ zone, now }) => {
    return single(await removeFallbackOrigin(context, zone, now))
  }))
}

function describe (verb: string, summary: string) {
  return {
    tags: ['Fallback origin'],
    operationId: `${verb}FallbackOrigin`,
    summary,
    params: ZoneParametersSchema,
    response: { 200: singleOf(FallbackOriginSchema), '4xx': FailureSchema }
  }
}
