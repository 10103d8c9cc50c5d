import type { RequestWire } from '../../../../../schemas/admin/request.ts'

/** A request without its headers and bodies, which would be too much to keep of a thousand of them. */
export interface PassedRequest extends Omit<RequestWire, 'request' | 'response'> {
  /** True for a call that a page of this dashboard made. */
  readonly own: boolean
}

/** Which of the requests are shown; texts that are empty ask for nothing. */
export interface RequestFilter {
  readonly text: string
  readonly method: string
  readonly status: '' | '2' | '4' | '5' | '0' | 'unmatched' | 'injected'
  readonly others: boolean
  readonly own: boolean
}

export const EVERYTHING: RequestFilter = { text: '', method: '', status: '', others: false, own: false }

/** Tells whether a request of this zone, or one that names none, is among those asked for. */
export function passes (filter: RequestFilter, zoneId: string, request: PassedRequest): boolean {
  const { method, zone_id: zone, own } = request
  if (own && !filter.own) return false
  if (!filter.others && zone !== undefined && zone !== zoneId) return false
  if (filter.method !== '' && method !== filter.method) return false
  return hasStatus(filter.status, request) && hasText(filter.text, request)
}

function hasStatus (wanted: RequestFilter['status'], { status, route, fault_id: fault, rate_limited: limited }: PassedRequest): boolean {
  switch (wanted) {
    case '': return true
    case '0': return status === 0
    case 'unmatched': return route === null
    case 'injected': return fault !== undefined || limited === true
    case '2': case '4': case '5': return Math.floor(status / 100) === Number(wanted)
  }
}

function hasText (text: string, { path, query, hostname = '', error_codes: codes }: PassedRequest): boolean {
  const wanted = text.trim().toLowerCase()
  return wanted === '' || `${path}?${query}`.toLowerCase().includes(wanted) || hostname.includes(wanted) || codes.some(code => String(code) === wanted)
}

/** A path without what every call of the zone has in front: `/custom_hostnames/1f…`. */
export function shortPath (path: string, zoneId: string): string {
  const below = path.replace(/^\/client\/v4(?=\/)/, '')
  const zone = `/zones/${zoneId}`
  return below === zone || !below.startsWith(`${zone}/`) ? below : below.slice(zone.length)
}
