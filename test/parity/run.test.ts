import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openTarget, parity } from './support.ts'

// Each run is a process of its own that starts a sandbox.
t.setTimeout(180_000)
const write = ['--hostname-suffix', 'customer.com']

t.test('two sandboxes do the same, nothing is left behind, and no secret is recorded', async t => {
  const { args, sandbox, calls } = await openTarget(t)
  const { token, email, key, zone, admin } = sandbox
  const folder = t.testdir({})
  const [byToken, byKey] = [join(folder, 'token.json'), join(folder, 'key.json')]

  const first = await parity([...args, '--token', token, ...write, '--record', byToken])
  t.strictSame([first.code, first.stdout, first.stderr], [0, '49 steps, 0 differences\n', ''])
  t.equal((await admin.health()).hostnames, 0)
  t.ok(calls.some(call => call.startsWith('POST ')), 'it did create something')

  const second = await parity([...args, ...write, '--record', byKey], { CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_KEY: key })
  t.strictSame([second.code, second.stdout, second.stderr], [0, '49 steps, 0 differences\n', ''])

  for (const file of [byToken, byKey]) {
    const recorded = await readFile(file, 'utf8')
    for (const secret of [token, email, key, zone.id, zone.name, zone.accountId, 'customer.com', '127.0.0.1', '_acme-challenge']) t.notOk(recorded.includes(secret), secret)
    t.match(recorded, '"pending_validation"', 'the hostnames came as far as to wait for their customers')
  }
  const offline = await parity(['--compare', byToken, byKey])
  t.equal(offline.code, 1, 'what differs between the two kinds of credentials is found without a server')
  t.match(offline.stdout, /^verify the token:\n {2}status: .*token\.json has 200, .*key\.json has 4\d\d\n/)
  const against = await parity([...args, '--token', token, ...write, '--compare', byToken])
  t.strictSame([against.code, against.stdout], [0, '49 steps, 0 differences\n'])
})

