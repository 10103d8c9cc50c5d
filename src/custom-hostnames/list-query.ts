import { ApiError } from '../core/errors.ts'
import type { ErrorName } from '../core/errors.ts'
import { isAscii, isMalformed } from '../core/hostname-rules.ts'
import { CERTIFICATE_AUTHORITIES, HOSTNAME_STATUSES, SSL_STATUSES } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import type { Page } from '../http/envelope.ts'
import type { Query } from '../http/paging.ts'
import { queryText, readPage } from '../http/paging.ts'
import type { HostnameQuery } from '../store/store.ts'

const NAME_FILTERS = ['hostname', 'hostname.exact', 'hostname.startsWith', 'hostname.contain'] as const
const OTHER_FILTERS = ['hostname_status', 'ssl_status', 'certificate_authority', 'wildcard', 'custom_origin_server'] as const

export interface ListRequest {
  readonly page: Page
  readonly query: HostnameQuery
  /** The value of the `hostname` filter, which means the equal name if there is one and else the names that contain it. */
  readonly hostname?: string
}

/** Reads the filters, order and page of a list. Throws the documented errors; unknown parameters are ignored. */
export function readListQuery (query: Query, { settings }: Zone): ListRequest {
  const page = readPage(query, { least: 5, most: 1000, standard: 20, error: 'invalidPaging', clamp: settings.clampPaging })
  const given = (name: string): string | undefined => {
    const value = queryText(query, name)
    return value === '' ? undefined : value
  }
  const id = given('id')
  if (id !== undefined && !settings.idWithFilters && [...NAME_FILTERS, ...OTHER_FILTERS].some(name => given(name) !== undefined)) {
    throw new ApiError('idFilterNotAlone')
  }
  const dotted = NAME_FILTERS.slice(1).filter(name => given(name) !== undefined)
  if (dotted.length > 1) throw new ApiError('hostnameFiltersExclusive')

  const hostname = nameFilter(given('hostname'), 'invalidHostnameFilter', 'hostname')
  const order = oneOf('order', given('order'), ['ssl', 'ssl_status'] as const)
  return {
    page,
    ...(hostname === undefined ? {} : { hostname }),
    query: {
      ...optional('id', id),
      ...optional('exact', nameFilter(given('hostname.exact'), 'invalidHostnameMatchFilter', 'hostname.exact')),
      ...optional('startsWith', nameFilter(given('hostname.startsWith'), 'invalidHostnameMatchFilter', 'hostname.startsWith')),
      ...optional('contain', nameFilter(given('hostname.contain'), 'invalidHostnameMatchFilter', 'hostname.contain')),
      ...optional('status', oneOf('hostname_status', given('hostname_status'), HOSTNAME_STATUSES)),
      ...optional('sslStatus', oneOf('ssl_status', given('ssl_status'), SSL_STATUSES)),
      ...optional('certificateAuthority', oneOf('certificate_authority', given('certificate_authority'), CERTIFICATE_AUTHORITIES)),
      ...optional('wildcard', flag('wildcard', given('wildcard'))),
      ...optional('customOriginServer', given('custom_origin_server')?.toLowerCase()),
      // 0 is what clients send without meaning it: it filters nothing.
      ...(oneOf('ssl', given('ssl'), ['0', '1'] as const) === '1' ? { withSsl: true } : {}),
      order: order ?? 'created',
      direction: oneOf('direction', given('direction')?.toLowerCase(), ['asc', 'desc'] as const) ?? (order === undefined ? 'desc' : 'asc'),
      offset: (page.page - 1) * page.perPage,
      limit: page.perPage
    }
  }
}

/** A part of a name may end or begin anywhere, so only what no name contains is refused. */
function nameFilter (text: string | undefined, error: ErrorName, parameter: string): string | undefined {
  if (text === undefined) return undefined
  const trimmed = text.toLowerCase().replace(/^[.-]+|[.-]+$/g, '').replace(/^\*\./, '')
  if (text.length >= 256 || (trimmed !== '' && isMalformed(trimmed)) || !isAscii(text)) throw new ApiError(error, { parameter })
  return text.toLowerCase()
}

function oneOf<T extends string> (parameter: string, text: string | undefined, values: readonly T[]): T | undefined {
  if (text === undefined) return undefined
  const value = values.find(candidate => candidate === text)
  if (value === undefined) throw new ApiError('invalidFilterValue', { parameter, values: values.join(', ') })
  return value
}

function flag (parameter: string, text: string | undefined): boolean | undefined {
  const value = oneOf(parameter, text, ['true', 'false', '1', '0'] as const)
  return value === undefined ? undefined : value === 'true' || value === '1'
}

function optional<Key extends string, T> (key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return value === undefined ? {} : { [key]: value } as { [K in Key]: T }
}
