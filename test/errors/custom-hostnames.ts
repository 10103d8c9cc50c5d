import type { Provocation, Provocations, World } from './world.ts'

/** How the entries of `custom_hostnames` are met, but for those of its `ssl`. */
export function customHostnameProvocations ({ zones, hostnameId }: World): Provocations {
  return { ...hostnameFaults(zones), ...entitlementFaults(zones, hostnameId), ...originFaults(zones), ...listFaults(zones.plain) }
}

type Zones = World['zones']

const at = (zone: string, rest = ''): string => `/zones/${zone}/custom_hostnames${rest}`
const post = (zone: string, body: unknown): Provocation => ({ method: 'POST', path: at(zone), body })
const UNKNOWN = '00000000-0000-4000-8000-000000000000'

function hostnameFaults ({ plain, strict }: Zones): Provocations {
  return {
    customHostnameUndecodable: post(plain, '{"hostname":'),
    invalidCustomHostname: post(plain, { hostname: '-.customer.com' }),
    customHostnameNotAscii: post(plain, { hostname: 'bücher.customer.com' }),
    customHostnameReserved: post(strict, { hostname: 'app.customer.test' }),
    customHostnameWithoutDomain: { ...post(plain, { hostname: 'co.uk' }), parameters: { reason: 'publicsuffix: cannot derive eTLD+1 for domain "co.uk"' } },
    customHostnameProhibited: post(strict, { hostname: 'app.example.com' }),
    duplicateCustomHostname: post(plain, { hostname: 'APP.customer.com' }),
    invalidCustomHostnameId: { method: 'GET', path: at(plain, '/app.customer.com') },
    customHostnameNotFound: { method: 'DELETE', path: at(plain, `/${UNKNOWN}`) }
  }
}

function entitlementFaults ({ plain, free, closed, closedBadRequest, full, withoutWildcardMetadata }: Zones, hostnameId: string): Provocations {
  const metadata = { custom_metadata: { customer: 'A-17' } }
  const wildcard = { method: 'txt', type: 'dv', wildcard: true }
  return {
    invalidCustomMetadata: post(plain, { hostname: 'a.customer.com', custom_metadata: { long: 'x'.repeat(4096) } }),
    noQuotaAllocated: { method: 'GET', path: at(closed) },
    noQuotaAllocatedBadRequest: { method: 'GET', path: at(closedBadRequest, '/quota') },
    quotaExceeded: post(full, { hostname: 'b.customer.com' }),
    wildcardMetadataNotSupported: post(withoutWildcardMetadata, { hostname: 'a.customer.com', ssl: wildcard, ...metadata }),
    customMetadataNotGranted: post(free, { hostname: 'a.customer.com', ...metadata }),
    customOriginServerNotGranted: post(free, { hostname: 'a.customer.com', custom_origin_server: 'origin.customer.com' }),
    customOriginSniNotGranted: post(free, { hostname: 'a.customer.com', custom_origin_sni: ':request_host_header:' }),
    wildcardNotGranted: post(free, { hostname: 'a.customer.com', ssl: wildcard }),
    customHostnameNotModifiable: { method: 'PATCH', path: at(plain, `/${hostnameId}`), body: { hostname: 'other.customer.com' } }
  }
}

function originFaults ({ plain, strict }: Zones): Provocations {
  const origin = (zone: string, server: string, sni?: string): Provocation =>
    post(zone, { hostname: 'a.customer.com', custom_origin_server: server, ...(sni === undefined ? {} : { custom_origin_sni: sni }) })
  return {
    invalidCustomOriginServer: origin(plain, '192.0.2.1'),
    invalidCustomOriginSni: origin(plain, 'origin.saasprovider.com', 'elsewhere.org'),
    customOriginServerNotAscii: origin(plain, 'ürsprung.saasprovider.com'),
    customOriginServerReserved: origin(strict, 'origin.localhost'),
    customOriginServerWithoutDomain: { ...origin(plain, 'com'), parameters: { reason: 'publicsuffix: cannot derive eTLD+1 for domain "com"' } },
    customOriginServerProhibited: origin(strict, 'origin.example.net'),
    wildcardCustomOriginServer: origin(plain, '*.saasprovider.com'),
    customOriginServerNotInZone: { ...origin(plain, 'text.saasprovider.com'), parameters: { zone: plain } }
  }
}

function listFaults (plain: string): Provocations {
  const list = (query: string, parameters?: Provocation['parameters']): Provocation =>
    ({ method: 'GET', path: at(plain, `?${query}`), ...(parameters === undefined ? {} : { parameters }) })
  return {
    invalidHostnameFilter: list('hostname=a_b'),
    invalidHostnameMatchFilter: list('hostname.contain=a%20b', { parameter: 'hostname.contain' }),
    idFilterNotAlone: list(`id=${UNKNOWN}&hostname=app.customer.com`),
    hostnameFiltersExclusive: list('hostname.exact=a.com&hostname.contain=a'),
    invalidFilterValue: list('ssl=2', { parameter: 'ssl', values: '0, 1' }),
    invalidPaging: list('per_page=1001', { parameter: 'per_page', minimum: 5, maximum: 1000 })
  }
}
