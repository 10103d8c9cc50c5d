import { CHECK } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** What is refused before a service sees the request: credentials, routing, rate limits. */
export const GATEWAY_ERRORS = {
  missingCredentials: {
    status: 400,
    code: 9106,
    message: 'Missing X-Auth-Key, X-Auth-Email or Authorization headers',
    documented: 'a request without any credentials'
  },
  missingAuthEmail: {
    status: 400,
    code: 9106,
    message: 'Missing X-Auth-Email header',
    documented: 'a key without an e-mail address'
  },
  missingAuthKey: {
    status: 400,
    code: 9107,
    message: 'Missing X-Auth-Key header',
    documented: 'an e-mail address without a key'
  },
  malformedAuthorization: {
    status: 400,
    code: 6003,
    message: 'Invalid request headers',
    chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
    documented: 'an Authorization header that holds no well-formed bearer token'
  },
  malformedAuthKey: {
    status: 400,
    code: 6003,
    message: 'Invalid request headers',
    chain: [{ code: 6103, message: 'Invalid format for X-Auth-Key header' }],
    documented: 'an X-Auth-Key that cannot be a key'
  },
  malformedAuthEmail: {
    status: 400,
    code: 6003,
    message: 'Invalid request headers',
    chain: [{ code: 6102, message: 'Invalid format for X-Auth-Email header' }],
    documented: 'an X-Auth-Email that is not an e-mail address'
  },
  unsupportedContentType: {
    status: 400,
    code: 6003,
    message: 'Invalid request headers',
    chain: [{ code: 6105, message: 'Invalid Content-Type header, valid values are application/json,multipart/form-data' }],
    documented: 'a body that is announced as something else than JSON or a form'
  },
  unknownKey: {
    status: 403,
    code: 9103,
    message: 'Unknown X-Auth-Key or X-Auth-Email',
    documented: 'a well-formed pair of key and e-mail address that nobody has; 400 is reported too'
  },
  unknownToken: {
    status: 403,
    code: 9109,
    message: 'Invalid access token',
    documented: 'a well-formed token that is unknown, revoked or expired'
  },
  resourceNotCovered: {
    status: 403,
    code: 9109,
    message: 'Unauthorized to access requested resource',
    documented: 'a known token, used on a resource that it does not cover'
  },
  permissionMissing: {
    status: 403,
    code: 10000,
    message: 'Authentication error',
    documented: 'a token that covers the resource and lacks the permission for the call'
  },
  zoneNotVisible: {
    status: 403,
    code: 10000,
    message: 'Authentication error',
    documented: 'a zone that does not exist or that the token cannot see, on every call below the zone'
  },
  serviceAuthenticationFailed: {
    status: 401,
    code: 10000,
    message: 'Authentication error',
    needs: 'faults',
    documented: 'a bad token, as some services word it'
  },
  tooManyAuthenticationFailures: {
    status: 429,
    code: 10502,
    message: 'Too many authentication failures',
    needs: 'faults',
    documented: "repeated bad credentials; 403 is conceivable too, 429 is the sandbox's choice"
  },
  invalidApiToken: {
    status: 401,
    code: 1000,
    message: 'Invalid API Token',
    documented: 'the verification of a token that is unknown, or an account token on the path for user tokens'
  },
  invalidTokenRequest: {
    status: 400,
    code: 9207,
    message: 'Request body is invalid.',
    needs: 'tokens',
    documented: 'a body that a token endpoint cannot use'
  },
  malformedJson: {
    status: 400,
    code: 6007,
    message: 'Malformed JSON in request body',
    documented: 'a body that is not JSON, on every service but those with a code of their own'
  },
  bodyTooLarge: {
    status: 413,
    code: 1400,
    message: `Unable to decode the JSON request body. ${CHECK}`,
    documented: "a body over 64 KiB, on every service; status and code are the sandbox's choice"
  },
  unknownRoute: {
    status: 404,
    code: 7003,
    message: 'Could not route to {path}, perhaps your object identifier is invalid?',
    also: [{ code: 7000, message: 'No route for that URI' }],
    documented: 'a path outside the surface of the sandbox; 404 instead of the older 400'
  },
  malformedZoneId: {
    status: 400,
    code: 7003,
    message: 'Could not route to {path}, perhaps your object identifier is invalid?',
    also: [{ code: 7000, message: 'No route for that URI' }],
    documented: 'a zone id that is not 32 hexadecimal digits'
  },
  malformedZoneIdNotFound: {
    status: 404,
    code: 7003,
    message: 'Could not route to {path}, perhaps your object identifier is invalid?',
    needs: 'faults',
    documented: 'the same as malformedZoneId, in the newer form that is reported too: 404 and no second item'
  },
  malformedIdentifier: {
    status: 400,
    code: 7003,
    message: 'Could not route to {path}, perhaps your object identifier is invalid?',
    also: [{ code: 7000, message: 'No route for that URI' }],
    documented: 'a malformed account, token or DNS record id in a known path'
  },
  methodNotAvailable: {
    status: 405,
    code: 7001,
    message: 'Method {method} not available for that URI.',
    documented: 'a known path with a method that it does not have'
  },
  rateLimited: {
    status: 429,
    code: 971,
    message: 'Please wait and consider throttling your request speed',
    bare: true,
    documented: 'more requests than the limit allows, for the next five minutes'
  },
  rateLimitedVerbose: {
    status: 429,
    code: 10429,
    message: 'Rate limited. Please wait and consider throttling your request speed',
    documented: 'the same as rateLimited, in the other form seen in the field, which a zone setting selects'
  },
  issuanceRateLimited: {
    status: 429,
    code: 971,
    message: 'Please wait and consider throttling your request speed',
    bare: true,
    documented: "more certificates per minute than allowed, for the next 30 seconds; status and body are the sandbox's choice"
  },
  serviceTokenMissing: {
    status: 401,
    code: 1000,
    message: 'Unable to extract bearer token',
    needs: 'faults',
    documented: 'a service behind the gateway finds no bearer token'
  },
  serviceTokenUnparsable: {
    status: 401,
    code: 1001,
    message: 'Unable to parse JWT token',
    needs: 'faults',
    documented: 'a service behind the gateway cannot read its token'
  },
  serviceTokenHeaderInvalid: {
    status: 401,
    code: 1002,
    message: 'Bad JWT header',
    needs: 'faults',
    documented: 'a service behind the gateway dislikes the header of its token'
  },
  serviceTokenUnverified: {
    status: 401,
    code: 1003,
    message: 'Failed to verify JWT token',
    needs: 'faults',
    documented: 'a service behind the gateway cannot verify its token'
  },
  serviceTokenClaimsUnreadable: {
    status: 401,
    code: 1004,
    message: 'Failed to get claims from JWT token',
    needs: 'faults',
    documented: 'a service behind the gateway finds no claims in its token'
  },
  serviceTokenClaimsMissing: {
    status: 401,
    code: 1005,
    message: 'JWT token does not have required claims',
    needs: 'faults',
    documented: 'a service behind the gateway misses claims in its token'
  },
  internalError: {
    status: 500,
    code: 1500,
    message: 'Internal Server Error',
    documented: 'a fault of the sandbox itself, on every service but the fallback origin and the custom CSRs; the code is documented for custom hostnames'
  }
} as const satisfies Record<string, ErrorEntry>
