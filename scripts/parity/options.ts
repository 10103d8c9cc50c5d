import { Command, CommanderError, InvalidArgumentError } from 'commander'
import type { Credentials } from './server.ts'

/** What the command line asks for. */
export type Asked =
  | { readonly kind: 'files', readonly first: string, readonly second: string }
  | {
    readonly kind: 'run'
    readonly baseURL: string
    readonly credentials: Credentials
    readonly zone: string
    /** A domain whose names may be created as custom hostnames; undefined reads only. */
    readonly suffix: string | undefined
    readonly keep: boolean
    readonly timeoutMs: number
    readonly record: string | undefined
    /** A recording to hold the server against, in place of a fresh Sandflare. */
    readonly compare: string | undefined
  }

interface Given {
  readonly baseUrl?: string
  readonly token?: string
  readonly email?: string
  readonly key?: string
  readonly zone?: string
  readonly hostnameSuffix?: string
  readonly readOnly?: true
  readonly keep?: true
  readonly record?: string
  readonly compare?: readonly string[]
  readonly timeout: number
}

/** Reads the command line, and credentials from the environment. Throws a line for people, or undefined when help was asked for and is out. */
export function readOptions (argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Asked | undefined {
  const command = new Command('npm run parity --')
    .description('Runs one suite of calls against a server that speaks the v4 API and against a fresh Sandflare, and prints what they do otherwise.')
    .option('--base-url <url>', 'where the v4 API is, such as https://api.cloudflare.com/client/v4; nothing else is called')
    .option('--token <token>', 'an API token (or CLOUDFLARE_API_TOKEN)')
    .option('--email <email>', 'with --key in place of a token (or CLOUDFLARE_EMAIL)')
    .option('--key <key>', 'the global API key (or CLOUDFLARE_API_KEY)')
    .option('--zone <id>', 'the zone to work in')
    .option('--hostname-suffix <domain>', 'a domain of yours: hostnames below it are created and deleted')
    .option('--read-only', 'only calls that change nothing')
    .option('--keep', 'leave what was created')
    .option('--record <file>', 'write the redacted exchanges of the server to a file')
    .option('--compare <files...>', 'one recording: hold the server against it; two: hold them against each other, without any server')
    .option('--timeout <seconds>', 'for each call, and for a certificate to be started', seconds, 30)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined
    throw error
  }
  return askedOf(command.opts<Given>(), environment)
}

function askedOf (given: Given, environment: Readonly<Record<string, string | undefined>>): Asked {
  const { baseUrl, zone, hostnameSuffix: suffix, readOnly, compare = [], record } = given
  const [first, second, third] = compare
  if (third !== undefined) throw new Error('--compare takes one or two files')
  if (first !== undefined && second !== undefined) {
    if (baseUrl !== undefined) throw new Error('--compare with two files needs no server: leave out --base-url, or one of the files')
    return { kind: 'files', first, second }
  }
  if (baseUrl === undefined) throw new Error(first === undefined ? '--base-url is missing: name the server to look at' : '--compare needs a second file, or --base-url')
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) throw new Error(`--base-url must be an address such as https://api.cloudflare.com/client/v4, not ${JSON.stringify(baseUrl)}`)
  if (zone === undefined || !/^[0-9a-f]{32}$/.test(zone)) throw new Error('--zone must be the id of a zone, 32 hexadecimal digits')
  if (suffix === undefined && readOnly !== true) throw new Error('--hostname-suffix is missing: name a domain of yours, below which hostnames may be created, or say --read-only')
  if (suffix !== undefined && !/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(suffix)) throw new Error(`--hostname-suffix must be a domain such as customers.example.net, not ${JSON.stringify(suffix)}`)
  return {
    kind: 'run',
    baseURL: baseUrl,
    credentials: credentialsOf(given, environment),
    zone,
    suffix: readOnly === true ? undefined : suffix,
    keep: given.keep === true,
    timeoutMs: given.timeout * 1000,
    record,
    compare: first
  }
}

function credentialsOf (given: Given, environment: Readonly<Record<string, string | undefined>>): Credentials {
  // What a flag says comes before the environment, also when the other kind is there.
  if (given.token !== undefined) return { token: given.token }
  const { email = environment['CLOUDFLARE_EMAIL'], key = environment['CLOUDFLARE_API_KEY'] } = given
  const token = environment['CLOUDFLARE_API_TOKEN']
  if (given.key === undefined && given.email === undefined && token !== undefined) return { token }
  if (email !== undefined && key !== undefined) return { email, key }
  throw new Error('credentials are missing: --token, or --email and --key')
}

function seconds (text: string): number {
  const value = Number(text)
  if (!(value >= 1 && value <= 600)) throw new InvalidArgumentError('must be a number of seconds from 1 to 600')
  return value
}
