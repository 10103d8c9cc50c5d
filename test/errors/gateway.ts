import type { Contract } from '../contract/support.ts'
import type { Provocation, Provocations, World } from './world.ts'

export const READ_TOKEN = 'cfut_'.padEnd(45, 'r')
const UNKNOWN_TOKEN = 'cfut_'.padEnd(45, 'z')
const UNKNOWN_ZONE = 'f'.repeat(32)

/** How the entries of the gateway are met where every well-formed credential passes. */
export function gatewayProvocations ({ zones: { plain } }: World): Provocations {
  const zones = (headers: Readonly<Record<string, string>>): Provocation => ({ method: 'GET', path: '/zones', headers })
  const email = 'user@saasprovider.com'
  const key = '0'.repeat(37)
  const malformed = (path: string): Provocation => ({ method: 'GET', path, parameters: { path: `/client/v4${path}` } })
  return {
    missingCredentials: zones({}),
    missingAuthEmail: zones({ 'x-auth-key': key }),
    missingAuthKey: zones({ 'x-auth-email': email }),
    malformedAuthorization: zones({ authorization: 'Bearer short' }),
    malformedAuthKey: zones({ 'x-auth-email': email, 'x-auth-key': 'key' }),
    malformedAuthEmail: zones({ 'x-auth-email': 'user', 'x-auth-key': key }),
    unsupportedContentType: {
      method: 'POST', path: '/zones', body: 'name=a', headers: { authorization: `Bearer ${READ_TOKEN}`, 'content-type': 'application/x-www-form-urlencoded' }
    },
    malformedJson: { method: 'POST', path: '/zones', body: '{' },
    bodyTooLarge: { method: 'POST', path: `/zones/${plain}/custom_hostnames`, body: ' '.repeat(64 * 1024 + 1) },
    unknownRoute: malformed('/zones/everything/else'),
    malformedZoneId: malformed('/zones/saasprovider.com/custom_hostnames'),
    malformedIdentifier: malformed(`/zones/${plain}/dns_records/first`),
    methodNotAvailable: { method: 'PUT', path: `/zones/${plain}/custom_hostnames`, body: {}, parameters: { method: 'PUT' } },
    zoneNotVisible: { method: 'GET', path: `/zones/${UNKNOWN_ZONE}/custom_hostnames` }
  }
}

/** How the entries are met for which credentials have to be known. `READ_TOKEN` may read the first zone and no more. */
export function credentialProvocations ({ sandbox: { zone } }: Contract): Provocations {
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  return {
    unknownKey: { method: 'GET', path: '/zones', headers: { 'x-auth-email': 'user@elsewhere.com', 'x-auth-key': '0'.repeat(37) } },
    unknownToken: { method: 'GET', path: '/zones', ...bearer(UNKNOWN_TOKEN) },
    resourceNotCovered: { method: 'GET', path: `/zones/${UNKNOWN_ZONE}/custom_hostnames`, ...bearer(READ_TOKEN) },
    permissionMissing: { method: 'POST', path: `/zones/${zone.id}/custom_hostnames`, body: { hostname: 'a.customer.com' }, ...bearer(READ_TOKEN) },
    invalidApiToken: { method: 'GET', path: '/user/tokens/verify', ...bearer(UNKNOWN_TOKEN) }
  }
}
