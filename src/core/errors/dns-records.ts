import { CHECK } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** Refusals of `dns_records`. */
export const DNS_RECORD_ERRORS = {
  recordIsFallbackOrigin: {
    status: 400,
    code: 1039,
    message: 'Deletion of this record is not allowed. This has been configured as a fallback origin server for SSL for SaaS. Link to documentation is here https://api.cloudflare.com/#custom-hostname-fallback-origin-for-a-zone-update-fallback-origin-for-custom-hostnames.',
    documented: 'the deletion of the record that is the fallback origin, until that is gone'
  },
  recordNotFound: {
    status: 404,
    code: 81044,
    message: 'Record does not exist.',
    documented: 'a well-formed id with nothing behind it'
  },
  recordNameInUse: {
    status: 400,
    code: 81053,
    message: 'An A, AAAA, or CNAME record with that host already exists.',
    documented: 'a CNAME beside an address record or another CNAME, and the other way round'
  },
  recordExists: {
    status: 400,
    code: 81057,
    message: 'Record already exists.',
    documented: 'a record with the name, type and content of another one'
  },
  identicalRecord: {
    status: 400,
    code: 81058,
    message: 'An identical record already exists.',
    documented: 'a record that is like another one in everything'
  },
  invalidRecordBody: {
    status: 400,
    code: 9207,
    message: 'Request body is invalid.',
    documented: "a body with a missing field or a value of the wrong JSON type; that it is this code is the sandbox's choice"
  },
  invalidAContent: {
    status: 400,
    code: 9005,
    message: 'Content for A record must be a valid IPv4 address.',
    documented: 'an A record without an IPv4 address'
  },
  invalidAaaaContent: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9006, message: 'Content for AAAA record must be a valid IPv6 address.' }],
    documented: "an AAAA record without an IPv6 address; the wrapper is the sandbox's choice"
  },
  invalidCnameContent: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9007, message: 'Content for CNAME record is invalid.' }],
    documented: "a CNAME record without a hostname; the wrapper is the sandbox's choice"
  },
  invalidTxtContent: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9051, message: 'Content for TXT record is invalid.' }],
    documented: "a TXT record without text, or with too much of it; the inner code is the sandbox's choice"
  },
  invalidCaaContent: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9101, message: 'Content for CAA record is invalid.' }],
    documented: "a CAA record without flags, tag and value; the inner code is the sandbox's choice"
  },
  invalidRecordType: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9001, message: 'DNS record type is invalid.' }],
    documented: "a type of record that the sandbox does not know; the inner code is the sandbox's choice"
  },
  invalidRecordName: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9000, message: 'DNS name is invalid.' }],
    documented: "a name that is no DNS name; the wrapper is the sandbox's choice"
  },
  recordNameOutsideZone: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9000, message: 'DNS name is invalid. {name} is not in the zone {zone}.' }],
    documented: "a full name that does not end in the name of the zone; all of it is the sandbox's choice"
  },
  invalidTtl: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9021, message: 'TTL must be between {minimum} and 86400 seconds, or 1 for Automatic.' }],
    documented: 'a time to live out of range; the words differ between reports'
  },
  invalidProxied: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9003, message: "Invalid 'proxied' value, must be a boolean" }],
    documented: 'proxied with another value than true or false'
  },
  recordNotProxiable: {
    status: 400,
    code: 1004,
    message: 'DNS Validation Error',
    chain: [{ code: 9004, message: 'This record type cannot be proxied.' }],
    documented: 'proxied on a type of record that only answers DNS'
  },
  invalidRecordFilterValue: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be one of: {values}. ${CHECK}`,
    documented: "a list with a filter or an order that its enumeration does not have; code and words are the sandbox's choice"
  },
  invalidRecordPaging: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an integer between {minimum} and {maximum}. ${CHECK}`,
    documented: "a list with page or per_page out of range; code and words are the sandbox's choice"
  }
} as const satisfies Record<string, ErrorEntry>
