import type { RequestWire } from '../../schemas/admin/request.ts'
import { formatInstant } from '../core/instant.ts'
import type { ServedRoute } from '../core/nearest-route.ts'
import { nearestRoute } from '../core/nearest-route.ts'
import { redactBody, redactHeaders, redactQuery } from '../core/redaction.ts'
import { createHttpDate } from '../http/gate.ts'
import { rayHeader } from '../http/server.ts'
import type { Store } from '../store/store.ts'
import type { Passed } from '../traffic/journal.ts'
import { BODY_SHOWN } from '../traffic/journal.ts'
import type { Addressed } from '../traffic/request-facts.ts'
import { addressedBy, hostnameOf } from '../traffic/request-facts.ts'

/** What a request was about. */
export interface RequestSubject extends Addressed {
  readonly hostname?: string
}

export interface RequestWireParts {
  readonly store: Store
  readonly routes: () => readonly ServedRoute[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The first custom hostname of an answer, in the order in which its keys are always written. */
const SHOWN = /"id":"([0-9a-f-]{36})","hostname":"([^"\\]+)"/

/** The path of a request and its query without the question mark. */
export function splitUrl (url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

/** The custom hostname that a request addressed by id, filtered for, or created, as far as it can be told. */
export async function subjectOf (passed: Passed, store: Store): Promise<RequestSubject> {
  const [path, query] = splitUrl(passed.url)
  const addressed = addressedBy(path)
  if (addressed.zoneId === undefined || !path.includes('/custom_hostnames')) return addressed
  const asked = new URLSearchParams(query)
  const [, shownId, shownName] = SHOWN.exec(passed.answer ?? '') ?? []
  const filter = (asked.get('hostname') ?? asked.get('hostname.exact'))?.toLowerCase()
  const askedId = asked.get('id') ?? undefined
  const id = addressed.customHostnameId ?? (askedId !== undefined && UUID.test(askedId) ? askedId : undefined)
  const created = passed.method === 'POST' || (filter !== undefined && filter === shownName) ? shownId : undefined
  const customHostnameId = id ?? created
  const name = filter ?? (shownId === customHostnameId ? shownName : undefined) ?? namedBy(passed) ??
    await hostnameOf({ zoneId: addressed.zoneId, ...(customHostnameId === undefined ? {} : { customHostnameId }) }, store)
  return {
    zoneId: addressed.zoneId,
    ...(customHostnameId === undefined ? {} : { customHostnameId }),
    ...(name === undefined || name === '' ? {} : { hostname: name })
  }
}

/** The name in the body of a request that creates one. */
function namedBy ({ method, body }: Passed): string | undefined {
  return method === 'POST' ? /"hostname"\s*:\s*"([^"\\]{1,255})"/.exec(body ?? '')?.[1]?.toLowerCase() : undefined
}

/** A request as the journal shows it: everything that opens doors is redacted here. */
export async function requestToWire (passed: Passed, { store, routes }: RequestWireParts): Promise<RequestWire> {
  const [path, query] = splitUrl(passed.url)
  const nearest = passed.route === undefined ? nearestRoute(passed.method, path, routes()) : undefined
  const { zoneId, customHostnameId, hostname } = await subjectOf(passed, store)
  const answer = passed.answer === undefined ? null : redactBody(passed.answer, BODY_SHOWN)
  return {
    id: passed.id,
    at: formatInstant(passed.at),
    received_at: formatInstant(passed.receivedAt),
    ray: passed.ray,
    method: passed.method,
    path,
    query: redactQuery(query),
    route: passed.route ?? null,
    ...(nearest === undefined ? {} : { nearest_route: `${nearest.method} ${nearest.url}` }),
    ...(zoneId === undefined ? {} : { zone_id: zoneId }),
    ...(customHostnameId === undefined ? {} : { custom_hostname_id: customHostnameId }),
    ...(hostname === undefined ? {} : { hostname }),
    status: passed.status,
    error_codes: errorCodesOf(answer),
    duration_ms: Math.round(passed.durationMs * 1000) / 1000,
    ...(passed.faultId === undefined ? {} : { fault_id: passed.faultId }),
    ...(passed.limited ? { rate_limited: true } : {}),
    request: { headers: redactHeaders(passed.headers), body: passed.body === undefined || passed.body === '' ? null : redactBody(passed.body, BODY_SHOWN) },
    response: { headers: passed.status === 0 ? {} : redactHeaders(passed.answerHeaders ?? usualHeaders(passed)), body: answer }
  }
}

const httpDate = createHttpDate()

/** What the answer to a request had that nothing special happened to. */
function usualHeaders ({ ray, at, route }: Passed): Record<string, string> {
  return { 'content-type': 'application/json', 'cf-ray': rayHeader(ray), ...(route?.includes(':zone_id/') === true ? { date: httpDate(at) } : {}) }
}

function errorCodesOf (answer: unknown): number[] {
  const { errors } = (answer ?? {}) as { readonly errors?: unknown }
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: { readonly code?: unknown } | null) => Number.isInteger(error?.code) ? [error?.code as number] : [])
}
