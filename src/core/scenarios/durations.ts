import type { Backoff, Schedule } from '../schedule.ts'
import type { CertificateAuthority } from '../statuses.ts'
import { CERTIFICATE_AUTHORITIES } from '../statuses.ts'
import type { Parameters } from './reading.ts'
import { fields, join, number, ScenarioError } from './reading.ts'

/** Durations by their place in a schedule file. */
const DURATIONS = [
  'hostname.first_check', 'hostname.retries', 'hostname.recheck', 'hostname.active_redeploying', 'hostname.moved_to_deleted', 'hostname.pending_deletion',
  'certificate.initializing', 'certificate.first_check', 'certificate.retries', 'certificate.pending_issuance', 'certificate.pending_deployment',
  'certificate.timed_out', 'certificate.token_lifetime', 'certificate.validity', 'certificate.renewal_lead', 'certificate.renewal_stop'
] as const

type DurationName = typeof DURATIONS[number]

/** How long a certificate and its tokens live is no matter of speed: `all` leaves it alone. */
const LIVES: readonly DurationName[] = ['certificate.token_lifetime', 'certificate.validity', 'certificate.renewal_lead', 'certificate.renewal_stop']

/** Times as long, or this long whatever the schedule says. */
type Change = { readonly factor: number } | { readonly ms: number }

export type DurationChanges = Readonly<Partial<Record<DurationName | 'all', Change>>>

/** Reads changes of durations. Throws ScenarioError. */
export function readDurations (value: unknown, path: string, parameters: Parameters): DurationChanges {
  const given = fields(value, path, ['all', ...DURATIONS])
  return Object.fromEntries(Object.entries(given).map(([name, change]) => {
    const place = join(path, name)
    const { factor, seconds } = fields(change, place, ['factor', 'seconds'])
    if ((factor === undefined) === (seconds === undefined)) throw new ScenarioError(place, 'must have either a factor or seconds')
    if (factor !== undefined) return [name, { factor: number(factor, join(place, 'factor'), parameters) }]
    if (name === 'all' || name.endsWith('retries')) throw new ScenarioError(join(place, 'seconds'), 'is for a single duration: give a factor')
    return [name, { ms: number(seconds, join(place, 'seconds'), parameters) * 1000 }]
  }))
}

const shaped = new WeakMap<Schedule, Map<DurationChanges, Schedule>>()

/** The schedule with its durations changed; made once for each pair, and the same object where nothing changes. */
export function changeDurations (schedule: Schedule, changes: DurationChanges): Schedule {
  if (Object.keys(changes).length === 0) return schedule
  const known = shaped.get(schedule) ?? new Map<DurationChanges, Schedule>()
  shaped.set(schedule, known)
  const made = known.get(changes) ?? changed(schedule, changes)
  known.set(changes, made)
  return made
}

function changed (schedule: Schedule, changes: DurationChanges): Schedule {
  const changeOf = (name: DurationName): Change | undefined => changes[name] ?? (LIVES.includes(name) ? undefined : changes.all)
  const to = (name: DurationName, ms: number, least = 0): number => {
    const change = changeOf(name)
    if (change === undefined) return ms
    return Math.max('ms' in change ? change.ms : Math.round(ms * change.factor), least)
  }
  const retries = (name: DurationName, { delaysMs }: Backoff): Backoff => {
    const longer = delaysMs.map(delay => to(name, delay))
    const dueMs = [0]
    for (const delay of longer) dueMs.push((dueMs.at(-1) ?? 0) + delay)
    return { delaysMs: longer, dueMs }
  }
  const { hostname, certificate } = schedule
  const lifetimes = CERTIFICATE_AUTHORITIES.map(name => [name, to('certificate.token_lifetime', certificate.tokenLifetimeMs[name], 1000)] as const)
  return {
    ...schedule,
    hostname: {
      firstCheckMs: to('hostname.first_check', hostname.firstCheckMs),
      retries: retries('hostname.retries', hostname.retries),
      recheckMs: to('hostname.recheck', hostname.recheckMs, 1000),
      redeployingMs: to('hostname.active_redeploying', hostname.redeployingMs),
      movedToDeletedMs: to('hostname.moved_to_deleted', hostname.movedToDeletedMs),
      deletionMs: to('hostname.pending_deletion', hostname.deletionMs)
    },
    certificate: {
      initializingMs: to('certificate.initializing', certificate.initializingMs),
      firstCheckMs: to('certificate.first_check', certificate.firstCheckMs),
      retries: retries('certificate.retries', certificate.retries),
      issuanceMs: to('certificate.pending_issuance', certificate.issuanceMs),
      deploymentMs: to('certificate.pending_deployment', certificate.deploymentMs),
      timeoutMs: to('certificate.timed_out', certificate.timeoutMs),
      tokenLifetimeMs: Object.fromEntries(lifetimes) as Record<CertificateAuthority, number>,
      validityMs: to('certificate.validity', certificate.validityMs),
      renewalLeadMs: to('certificate.renewal_lead', certificate.renewalLeadMs),
      renewalStopMs: to('certificate.renewal_stop', certificate.renewalStopMs)
    }
  }
}
