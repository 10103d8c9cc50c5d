import { CHECK } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** Refusals of `zones`. */
export const ZONE_ERRORS = {
  zoneNotFound: {
    status: 400,
    code: 1001,
    message: 'Invalid zone identifier',
    documented: "the detail of a zone that does not exist; the status is the sandbox's choice"
  },
  invalidZoneName: {
    status: 400,
    code: 1002,
    message: 'Invalid domain',
    documented: "the creation of a zone whose name is no domain; taken from one report, otherwise the sandbox's choice"
  },
  zoneNameTaken: {
    status: 400,
    code: 1061,
    message: '{zone} already exists',
    documented: "the creation of a zone whose name is in use; taken from reports, otherwise the sandbox's choice"
  },
  zoneHeld: {
    status: 400,
    code: 1428,
    message: 'The zone name provided is subject to a hold which disallows the creation of this zone. Please contact the domain owner to have this hold removed.',
    needs: 'zone-holds',
    documented: 'the creation of a zone under a hold of its owner; the words are published, status and code are reported'
  },
  invalidZoneBody: {
    status: 400,
    code: 9207,
    message: 'Request body is invalid.',
    documented: "a body with a missing field or a value of the wrong JSON type; that it is this code is the sandbox's choice"
  },
  invalidZoneFilterValue: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be one of: {values}. ${CHECK}`,
    documented: "a list with a filter or an order that its enumeration does not have; code and words are the sandbox's choice"
  },
  invalidZonePaging: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an integer between {minimum} and {maximum}. ${CHECK}`,
    documented: "a list with page or per_page out of range; code and words are the sandbox's choice"
  }
} as const satisfies Record<string, ErrorEntry>
