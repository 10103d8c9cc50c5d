import type { AdvanceAllAnswerWire, AdvanceAnswerWire, AdvanceClockWire, ClockListWire, ClockWire } from '../../schemas/admin/clock.ts'
import type { CertificateQueryWire } from '../../schemas/admin/certificate.ts'
import type { AdminErrorWire } from '../../schemas/admin/error.ts'
import type { EventListWire, EventWire, ListEventsQueryWire, StreamEventsQueryWire } from '../../schemas/admin/event.ts'
import type { ExplainWire } from '../../schemas/admin/explain.ts'
import type { HealthWire } from '../../schemas/admin/health.ts'
import type { HostnameInspectorWire, InspectedHostnameWire } from '../../schemas/admin/inspector.ts'
import type { ScenarioListWire, ScenarioWire, SetScenarioWire } from '../../schemas/admin/scenario.ts'
import type { NextCheckListWire } from '../../schemas/admin/next-check.ts'
import type { CheckWire, ForceStateWire } from '../../schemas/admin/state.ts'
import type { AdminZoneListWire, AdminZoneWire, CreateAdminZoneWire, CreatedAdminZoneWire, CreatedTokenWire, EditAdminZoneWire } from '../../schemas/admin/zone.ts'
import type { Call, Stream } from './calls.ts'
import { queryOf } from './calls.ts'
import type { OutsideClient } from './outside.ts'
import { outsideClient } from './outside.ts'
import type { FaultClient, RequestClient } from './traffic.ts'
import { faultClient, requestClient } from './traffic.ts'
import type { WebhookClient } from './webhooks.ts'
import { webhookClient } from './webhooks.ts'
import type { SnapshotClient } from './snapshots.ts'
import { snapshotClient } from './snapshots.ts'

/** A call that the admin API refused; `code` is the word that a program can act on. */
export class AdminError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: Readonly<Record<string, unknown>>

  constructor (status: number, { code, message, detail = {} }: AdminErrorWire['error']) {
    super(message)
    this.name = 'AdminError'
    this.status = status
    this.code = code
    this.detail = detail
  }
}

export interface AdminClientParts {
  /** Where the sandbox listens, such as `http://127.0.0.1:4400`. */
  readonly url: string
  readonly adminToken?: string
  readonly fetch?: typeof globalThis.fetch
}

/** Calls without a zone act on every zone. */
export interface ClockClient {
  get (): Promise<ClockListWire>
  get (zoneId: string): Promise<ClockWire>
  freeze (): Promise<ClockListWire>
  freeze (zoneId: string): Promise<ClockWire>
  resume (): Promise<ClockListWire>
  resume (zoneId: string): Promise<ClockWire>
  advance (zoneId: string, input: AdvanceClockWire): Promise<AdvanceAnswerWire>
  advanceAll (input: Exclude<AdvanceClockWire, { until: unknown }>): Promise<AdvanceAllAnswerWire>
}

/** The admin API of a sandbox, call by call. Every call rejects with AdminError when it is refused. */
export interface AdminClient extends OutsideClient {
  health (): Promise<HealthWire>
  /** Back to the seed: one zone, or everything. */
  reset (zoneId?: string): Promise<AdminZoneListWire>
  readonly zones: {
    list (): Promise<AdminZoneWire[]>
    create (zone?: CreateAdminZoneWire): Promise<CreatedAdminZoneWire>
    get (zoneId: string): Promise<AdminZoneWire>
    update (zoneId: string, change: EditAdminZoneWire): Promise<AdminZoneWire>
    delete (zoneId: string): Promise<void>
    /** A further API token for this zone alone. */
    createToken (zoneId: string): Promise<CreatedTokenWire>
  }
  readonly clock: ClockClient
  readonly snapshots: SnapshotClient
  explain (zoneId: string, customHostnameId: string): Promise<ExplainWire>
  check (zoneId: string, customHostnameId: string, check?: CheckWire): Promise<ExplainWire>
  force (zoneId: string, customHostnameId: string, state: ForceStateWire): Promise<ExplainWire>
  /** Who gathers evidence for one hostname; null takes the zone's inspector. */
  inspect (zoneId: string, customHostnameId: string, inspector: HostnameInspectorWire['inspector']): Promise<InspectedHostnameWire>
  readonly scenarios: {
    list (): Promise<ScenarioWire[]>
    /** What the hostname lives through from now on, such as `caa-blocked` or `passes-at-attempt-4`; null: nothing, whatever its label and zone say. */
    set (zoneId: string, customHostnameId: string, scenario: SetScenarioWire['scenario']): Promise<ExplainWire>
    /** Leaves it to the label of the hostname and the setting of its zone again. */
    unset (zoneId: string, customHostnameId: string): Promise<ExplainWire>
  }
  /** When each of up to 100 hostnames is checked or moves on next. */
  nextChecks (zoneId: string, customHostnameIds: readonly string[]): Promise<NextCheckListWire['next_checks']>
  /** The certificate that the edge presents for a hostname, with its chain, PEM. Of a pack the ECDSA one unless `keyType` says otherwise. */
  certificate (zoneId: string, customHostnameId: string, keyType?: CertificateQueryWire['key_type']): Promise<string>
  readonly events: {
    list (query?: ListEventsQueryWire): Promise<EventWire[]>
    /** What happens from now on, or after an id; ends when the sandbox closes, the loop is left or `signal` aborts. */
    stream (query?: StreamEventsQueryWire & { readonly signal?: AbortSignal }): AsyncGenerator<EventWire>
  }
  readonly faults: FaultClient
  readonly requests: RequestClient
  readonly webhooks: WebhookClient
}

