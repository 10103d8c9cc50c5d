import type { ErrorEntry, ErrorText } from './errors.ts'
import { CUSTOM_CSR_ERRORS } from './errors/custom-csrs.ts'
import { CUSTOM_HOSTNAME_ERRORS } from './errors/custom-hostnames.ts'
import { DNS_RECORD_ERRORS } from './errors/dns-records.ts'
import { FALLBACK_ORIGIN_ERRORS } from './errors/fallback-origin.ts'
import { GATEWAY_ERRORS } from './errors/gateway.ts'
import { SSL_ERRORS } from './errors/ssl.ts'
import { ZONE_ERRORS } from './errors/zones.ts'
import type { FailureBody } from './errors.ts'

type Table = Readonly<Record<string, ErrorEntry>>

/** Services by their paths, the narrower ones first. */
const SERVICES: ReadonlyArray<readonly [RegExp, readonly Table[]]> = [
  [/\/custom_hostnames\/fallback_origin\/?$/, [FALLBACK_ORIGIN_ERRORS]],
  [/\/custom_hostnames(\/|$)/, [CUSTOM_HOSTNAME_ERRORS, SSL_ERRORS]],
  [/\/custom_csrs(\/|$)/, [CUSTOM_CSR_ERRORS]],
  [/\/dns_records(\/|$)/, [DNS_RECORD_ERRORS]],
  [/\/zones(\/[^/]+)?\/?$/, [ZONE_ERRORS]]
]

/** Codes of statuses that nothing documents, with the status added: a range that the service is not known to use. */
const UNDOCUMENTED = 9000

/** What an answer that was asked for by its status, or by its code, says. */
export interface WantedFailure {
  readonly status: number
  /** Without its query. */
  readonly path: string
  readonly code?: number | undefined
  readonly message?: string | undefined
  /** The words of a status that nothing documents. */
  readonly phrase: string
}

/**
 * The body of a refusal: the catalogue's entry of that status (and code) for the service of the path, else for the gateway; where there is none,
 * the envelope with the code and words that were given, or with ones of the sandbox's own.
 */
export function wantedFailure ({ status, path, code, message, phrase }: WantedFailure): FailureBody {
  const entry = findEntry(path, status, code)
  const text: ErrorText = { code: code ?? entry?.code ?? UNDOCUMENTED + status, message: message ?? entry?.message ?? phrase }
  const errors = [entry?.chain === undefined || message !== undefined ? text : { ...text, error_chain: entry.chain }]
  return entry?.bare === true && message === undefined ? { success: false, errors } : { success: false, errors, messages: [], result: null }
}

function findEntry (path: string, status: number, code: number | undefined): ErrorEntry | undefined {
  const services = SERVICES.find(([pattern]) => pattern.test(path))?.[1] ?? []
  // Entries with blanks to fill belong to requests of their own.
  const fitting = [...services, GATEWAY_ERRORS as Table].flatMap(table => Object.values(table))
    .filter(entry => entry.status === status && (code === undefined || entry.code === code) && !/\{[a-z][A-Za-z]*\}/.test(entry.message))
  return fitting.find(({ needs }) => needs === undefined) ?? fitting[0]
}
