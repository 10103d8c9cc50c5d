import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { install, installPackages, pack, ROOT } from './pack.ts'
import { launch, run, succeed } from './shell.ts'
import type { Shell } from './shell.ts'

const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }

// Installing takes most of the time, and its parts wait for disk and network in turns.
t.setTimeout(600_000)
const packed = await pack()
t.teardown(packed.remove)
const example = async (name: string): Promise<string> => await install(packed, { name, from: join(ROOT, 'examples', name) })
const nodePackage = (major: number): string => `node${major}@npm:node-${process.platform}-${process.arch}@${major}`
const installed = {
  'node-test': example('node-test'),
  vitest: example('vitest'),
  jest: example('jest'),
  consumer: install(packed, {
    name: 'consumer', from: join(ROOT, 'test/packed/consumer'), packages: ['typescript@6.0', '@types/node@24', 'msw@3', 'testcontainers@12']
  }),
  // Apart from the package: npx takes the `node` of its own folder before any other.
  nodes: installPackages(packed, 'nodes', [20, 22, 26].map(nodePackage))
}
// One that fails does so in the test that needs it, not before.
await Promise.allSettled(Object.values(installed))

/** A folder with the package, and a Node.js of that version to run it on. */
async function shellOn (major: number): Promise<Shell> {
  const [cwd, nodes] = [await installed['node-test'], await installed.nodes]
  return { cwd, node: major === 24 ? join(ROOT, 'node_modules/node/bin/node') : join(nodes, `node_modules/node${major}/bin/node`) }
}

t.test('the package holds the program, the library with its types, and nothing to develop with', async t => {
  for (const path of ['dist/program/main.js', 'README.md', 'LICENSE', 'CHANGELOG.md', ...['index', 'msw', 'testcontainers'].flatMap(name => [`dist/src/${name}.js`, `dist/src/${name}.d.ts`])]) {
    t.ok(packed.files.includes(path), path)
  }
  t.strictSame(packed.files.filter(path => !/^(dist\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(path) || /\.test\.|(?<!\.d)\.ts$/.test(path)), [])
})

for (const name of ['node-test', 'vitest', 'jest'] as const) {
  t.test(`the example for ${name} passes in a clean folder`, async t => {
    const { code, stdout, stderr } = await run(['npm', 'test'], { cwd: await installed[name] })
    t.equal(code, 0, stdout + stderr)
    t.match(stdout + stderr, /pass(ed)? 2\b|\b2 passed/, 'both of its tests ran')
  })
}

t.test('every entry point has types that a strict consumer can check with those of all packages', async t => {
  const { code, stdout } = await run(['npx', '--no-install', 'tsc', '-p', '.'], { cwd: await installed.consumer })
  t.strictSame([code, stdout], [0, ''])
})

t.test('every entry point loads, and says at once what it stands for', async t => {
  const names = await succeed(['node', '-e', `
    Promise.all(['sandflare', 'sandflare/msw', 'sandflare/testcontainers'].map(name => import(name)))
      .then(modules => console.log(JSON.stringify(modules.map(module => Object.keys(module)))))`], { cwd: await installed.consumer })
  t.strictSame(JSON.parse(names), [['AdminError', 'ConfigError', 'SeedError', 'createAdminClient', 'createSandbox'], ['forwardToSandbox'], ['SandflareContainer', 'StartedSandflareContainer']])
})

for (const major of [22, 24, 26]) {
  t.test(`the program of the package runs on Node ${major}, by npx too`, async t => {
    const shell = await shellOn(major)
    t.match(await succeed(['node', '--version'], shell), `v${major}.`)
    t.equal((await succeed(['npx', '--no-install', 'sandflare', '--version'], shell)).trim(), version)

    const ports = ['--port', '0', '--dns-port', '0', '--edge-http-port', '0', '--edge-https-port', '0']
    // What npx runs, without npx between: that one would keep the signal to itself.
    const { child, output, closed } = launch(['node_modules/.bin/sandflare', ...ports, '--database', `on-node-${major}.db`], shell)
    t.teardown(() => child.kill('SIGKILL'))
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', () => { if (output.stdout.includes('custom hostname:')) resolve() })
      closed.then(() => { reject(new Error(`ended before it was ready: ${output.stderr}`)) }, reject)
    })
    const [, url = ''] = /listening on +(\S+)\/client\/v4/.exec(output.stdout) ?? []
    t.equal((await fetch(`${url}/readyz`)).status, 200)
    t.match(await (await fetch(`${url}/client/v4/user/tokens/verify`, { headers: { authorization: `Bearer ${'a'.repeat(40)}` } })).json(), { success: true })
    t.equal((await fetch(`${url}/__admin/health`)).status, 200)
    t.match(await (await fetch(`${url}/openapi.json`)).json(), { openapi: '3.1.0' }, 'with plugins that demand a version of Fastify')
    const [, script = ''] = /src="(\/dashboard\/[^"]+\.js)"/.exec(await (await fetch(url)).text()) ?? []
    t.equal((await fetch(`${url}${script}`)).headers.get('content-type'), 'text/javascript; charset=utf-8', 'the dashboard comes with it')
    t.equal((await run(['npx', '--no-install', 'sandflare', 'readyz', '--port', new URL(url).port], shell)).code, 0)
    child.kill('SIGTERM')
    const { code, stderr } = await closed
    t.strictSame([code, stderr], [0, ''], 'ends by itself when it is told to')
    await t.rejects(fetch(`${url}/readyz`), 'nothing listens any more')
  })
}

t.test('an older Node.js is told so in one line, by the program and by the library', async t => {
  const shell = await shellOn(20)
  const program = await run(['npx', '--no-install', 'sandflare', '--version'], shell)
  const line = /^Sandflare needs Node\.js 22\.18 or newer; this is 20\.\d+\.\d+\.$/
  t.equal(program.code, 1)
  t.match(program.stderr.trim(), line)
  t.equal(program.stdout, '')
  t.match((await succeed(['node', '-e', "import('sandflare').then(({ createSandbox }) => createSandbox()).catch(({ message }) => console.log(message))"], shell)).trim(), line)
})
