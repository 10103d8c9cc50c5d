import type { Provocation, Provocations, World } from './world.ts'

const UNKNOWN = 'f'.repeat(32)

/** How the entries of the fallback origin are met. */
export function fallbackOriginProvocations ({ zones: { plain, strict, closed, leaving } }: World): Provocations {
  const at = (zone: string): string => `/zones/${zone}/custom_hostnames/fallback_origin`
  const put = (body: unknown): Provocation => ({ method: 'PUT', path: at(plain), body })
  return {
    fallbackOriginUndecodable: put('[]'),
    fallbackOriginRequired: put({ origin: '' }),
    fallbackOriginPendingDeletion: { method: 'DELETE', path: at(leaving) },
    invalidFallbackOrigin: put({ origin: 'proxy fallback' }),
    fallbackOriginOutsideZone: { ...put({ origin: 'proxy-fallback.elsewhere.com' }), parameters: { zone: 'saasprovider.com' } },
    fallbackOriginNotGranted: { method: 'GET', path: at(closed) },
    fallbackOriginNotFound: { method: 'GET', path: at(strict) }
  }
}

/** How the entries of the zones are met. */
export function zoneProvocations (): Provocations {
  const post = (body: unknown): Provocation => ({ method: 'POST', path: '/zones', body })
  return {
    zoneNotFound: { method: 'GET', path: `/zones/${UNKNOWN}` },
    invalidZoneName: post({ name: 'co.uk', account: {} }),
    zoneNameTaken: { ...post({ name: 'SaaSProvider.com', account: {} }), parameters: { zone: 'saasprovider.com' } },
    invalidZoneBody: post({ account: {} }),
    invalidZoneFilterValue: { method: 'GET', path: '/zones?match=some', parameters: { parameter: 'match', values: 'any, all' } },
    invalidZonePaging: { method: 'GET', path: '/zones?per_page=4', parameters: { parameter: 'per_page', minimum: 5, maximum: 50 } }
  }
}

/** How the entries of the DNS records are met. */
export function dnsRecordProvocations ({ zones: { plain }, originRecordId }: World): Provocations {
  const at = `/zones/${plain}/dns_records`
  const post = (body: unknown): Provocation => ({ method: 'POST', path: at, body })
  return {
    recordIsFallbackOrigin: { method: 'DELETE', path: `${at}/${originRecordId}` },
    recordNotFound: { method: 'GET', path: `${at}/${UNKNOWN}` },
    recordNameInUse: post({ type: 'CNAME', name: 'origin', content: 'elsewhere.com' }),
    recordExists: post({ type: 'A', name: 'origin', content: '192.0.2.7' }),
    identicalRecord: post({ type: 'A', name: 'origin', content: '192.0.2.7', proxied: true }),
    invalidRecordBody: post({ type: 'A', content: '192.0.2.7' }),
    invalidAContent: post({ type: 'A', name: 'a', content: '192.0.2.256' }),
    invalidAaaaContent: post({ type: 'AAAA', name: 'a', content: '192.0.2.7' }),
    invalidCnameContent: post({ type: 'CNAME', name: 'a', content: '192.0.2.7' }),
    invalidTxtContent: post({ type: 'TXT', name: 'a', content: '' }),
    invalidCaaContent: post({ type: 'CAA', name: 'a', content: 'issue' }),
    invalidRecordType: post({ type: 'BOGUS', name: 'a', content: 'x' }),
    invalidRecordName: post({ type: 'A', name: 'a..b', content: '192.0.2.7' }),
    recordNameOutsideZone: { ...post({ type: 'A', name: 'a.elsewhere.com.', content: '192.0.2.7' }), parameters: { name: 'a.elsewhere.com', zone: 'saasprovider.com' } },
    invalidTtl: { ...post({ type: 'A', name: 'a', content: '192.0.2.7', ttl: 5 }), parameters: { minimum: 30 } },
    invalidProxied: post({ type: 'A', name: 'a', content: '192.0.2.7', proxied: 'yes' }),
    recordNotProxiable: post({ type: 'TXT', name: 'a', content: 'x', proxied: true }),
    invalidRecordFilterValue: { method: 'GET', path: `${at}?match=some`, parameters: { parameter: 'match', values: 'all, any' } },
    invalidRecordPaging: { method: 'GET', path: `${at}?page=0`, parameters: { parameter: 'page', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } }
  }
}
