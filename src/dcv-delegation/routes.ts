import type { FastifyInstance } from 'fastify'
import { DcvDelegationSchema } from '../../schemas/dcv-delegation.ts'
import { FailureSchema, singleOf } from '../../schemas/envelope.ts'
import { ZoneParametersSchema } from '../../schemas/parameters.ts'
import { delegationUuid } from '../core/dcv-delegation.ts'
import { single } from '../http/envelope.ts'
import { handleZone } from '../http/gate.ts'
import type { RouteParts } from '../route-parts.ts'

/** The delegation of domain control validation: the part of its CNAME target that stands for a zone. */
export function dcvDelegationRoutes (app: FastifyInstance, { context, gate }: RouteParts): void {
  app.get('/zones/:zone_id/dcv_delegation/uuid', {
    schema: {
      tags: ['DCV Delegation'],
      summary: 'Get the DCV delegation UUID of a zone',
      operationId: 'get-dcv-delegation-uuid',
      params: ZoneParametersSchema,
      response: { 200: singleOf(DcvDelegationSchema), '4xx': FailureSchema }
    }
  }, handleZone(gate, 'SSL and Certificates Read', ({ zone }) => single(JSON.stringify({ uuid: delegationUuid(zone, context.random) }))))
}
