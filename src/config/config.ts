import { isIP } from 'node:net'
import type { Instant } from '../core/instant.ts'
import { parseInstant } from '../core/instant.ts'
import type { OriginOverride } from '../core/origin-target.ts'
import { parseOriginOverride } from '../core/origin-target.ts'
import { ScheduleError } from '../core/schedule.ts'
import type { CertificateAuthority } from '../core/statuses.ts'
import { CERTIFICATE_AUTHORITIES } from '../core/statuses.ts'
import type { InspectorName } from '../core/zone.ts'
import { INSPECTORS } from '../core/zone.ts'
import type { AuthMode } from '../http/auth.ts'
import type { EdgeAddresses, SmtpServer } from './network.ts'
import { edgeAddressesOf, NetworkOptionError, readEdgeAddresses, readPortOrOff, readRanges, readResolver, readSmtpServer } from './network.ts'
import { ConfigError, flag, oneOf, readJsonFile, whole } from './values.ts'
import type { OptionName } from './options.ts'
import { environmentName, OPTIONS } from './options.ts'
import { resolveSchedule, SCHEDULE_NAMES } from '../schedules.ts'
import type { SeedPart } from './seed-files.ts'
import { readSeedFiles } from './seed-files.ts'
import { readTrustedRoots } from './trusted-roots.ts'
import { readWebhookRetries, readWebhookSecret, readWebhookTimeout, readWebhookUrls } from './webhooks.ts'

export { ConfigError } from './values.ts'

export const PROFILES = ['sandbox', 'ci', 'realistic'] as const
export type Profile = typeof PROFILES[number]

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** How one sandbox is set up. */
export interface Config {
  readonly profile: Profile
  readonly host: string
  readonly port: number
  readonly database: string
  /** A built-in name, or a schedule in its JSON form. */
  readonly schedule: unknown
  readonly clock: { readonly mode: 'running' | 'frozen', readonly start?: Instant }
  readonly inspector: InspectorName
  readonly dnsPort: number | 'off'
  /** Where the inspector `dns` looks names up. */
  readonly resolver: ReturnType<typeof readResolver>
  /** The port of customers' web servers. */
  readonly httpPort: number
  /** Ranges that evidence may be fetched from beside loopback addresses. */
  readonly allowedAddresses: readonly string[]
  /** What proxied names have in DNS. */
  readonly edgeAddresses: EdgeAddresses
  readonly edgeHttpPort: number | 'off'
  readonly edgeHttpsPort: number | 'off'
  /** Where origins are, in place of what DNS records say. */
  readonly origins: readonly OriginOverride[]
  /** What the edge answers for hostnames that are not active. */
  readonly edgePendingError: 1001 | 1016
  /** The mail server that receives messages; missing: they stay in the mailbox. */
  readonly smtpServer?: SmtpServer
  /** Where every account is told what happens to its certificates, beside what the API is asked for. */
  readonly webhooks: {
    readonly urls: readonly string[]
    readonly secret?: string
    /** Waits before each further attempt, in the time of the zone. */
    readonly retryDelaysMs: readonly number[]
    readonly timeoutMs: number
  }
  readonly certificateAuthority: CertificateAuthority
  /** PEM texts of roots that uploaded certificates may lead to, beside the sandbox's own. */
  readonly trustedRoots: readonly string[]
  readonly strict: boolean
  readonly auth: AuthMode
  readonly autoZones: boolean
  /** Whether the published rate limits are in force. */
  readonly rateLimits: boolean
  /** How many requests the journal keeps. */
  readonly journal: number
  /** What the zones of ids not seen before are made from; missing: the first zone of the seed. */
  readonly zoneTemplate?: string
  /** The files of the seed; missing: the default world. */
  readonly seed?: readonly SeedPart[]
  readonly randomSeed?: number
  /** Bytes that all snapshots may take together. */
  readonly snapshotSpace: number
  /** `generated`: made at the start and printed. */
  readonly adminToken: string | 'none' | 'generated'
  readonly allowedHosts: readonly string[]
  readonly logLevel: typeof LOG_LEVELS[number]
}

