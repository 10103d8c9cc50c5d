import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { NameErrors } from '../core/hostname-rules.ts'
import { nameFault } from '../core/hostname-rules.ts'
import type { AcceptedSsl, GivenSsl } from '../core/ssl-rules.ts'
import { acceptSsl, COMMON_NAME_LIMIT } from '../core/ssl-rules.ts'
import { isProxiable } from '../core/dns-record.ts'
import type { Zone } from '../core/zone.ts'
import type { GivenHostname } from './request.ts'

const HOSTNAME_ERRORS: NameErrors = {
  invalid: 'invalidCustomHostname',
  notAscii: 'customHostnameNotAscii',
  reserved: 'customHostnameReserved',
  unparsable: 'customHostnameWithoutDomain',
  prohibited: 'customHostnameProhibited'
}

const ORIGIN_ERRORS: NameErrors = {
  invalid: 'invalidCustomOriginServer',
  notAscii: 'customOriginServerNotAscii',
  reserved: 'customOriginServerReserved',
  unparsable: 'customOriginServerWithoutDomain',
  prohibited: 'customOriginServerProhibited'
}

/** Largest custom metadata, in bytes of its JSON. */
const METADATA_LIMIT = 4096

/** Refuses every call while the product is not enabled for the zone. */
export function requireQuota ({ zoneFor }: Pick<Context, 'zoneFor'>, zone: Zone): void {
  const { settings } = zoneFor(zone)
  if (settings.entitlements.customHostnames && settings.quota.hardCap > 0) return
  throw new ApiError(settings.noQuotaStatus === 400 ? 'noQuotaAllocatedBadRequest' : 'noQuotaAllocated')
}

/** The hostname in lower case. Throws the documented error of its first fault. */
export function checkHostname (given: string | undefined, zone: Zone, { publicSuffix }: Context): string {
  const hostname = (given ?? '').toLowerCase()
  refuse(hostname.replace(/^\*\./, ''), HOSTNAME_ERRORS, zone, publicSuffix)
  return hostname
}

/** The `ssl` of a request as it is accepted; `uploaded` is undefined at a POST. Throws the documented error of its first fault. */
export function checkSsl (given: GivenSsl, hostname: string, zone: Zone, uploaded?: boolean): AcceptedSsl {
  const { strict, entitlements } = zone.settings
  const read = acceptSsl(given, { strict, edits: uploaded !== undefined, uploaded: uploaded === true, entitlements })
  if ('error' in read) throw new ApiError(read.error)
  // What the customer brings may have any names and needs no common name.
  if (read.value.method === undefined) return read.value
  if (hostname.startsWith('*.')) throw new ApiError('managedWildcardHostname')
  if (hostname.length > COMMON_NAME_LIMIT && read.value.branding !== true) throw new ApiError('brandingRequired')
  return read.value
}

/** Custom metadata: its entitlement, its place and its size. */
export function checkMetadata ({ customMetadata, ssl }: GivenHostname, { settings }: Zone, wildcard: boolean): void {
  if (customMetadata === undefined || customMetadata === null || Object.keys(customMetadata).length === 0) return
  if (!settings.entitlements.customMetadata) throw new ApiError('customMetadataNotGranted')
  if (!settings.metadataOnWildcard && (wildcard || ssl?.wildcard === true)) throw new ApiError('wildcardMetadataNotSupported')
  if (Buffer.byteLength(JSON.stringify(customMetadata)) > METADATA_LIMIT) throw new ApiError('invalidCustomMetadata')
}

/** The custom origin server and its SNI. `server` is what the hostname has, or will have. */
export async function checkOrigin (given: GivenHostname, zone: Zone, context: Context, server: string | undefined): Promise<void> {
  const { customOriginServer, customOriginSni } = given
  const { entitlements } = zone.settings
  if (customOriginServer !== undefined && customOriginServer !== null && customOriginServer !== '') {
    if (!entitlements.customOriginServer) throw new ApiError('customOriginServerNotGranted')
    await checkOriginServer(customOriginServer.toLowerCase(), zone, context)
  }
  if (customOriginSni === undefined || customOriginSni === null || customOriginSni === '') return
  if (!entitlements.customOriginSni) throw new ApiError('customOriginSniNotGranted')
  const sni = customOriginSni.toLowerCase()
  const fits = sni === ':request_host_header:' || sni === server || sni.endsWith(`.${zone.name}`) || sni === given.hostname?.toLowerCase()
  if (server === undefined || !fits) throw new ApiError('invalidCustomOriginSni')
}

async function checkOriginServer (server: string, zone: Zone, { store, publicSuffix }: Context): Promise<void> {
  if (server.startsWith('*.')) throw new ApiError('wildcardCustomOriginServer')
  refuse(server, ORIGIN_ERRORS, zone, publicSuffix)
  const records = await store.dnsRecords.findByName(zone.no, server)
  if (!records.some(record => isProxiable(record.type))) throw new ApiError('customOriginServerNotInZone', { zone: zone.id })
}

function refuse (name: string, errors: NameErrors, zone: Zone, publicSuffix: Context['publicSuffix']): void {
  const fault = nameFault(name, { strict: zone.settings.strict, publicSuffix }, errors)
  if (fault !== undefined) throw new ApiError(fault.error, fault.parameters)
}
