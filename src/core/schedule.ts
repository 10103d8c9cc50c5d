import type { CertificateAuthority } from './statuses.ts'
import { CERTIFICATE_AUTHORITIES } from './statuses.ts'

/**
 * When the checks of one axis happen. Check 0 is the first one; check n (a retry) happens `dueMs[n]` after it.
 * The check with the last index ends the schedule.
 */
export interface Backoff {
  /** Milliseconds between check n and check n + 1. */
  readonly delaysMs: readonly number[]
  /** Milliseconds between check 0 and check n; one entry more than `delaysMs`. */
  readonly dueMs: readonly number[]
}

/** The durations that a zone follows, in milliseconds; read from a file in seconds by `parseSchedule`. */
export interface Schedule {
  readonly name: string
  readonly fallbackOrigin: { readonly initializingMs: number, readonly deploymentMs: number, readonly deletionMs: number, readonly timeoutMs: number }
  readonly hostname: {
    readonly firstCheckMs: number
    readonly retries: Backoff
    readonly recheckMs: number
    readonly redeployingMs: number
    readonly movedToDeletedMs: number
    readonly deletionMs: number
  }
  readonly certificate: {
    readonly initializingMs: number
    readonly firstCheckMs: number
    readonly retries: Backoff
    readonly issuanceMs: number
    readonly deploymentMs: number
    readonly timeoutMs: number
    readonly tokenLifetimeMs: Readonly<Record<CertificateAuthority, number>>
    readonly validityMs: number
    readonly renewalLeadMs: number
    readonly renewalStopMs: number
  }
}

/** A schedule that cannot be used; `path` names the faulty place, such as `hostname.retries.max`. */
export class ScheduleError extends Error {
  readonly path: string
  constructor (path: string, problem: string) {
    super(`schedule: ${path === '' ? '(root)' : path} ${problem}`)
    this.path = path
  }
}

type Fields = Readonly<Record<string, unknown>>

/** Reads a schedule from its JSON form (seconds; `speed` divides every duration but a certificate's own life). Throws ScheduleError. */
export function parseSchedule (data: unknown): Schedule {
  const root = fields(data, '', ['name', 'speed', 'fallback_origin', 'hostname', 'certificate'])
  const speed = root['speed'] === undefined ? 1 : seconds(root, 'speed', '', 0.001)
  if (speed > 1000) throw new ScheduleError('speed', 'must be at most 1000: faster than that, repeating steps would have no length')
  const ms = (from: Fields, key: string, path: string, least = 0) => Math.round(seconds(from, key, path, least) * 1000 / speed)
  if (typeof root['name'] !== 'string' || root['name'] === '') throw new ScheduleError('name', 'must be a text')

  const fallback = fields(root['fallback_origin'], 'fallback_origin', ['initializing', 'pending_deployment', 'pending_deletion', 'timed_out'])
  const hostname = fields(root['hostname'], 'hostname', ['first_check', 'retries', 'recheck', 'active_redeploying', 'moved_to_deleted', 'pending_deletion'])
  const certificate = fields(root['certificate'], 'certificate', ['initializing', 'first_check', 'retries', 'pending_issuance', 'pending_deployment',
    'timed_out', 'token_lifetime', 'validity', 'renewal_lead', 'renewal_stop'])
  const lifetimes = fields(certificate['token_lifetime'], 'certificate.token_lifetime', CERTIFICATE_AUTHORITIES)
  const lifetime = (authority: CertificateAuthority) => ms(lifetimes, authority, 'certificate.token_lifetime', 1)

  const validity = seconds(certificate, 'validity', 'certificate', 1)
  const lead = seconds(certificate, 'renewal_lead', 'certificate')
  // A lead as long as the life would renew for ever within one instant.
  if (lead >= validity) throw new ScheduleError('certificate.renewal_lead', 'must be shorter than certificate.validity')
  const stop = seconds(certificate, 'renewal_stop', 'certificate')
  if (stop > lead) throw new ScheduleError('certificate.renewal_stop', 'must not be longer than certificate.renewal_lead')

  return {
    name: root['name'],
    fallbackOrigin: {
      initializingMs: ms(fallback, 'initializing', 'fallback_origin'),
      deploymentMs: ms(fallback, 'pending_deployment', 'fallback_origin'),
      deletionMs: ms(fallback, 'pending_deletion', 'fallback_origin'),
      timeoutMs: ms(fallback, 'timed_out', 'fallback_origin')
    },
    hostname: {
      firstCheckMs: ms(hostname, 'first_check', 'hostname'),
      retries: parseBackoff(hostname['retries'], 'hostname.retries', speed),
      recheckMs: ms(hostname, 'recheck', 'hostname', 1),
      redeployingMs: ms(hostname, 'active_redeploying', 'hostname'),
      movedToDeletedMs: ms(hostname, 'moved_to_deleted', 'hostname'),
      deletionMs: ms(hostname, 'pending_deletion', 'hostname')
    },
    certificate: {
      initializingMs: ms(certificate, 'initializing', 'certificate'),
      firstCheckMs: ms(certificate, 'first_check', 'certificate'),
      retries: parseBackoff(certificate['retries'], 'certificate.retries', speed),
      issuanceMs: ms(certificate, 'pending_issuance', 'certificate'),
      deploymentMs: ms(certificate, 'pending_deployment', 'certificate'),
      timeoutMs: ms(certificate, 'timed_out', 'certificate'),
      tokenLifetimeMs: { google: lifetime('google'), lets_encrypt: lifetime('lets_encrypt'), ssl_com: lifetime('ssl_com'), digicert: lifetime('digicert') },
      validityMs: validity * 1000,
      renewalLeadMs: lead * 1000,
      renewalStopMs: stop * 1000
    }
  }
}

