import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Test } from 'tap'
import t from 'tap'
import { createSandbox, SeedError } from '../../src/index.ts'
import { readDefaultWorld } from '../../src/seed/seed.ts'
import { run } from '../program/program.ts'
import { start } from '../admin/support.ts'
import { call } from './support.ts'

const [ACCOUNT, SHOP, BAKERY] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)]
const shop = { id: SHOP, name: 'shop.example', account_id: ACCOUNT }

/** A folder with these files in it. */
function folder (t: Test, files: Readonly<Record<string, unknown>>): string {
  const made = mkdtempSync(join(tmpdir(), 'sandflare-seed-'))
  t.teardown(() => { rmSync(made, { recursive: true }) })
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), typeof content === 'string' ? content : JSON.stringify(content))
  return made
}

async function faultOf (seed: unknown): Promise<string> {
  try {
    await using sandbox = await createSandbox({ seed })
    return `none: ${sandbox.url}`
  } catch (error) {
    if (!(error instanceof SeedError)) throw error
    return error.message
  }
}

t.test('the files of a folder are put together in the order of their names', async t => {
  const path = folder(t, {
    '20-zones.json': { zones: [{ ...shop, custom_hostnames: [{ hostname: 'app.customer.com' }] }] },
    '10-accounts.json': { accounts: [{ id: ACCOUNT, name: 'Shop' }], tokens: [{ token: 't'.repeat(40), account_id: ACCOUNT }] },
    '30-more.json': { zones: [{ id: BAKERY, name: 'bakery.example', account_id: ACCOUNT }] },
    'notes.txt': 'not a part of it'
  })
  mkdirSync(join(path, 'deeper'))
  const sandbox = await start(t, { seed: path })
  t.strictSame((await sandbox.admin.zones.list()).map(({ name }) => name), ['shop.example', 'bakery.example'])
  t.match(sandbox, { zone: { id: SHOP }, token: 't'.repeat(40) })
  t.match(await sandbox.admin.health(), { hostnames: 1 })
  await sandbox.admin.zones.delete(BAKERY)
  await sandbox.reset()
  t.equal((await sandbox.admin.zones.list()).length, 2)
  const parts = await start(t, { seed: [join(path, '10-accounts.json'), { zones: [shop] }] })
  t.equal((await parts.admin.zones.list()).length, 1)
})

t.test('every fault is said with its file and its path', async t => {
  const accounts = { accounts: [{ id: ACCOUNT, name: 'Shop' }] }
  const zones = (...wanted: readonly unknown[]) => ({ ...accounts, zones: wanted })
  const faults: ReadonlyArray<readonly [content: unknown, message: RegExp]> = [
    [zones({ ...shop, nmae: 'x' }), /b\.json: \/zones\/0\/nmae: unexpected property/],
    [zones({ ...shop, dns_records: [{ type: 'MX', name: 'x', content: 'y' }] }), /b\.json: \/zones\/0\/dns_records\/0\/type: expected one of A, AAAA, CNAME, TXT, CAA/],
    [zones({ ...shop, settings: { auto_pass_at_attempt: 0 } }), /b\.json: \/zones\/0\/settings\/auto_pass_at_attempt: /],
    [zones({ ...shop, settings: { schedule: 'slow' } }), /b\.json: \/zones\/0\/settings\/schedule: /],
    [zones({ ...shop, clock: { now: 'yesterday' } }), /b\.json: \/zones\/0\/clock\/now: /],
    [zones({ ...shop, account_id: BAKERY }), /b\.json: \/zones\/0\/account_id: names no account of the seed/],
    [zones({ ...shop, custom_hostnames: [{ hostname: 'app.customer.com' }, { hostname: '-' }] }), /b\.json: \/zones\/0\/custom_hostnames\/1: /],
    [{ ...zones(shop), templates: [{ name: 'standard.example', settings: { schedule: 'slow' } }] }, /b\.json: \/templates\/0\/settings\/schedule: /],
    [{ ...zones(shop), tokens: [{ token: 't'.repeat(40), account_id: ACCOUNT, permissions: ['Everything'] }] }, /b\.json: \/tokens\/0\/permissions: "Everything" is not one of/],
    [[], /b\.json: \/: expected object/],
    ['{ "zones": [', /--seed: \S+b\.json is not JSON: /]
  ]
  for (const [content, message] of faults) t.match(await faultOf(folder(t, { 'a.json': {}, 'b.json': content })), message)
  t.match(await faultOf(folder(t, {})), /^--seed: \S+ has no \*\.json in it$/)
  t.match(await faultOf('/nowhere/seed.json'), /^--seed: \/nowhere\/seed\.json cannot be read$/)
  t.match(await faultOf([{ zones: [] }, {}]), /^seed: \/accounts: needs an account$/)
  t.match(await faultOf({ zones: [{}] }), /^seed: \/zones\/0\/id: /)
})

