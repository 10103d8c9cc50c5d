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
  /** May be given several times; in one value, commas separate them. */
  readonly repeatable?: true
}

export const OPTIONS = [
  { name: 'profile', value: 'name', values: '`sandbox`, `ci`, `realistic`', standard: '`sandbox`', does: 'a set of defaults: `sandbox` (schedule `fast`, running clock), `ci` (schedule `realistic`, clock frozen at a fixed instant, random seed 1, in memory), `realistic` (published tables, running clock)' },
  { name: 'host', value: 'address', values: 'an address to listen on', standard: '`127.0.0.1`', does: 'where every listener binds' },
  { name: 'port', value: 'number', values: '0 to 65535, 0 takes a free one', standard: '`4400`', does: 'API, admin API, dashboard and documentation; `PORT` is honoured too' },
  { name: 'database', value: 'file', values: 'a file, `:memory:`', standard: '`.sandflare/sandbox.db`; `:memory:` with `ci`', does: 'where the state is kept' },
  { name: 'schedule', value: 'name|file', values: '`realistic`, `fast`, `instant`, a JSON file', standard: 'by profile', does: 'durations and backoff tables of new zones' },
  { name: 'clock', value: 'mode', values: '`running`, `frozen`, either with `@` and a start instant', standard: 'by profile', does: 'the clock of new zones' },
  { name: 'inspector', value: 'name', values: '`auto`, `dns`, `manual`', standard: '`auto`', does: 'how new zones gather evidence: assumed, looked up in DNS and over HTTP, or said by a call' },
  { name: 'dns-port', value: 'number', values: '0 to 65535, 0 takes a free one, `off`', standard: '`4453`', does: 'the DNS responder, UDP and TCP' },
  { name: 'resolver', value: 'servers', values: '`builtin`, or `host:port`, several separated by commas', standard: '`builtin`', does: 'where the inspector `dns` looks names up; several servers stand for several places on the network, which have to agree' },
  { name: 'http-port', value: 'number', values: '1 to 65535', standard: '`80`', does: 'the port of customers\' web servers, where the inspector `dns` fetches tokens' },
  { name: 'allowed-addresses', value: 'ranges', values: 'addresses and ranges such as `10.0.0.0/8`, separated by commas', standard: 'loopback only', does: 'what tokens may be fetched from, and what origins and receivers of webhooks may be, beside loopback addresses' },
  { name: 'edge-addresses', value: 'addresses', values: 'addresses, separated by commas', standard: '`127.0.0.1`, or what `--host` says', does: 'the addresses that proxied names have in DNS' },
  { name: 'edge-http-port', value: 'number', values: '0 to 65535, 0 takes a free one, `off`', standard: '`4480`', does: 'where the edge takes visitors over HTTP' },
  { name: 'edge-https-port', value: 'number', values: '0 to 65535, 0 takes a free one, `off`', standard: '`4443`', does: 'where the edge takes visitors over HTTPS' },
  { name: 'origin', value: 'name=server', values: 'such as `app.saasprovider.com=127.0.0.1:3000` or `...=https://127.0.0.1:8443`, several times or separated by commas', standard: 'DNS records', does: 'where the edge finds the origin of that name; `/__admin/origins` changes it later', repeatable: true },
  { name: 'edge-pending-error', value: 'number', values: '`1001`, `1016`', standard: '`1001`', does: 'what the edge answers for hostnames that are not active: HTTP 409 with error 1001, or 530 with 1016' },
  { name: 'certificate-authority', value: 'name', values: '`google`, `lets_encrypt`, `ssl_com`, `digicert`', standard: '`google`', does: 'the authority of certificates that ask for none' },
  { name: 'trusted-roots', value: 'file', values: 'a PEM file', standard: 'the root of the sandbox alone', does: 'further roots that uploaded certificates may lead to' },
  { name: 'strict', values: 'on, off', standard: 'off', does: 'refuse what older documentation shows and today\'s service does not take' },
  { name: 'auth', value: 'mode', values: '`any`, `tokens`', standard: '`any` on loopback, else `tokens`', does: '`any`: well-formed credentials pass; `tokens`: only known ones, each within its zones and permissions' },
  { name: 'auto-zones', values: 'on, off', standard: 'off', does: 'an unseen zone id becomes a fresh zone' },
  { name: 'rate-limits', values: 'on, off', standard: 'off', does: 'the published limits on requests and on issuance, for new zones and for calls that belong to none' },
  { name: 'journal', value: 'number', values: '0 to 100000', standard: '1000', does: 'how many requests the journal keeps' },
  { name: 'zone-template', value: 'name', values: 'a zone by id or name, a template of the seed by name', standard: 'the first zone of the seed', does: 'whose settings, DNS records, fallback origin and start of the clock the zones of `--auto-zones` have' },
  { name: 'seed', value: 'file|folder', values: 'a JSON file, or a folder whose `*.json` are put together', standard: 'the default world', does: 'accounts, users, tokens, zones, records and hostnames of a fresh database' },
  { name: 'snapshot-space', value: 'MiB', values: '1 to 1048576', standard: '`1024`', does: 'what all snapshots may take together, and with it the largest file of one that is taken in' },
  { name: 'random-seed', value: 'integer', values: 'an integer', standard: 'random; 1 with `ci`', does: 'makes ids, tokens and serial numbers repeat' },
  { name: 'admin-token', value: 'secret', values: 'a secret, `none`', standard: '`none` on loopback, else generated and printed', does: 'what `/__admin` asks for as a bearer token' },
  { name: 'allowed-hosts', value: 'names', values: 'names, separated by commas', standard: 'loopback names and IP addresses', does: 'names by which `/__admin` and the dashboard may be addressed' },
  { name: 'smtp-url', value: 'url', values: '`smtp://host:port` or `smtps://host:port`, with `user:password@` before the host where it is asked for', standard: 'none', does: 'a mail server that receives approval messages, which are in the mailbox in any case' },
  { name: 'webhook-url', value: 'url', values: 'http and https URLs, several times or separated by commas', standard: 'none', does: 'webhook destinations of every account, with a policy for what happens to certificates', repeatable: true },
  { name: 'webhook-secret', value: 'secret', values: 'a secret', standard: 'none', does: 'what those destinations receive in `cf-webhook-auth`' },
  { name: 'webhook-retries', value: 'durations', values: 'durations separated by commas, `none`', standard: '`10s,1m,10m,1h`', does: 'how long a message that was not accepted waits before each further attempt, in the time of its zone' },
  { name: 'webhook-timeout', value: 'duration', values: 'a duration up to `1m`', standard: '`10s`', does: 'how long the answer to a message is waited for' },
  { name: 'log-level', value: 'level', values: '`trace` to `fatal`, `silent`', standard: '`info`', does: 'requests are logged at `debug`' },
  { name: 'config', value: 'file', values: 'a JSON file', standard: 'none', does: 'any of these options by name; environment and flags come before it' }
] as const satisfies readonly OptionEntry[]

export type OptionName = typeof OPTIONS[number]['name']

/** The environment variable of an option. */
export function environmentName (name: string): string {
  return `SANDFLARE_${name.replaceAll('-', '_').toUpperCase()}`
}