/** Seconds before retry n + 1: the published formula, whose exponent is not restarted where the factor changes. */
export function retryDelaySeconds (n: number, formula: { readonly base: number, readonly growth: ReadonlyArray<{ readonly from: number, readonly factor: number }>, readonly max: number }): number {
  let factor = 1
  for (const step of formula.growth) if (n >= step.from) factor = step.factor
  return Math.min(Math.floor(formula.base * Math.pow(factor, n)), formula.max)
}

function parseBackoff (data: unknown, path: string, speed: number): Backoff {
  const retries = fields(data, path, ['attempts', 'base', 'growth', 'max', 'delays'])
  const attempts = seconds(retries, 'attempts', path)
  if (!Number.isInteger(attempts) || attempts > 10_000) throw new ScheduleError(`${path}.attempts`, 'must be a whole number from 0 to 10000')
  const delaySeconds = retries['delays'] === undefined ? formulaDelays(retries, path) : listedDelays(retries['delays'], `${path}.delays`)
  const delaysMs = Array.from({ length: attempts }, (_, n) => Math.round(delaySeconds(n) * 1000 / speed))
  const dueMs = [0]
  for (const delay of delaysMs) dueMs.push((dueMs.at(-1) ?? 0) + delay)
  return { delaysMs, dueMs }
}

function formulaDelays (retries: Fields, path: string): (n: number) => number {
  const base = seconds(retries, 'base', path)
  const max = seconds(retries, 'max', path)
  const steps = retries['growth']
  if (!Array.isArray(steps) || steps.length === 0) throw new ScheduleError(`${path}.growth`, 'must be a list of { from, factor }')
  const growth = steps.map((step: unknown, i) => {
    const place = `${path}.growth[${i}]`
    const entry = fields(step, place, ['from', 'factor'])
    return { from: seconds(entry, 'from', place), factor: seconds(entry, 'factor', place) }
  })
  return n => retryDelaySeconds(n, { base, growth, max })
}

/** The last listed delay serves every later retry. */
function listedDelays (data: unknown, path: string): (n: number) => number {
  if (!Array.isArray(data) || data.length === 0) throw new ScheduleError(path, 'must be a list of seconds, not empty')
  const delays = data.map((_, i) => seconds(data as unknown as Fields, String(i), path))
  return n => delays[Math.min(n, delays.length - 1)] ?? 0
}

function fields (data: unknown, path: string, known: readonly string[]): Fields {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new ScheduleError(path, 'must be an object')
  for (const key of Object.keys(data)) {
    if (!known.includes(key)) throw new ScheduleError(join(path, key), `is not known; known here: ${known.join(', ')}`)
  }
  return data as Fields
}

function seconds (from: Fields, key: string, path: string, least = 0): number {
  const value = from[key]
  if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
    throw new ScheduleError(join(path, key), `must be a number, ${least} or more, not ${JSON.stringify(value) ?? 'missing'}`)
  }
  return value
}

function join (path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