t.test('what has to be unique is there once in all files', async t => {
  const whole = { accounts: [{ id: ACCOUNT, name: 'Shop' }], users: [{ email: 'a@b.cd', key: 'c'.repeat(37) }], tokens: [{ token: 'T'.repeat(40), account_id: ACCOUNT }], zones: [shop], templates: [{ name: 'standard.example' }] }
  const twice: ReadonlyArray<readonly [content: unknown, key: string, what: string]> = [
    [{ accounts: whole.accounts }, 'accounts/0/id', `"${ACCOUNT}"`],
    [{ users: [{ email: 'A@B.cd', key: 'd'.repeat(37) }] }, 'users/0/email', '"a@b.cd"'],
    [{ tokens: whole.tokens }, 'tokens/0/token', 'the token'],
    [{ zones: [{ ...shop, name: 'other.example' }] }, 'zones/0/id', `"${SHOP}"`],
    [{ zones: [{ ...shop, id: BAKERY, name: 'SHOP.example' }] }, 'zones/0/name', '"shop.example"'],
    [{ templates: whole.templates }, 'templates/0/name', '"standard.example"']
  ]
  for (const [content, key, what] of twice) {
    const path = folder(t, { 'a.json': whole, 'b.json': content })
    t.equal(await faultOf(path), `seed: ${join(path, 'b.json')}: /${key}: ${what} is there already, at ${join(path, 'a.json')}: /${key}`)
  }
  t.match(await faultOf({ ...whole, zones: [shop, shop] }), /^seed: \/zones\/1\/id: ".*" is there already, at \/zones\/0\/id$/)
})

t.test('webhook destinations and policies are put together, and their faults are said with file and path', async t => {
  const accounts = { accounts: [{ id: ACCOUNT, name: 'Shop' }], zones: [shop], tokens: [{ token: 't'.repeat(40), account_id: ACCOUNT }] }
  const destination = (name: string) => ({ account_id: ACCOUNT, name, url: `http://127.0.0.1:9/${name}` })
  const policy = (name: string, ...webhooks: readonly string[]) => ({ account_id: ACCOUNT, name, webhooks })
  const sandbox = await start(t, {
    seed: folder(t, {
      '1.json': { ...accounts, webhook_destinations: [destination('one')], notification_policies: [policy('both', 'one', 'two')] },
      '2.json': { webhook_destinations: [destination('two')], notification_policies: [policy('first', 'one')] }
    })
  })
  const named = async (kind: string): Promise<unknown> => {
    const { text } = await call(sandbox, 'GET', `/client/v4/accounts/${ACCOUNT}/alerting/v3/${kind}`)
    return (JSON.parse(text) as { readonly result: ReadonlyArray<{ readonly name: string }> }).result.map(({ name }) => name)
  }
  for (const again of [async () => {}, sandbox.reset]) {
    await again()
    t.strictSame(await named('destinations/webhooks'), ['one', 'two'])
    t.strictSame(await named('policies'), ['both', 'first'])
  }

  const faults: ReadonlyArray<readonly [content: unknown, message: RegExp]> = [
    [{ webhook_destinations: [destination('two'), { ...destination('one') }] }, /b\.json: \/webhook_destinations\/1\/name: is the name of an earlier destination/],
    [{ webhook_destinations: [{ ...destination('two'), account_id: BAKERY }] }, /b\.json: \/webhook_destinations\/0\/account_id: names no account of the seed/],
    [{ webhook_destinations: [{ ...destination('two'), url: 'ftp://x' }] }, /b\.json: \/webhook_destinations\/0\/url: /],
    [{ webhook_destinations: [{ ...destination('two'), url: 'http://[' }] }, /b\.json: \/webhook_destinations\/0\/url: is not a URL/],
    [{ notification_policies: [policy('x', 'one'), policy('y', 'three')] }, /b\.json: \/notification_policies\/1\/webhooks: "three" is not the name of a webhook destination of the account/],
    [{ notification_policies: [{ ...policy('x', 'one'), account_id: BAKERY }] }, /b\.json: \/notification_policies\/0\/account_id: names no account/],
    [{ notification_policies: [policy('x')] }, /b\.json: \/notification_policies\/0\/webhooks: /]
  ]
  const whole = { ...accounts, webhook_destinations: [destination('one')] }
  for (const [content, message] of faults) t.match(await faultOf(folder(t, { 'a.json': whole, 'b.json': content })), message)
  t.match(await faultOf(folder(t, { 'a.json': accounts, 'b.json': { notification_policies: [policy('x', 'one')] } })), /b\.json: \/notification_policies\/0\/webhooks: "one" is not the name/, 'without any destination too')
})

t.test('a zone of a seed has a clock of its own when it says so', async t => {
  const { admin, reset } = await start(t, { seed: { accounts: [{ id: ACCOUNT, name: 'Shop' }], zones: [{ ...shop, clock: { mode: 'frozen', now: '2031-05-01T00:00:00Z' } }] } })
  await admin.clock.advance(SHOP, { by: '1h' })
  for (const whole of [true, false]) {
    await (whole ? reset() : admin.reset(SHOP))
    t.strictSame(await admin.clock.get(SHOP), { mode: 'frozen', now: '2031-05-01T00:00:00Z' })
  }
})

t.test('the schema of seed files is published, and takes what the program takes', async t => {
  const sandbox = await start(t)
  const { status, text } = await call(sandbox, 'GET', '/__admin/seed-schema.json')
  t.equal(status, 200)
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(text) as object)
  t.ok(validate(readDefaultWorld()))
  t.ok(validate({ zones: [shop] }), 'a file may leave lists to others')
  t.notOk(validate({ zones: [{ ...shop, nmae: 'x' }] }))
})

t.test('the program says what is wrong with a folder in one line', async t => {
  const path = folder(t, { 'a.json': { accounts: [{ id: 'x', name: 'Shop' }] } })
  const { code, stderr } = await run(['--seed', path, '--database', ':memory:', '--port', '0'])
  t.equal(code, 1)
  t.match(stderr, /^sandflare: seed: \S+a\.json: \/accounts\/0\/id: [^\n]+\n$/)
})