/** Values by option name, as text; a switch is `true` or `false`. */
export type Given = Readonly<Partial<Record<OptionName, string>>>

/** The frozen instant of the `ci` profile and of sandboxes made by the library. */
export const FIXED_START: Instant = Date.UTC(2026, 0, 1)

/** Puts flags, environment and file together, in this order of precedence. Throws ConfigError. */
export function readConfig (flags: Given, environment: NodeJS.ProcessEnv = process.env): Config {
  const fromEnvironment = readEnvironment(environment)
  const file = flags.config ?? fromEnvironment.config
  const given: Given = { ...(file === undefined ? {} : readConfigFile(file)), ...fromEnvironment, ...flags }
  const port = given.port ?? environment['PORT']
  return toConfig(port === undefined ? given : { ...given, port })
}

/** The config that these values make, whatever they come from. Throws ConfigError. */
export function toConfig (given: Given): Config {
  const profile = oneOf('profile', given.profile, PROFILES) ?? 'sandbox'
  const ci = profile === 'ci'
  const host = given.host ?? '127.0.0.1'
  const local = isLoopback(host)
  const randomSeed = whole('random-seed', given['random-seed'], Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) ?? (ci ? 1 : undefined)
  return Object.freeze({
    profile,
    host,
    port: whole('port', given.port, 0, 65535) ?? 4400,
    database: given.database ?? (ci ? ':memory:' : '.sandflare/sandbox.db'),
    schedule: given.schedule === undefined ? (profile === 'sandbox' ? 'fast' : 'realistic') : readSchedule(given.schedule),
    clock: given.clock === undefined ? (ci ? { mode: 'frozen', start: FIXED_START } : { mode: 'running' }) : readClock(given.clock),
    inspector: oneOf('inspector', given.inspector, INSPECTORS) ?? 'auto',
    ...networkOf(given, host),
    ...smtpOf(given),
    webhooks: webhooksOf(given),
    ...edgeOf(given),
    certificateAuthority: oneOf('certificate-authority', given['certificate-authority'], CERTIFICATE_AUTHORITIES) ?? 'google',
    strict: flag('strict', given.strict),
    auth: oneOf('auth', given.auth, ['any', 'tokens'] as const) ?? (local ? 'any' : 'tokens'),
    autoZones: flag('auto-zones', given['auto-zones']),
    rateLimits: flag('rate-limits', given['rate-limits']),
    journal: whole('journal', given.journal, 0, 100_000) ?? 1000,
    ...plantedOf(given),
    ...(randomSeed === undefined ? {} : { randomSeed }),
    snapshotSpace: (whole('snapshot-space', given['snapshot-space'], 1, 2 ** 20) ?? 1024) * 2 ** 20,
    adminToken: given['admin-token'] ?? (local ? 'none' : 'generated'),
    allowedHosts: (given['allowed-hosts'] ?? '').split(',').map(name => name.trim().toLowerCase()).filter(name => name !== ''),
    logLevel: oneOf('log-level', given['log-level'], LOG_LEVELS) ?? 'info'
  } satisfies Config)
}

