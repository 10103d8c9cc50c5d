import t from 'tap'
import { readOptions } from '../../scripts/parity/options.ts'

const ZONE = '0'.repeat(32)
const server = ['--base-url', 'https://api.example.net/client/v4', '--zone', ZONE]
const token = ['--token', 'a-token']

t.test('a run is read, with credentials of either kind from flags before the environment', async t => {
  t.strictSame(readOptions([...server, ...token, '--hostname-suffix', 'shop.example.net', '--keep', '--timeout', '5', '--record', 'r.json', '--compare', 'c.json'], {}), {
    kind: 'run', baseURL: 'https://api.example.net/client/v4', credentials: { token: 'a-token' }, zone: ZONE, suffix: 'shop.example.net', keep: true, timeoutMs: 5000, record: 'r.json', compare: 'c.json'
  })
  const environment = { CLOUDFLARE_API_TOKEN: 'of-the-environment', CLOUDFLARE_EMAIL: 'e@example.net', CLOUDFLARE_API_KEY: 'key' }
  const cases: ReadonlyArray<readonly [given: readonly string[], environment: Readonly<Record<string, string>>, credentials: object]> = [
    [token, environment, { token: 'a-token' }],
    [[], environment, { token: 'of-the-environment' }],
    [['--key', 'other'], environment, { email: 'e@example.net', key: 'other' }],
    [[], { CLOUDFLARE_EMAIL: 'e@example.net', CLOUDFLARE_API_KEY: 'key' }, { email: 'e@example.net', key: 'key' }]
  ]
  for (const [given, from, credentials] of cases) t.match(readOptions([...server, '--read-only', ...given], from), { credentials, suffix: undefined, timeoutMs: 30_000 })
  t.match(readOptions([...server, ...token, '--read-only', '--hostname-suffix', 'shop.example.net'], {}), { suffix: undefined }, 'reading only wins')
})

t.test('two recordings need no server', async t => {
  t.strictSame(readOptions(['--compare', 'a.json', 'b.json'], {}), { kind: 'files', first: 'a.json', second: 'b.json' })
})

t.test('what cannot be used is said in a line', async t => {
  const cases: ReadonlyArray<readonly [given: readonly string[], line: RegExp]> = [
    [[], /^--base-url is missing/],
    [['--base-url', 'ftp://here', ...token], /^--base-url must be an address such as/],
    [['--base-url', 'here', ...token], /^--base-url must be an address such as/],
    [['--base-url', 'http://127.0.0.1:1', ...token, '--zone', 'mine'], /^--zone must be the id of a zone/],
    [[...server, ...token], /^--hostname-suffix is missing/],
    [[...server, ...token, '--hostname-suffix', 'com'], /^--hostname-suffix must be a domain/],
    [[...server, '--read-only'], /^credentials are missing/],
    [[...server, '--read-only', '--email', 'e@example.net'], /^credentials are missing/],
    [[...server, ...token, '--read-only', '--timeout', '0'], /must be a number of seconds from 1 to 600/],
    [['--compare', 'a.json'], /^--compare needs a second file, or --base-url/],
    [['--compare', 'a.json', 'b.json', 'c.json'], /^--compare takes one or two files/],
    [[...server, '--compare', 'a.json', 'b.json'], /^--compare with two files needs no server/]
  ]
  for (const [given, message] of cases) t.throws(() => readOptions(given, {}), { message }, given.join(' '))
})
