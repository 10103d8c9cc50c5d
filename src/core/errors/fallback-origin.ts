import { CHECK } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** Refusals of `custom_hostnames/fallback_origin`, whose codes mean other things than those of the custom hostnames. */
export const FALLBACK_ORIGIN_ERRORS = {
  fallbackOriginUndecodable: {
    status: 400,
    code: 1400,
    message: 'Unable to decode the JSON request body. Please check your input and try again',
    documented: 'a body that is not JSON, or with a value of the wrong JSON type'
  },
  fallbackOriginRequired: {
    status: 400,
    code: 1413,
    message: 'Origin hostname is required in the request payload. Please check your input and try again',
    documented: 'a body without origin, or with an empty one'
  },
  fallbackOriginPendingDeletion: {
    status: 400,
    code: 1414,
    message: 'Cannot update/delete resource while in pending deletion state',
    documented: 'a change or a deletion while the fallback origin is being deleted'
  },
  invalidFallbackOrigin: {
    status: 400,
    code: 1415,
    message: `Invalid fallback origin hostname. Fallback origin hostnames have to be smaller than 256 characters in length, cannot be IP addresses and cannot contain spaces or special characters. ${CHECK}`,
    documented: "an origin that is no hostname; code and words are the sandbox's choice"
  },
  fallbackOriginOutsideZone: {
    status: 400,
    code: 1415,
    message: `Invalid fallback origin hostname. The fallback origin has to be a hostname in your zone:\`{zone}\`. ${CHECK}`,
    documented: "an origin that does not belong to the zone; code and words are the sandbox's choice"
  },
  fallbackOriginNotGranted: {
    status: 401,
    code: 1456,
    message: 'Access to configure this resource has not been granted for this zone. This feature is available with SSL for SaaS.',
    documented: 'every call on a zone without Cloudflare for SaaS; 400 is reported too'
  },
  fallbackOriginNotFound: {
    status: 404,
    code: 1551,
    message: 'Resource not found.',
    documented: 'a read or a deletion while none is set'
  },
  fallbackOriginInternalError: {
    status: 500,
    code: 1600,
    message: 'Internal Server Error',
    documented: 'a fault of the sandbox itself'
  }
} as const satisfies Record<string, ErrorEntry>
