import { CHECK } from './entry.ts'
import type { ErrorEntry } from './entry.ts'

/** Refusals of `alerting/v3`. None of its codes is published: all of them, and the words, are the sandbox's choice. */
export const ALERTING_ERRORS = {
  invalidAlertingBody: {
    status: 400,
    code: 9207,
    message: 'Request body is invalid.',
    documented: "a body with a missing field or a value of the wrong JSON type; that it is this code is the sandbox's choice"
  },
  webhooksNotGranted: {
    status: 403,
    code: 1000,
    message: 'Webhooks are not available: the account needs a zone on the Pro plan or above.',
    documented: "the creation of a webhook destination in an account whose zones are all on the Free plan; code and words are the sandbox's choice"
  },
  invalidWebhookUrl: {
    status: 400,
    code: 1000,
    message: `The URL of a webhook destination has to be a complete http or https URL of at most 2048 characters. ${CHECK}`,
    documented: "a destination that nothing can be posted to; code and words are the sandbox's choice"
  },
  webhookTestFailed: {
    status: 400,
    code: 1000,
    message: 'The webhook destination did not accept the test message: {reason}.',
    documented: "a destination that does not answer the test message with 2xx; code and words are the sandbox's choice"
  },
  webhookNotFound: {
    status: 404,
    code: 1000,
    message: 'The webhook destination was not found.',
    documented: "a well-formed id with nothing behind it, in a path or in a policy; code and words are the sandbox's choice"
  },
  policyNotFound: {
    status: 404,
    code: 1000,
    message: 'The notification policy was not found.',
    documented: "a well-formed id with nothing behind it; code and words are the sandbox's choice"
  },
  alertTypeNotAvailable: {
    status: 400,
    code: 1000,
    message: `The alert type is not available to this account. ${CHECK}`,
    documented: "a policy with another alert type than those of available_alerts; code and words are the sandbox's choice"
  },
  alertingLimitReached: {
    status: 400,
    code: 1000,
    message: 'The account has reached the limit of {limit} {what}.',
    documented: "one destination or policy too many; the limit, code and words are the sandbox's choice"
  },
  invalidAlertingPaging: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an integer between {minimum} and {maximum}. ${CHECK}`,
    documented: "a history with page or per_page out of range; code and words are the sandbox's choice"
  },
  invalidAlertingTime: {
    status: 400,
    code: 1437,
    message: `Invalid {parameter} query parameter. The {parameter} query parameter has to be an RFC 3339 timestamp. ${CHECK}`,
    documented: "a history with since or before that is no moment; code and words are the sandbox's choice"
  }
} as const satisfies Record<string, ErrorEntry>
