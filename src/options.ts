// Every option of the program, as data: flags, environment, the configuration table of the README and `--help` come from here.

export interface OptionEntry {
  /** Name of the flag without its dashes; `SANDFLARE_` and the name in upper case is its environment twin. */
  readonly name: string
  /** Placeholder of the value; missing on a switch. */
  readonly value?: string
  /** What may be given, in words. */
  readonly values: string
  /** The default, in words. */
  readonly standard: string
  readonly does: string
}

export const OPTIONS = [
  { name: 'profile', value: 'name', values: '`sandbox`, `ci`, `realistic`', standard: '`sandbox`', does: 'a set of defaults: `sandbox` (schedule `fast`, running clock), `ci` (schedule `realistic`, clock frozen at a fixed instant, random seed 1, in memory), `realistic` (published tables, running clock)' },
  { name: 'host', value: 'address', values: 'an address to listen on', standard: '`127.0.0.1`', does: 'where every listener binds' },
  { name: 'port', value: 'number', values: '0 to 65535, 0 takes a free one', standard: '`4400`', does: 'API, admin API and documentation; `PORT` is honoured too' },
  { name: 'database', value: 'file', values: 'a file, `:memory:`', standard: '`.sandflare/sandbox.db`; `:memory:` with `ci`', does: 'where the state is kept' },
  { name: 'schedule', value: 'name|file', values: '`realistic`, `fast`, `instant`, a JSON file', standard: 'by profile', does: 'durations and backoff tables of new zones' },
  { name: 'clock', value: 'mode', values: '`running`, `frozen`, either with `@` and a start instant', standard: 'by profile', does: 'the clock of new zones' },
  { name: 'inspector', value: 'name', values: '`auto`, `manual`', standard: '`auto`', does: 'how new zones gather evidence' },
  { name: 'certificate-authority', value: 'name', values: '`google`, `lets_encrypt`, `ssl_com`, `digicert`', standard: '`google`', does: 'the authority of certificates that ask for none' },
  { name: 'strict', values: 'on, off', standard: 'off', does: 'refuse what older documentation shows and today\'s service does not take' },
  { name: 'auth', value: 'mode', values: '`any`, `tokens`', standard: '`any` on loopback, else `tokens`', does: '`any`: well-formed credentials pass; `tokens`: only known ones, each within its zones and permissions' },
  { name: 'auto-zones', values: 'on, off', standard: 'off', does: 'an unseen zone id becomes a fresh zone' },
  { name: 'seed', value: 'file', values: 'a JSON file', standard: 'the default world', does: 'accounts, users, tokens, zones, records and hostnames of a fresh database' },
  { name: 'random-seed', value: 'integer', values: 'an integer', standard: 'random; 1 with `ci`', does: 'makes ids, tokens and serial numbers repeat' },
  { name: 'admin-token', value: 'secret', values: 'a secret, `none`', standard: '`none` on loopback, else generated and printed', does: 'what `/__admin` asks for as a bearer token' },
  { name: 'allowed-hosts', value: 'names', values: 'names, separated by commas', standard: 'loopback names and IP addresses', does: 'names by which `/__admin` may be addressed' },
  { name: 'log-level', value: 'level', values: '`trace` to `fatal`, `silent`', standard: '`info`', does: 'requests are logged at `debug`' },
  { name: 'config', value: 'file', values: 'a JSON file', standard: 'none', does: 'any of these options by name; environment and flags come before it' }
] as const satisfies readonly OptionEntry[]

export type OptionName = typeof OPTIONS[number]['name']

/** The environment variable of an option. */
export function environmentName (name: string): string {
  return `SANDFLARE_${name.replaceAll('-', '_').toUpperCase()}`
}