/** True for addresses that only this machine reaches. */
export function isLoopback (host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function plantedOf (given: Given): Pick<Config, 'seed' | 'zoneTemplate'> {
  return {
    ...(given['zone-template'] === undefined ? {} : { zoneTemplate: given['zone-template'] }),
    ...(given.seed === undefined ? {} : { seed: readSeedFiles(given.seed) })
  }
}

function networkOf (given: Given, host: string): Pick<Config, 'dnsPort' | 'resolver' | 'httpPort' | 'allowedAddresses' | 'edgeAddresses' | 'trustedRoots'> {
  return {
    trustedRoots: network('trusted-roots', given, readTrustedRoots) ?? [],
    dnsPort: network('dns-port', given, readPortOrOff) ?? 4453,
    resolver: network('resolver', given, readResolver) ?? 'builtin',
    httpPort: whole('http-port', given['http-port'], 1, 65535) ?? 80,
    allowedAddresses: network('allowed-addresses', given, readRanges) ?? [],
    edgeAddresses: network('edge-addresses', given, readEdgeAddresses) ?? edgeAddressesOf(host)
  }
}

function edgeOf (given: Given): Pick<Config, 'edgeHttpPort' | 'edgeHttpsPort' | 'origins' | 'edgePendingError'> {
  return {
    edgeHttpPort: network('edge-http-port', given, readPortOrOff) ?? 4480,
    edgeHttpsPort: network('edge-https-port', given, readPortOrOff) ?? 4443,
    origins: readOrigins(given.origin ?? ''),
    edgePendingError: oneOf('edge-pending-error', given['edge-pending-error'], ['1001', '1016']) === '1016' ? 1016 : 1001
  }
}

function readOrigins (value: string): readonly OriginOverride[] {
  return value.split(',').map(item => item.trim()).filter(item => item !== '').map(item => {
    const override = parseOriginOverride(item)
    if (override === undefined) throw new ConfigError(`--origin must be a name and a server such as app.saasprovider.com=127.0.0.1:3000, not "${item}"`)
    return override
  })
}

function smtpOf (given: Given): Pick<Config, 'smtpServer'> {
  const smtpServer = network('smtp-url', given, readSmtpServer)
  return smtpServer === undefined ? {} : { smtpServer }
}

function webhooksOf (given: Given): Config['webhooks'] {
  const secret = network('webhook-secret', given, readWebhookSecret)
  return {
    urls: network('webhook-url', given, readWebhookUrls) ?? [],
    ...(secret === undefined ? {} : { secret }),
    retryDelaysMs: network('webhook-retries', given, readWebhookRetries) ?? [10_000, 60_000, 600_000, 3_600_000],
    timeoutMs: network('webhook-timeout', given, readWebhookTimeout) ?? 10_000
  }
}

function network<T> (option: OptionName, given: Given, read: (value: string) => T): T | undefined {
  const value = given[option]
  try {
    return value === undefined ? undefined : read(value)
  } catch (error) {
    if (error instanceof NetworkOptionError) throw new ConfigError(`--${option} ${error.message}`)
    throw error
  }
}

function readEnvironment (environment: NodeJS.ProcessEnv): Given {
  const known = new Map<string, OptionName>(OPTIONS.map(({ name }) => [environmentName(name), name]))
  const given: Partial<Record<OptionName, string>> = {}
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('SANDFLARE_') || value === undefined || value === '') continue
    const name = known.get(variable)
    if (name === undefined) throw new ConfigError(`${variable} is not an option; known: ${[...known.keys()].join(', ')}`)
    given[name] = value
  }
  return given
}

function readConfigFile (file: string): Given {
  const content = readJsonFile('config', file)
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw new ConfigError(`--config: ${file} must hold a JSON object of options`)
  const given: Partial<Record<OptionName, string>> = {}
  for (const [key, value] of Object.entries(content)) {
    const option = OPTIONS.find(({ name }) => name === key && name !== 'config')
    if (option === undefined) throw new ConfigError(`--config: ${file}: "${key}" is not an option`)
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new ConfigError(`--config: ${file}: "${key}" must be a text, a number or a boolean`)
    given[option.name] = String(value)
  }
  return given
}

function readSchedule (value: string): unknown {
  return checkSchedule((SCHEDULE_NAMES as readonly string[]).includes(value) ? value : readJsonFile('schedule', value))
}

/** A schedule that can be used. Throws ConfigError with the path of its fault. */
export function checkSchedule (schedule: unknown): unknown {
  try {
    resolveSchedule(schedule)
    return schedule
  } catch (error) {
    if (error instanceof ScheduleError) throw new ConfigError(`--schedule: ${error.message}`)
    throw error
  }
}

function readClock (value: string): Config['clock'] {
  const [mode, instant] = value.split('@', 2)
  if (mode !== 'running' && mode !== 'frozen') throw new ConfigError(`--clock must be running or frozen, either with a start such as frozen@2026-01-01T00:00:00Z, not "${value}"`)
  if (instant === undefined) return { mode }
  const start = parseInstant(instant)
  if (start === undefined) throw new ConfigError(`--clock: "${instant}" is not an instant such as 2026-01-01T00:00:00Z`)
  return { mode, start }
}
