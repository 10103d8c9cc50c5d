import type { CreateFaultWire, FaultListWire, FaultWire } from '../../schemas/admin/fault.ts'
import type {
  ListRequestsQueryWire, PollingQueryWire, PollingWire, RequestCountWire, RequestFilterWire, RequestListWire, RequestWire
} from '../../schemas/admin/request.ts'
import type { Call, Stream } from './calls.ts'
import { queryOf } from './calls.ts'

/** Faults that the v4 API is to show. */
export interface FaultClient {
  create (fault: CreateFaultWire): Promise<FaultWire>
  list (): Promise<FaultWire[]>
  get (id: string): Promise<FaultWire>
  delete (id: string): Promise<void>
  /** Takes all away. */
  clear (): Promise<void>
}

/** The journal of requests to the v4 API. */
export interface RequestClient {
  list (query?: ListRequestsQueryWire): Promise<RequestWire[]>
  count (filter?: RequestFilterWire): Promise<number>
  get (id: number): Promise<RequestWire>
  /** Forgets the requests that fit, or all; answers how many. */
  clear (filter?: RequestFilterWire): Promise<number>
  /** Requests from now on, or after an id; ends when the sandbox closes, the loop is left or `signal` aborts. */
  stream (filter?: RequestFilterWire & { readonly signal?: AbortSignal }): AsyncGenerator<RequestWire>
  /** How often and how far apart custom hostnames were asked for. */
  polling (query?: PollingQueryWire): Promise<PollingWire['hostnames']>
}

export function faultClient (call: Call): FaultClient {
  return {
    create: async fault => await call('POST', '/faults', fault),
    list: async () => (await call<FaultListWire>('GET', '/faults')).faults,
    get: async id => await call('GET', `/faults/${encodeURIComponent(id)}`),
    delete: async id => { await call('DELETE', `/faults/${encodeURIComponent(id)}`) },
    clear: async () => { await call('DELETE', '/faults') }
  }
}

export function requestClient (call: Call, stream: Stream): RequestClient {
  return {
    list: async (query = {}) => (await call<RequestListWire>('GET', `/requests${queryOf(query)}`)).requests,
    count: async (filter = {}) => (await call<RequestCountWire>('GET', `/requests/count${queryOf(filter)}`)).count,
    get: async id => await call('GET', `/requests/${id}`),
    clear: async (filter = {}) => (await call<RequestCountWire>('DELETE', `/requests${queryOf(filter)}`)).count,
    stream: ({ signal, ...filter } = {}) => stream(`/requests/stream${queryOf(filter)}`, signal),
    polling: async (query = {}) => (await call<PollingWire>('GET', `/requests/polling${queryOf(query)}`)).hostnames
  }
}
