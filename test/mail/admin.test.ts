import t from 'tap'
import type { Test } from 'tap'
import type { Static, TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { DeletedMailSchema, MailListSchema, MailSchema } from '../../schemas/admin/mail.ts'
import { readConfig } from '../../src/config/config.ts'
import type { Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { startSandbox } from '../../src/sandbox.ts'
import { startMailServer } from './smtp.ts'
import { open, ROLES, submit } from './support.ts'

async function start (t: Test, inspector: 'manual' | 'dns' = 'manual'): Promise<Sandbox> {
  const sandbox = await createSandbox({ inspector })
  t.teardown(sandbox.close)
  return sandbox
}

async function v4 (sandbox: Pick<Sandbox, 'baseURL' | 'zone' | 'token'>, method: string, path: string, body?: object) {
  const response = await fetch(`${sandbox.baseURL}/zones/${sandbox.zone.id}/custom_hostnames${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const { result } = await response.json() as { result: { id: string, ssl: { status: string, emails?: string[], validation_records?: Array<{ emails?: string[] }> } } }
  return result
}

/** A hostname that waits for an approval. */
async function waiting (sandbox: Sandbox, hostname: string): Promise<string> {
  const { id } = await v4(sandbox, 'POST', '', { hostname, ssl: { method: 'email', type: 'dv' } })
  await sandbox.advance('30s')
  return id
}

/** A call of the admin API whose answer has the form of a schema. */
async function admin<S extends TSchema> (t: Test, { url }: Sandbox, call: string, schema: S): Promise<Static<S>> {
  const [method = '', path = ''] = call.split(' ')
  const response = await fetch(`${url}/__admin${path}`, { method })
  const body: unknown = await response.json()
  t.equal(response.status, 200, call)
  t.equal(Value.Errors(schema, body).First(), undefined, call)
  return body as Static<S>
}

async function refused ({ url }: Sandbox, path: string): Promise<readonly [number, string]> {
  const response = await fetch(`${url}/__admin${path}`)
  const { error: { code } } = await response.json() as { error: { code: string } }
  return [response.status, code]
}

t.test('the mailbox lists messages newest first and finds them by zone, recipient and hostname', async t => {
  const sandbox = await start(t)
  await waiting(sandbox, 'app.customer.com')
  await waiting(sandbox, 'www.other.com')
  const list = async (query = '') => await admin(t, sandbox, `GET /mail${query}`, MailListSchema)
  const { mails, total } = await list()
  t.equal(total, 12)
  t.strictSame(mails.map(({ id }) => id), mails.map(({ id }) => id).toSorted((a, b) => b - a))
  t.ok(mails.every(({ zone_id: zoneId }) => zoneId === sandbox.zone.id))
  t.equal((await list(`?zone_id=${sandbox.zone.id}`)).total, 12)
  t.equal((await list('?hostname=APP.customer.com')).total, 6)
  t.strictSame((await list('?to=Admin@customer.com')).mails.map(({ to }) => to), ['admin@customer.com'])
  t.equal((await list('?to=admin@customer.com&hostname=www.other.com')).total, 0)
  t.strictSame((await list('?offset=3&limit=2')).mails, mails.slice(3, 5))
  t.strictSame(await refused(sandbox, `/mail?zone_id=${'0'.repeat(32)}`), [404, 'not_found'])
  t.strictSame(await refused(sandbox, '/mail?limit=0'), [400, 'invalid_request'])
})

t.test('a list is never behind: it waits for what the zone has lived through', async t => {
  const sandbox = await start(t)
  for (let i = 0; i < 20; i++) await v4(sandbox, 'POST', '', { hostname: `app${i}.customer.com`, ssl: { method: 'email', type: 'dv' } })
  await sandbox.advance('30s')
  t.equal((await admin(t, sandbox, 'GET /mail', MailListSchema)).total, 120)
})

t.test('one message shows its words as JSON and as a page that runs nothing', async t => {
  const sandbox = await start(t)
  const id = await waiting(sandbox, 'app.customer.com')
  const { mails: [first] } = await admin(t, sandbox, 'GET /mail', MailListSchema)
  const { text, html, ...head } = await admin(t, sandbox, `GET /mail/${first?.id}`, MailSchema)
  t.strictSame(head, first)
  t.equal(head.custom_hostname_id, id)
  t.match(head.link, `${sandbox.url}/certvalidate/`)
  t.match(text, head.link)
  const page = await fetch(`${sandbox.url}/__admin/mail/${first?.id}/html`)
  t.match(page.headers.get('content-type'), /^text\/html/)
  t.match(page.headers.get('content-security-policy'), /^default-src 'none'/)
  t.equal(await page.text(), html)
  for (const unknown of ['0', '999999', 'x', '1.5', '9'.repeat(20)]) {
    t.strictSame(await refused(sandbox, `/mail/${unknown}`), [404, 'not_found'])
    t.strictSame(await refused(sandbox, `/mail/${unknown}/html`), [404, 'not_found'])
  }
})

t.test('what the API shows as emails is who the messages went to, also with WHOIS contacts in the settings', async t => {
  const sandbox = await start(t)
  const settings = { settings: { whois_contacts: { 'Customer.com': ['owner@customer.com'] } } }
  const patched = await fetch(`${sandbox.url}/__admin/zones/${sandbox.zone.id}`, { method: 'PATCH', body: JSON.stringify(settings) })
  t.strictSame((await patched.json() as { settings: { whois_contacts: unknown } }).settings.whois_contacts, { 'customer.com': ['owner@customer.com'] })
  for (const hostname of ['app.customer.com', 'app.other.com']) {
    const { ssl } = await v4(sandbox, 'GET', `/${await waiting(sandbox, hostname)}`)
    const { mails } = await admin(t, sandbox, `GET /mail?hostname=${hostname}`, MailListSchema)
    t.strictSame(mails.map(({ to }) => to).toReversed(), ssl.emails)
    t.strictSame(ssl.validation_records?.[0]?.emails, ssl.emails)
    t.equal(ssl.emails?.length, 6)
  }
  for (const contacts of [{ 'customer.com': ['no address'] }, { 'customer.com': ['a@b.com\r\nBcc: c@d.com'] }, { 'customer.com': 'a@b.com' }]) {
    const body = JSON.stringify({ settings: { whois_contacts: contacts } })
    t.equal((await fetch(`${sandbox.url}/__admin/zones/${sandbox.zone.id}`, { method: 'PATCH', body })).status, 400)
  }
})

for (const inspector of ['manual', 'dns'] as const) {
  t.test(`with the inspector ${inspector} a message is read, its link opened and approved, and the certificate becomes active by itself`, async t => {
    const sandbox = await start(t, inspector)
    const id = await waiting(sandbox, 'app.customer.com')
    const { mails: [first] } = await admin(t, sandbox, 'GET /mail?to=hostmaster@customer.com', MailListSchema)
    t.equal(first?.approved_at, undefined)
    await sandbox.advance('1h')
    t.equal((await v4(sandbox, 'GET', `/${id}`)).ssl.status, 'pending_validation')
    t.match((await open(first?.link ?? '')).html, 'app.customer.com')
    t.equal((await submit(first?.link ?? '')).status, 200)
    t.equal((await v4(sandbox, 'GET', `/${id}`)).ssl.status, 'pending_issuance')
    await sandbox.advance('5m')
    t.equal((await v4(sandbox, 'GET', `/${id}`)).ssl.status, 'active')
    const { mails } = await admin(t, sandbox, 'GET /mail', MailListSchema)
    t.equal(mails.length, 6)
    t.ok(mails.every(({ approved_at: approvedAt }) => approvedAt?.startsWith('2026-01-01T01:00:30')), 'every recipient\'s message knows it')
  })
}

t.test('a scenario that speaks of the certificate is heard in spite of an approval', async t => {
  const sandbox = await start(t)
  const [free, blocked] = [await waiting(sandbox, 'app.customer.com'), await waiting(sandbox, 'caa-blocked.shop.customer.com')]
  for (const hostname of ['app.customer.com', 'caa-blocked.shop.customer.com']) {
    const { mails: [mail] } = await admin(t, sandbox, `GET /mail?hostname=${hostname}`, MailListSchema)
    t.equal((await submit(mail?.link ?? '')).status, 200)
  }
  t.equal((await v4(sandbox, 'GET', `/${free}`)).ssl.status, 'pending_issuance')
  t.match((await v4(sandbox, 'GET', `/${blocked}`)).ssl, { status: 'pending_validation', validation_errors: [{ message: /^CAA records block issuance/ }] })
})

t.test('messages are deleted by the same filters, with a zone, and by a reset', async t => {
  const sandbox = await start(t)
  await waiting(sandbox, 'app.customer.com')
  await waiting(sandbox, 'app.other.com')
  t.strictSame(await admin(t, sandbox, 'DELETE /mail?to=admin@other.com', DeletedMailSchema), { deleted: 1 })
  t.strictSame(await admin(t, sandbox, 'DELETE /mail?hostname=app.customer.com', DeletedMailSchema), { deleted: 6 })
  t.equal((await admin(t, sandbox, 'GET /mail', MailListSchema)).total, 5)
  t.strictSame(await admin(t, sandbox, 'DELETE /mail', DeletedMailSchema), { deleted: 5 })
  await waiting(sandbox, 'www.customer.com')
  await sandbox.reset()
  t.equal((await admin(t, sandbox, 'GET /mail', MailListSchema)).total, 0)
  await waiting(sandbox, 'app.customer.com')
  await fetch(`${sandbox.url}/__admin/zones/${sandbox.zone.id}`, { method: 'DELETE' })
  t.equal((await admin(t, sandbox, 'GET /mail', MailListSchema)).total, 0)
})

t.test('with --smtp-url a running sandbox delivers to that server', async t => {
  const server = await startMailServer(t, { disabledCommands: ['STARTTLS'] })
  const { url, zones, close } = await startSandbox(readConfig({
    profile: 'ci',
    port: '0',
    'dns-port': 'off',
    'edge-http-port': 'off',
    'edge-https-port': 'off',
    inspector: 'manual',
    'log-level': 'silent',
    'smtp-url': `smtp://127.0.0.1:${server.port}`
  }, {}))
  t.teardown(close)
  const [zone] = zones()
  const sandbox = { baseURL: `${url}/client/v4`, zone: { id: zone?.id ?? '', name: '', accountId: '' }, token: 'a'.repeat(40) }
  await v4(sandbox, 'POST', '', { hostname: 'app.customer.com', ssl: { method: 'email', type: 'dv' } })
  await fetch(`${url}/__admin/zones/${zone?.id}/clock/advance`, { method: 'POST', body: '{"by":"30s"}' })
  await server.received(6)
  t.strictSame(server.messages.slice(1).map(({ to }) => to[0]), ROLES.map(role => `${role}@customer.com`))
  t.ok(server.messages.every(({ body }) => body.includes(`${url}/certvalidate/`)))
})
