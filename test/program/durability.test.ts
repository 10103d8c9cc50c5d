import { join } from 'node:path'
import t from 'tap'
import { run, start } from './program.ts'

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const headers = { authorization: 'Bearer sandflare-local-token-000000000000000001', 'content-type': 'application/json' }

interface Listed {
  readonly result: ReadonlyArray<{ readonly id: string, readonly hostname: string, readonly ssl: { readonly status: string }, readonly status: string }>
  readonly result_info: { readonly total_count: number }
}

t.test('a sandbox that is killed loses no answered write and goes on with its schedules', async t => {
  const database = join(t.testdir({}), 'sandbox.db')
  const options = ['--database', database, '--clock', 'frozen@2026-01-01T00:00:00Z', '--schedule', 'realistic']
  const first = await start(options)
  const at = (url: string): string => `${url}/client/v4/zones/${ZONE}/custom_hostnames`
  await fetch(`${at(first.url)}/fallback_origin`, { method: 'PUT', headers, body: '{"origin":"proxy-fallback.saasprovider.com"}' })

  const answered = new Set<string>()
  let sent = 0
  const posting = Array.from({ length: 8 }, async () => {
    for (;;) {
      const hostname = `app-${sent++}.customer.com`
      try {
        const response = await fetch(at(first.url), { method: 'POST', headers, body: JSON.stringify({ hostname, ssl: { method: 'http', type: 'dv' } }) })
        const { result } = await response.json() as { result: { id: string } }
        answered.add(result.id)
      } catch {
        return
      }
      if (answered.size === 150) first.end('SIGKILL').catch(t.fail)
    }
  })
  await Promise.all(posting)
  t.ok(answered.size >= 150)

  const second = await start(options)
  t.teardown(async () => await second.end('SIGTERM'))
  const listed = await (await fetch(`${at(second.url)}?per_page=1000`, { headers })).json() as Listed
  const kept = new Set(listed.result.map(({ id }) => id))
  t.strictSame([...answered].filter(id => !kept.has(id)), [], 'every answered hostname is there')
  t.equal(listed.result_info.total_count, listed.result.length, 'the kept counter agrees')

  await fetch(`${second.url}/__admin/zones/${ZONE}/clock/advance`, { method: 'POST', headers, body: '{"by":"90s"}' })
  const grown = await (await fetch(`${at(second.url)}?per_page=1000`, { headers })).json() as Listed
  t.ok(grown.result.every(({ status, ssl }) => status === 'active' && ssl.status === 'active'), 'all of them became active')
})

t.test('a second process on the same file is refused with one line', async t => {
  const database = join(t.testdir({}), 'sandbox.db')
  const sandbox = await start(['--database', database])
  t.teardown(async () => await sandbox.end('SIGTERM'))
  const refused = await run(['--port', '0', '--dns-port', 'off', '--edge-http-port', 'off', '--edge-https-port', 'off', '--database', database])
  t.equal(refused.code, 1)
  t.match(refused.stderr, /^sandflare: .*sandbox\.db is in use by another Sandflare: stop that one, or name another file with --database\n$/)
})
