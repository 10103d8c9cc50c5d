import { ALERTING_ERRORS } from './errors/alerting.ts'
import { CUSTOM_CSR_ERRORS } from './errors/custom-csrs.ts'
import { CUSTOM_HOSTNAME_ERRORS } from './errors/custom-hostnames.ts'
import { DNS_RECORD_ERRORS } from './errors/dns-records.ts'
import { FALLBACK_ORIGIN_ERRORS } from './errors/fallback-origin.ts'
import { GATEWAY_ERRORS } from './errors/gateway.ts'
import { SSL_ERRORS } from './errors/ssl.ts'
import { ZONE_ERRORS } from './errors/zones.ts'
import type { ErrorEntry, ErrorText } from './errors/entry.ts'

export type { ErrorEntry, ErrorNeed, ErrorText } from './errors/entry.ts'

/** Every refusal the API knows. A code repeats where services use it for different things; a name never does. */
export const ERRORS = {
  ...GATEWAY_ERRORS,
  ...ZONE_ERRORS,
  ...DNS_RECORD_ERRORS,
  ...CUSTOM_HOSTNAME_ERRORS,
  ...SSL_ERRORS,
  ...FALLBACK_ORIGIN_ERRORS,
  ...CUSTOM_CSR_ERRORS,
  ...ALERTING_ERRORS
} as const satisfies Record<string, ErrorEntry>

export type ErrorName = keyof typeof ERRORS

/** Values for the placeholders of an entry, by name. */
export type ErrorParameters = Readonly<Record<string, string | number>>

/** Thrown by use cases; the error handler alone turns it into an answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly errorName: ErrorName
  readonly parameters: ErrorParameters

  constructor (errorName: ErrorName, parameters: ErrorParameters = {}) {
    super(formatError(errorName, parameters))
    this.errorName = errorName
    this.parameters = parameters
  }
}

/** One item of `errors[]` on the wire. */
export interface FailureItem extends ErrorText {
  readonly error_chain?: readonly ErrorText[]
}

/** The body of a failure; a bare one stops after `errors`. */
export interface FailureBody {
  readonly success: false
  readonly errors: readonly FailureItem[]
  readonly messages?: readonly []
  readonly result?: null
}

/** The HTTP answer that an error becomes. */
export interface Failure {
  readonly status: number
  readonly body: FailureBody
}

/** Turns an error into status and body as the API would send them. */
export function failureBody (error: ApiError): Failure {
  const entry: ErrorEntry = ERRORS[error.errorName]
  const errors = failureItems(error.errorName, error.parameters)
  if (entry.bare === true) return { status: entry.status, body: { success: false, errors } }
  return { status: entry.status, body: { success: false, errors, messages: [], result: null } }
}

/**
 * The message of an entry with its placeholders filled. Throws when any text of the entry, nested ones included, misses a
 * parameter: the mistake then shows where the error is thrown and not later, in the error handler.
 */
export function formatError (name: ErrorName, parameters: ErrorParameters = {}): string {
  return failureItems(name, parameters)[0].message
}

function failureItems (name: ErrorName, parameters: ErrorParameters): [FailureItem, ...FailureItem[]] {
  const entry: ErrorEntry = ERRORS[name]
  const fillText = ({ code, message }: ErrorText): ErrorText => ({ code, message: fill(name, message, parameters) })
  const first = fillText(entry)
  const others = (entry.also ?? []).map(fillText)
  if (entry.chain === undefined) return [first, ...others]
  return [{ ...first, error_chain: entry.chain.map(fillText) }, ...others]
}

// Some messages list special characters, `{}` among them: only braces around a name are a placeholder. One pass with a
// function, so that neither `{name}` nor `$&` inside a parameter is taken for an instruction.
function fill (name: ErrorName, template: string, parameters: ErrorParameters): string {
  return template.replace(/\{([a-z][A-Za-z]*)\}/g, (_, key: string) => {
    const value = Object.hasOwn(parameters, key) ? parameters[key] : undefined
    if (value === undefined) throw new Error(`The error ${name} needs the parameter ${key}`)
    return String(value)
  })
}
