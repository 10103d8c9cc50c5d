import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import type { Test } from 'tap'
import { createSandbox } from '../../src/index.ts'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import type { Fields } from '../contract/support.ts'
import { checkBySchema } from '../contract/routes.ts'
import {
  createBy, fillIn, FIRST_CERTIFICATE, READ_STATUS, READ_STATUS_BY_VARIABLES, recheckCollection, recheckItem, SET_FALLBACK_ORIGIN, SET_FALLBACK_ORIGIN_INLINE
} from './commands.ts'

interface Printed {
  readonly status: number
  readonly result: Fields
  readonly ssl: Fields
  readonly code: unknown
}

interface Shell {
  readonly sandbox: Sandbox
  /** Runs a printed command as a person would who filled in its placeholders. */
  run (command: string, customHostnameId?: string): Promise<Printed>
}

async function openShell (t: Test, options: LibraryOptions = {}): Promise<Shell> {
  const sandbox = await createSandbox(options)
  t.teardown(sandbox.close)
  const { url, zone, email, key } = sandbox
  return {
    sandbox,
    async run (command, customHostnameId) {
      const filled = fillIn(command, { url, zoneId: zone.id, email, key, ...(customHostnameId === undefined ? {} : { customHostnameId }) })
      const [, method = '', path = ''] = /-s?X([A-Z]+)[^]*?\/client\/v4([^\s"]+)/.exec(filled) ?? []
      const env = { PATH: process.env['PATH'], MYAPIKEY: key, MYEMAIL: email, MYZONETAG: zone.id }
      const { stdout } = await promisify(execFile)('bash', ['-c', `${filled} -s -w '\\n%{http_code}'`], { env })
      const [, text = '', status] = /^([^]*)\n(\d+)$/.exec(stdout) ?? []
      const body = JSON.parse(text) as Fields
      checkBySchema(method, path.replace('$MYZONETAG', zone.id), { status: Number(status), body })
      const result = (body['result'] ?? {}) as Fields
      const [error] = body['errors'] as readonly Fields[]
      return { status: Number(status), result, ssl: (result['ssl'] ?? {}) as Fields, code: error?.['code'] }
    }
  }
}

/** A sandbox whose fallback origin was set by the printed command. */
async function openReady (t: Test, options: LibraryOptions = {}): Promise<Shell> {
  const shell = await openShell(t, options)
  assert.equal((await shell.run(SET_FALLBACK_ORIGIN)).status, 200)
  await shell.sandbox.advance('5s')
  return shell
}

t.test('placeholders and blanks of a printed command are put right', async t => {
  const filled = fillIn(SET_FALLBACK_ORIGIN_INLINE, { url: 'http://here', zoneId: 'z', email: 'e@x.y', key: 'k' })
  t.equal(filled, 'curl -XPUT "http://here/client/v4/zones/z/custom_hostnames/fallback_origin" -H "X-Auth-Email: e@x.y" -H "X-Auth-Key: k" -H "Content-Type: application/json" -d \'{"origin":"proxy-fallback.saasprovider.com"}\'')
})

t.test('the fallback origin is set as printed, in both forms, and the first certificate follows within 90 seconds', async t => {
  const { run, sandbox: { advance, admin, zone } } = await openShell(t)
  for (const command of [SET_FALLBACK_ORIGIN, SET_FALLBACK_ORIGIN_INLINE]) {
    const { status, result } = await run(command)
    t.strictSame([status, result['origin'], result['status']], [200, 'proxy-fallback.saasprovider.com', 'initializing'])
  }
  await advance('5s')
  const made = await run(FIRST_CERTIFICATE)
  t.strictSame([made.status, made.result['status'], made.ssl['status']], [201, 'pending', 'initializing'])
  const id = String(made.result['id'])
  await advance('90s')
  const active = await run(READ_STATUS, id)
  t.strictSame([active.status, active.result['status'], active.ssl['status']], [200, 'active', 'active'])
  t.strictSame((await admin.explain(zone.id, id)).blocked_by, [])
})

t.test('http: the token for a file of your own is read, and a check asked for by the collection and by the item', async t => {
  const { run, sandbox: { advance, admin, zone } } = await openReady(t, { inspector: 'manual' })
  const name = 'http-preval.example.com'
  const made = await run(createBy('http', name))
  t.strictSame([made.status, made.ssl['status']], [201, 'initializing'])
  const id = String(made.result['id'])
  await advance('5s')
  const waiting = await run(READ_STATUS_BY_VARIABLES, id)
  t.equal(waiting.ssl['status'], 'pending_validation')
  t.match(waiting.ssl['http_url'], /^http:\/\/http-preval\.example\.com\/\.well-known\//)
  t.type(waiting.ssl['http_body'], 'string')

  const unchanged = await run(recheckCollection('http', name))
  t.strictSame([unchanged.status, unchanged.result['id'], unchanged.ssl['status'], unchanged.ssl['http_body']], [202, id, 'pending_validation', waiting.ssl['http_body']])
  await admin.zones.update(zone.id, { settings: { inspector: 'auto' } })
  const passed = await run(recheckCollection('http', name))
  t.strictSame([passed.status, passed.result['status'], passed.ssl['status']], [202, 'active', 'pending_issuance'])
  await advance('50s')
  t.equal((await run(READ_STATUS, id)).ssl['status'], 'active')
})

t.test('cname: the record of DigiCert is read, put in place and checked at once', async t => {
  const { run, sandbox: { advance, admin, zone } } = await openReady(t, { inspector: 'manual' })
  const name = 'another.example.com'
  const made = await run(createBy('cname', name))
  t.strictSame([made.status, made.ssl['method'], made.ssl['status']], [201, 'cname', 'initializing'])
  const id = String(made.result['id'])
  await advance('5s')
  const { ssl } = await run(READ_STATUS, id)
  t.match(ssl, { status: 'pending_validation', cname: /^_ca3-[0-9a-f]{32}\.another\.example\.com$/, cname_target: 'dcv.digicert.com' })
  await admin.zones.update(zone.id, { settings: { inspector: 'auto' } })
  const rechecked = await run(recheckItem('cname', name), id)
  t.strictSame([rechecked.status, rechecked.ssl['status']], [202, 'pending_issuance'])
  await advance('50s')
  t.match((await run(READ_STATUS, id)).ssl, { status: 'active', issuer: /DigiCert/, hosts: [name] })
})

t.test('email: six addresses get the mail, and an approval takes the certificate to active', async t => {
  const { run, sandbox: { advance, admin, zone } } = await openReady(t, { inspector: 'manual' })
  const made = await run(createBy('email', 'emailval.example.com'))
  const id = String(made.result['id'])
  await advance('5s')
  const { ssl } = await run(READ_STATUS, id)
  t.equal(ssl['status'], 'pending_validation')
  const emails = ssl['emails'] as readonly string[]
  t.equal(emails.length, 6)
  t.strictSame(emails.slice(1), ['administrator', 'admin', 'hostmaster', 'postmaster', 'webmaster'].map(role => `${role}@example.com`))
  await admin.check(zone.id, id, { axis: 'ssl_status', outcome: 'pass' })
  const seen = [String((await run(READ_STATUS, id)).ssl['status'])]
  for (const by of ['30s', '20s']) {
    await advance(by)
    seen.push(String((await run(READ_STATUS, id)).ssl['status']))
  }
  t.strictSame(seen, ['pending_issuance', 'pending_deployment', 'active'])
})

t.test('a strict sandbox refuses what those pages print and the service of today does not take', async t => {
  const { run } = await openReady(t, { strict: true })
  const refusals = [createBy('http', 'http-preval.example.com'), createBy('cname', 'another.customer.com'), recheckCollection('http', 'app.customer.com')]
  const answers = []
  for (const command of refusals) {
    const { status, code } = await run(command)
    answers.push([status, code])
  }
  t.strictSame(answers, [[400, 1411], [400, 1432], [405, 7001]])
  t.equal((await run(FIRST_CERTIFICATE)).status, 201)
})