/** A client of the admin API. */
export function createAdminClient ({ url, adminToken, fetch = globalThis.fetch }: AdminClientParts): AdminClient {
  const send = async (method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> => {
    const response = await fetch(`${url.replace(/\/$/, '')}/__admin${path}`, {
      method,
      headers: {
        ...(adminToken === undefined ? {} : { authorization: `Bearer ${adminToken}` }), ...(body === undefined ? {} : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' })
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body as Uint8Array<ArrayBuffer> : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal })
    })
    if (response.ok) return response
    throw new AdminError(response.status, await readError(response))
  }
  // What the schemas promise is what the server sends: its own tests hold it to that.
  const call: Call = async <T> (method: string, path: string, body?: unknown): Promise<T> => await (await send(method, path, body)).json() as T
  const stream: Stream = async function * <T> (path: string, signal?: AbortSignal): AsyncGenerator<T> {
    const { body } = await send('GET', path, undefined, signal)
    if (body !== null) yield * readEvents<T>(body)
  }
  return {
    health: async () => await call('GET', '/health'),
    reset: async zoneId => await call('POST', `/reset${queryOf({ zone_id: zoneId })}`),
    zones: {
      list: async () => (await call<AdminZoneListWire>('GET', '/zones')).zones,
      create: async (zone = {}) => await call('POST', '/zones', zone),
      get: async zoneId => await call('GET', `/zones/${zoneId}`),
      update: async (zoneId, change) => await call('PATCH', `/zones/${zoneId}`, change),
      delete: async zoneId => { await send('DELETE', `/zones/${zoneId}`) },
      createToken: async zoneId => await call('POST', `/zones/${zoneId}/tokens`)
    },
    clock: clockClient(call),
    snapshots: snapshotClient(call, send),
    explain: async (zoneId, id) => await call('GET', hostname(zoneId, id)),
    check: async (zoneId, id, check = {}) => await call('POST', `${hostname(zoneId, id)}/check`, check),
    force: async (zoneId, id, state) => await call('PUT', `${hostname(zoneId, id)}/state`, state),
    inspect: async (zoneId, id, inspector) => await call('PUT', `${hostname(zoneId, id)}/inspector`, { inspector }),
    nextChecks: async (zoneId, ids) => ids.length === 0 ? [] : (await call<NextCheckListWire>('GET', `/zones/${zoneId}/next_checks?ids=${ids.join(',')}`)).next_checks,
    certificate: async (zoneId, id, keyType) => await (await send('GET', `${hostname(zoneId, id)}/certificate${queryOf({ key_type: keyType })}`)).text(),
    ...outsideClient(call),
    scenarios: scenarioClient(call),
    events: {
      list: async (query = {}) => (await call<EventListWire>('GET', `/events${queryOf(query)}`)).events,
      stream: ({ signal, ...query } = {}) => stream(`/events/stream${queryOf(query)}`, signal)
    },
    faults: faultClient(call),
    requests: requestClient(call, stream),
    webhooks: webhookClient(call)
  }
}

function hostname (zoneId: string, id: string): string {
  return `/zones/${zoneId}/custom_hostnames/${id}`
}

function scenarioClient (call: Call): AdminClient['scenarios'] {
  return {
    list: async () => (await call<ScenarioListWire>('GET', '/scenarios')).scenarios,
    set: async (zoneId, id, scenario) => await call('PUT', `${hostname(zoneId, id)}/scenario`, { scenario }),
    unset: async (zoneId, id) => await call('DELETE', `${hostname(zoneId, id)}/scenario`)
  }
}

function clockClient (call: Call): ClockClient {
  const path = (zoneId: string | undefined): string => zoneId === undefined ? '/clock' : `/zones/${zoneId}/clock`
  // One function stands for both forms: the answer follows from whether a zone was named.
  const both = (method: string, verb = '') => async <T> (zoneId?: string): Promise<T> => await call<T>(method, `${path(zoneId)}${verb}`)
  return {
    get: both('GET'),
    freeze: both('POST', '/freeze'),
    resume: both('POST', '/resume'),
    advance: async (zoneId, input) => await call('POST', `${path(zoneId)}/advance`, input),
    advanceAll: async input => await call('POST', '/clock/advance', input)
  }
}

async function readError (response: Response): Promise<AdminErrorWire['error']> {
  const text = await response.text()
  try {
    return (JSON.parse(text) as AdminErrorWire).error
  } catch {
    return { code: 'not_the_admin_api', message: `the answer is not one of the admin API: ${text.slice(0, 200)}` }
  }
}

async function * readEvents<T> (body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = block.split('\n').find(line => line.startsWith('data: '))
      if (data !== undefined) yield JSON.parse(data.slice('data: '.length)) as T
    }
  }
}
