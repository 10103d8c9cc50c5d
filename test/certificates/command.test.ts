import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createSystemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config/config.ts'
import { readRootCertificate } from '../../src/root-certificate.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { foreignAuthorities, read } from './support.ts'

const PROGRAM = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function run (...given: readonly string[]): Promise<Said> {
  return await new Promise(resolve => {
    execFile(process.execPath, [PROGRAM, ...given], { env: { PATH: process.env['PATH'] } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err })
    })
  })
}

t.test('the command writes the root of a database, the same each time', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-root-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const database = join(folder, 'data', 'sandbox.db')
  const first = await run('ca', '--database', database)
  t.equal(first.code, 0)
  t.equal(read(first.out).ca, true)
  t.match(read(first.out).subject, 'Sandflare')
  const out = join(folder, 'root.pem')
  t.same(await run('ca', '--database', database, '--out', out), { code: 0, out: '', err: '' })
  t.equal(readFileSync(out, 'utf8'), first.out)

  const lost = await run('ca', '--database', database, '--out', join(folder, 'nowhere', 'root.pem'))
  t.equal(lost.code, 1)
  t.match(lost.err, /^sandflare: --out: .* cannot be written: .*\n$/)
})

t.test('while a sandbox holds the database, the root comes from that sandbox', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'sandflare-root-'))
  const database = join(folder, 'sandbox.db')
  const store = openSqliteStore(database)
  const pem = (await foreignAuthorities()).root.certificatePem
  const asked: unknown[] = []
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization])
    response.statusCode = request.headers.authorization === 'Bearer secret' ? 200 : 401
    response.end(pem)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = String((server.address() as AddressInfo).port)
  t.teardown(async () => {
    server.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const rootOf = async (given: object): Promise<string> => await readRootCertificate(readConfig({ port, database, ...given }, {}), createSystemClock())

  t.equal(await rootOf({ 'admin-token': 'secret' }), pem)
  t.same(asked, [['/__admin/ca/roots/0', 'Bearer secret']])
  t.equal(await rootOf({ 'admin-token': 'secret', database: ':memory:' }), pem, 'what is in memory is another root in each process')
  await t.rejects(rootOf({}), { message: /is in use, and the sandbox at http:\/\/127\.0\.0\.1:\d+ asks for its --admin-token$/ })
  server.close()
  server.closeAllConnections()
  await t.rejects(rootOf({ 'admin-token': 'secret' }), { message: /is in use, and no sandbox answers at .*: name its --host and --port$/ })
})

t.test('roots to trust are read from a file, and a file without any stops the start', async t => {
  const folder = t.testdir({ 'roots.pem': (await foreignAuthorities()).root.certificatePem.repeat(2), 'empty.pem': '', 'broken.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' })
  const rootsOf = (file: string): readonly string[] => readConfig({ 'trusted-roots': join(folder, file) }, {}).trustedRoots
  t.equal(rootsOf('roots.pem').length, 2)
  t.same(readConfig({}, {}).trustedRoots, [])
  t.throws(() => rootsOf('empty.pem'), { message: /^--trusted-roots names .*, which holds no certificate in PEM form$/ })
  t.throws(() => rootsOf('broken.pem'), { message: /^--trusted-roots names .*, which holds a certificate that cannot be read$/ })
  t.throws(() => rootsOf('missing.pem'), { message: /^--trusted-roots names .*, which cannot be read$/ })
})
