import { CHECK, SALES } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

// The published table cuts this list at the `|`; three independent clients quote it whole.
const SPECIAL_CHARACTERS = `_~\`!@#$%^*()=+{}[]|\\;:'",<>/? and cannot begin or end with a '-' character. ${CHECK}`

const INVALID_HOSTNAME = `Invalid custom hostname. Custom hostnames have to be smaller than 256 characters in length, cannot be IP addresses, cannot contain spaces, cannot contain any special characters such as ${SPECIAL_CHARACTERS}`

/** Refusals of `custom_hostnames`, except those of its `ssl` object. */
export const CUSTOM_HOSTNAME_ERRORS = {
  customHostnameUndecodable: {
    status: 400,
    code: 1400,
    message: `Unable to decode the JSON request body. ${CHECK}`,
    documented: 'a body that is not JSON, or with a value of the wrong JSON type'
  },
  invalidCustomMetadata: {
    status: 400,
    code: 1401,
    message: `Unable to encode the Custom Metadata as JSON. ${CHECK}`,
    documented: 'custom metadata that is no object or over its limit'
  },
  zoneIdRequired: {
    status: 400,
    code: 1402,
    message: `Zone ID is required. ${CHECK}`,
    needs: 'faults',
    documented: 'a call without a zone id, which no path can express'
  },
  authorizationRequired: {
    status: 400,
    code: 1403,
    message: `The request has no Authorization header. ${CHECK}`,
    needs: 'faults',
    documented: 'a call without credentials, which the gateway refuses first'
  },
  noQuotaAllocated: {
    status: 403,
    code: 1404,
    message: `No quota has been allocated for this zone or for this account. ${SALES}`,
    documented: 'every call, reads included, on a zone without Cloudflare for SaaS'
  },
  noQuotaAllocatedBadRequest: {
    status: 400,
    code: 1404,
    message: `No quota has been allocated for this zone or for this account. ${SALES}`,
    documented: 'the same as noQuotaAllocated, with the other reported status, which a zone setting selects'
  },
  quotaExceeded: {
    status: 403,
    code: 1405,
    message: `Quota exceeded. ${SALES}`,
    documented: 'a create when the hard cap is reached'
  },
  duplicateCustomHostname: {
    status: 409,
    code: 1406,
    message: 'Duplicate custom hostname found.',
    documented: 'a create with a hostname that the zone already has'
  },
  invalidCustomHostname: {
    status: 400,
    code: 1407,
    message: INVALID_HOSTNAME,
    documented: 'a hostname that is too long, an IP address, or holds characters that no hostname has'
  },
  customHostnameNotAscii: {
    status: 400,
    code: 1408,
    message: `Custom hostnames with non-ASCII characters are not supported. ${CHECK}`,
    documented: 'a hostname that should have been written in punycode'
  },
  customHostnameReserved: {
    status: 400,
    code: 1409,
    message: `Reserved top domain custom hostnames, such as 'test', 'example', 'invalid' or 'localhost', is not supported. ${CHECK}`,
    documented: 'a hostname under a reserved top domain, in strict zones'
  },
  customHostnameWithoutDomain: {
    status: 400,
    code: 1410,
    message: `Unable to parse custom hostname - {reason}. ${CHECK}`,
    documented: 'a hostname without a registrable domain; the reason is the one of the public suffix library'
  },
  customHostnameProhibited: {
    status: 400,
    code: 1411,
    message: `Custom hostnames ending in example.com, example.net, or example.org are prohibited. ${CHECK}`,
    documented: 'a hostname under the domains for examples, in strict zones'
  },
  wildcardMetadataNotSupported: {
    status: 400,
    code: 1412,
    message: `Custom metadata for wildcard custom hostnames is not supported. ${CHECK}`,
    documented: 'metadata on a wildcard hostname, for zones that opted out of it'
  },
  customMetadataNotGranted: {
    status: 403,
    code: 1413,
    message: `No custom metadata access has been allocated for this zone or account. ${SALES}`,
    documented: 'custom metadata on a zone without the entitlement'
  },
  customOriginServerNotGranted: {
    status: 403,
    code: 1414,
    message: `Access to setting a custom origin server has not been granted for this zone. ${SALES}`,
    documented: 'a custom origin server on a zone without the entitlement'
  },
  customOriginSniNotGranted: {
    status: 403,
    code: 1414,
    message: `Access to setting a custom origin SNI has not been granted for this zone. ${SALES}`,
    documented: "a custom origin SNI on a zone without the entitlement; the first words and the status are reported, the code and the rest follow the custom origin server by the sandbox's choice"
  },
  wildcardNotGranted: {
    status: 403,
    code: 1414,
    message: `Access to wildcard custom hostnames has not been granted for this zone. ${SALES}`,
    documented: "a wildcard certificate on a zone without the entitlement; code and words are the sandbox's choice"
  },
  invalidCustomOriginServer: {
    status: 400,
    code: 1415,
    message: `Invalid custom origin hostname. Custom origin hostnames have to be smaller than 256 characters in length, cannot be IP addresses, cannot contain spaces, cannot contain any special characters such as ${SPECIAL_CHARACTERS}`,
    documented: 'a custom origin server that is no hostname'
  },
  invalidCustomOriginSni: {
    status: 400,
    code: 1415,
    message: `Invalid custom origin SNI. Custom origin SNIs have to be a subdomain of your zone, the custom origin hostname, or :request_host_header:. ${CHECK}`,
    documented: "a custom origin SNI that is none of the three things it may be; code and words are the sandbox's choice"
  },
  customOriginServerNotAscii: {
    status: 400,
    code: 1416,
    message: `Custom origin hostnames with non-ASCII characters are not supported. ${CHECK}`,
    documented: 'a custom origin server that should have been written in punycode'
  },
  customOriginServerReserved: {
    status: 400,
    code: 1417,
    message: `Reserved top domain custom origin hostnames, such as 'test', 'example', 'invalid' or 'localhost', is not supported. ${CHECK}`,
    documented: 'a custom origin server under a reserved top domain, in strict zones'
  },
  customOriginServerWithoutDomain: {
    status: 400,
    code: 1418,
    message: `Unable to parse custom origin hostname - {reason}. ${CHECK}`,
    documented: 'a custom origin server without a registrable domain'
  },
  customOriginServerProhibited: {
    status: 400,
    code: 1419,
    message: `Custom origin hostnames ending in example.com, example.net, or example.org are prohibited. ${CHECK}`,
    documented: 'a custom origin server under the domains for examples, in strict zones'
  },
  wildcardCustomOriginServer: {
    status: 400,
    code: 1420,
    message: `Wildcard custom origin hostnames are not supported. ${CHECK}`,
    documented: 'a custom origin server that begins with an asterisk'
  },
  customOriginServerNotInZone: {
    status: 400,
    code: 1421,
    message: `The custom origin hostname you specified does not exist on Cloudflare as a DNS record (A, AAAA or CNAME) in your zone:\`{zone}\`. ${CHECK}`,
    documented: 'a custom origin server without an address record in the zone; the zone is named by its id'
  },
  invalidCustomHostnameId: {
    status: 400,
    code: 1435,
    message: `The custom hostname ID is invalid. ${CHECK}`,
    documented: 'an id in the path that is not a UUID'
  },
  customHostnameNotFound: {
    status: 404,
    code: 1436,
    message: 'The custom hostname was not found.',
    documented: 'a well-formed id with nothing behind it'
  },
  customHostnameNotModifiable: {
    status: 409,
    code: 1439,
    message: `Modifying the custom hostname is not supported. ${CHECK}`,
    documented: 'an edit with another hostname than the stored one'
  },
  invalidHostnameFilter: {
    status: 400,
    code: 1407,
    message: INVALID_HOSTNAME,
    documented: 'a list with a malformed hostname filter'
  },
  invalidHostnameMatchFilter: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be smaller than 256 characters in length, cannot be IP addresses, cannot contain any special characters such as ${SPECIAL_CHARACTERS}`,
    documented: 'a list with a malformed hostname.contain; the sandbox says the same of hostname.exact and hostname.startsWith'
  },
  idFilterNotAlone: {
    status: 400,
    code: 1438,
    message: `Cannot specify other filter parameters in addition to \`id\`. Only one must be specified. ${CHECK}`,
    documented: 'a list with the id filter and a hostname filter'
  },
  hostnameFiltersExclusive: {
    status: 400,
    code: 1438,
    message: `Cannot specify more than one hostname filter. Only one must be specified. ${CHECK}`,
    documented: "a list with two or more hostname filters; code and words are the sandbox's choice"
  },
  invalidFilterValue: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be one of: {values}. ${CHECK}`,
    documented: "a list with a filter or an order that its enumeration does not have; code and words are the sandbox's choice"
  },
  invalidPaging: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an integer between {minimum} and {maximum}. ${CHECK}`,
    documented: "a list with page or per_page out of range; code and words are the sandbox's choice"
  }
} as const satisfies Record<string, ErrorEntry>
