import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { CreateFaultSchema, FaultListSchema, FaultParametersSchema, FaultSchema } from '../../schemas/admin/fault.ts'
import { notFound, Refusal } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { FaultList } from '../traffic/fault-list.ts'
import { MOST_FAULTS } from '../traffic/fault-list.ts'
import { faultToWire, readFault } from './fault-wire.ts'

export interface FaultAdminParts {
  readonly traffic: { readonly faults: FaultList }
}

/** Faults that the v4 API is to show. */
export function faultRoutes (app: AdminApp, { traffic: { faults } }: FaultAdminParts): void {
  const refused = { '4xx': AdminErrorSchema }
  const one = { params: FaultParametersSchema, response: { 200: FaultSchema, ...refused } }

  app.post('/faults', {
    schema: { summary: 'Put a fault in place', operationId: 'createFault', body: CreateFaultSchema, response: { 201: FaultSchema, ...refused } }
  }, async ({ body }, reply) => {
    const fault = faults.add(readFault(body))
    if (fault === undefined) throw new Refusal(409, 'too_many', `there are ${MOST_FAULTS} faults already: delete some first`)
    return await reply.code(201).send(faultToWire(fault))
  })

  app.get('/faults', {
    schema: { summary: 'List the faults, in the order in which they are tried', operationId: 'listFaults', response: { 200: FaultListSchema, ...refused } }
  }, async () => ({ faults: faults.list().map(faultToWire) }))

  app.delete('/faults', {
    schema: { summary: 'Take all faults away', operationId: 'clearFaults', response: { 200: FaultListSchema, ...refused } }
  }, async () => {
    const taken = faults.list().map(faultToWire)
    faults.clear()
    return { faults: taken }
  })

  app.get('/faults/:fault_id', { schema: { ...one, summary: 'Read a fault and its counts', operationId: 'getFault' } },
    async ({ params }) => faultToWire(faults.find(params.fault_id) ?? missing(params.fault_id)))

  app.delete('/faults/:fault_id', { schema: { ...one, summary: 'Take a fault away', operationId: 'deleteFault' } }, async ({ params }) => {
    const fault = faults.find(params.fault_id) ?? missing(params.fault_id)
    faults.remove(fault.id)
    return faultToWire(fault)
  })
}

function missing (id: string): never {
  throw notFound(`fault ${id}`)
}
