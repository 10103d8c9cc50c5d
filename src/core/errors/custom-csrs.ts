import { CHECK, SALES } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** Refusals of `custom_csrs`, whose codes mean other things than those of the custom hostnames. */
export const CUSTOM_CSR_ERRORS = {
  csrUndecodable: {
    status: 400,
    code: 1400,
    message: `Unable to decode the JSON request body. ${CHECK}`,
    documented: 'a body that is not JSON, or with a value of the wrong JSON type'
  },
  csrZoneIdRequired: {
    status: 400,
    code: 1401,
    message: `Zone ID is required. ${CHECK}`,
    needs: 'faults',
    documented: 'a call without a zone id, which no path can express'
  },
  csrAuthorizationRequired: {
    status: 400,
    code: 1402,
    message: `The request has no Authorization header. ${CHECK}`,
    needs: 'faults',
    documented: 'a call without credentials, which the gateway refuses first'
  },
  csrNoQuotaAllocated: {
    status: 403,
    code: 1403,
    message: `No quota has been allocated for this zone. ${SALES}`,
    documented: 'every call on a zone without Cloudflare for SaaS'
  },
  csrNotGranted: {
    status: 403,
    code: 1404,
    message: `Access to generating CSRs has not been granted for this zone. ${SALES}`,
    documented: 'every call on a zone without the entitlement for CSRs'
  },
  csrCountryRequired: {
    status: 400,
    code: 1405,
    message: `Country field is required. ${CHECK}`,
    documented: 'a CSR without a country'
  },
  csrStateRequired: {
    status: 400,
    code: 1406,
    message: `State field is required. ${CHECK}`,
    documented: 'a CSR without a state'
  },
  csrLocalityRequired: {
    status: 400,
    code: 1407,
    message: `Locality field is required. ${CHECK}`,
    documented: 'a CSR without a locality'
  },
  csrOrganizationRequired: {
    status: 400,
    code: 1408,
    message: `Organization field is required. ${CHECK}`,
    documented: 'a CSR without an organization'
  },
  csrCommonNameRequired: {
    status: 400,
    code: 1409,
    message: `Common Name field is required. ${CHECK}`,
    documented: 'a CSR without a common name'
  },
  csrCommonNameTooLong: {
    status: 400,
    code: 1410,
    message: `The specified Common Name is too long. Maximum allowed length is 64 characters. ${CHECK}`,
    documented: 'a CSR with a common name over 64 characters'
  },
  csrNameRequired: {
    status: 400,
    code: 1411,
    message: `At least one subject alternative name (SAN) is required. ${CHECK}`,
    documented: 'a CSR without a subject alternative name'
  },
  csrInvalidName: {
    status: 400,
    code: 1412,
    message: `Invalid subject alternative name(s) (SAN). SANs have to be smaller than 256 characters in length, cannot be IP addresses, cannot contain any special characters such as ~\`!@#$%^&*()=+{}[]|\\;:'",<>/? and cannot begin or end with a '-' character. ${CHECK}`,
    documented: 'a CSR with a name that is no hostname; the text is published up to the brackets, its end follows the one for custom hostnames'
  },
  csrNameNotAscii: {
    status: 400,
    code: 1413,
    message: `Subject Alternative Names (SANs) with non-ASCII characters are not supported. ${CHECK}`,
    documented: 'a CSR with a name that should have been written in punycode'
  },
  csrNameReserved: {
    status: 400,
    code: 1414,
    message: `Reserved top domain subject alternative names (SAN), such as 'test', 'example', 'invalid' or 'localhost', is not supported. ${CHECK}`,
    documented: 'a CSR with a name under a reserved top domain, in strict zones'
  },
  csrNameWithoutDomain: {
    status: 400,
    code: 1415,
    message: `Unable to parse subject alternative name(s) (SAN) - {reason}. ${CHECK}`,
    documented: 'a CSR with a name without a registrable domain'
  },
  csrNameProhibited: {
    status: 400,
    code: 1416,
    message: `Subject Alternative Names (SANs) ending in example.com, example.net, or example.org are prohibited. ${CHECK}`,
    documented: 'a CSR with a name under the domains for examples, in strict zones'
  },
  csrInvalidKeyType: {
    status: 400,
    code: 1417,
    message: `Invalid key type. Only 'rsa2048' or 'p256v1' is accepted. ${CHECK}`,
    documented: 'a CSR with another key type'
  },
  csrInvalidId: {
    status: 400,
    code: 1418,
    message: `The custom CSR ID is invalid. ${CHECK}`,
    documented: 'an id in the path that is not a UUID'
  },
  csrNotFound: {
    status: 404,
    code: 1419,
    message: 'The custom CSR was not found.',
    documented: 'a well-formed id with nothing behind it'
  },
  csrInUse: {
    status: 409,
    code: 1420,
    message: 'The custom CSR is associated with an active certificate pack. You will need to delete all associated active certificate packs before you can delete the custom CSR.',
    documented: 'the deletion of a CSR that a certificate was made from'
  },
  csrInvalidPaging: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an integer between {minimum} and {maximum}. ${CHECK}`,
    documented: "a list with page or per_page out of range; code and words are the sandbox's choice"
  },
  csrInternalError: {
    status: 500,
    code: 1500,
    message: 'Internal Server Error',
    documented: 'a fault of the sandbox itself'
  }
} as const satisfies Record<string, ErrorEntry>
