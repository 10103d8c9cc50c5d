import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { environmentName, OPTIONS } from '../../src/config/options.ts'
import { run, start } from './program.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

t.test('--help names every option with its environment variable, --version the version', async t => {
  const help = await run(['serve', '--help'])
  t.equal(help.code, 0)
  for (const { name } of OPTIONS) {
    t.match(help.stdout, `--${name}`)
    t.ok(help.stdout.replaceAll(/\s+/g, ' ').includes(environmentName(name)), environmentName(name))
  }
  const answer = await run(['--version'])
  t.equal(answer.stdout.trim(), version)
})

t.test('an option that cannot be used stops the start with one line that says what to do', async t => {
  const folder = t.testdir({ 'bad.json': '{', 'unknown.json': '{"prot":1}', 'schedule.json': '{"name":"mine","hostname":{"first_check":-1}}', 'seed.json': '{"accounts":[],"zones":[]}', 'not.db': 'this is no database, only a text' })
  const file = (name: string): string => join(folder, name)
  const cases: ReadonlyArray<readonly [args: readonly string[], environment: Record<string, string>, line: RegExp]> = [
    [['--port', '70000'], {}, /--port must be a whole number from 0 to 65535, not "70000"/],
    [['--profile', 'prod'], {}, /--profile must be sandbox, ci, realistic, not "prod"/],
    [['--nonsense'], {}, /unknown option '--nonsense'/],
    [['frobnicate'], {}, /too many arguments|unknown command/],
    [['--clock', 'stopped'], {}, /--clock must be running or frozen/],
    [['--clock', 'frozen@yesterday'], {}, /"yesterday" is not an instant/],
    [['--inspector', 'magic'], {}, /--inspector must be/],
    [['--strict', 'perhaps'], {}, /--strict must be on or off, not "perhaps"/],
    [['--random-seed', 'x'], {}, /--random-seed must be a whole number/],
    [['--schedule', 'warp'], {}, /warp cannot be read; it must be realistic, fast, instant or a JSON file/],
    [['--schedule', file('bad.json')], {}, /bad\.json is not JSON/],
    [['--schedule', file('schedule.json')], {}, /schedule: fallback_origin must be an object/],
    [['--config', file('unknown.json')], {}, /"prot" is not an option/],
    [['--seed', file('seed.json'), '--database', ':memory:'], {}, /seed: \/accounts/],
    [['--database', file('not.db')], {}, /not\.db is not a Sandflare database/],
    [[], { SANDFLARE_PORT: 'x' }, /--port must be a whole number/],
    [[], { SANDFLARE_PROT: '1' }, /SANDFLARE_PROT is not an option/]
  ]
  for (const [args, environment, line] of cases) {
    const ended = await run(args, environment)
    const lines = ended.stderr.trim().split('\n')
    t.not(ended.code, 0, args.join(' '))
    t.equal(lines.length, 1, `one line: ${ended.stderr}`)
    t.match(lines[0], line)
  }
})

t.test('a flag comes before the environment, that before the file, and PORT is honoured alone', async t => {
  const folder = t.testdir({ 'sandflare.json': '{"profile":"realistic","schedule":"instant","database":":memory:"}' })
  const config = join(folder, 'sandflare.json')
  const sandbox = await start(['--config', config, '--clock', 'frozen@2026-03-01T00:00:00Z'], { SANDFLARE_SCHEDULE: 'fast' })
  t.match(sandbox.banner(), 'realistic, schedule fast')
  t.match(sandbox.banner(), 'frozen, 2026-03-01T00:00:00Z')
  t.equal(await sandbox.end('SIGINT'), 0, 'ends cleanly on SIGINT')

  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  const { port } = blocker.address() as AddressInfo
  const ended = await run(['--database', ':memory:', '--dns-port', 'off', '--edge-http-port', 'off', '--edge-https-port', 'off'], { PORT: String(port) })
  blocker.close()
  t.equal(ended.code, 1)
  t.match(ended.stderr, new RegExp(`^sandflare: .*${port}: choose another with --port`))
})

t.test('the banner shows where it listens and a command that creates a hostname as it stands', async t => {
  const sandbox = await start(['--database', ':memory:'])
  t.teardown(async () => await sandbox.end('SIGTERM'))
  const command = sandbox.banner().slice(sandbox.banner().indexOf('curl '))
  const { stdout } = spawnSync('bash', ['-c', command.replace('curl ', 'curl -s ')], { encoding: 'utf8' })
  t.match(JSON.parse(stdout), { success: true, result: { hostname: 'app.customer.com', status: 'pending' } })
})

t.test('readyz ends with 0 when the sandbox answers and with 1 when none does', async t => {
  const sandbox = await start(['--database', ':memory:'])
  const { port } = new URL(sandbox.url)
  t.equal((await run(['readyz', '--port', port])).code, 0)
  t.equal(await sandbox.end('SIGTERM'), 0, 'ends cleanly on SIGTERM')
  const after = await run(['readyz', '--port', port])
  t.equal(after.code, 1)
  t.match(after.stderr, `no Sandflare answers on 127.0.0.1:${port}`)
})
