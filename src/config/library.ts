import type { Config, Given } from './config.ts'
import { checkSchedule, toConfig } from './config.ts'
import { toSeedParts } from './seed-files.ts'
import type { AuthMode } from '../http/auth.ts'

/** What a sandbox inside a test process may be given; everything else is as in the profile `ci`. */
export interface LibraryOptions {
  /** Makes ids, tokens and serial numbers repeat; 1 unless given. */
  readonly randomSeed?: number
  /** `realistic`, `fast`, `instant`, or a schedule in its JSON form. */
  readonly schedule?: unknown
  readonly inspector?: Config['inspector']
  readonly strict?: boolean
  readonly auth?: AuthMode
  /** Whether the published rate limits are in force; off unless given. */
  readonly rateLimits?: boolean
  /** How many requests the journal keeps; 1000 unless given. */
  readonly journal?: number
  /** `running` or `frozen`, either with `@` and a start instant; frozen at a fixed instant unless given. */
  readonly clock?: string
  /** An id of no zone yet becomes a zone, like the first one of the seed or like `zoneTemplate`. */
  readonly autoZones?: boolean
  readonly zoneTemplate?: string
  /** What to start with: the content of a seed file, the path of a file or a folder of them, or an array of these. */
  readonly seed?: unknown
  /** A free one unless given. */
  readonly port?: number
  /** The DNS responder and the listeners of the edge: off unless given, 0 for a free port. */
  readonly dnsPort?: number | 'off'
  readonly edgeHttpPort?: number | 'off'
  readonly edgeHttpsPort?: number | 'off'
  /** Where origins really are, by name: `{ 'app.saasprovider.com': '127.0.0.1:3000' }`. */
  readonly origins?: Readonly<Record<string, string>>
  /** Where every account is told what happens to its certificates, and what the receiver finds in `cf-webhook-auth`. */
  readonly webhookUrls?: readonly string[]
  readonly webhookSecret?: string
  /** Waits before each further attempt: `10s,1m`, or `none`. */
  readonly webhookRetries?: string
  readonly webhookTimeout?: string
  readonly logLevel?: Config['logLevel']
}

/** The config of a sandbox inside a test process: no flag, file or environment is read. Throws ConfigError. */
export function libraryConfig (options: LibraryOptions): Config {
  const { schedule, seed, clock, inspector, strict, auth, autoZones, zoneTemplate, rateLimits, journal, randomSeed, port = 0 } = options
  const { dnsPort = 'off', edgeHttpPort = 'off', edgeHttpsPort = 'off', origins, logLevel = 'silent' } = options
  const config = toConfig({
    profile: 'ci',
    port: String(port),
    'dns-port': String(dnsPort),
    'edge-http-port': String(edgeHttpPort),
    'edge-https-port': String(edgeHttpsPort),
    ...(origins === undefined ? {} : { origin: Object.entries(origins).map(([name, target]) => `${name}=${target}`).join(',') }),
    ...webhooksOf(options),
    'log-level': logLevel,
    ...(clock === undefined ? {} : { clock }),
    ...(inspector === undefined ? {} : { inspector }),
    ...(strict === undefined ? {} : { strict: String(strict) }),
    ...(auth === undefined ? {} : { auth }),
    ...(rateLimits === undefined ? {} : { 'rate-limits': String(rateLimits) }),
    ...(journal === undefined ? {} : { journal: String(journal) }),
    ...(autoZones === undefined ? {} : { 'auto-zones': String(autoZones) }),
    ...(zoneTemplate === undefined ? {} : { 'zone-template': zoneTemplate }),
    ...(randomSeed === undefined ? {} : { 'random-seed': String(randomSeed) })
  })
  return Object.freeze({ ...config, ...(schedule === undefined ? {} : { schedule: checkSchedule(schedule) }), ...(seed === undefined ? {} : { seed: toSeedParts(seed) }) })
}

function webhooksOf ({ webhookUrls, webhookSecret, webhookRetries, webhookTimeout }: LibraryOptions): Given {
  return {
    ...(webhookUrls === undefined ? {} : { 'webhook-url': webhookUrls.join(',') }),
    ...(webhookSecret === undefined ? {} : { 'webhook-secret': webhookSecret }),
    ...(webhookRetries === undefined ? {} : { 'webhook-retries': webhookRetries }),
    ...(webhookTimeout === undefined ? {} : { 'webhook-timeout': webhookTimeout })
  }
}
