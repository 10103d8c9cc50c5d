import type { CreateCustomHostnameWire, CustomHostnameWire, EditCustomHostnameWire } from '../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../schemas/fallback-origin.ts'
import { admin } from './admin.ts'
import type { V4Answer } from './v4.ts'
import { v4, V4Error } from './v4.ts'

/** What the list of a zone can be asked for; texts that are empty ask for nothing. */
export interface ListQuestion {
  readonly page: number
  readonly perPage: number
  readonly contain: string
  readonly hostnameStatus: string
  readonly sslStatus: string
  readonly authority: string
  readonly wildcard: string
  readonly order: string
}

const COLLECTION = '/custom_hostnames'

/** One page of the zone's custom hostnames, filtered, ordered and paged by the server. */
export async function listHostnames (zoneId: string, question: ListQuestion, signal: AbortSignal): Promise<V4Answer<readonly CustomHostnameWire[]>> {
  const { page, perPage, contain, hostnameStatus, sslStatus, authority, wildcard, order } = question
  const query = new URLSearchParams({ page: String(page), per_page: String(perPage) })
  const filters = { 'hostname.contain': contain, hostname_status: hostnameStatus, ssl_status: sslStatus, certificate_authority: authority, wildcard }
  for (const [name, value] of Object.entries(filters)) if (value !== '') query.set(name, value)
  if (order === 'oldest') query.set('direction', 'asc')
  if (order === 'ssl_status') query.set('order', 'ssl_status')
  return await v4(zoneId, `${COLLECTION}?${query.toString()}`, { signal })
}

/** When each of these hostnames is checked or moves on next. */
export async function nextChecks (zoneId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  return new Map((await admin.nextChecks(zoneId, ids)).map(({ custom_hostname_id: id, next_check_at: at }) => [id, at]))
}

export async function createHostname (zoneId: string, body: CreateCustomHostnameWire): Promise<CustomHostnameWire> {
  return (await v4<CustomHostnameWire>(zoneId, COLLECTION, { method: 'POST', body })).result
}

export async function readHostname (zoneId: string, id: string, signal: AbortSignal): Promise<V4Answer<CustomHostnameWire>> {
  return await v4(zoneId, `${COLLECTION}/${id}`, { signal })
}

export async function editHostname (zoneId: string, id: string, body: EditCustomHostnameWire): Promise<CustomHostnameWire> {
  return (await v4<CustomHostnameWire>(zoneId, `${COLLECTION}/${id}`, { method: 'PATCH', body })).result
}

/** What the service calls a refresh: a PATCH with the `ssl` that is there, which checks both axes now. */
export async function refreshHostname (zoneId: string, { id, ssl }: CustomHostnameWire): Promise<CustomHostnameWire> {
  const method = ssl?.method
  return await editHostname(zoneId, id, method === undefined || method === 'cname' ? {} : { ssl: { method, type: 'dv' } })
}

export async function deleteHostname (zoneId: string, id: string): Promise<void> {
  await v4(zoneId, `${COLLECTION}/${id}`, { method: 'DELETE' })
}

/** The fallback origin of a zone; undefined where there is none. */
export async function readFallbackOrigin (zoneId: string, signal?: AbortSignal): Promise<FallbackOriginWire | undefined> {
  try {
    return (await v4<FallbackOriginWire>(zoneId, `${COLLECTION}/fallback_origin`, signal === undefined ? {} : { signal })).result
  } catch (error) {
    if (error instanceof V4Error && error.status === 404) return undefined
    throw error
  }
}

export async function putFallbackOrigin (zoneId: string, origin: string): Promise<FallbackOriginWire> {
  return (await v4<FallbackOriginWire>(zoneId, `${COLLECTION}/fallback_origin`, { method: 'PUT', body: { origin } })).result
}

export async function deleteFallbackOrigin (zoneId: string): Promise<void> {
  await v4(zoneId, `${COLLECTION}/fallback_origin`, { method: 'DELETE' })
}

interface ZoneRecord {
  readonly type: string
  readonly name: string
  readonly proxied?: boolean
}

/** Names of the zone that can be a fallback origin or an origin of their own: proxied ones. */
export async function proxiedNames (zoneId: string): Promise<readonly string[]> {
  const { result } = await v4<readonly ZoneRecord[]>(zoneId, '/dns_records?per_page=100')
  return [...new Set(result.filter(({ type, name, proxied }) => proxied === true && ['A', 'AAAA', 'CNAME'].includes(type) && !name.startsWith('*')).map(({ name }) => name))]
}