t.test('every planted difference is printed, and nothing else', async t => {
  const { args, sandbox } = await openTarget(t, (call, passing) => {
    if (/^POST .*custom_hostnames$/.test(call) && passing.status === 201 && passing.body.includes('-http.')) {
      passing.body = passing.body.replace('"created_at"', '"createdAt"').replace('"wildcard":false', '"wildcard":"false"').replace('"status":"initializing"', '"status":"queued"')
    }
    if (call === 'GET /zones/{zone}/custom_hostnames/quota') passing.status = 206
    if (call === 'GET /zones/{zone}/custom_hostnames/fallback_origin') passing.headers.set('retry-after', '5')
    if (call === 'GET /zones/{zone}/dcv_delegation/uuid') passing.headers.set('content-type', 'text/plain')
    if (call.startsWith('GET /zones/{zone}/dns_records/f')) passing.body = passing.body.replace(/"code":\d+/, '"code":81099')
    if (call === 'GET /user/tokens/verify') passing.body = 'not JSON'
  })
  const { code, stdout, stderr } = await parity([...args, '--token', sandbox.token, ...write])
  t.strictSame([code, stderr], [1, ''])
  const [first, body, ...lines] = stdout.split('\n')
  t.equal(first, 'verify the token:')
  t.match(body, /^ {2}body \/: Sandflare has \{.{100,130}\.\.\., the server has "<text>"$/)
  t.strictSame(lines, [
    'read the fallback origin:',
    '  header retry-after: Sandflare has nothing, the server has "<present>"',
    'read the quota:',
    '  status: Sandflare has 200, the server has 206',
    'read the uuid of delegated validation:',
    '  header content-type: Sandflare has "application/json", the server has "text/plain"',
    'an unknown record:',
    '  body /errors/0/code: Sandflare has 81044, the server has 81099',
    'create by http:',
    '  body /result/createdAt: Sandflare has nothing, the server has "<time>"',
    '  body /result/created_at: Sandflare has "<time>", the server has nothing',
    '  body /result/ssl/status: Sandflare has "initializing", the server has "queued"',
    '  body /result/ssl/wildcard: Sandflare has false, the server has "false"',
    '49 steps, 9 differences',
    ''
  ])
})

t.test('what was created is deleted when that failed at first, and what is kept is named', async t => {
  const failed = new Set<string>()
  const { args, sandbox, calls } = await openTarget(t, (call, passing) => {
    if (/^GET .*\?hostname=sandflare-parity-\w+-http/.test(call)) {
      passing.status = 307
      passing.headers.set('location', 'http://127.0.0.1:1/elsewhere')
    }
    if (call.startsWith('DELETE') && !failed.has(call)) passing.status = 500
    failed.add(call)
  })
  const { code, stdout, stderr } = await parity([...args, '--token', sandbox.token, ...write])
  t.strictSame([code, stderr], [1, ''])
  t.match(stdout, /find one by its name:\n {2}status: Sandflare has 200, the server has 307\n {2}header location/, 'a redirect is an answer, and is not followed')
  t.match(stdout, /delete one:\n {2}status: Sandflare has 200, the server has 500/)
  t.equal((await sandbox.admin.health()).hostnames, 0)
  const deletions = calls.filter(call => call.startsWith('DELETE'))
  t.equal(deletions.length - new Set(deletions).size, 4, 'what was not told to be gone was deleted again at the end')
  const kept = await parity([...args, '--token', sandbox.token, ...write, '--keep'])
  t.match(kept.stderr, /^(left behind: \/zones\/[0-9a-f]{32}\/(custom_hostnames|dns_records)\/\S+\n){4}$/)
})

t.test('whoever stops it leaves nothing behind', async t => {
  const stop = new AbortController()
  const { args, sandbox, calls } = await openTarget(t, (call, { status }) => { if (call.startsWith('POST') && status === 201) stop.abort() })
  const { code, stderr } = await parity([...args, '--token', sandbox.token, ...write], {}, stop.signal)
  t.strictSame([code, stderr], [2, 'parity: stopped; what had been created was deleted\n'])
  t.ok(calls.some(call => call.startsWith('DELETE')))
  t.equal((await sandbox.admin.health()).hostnames, 0)
})

t.test('with --read-only nothing but GET is sent', async t => {
  const { args, sandbox, calls } = await openTarget(t)
  const { code, stdout } = await parity([...args, '--token', sandbox.token, '--read-only'])
  t.strictSame([code, stdout], [0, '18 steps, 0 differences\n'])
  t.strictSame(calls.filter(call => !call.startsWith('GET ')), [])
})

t.test('what it cannot start with is said in one line, and no credential is in it', async t => {
  const { args, sandbox } = await openTarget(t)
  const notOurs = join(t.testdir({}), 'other.json')
  await writeFile(notOurs, '{"format":"another"}')
  const token = ['--token', sandbox.token]
  const cases: ReadonlyArray<readonly [given: readonly string[], line: RegExp]> = [
    [[...args, ...token], /^parity: --hostname-suffix is missing: name a domain of yours/],
    [['--nonsense'], /^parity: unknown option '--nonsense'/],
    [[...args, '--token', 'x'.repeat(40), '--read-only'], /the zone cannot be read, the server answers 403/],
    [['--base-url', 'http://127.0.0.1:1/client/v4', '--zone', sandbox.zone.id, ...token, '--read-only'], /fetch failed: bad port/],
    [['--compare', notOurs, notOurs], /other\.json is not a recording of this program/],
    [['--compare', `${notOurs}x`, notOurs], /other\.jsonx cannot be read/]
  ]
  for (const [given, line] of cases) {
    const { code, stderr } = await parity(given)
    t.equal(code, 2, given.join(' '))
    t.equal(stderr.trim().split('\n').length, 1, stderr)
    t.match(stderr, line)
    t.notOk(stderr.includes(sandbox.token))
  }
})
