import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { InspectorName } from '../../src/core/zone.ts'
import type { WorldOptions } from './support.ts'
import { createWorld, open, START, submit } from './support.ts'

/** A hostname that waits for an approval, and the link that its recipients have. */
async function waiting (t: Test, options: WorldOptions = {}) {
  const world = await createWorld(t, options)
  await world.create('app.customer.com')
  await world.advance('1m')
  const [link = ''] = await world.links()
  return { world, link }
}

t.test('the page names the hostname and holds the box and the button, in plain HTML without scripts', async t => {
  const { link } = await waiting(t)
  const { status, headers, html } = await open(link)
  t.equal(status, 200)
  t.match(headers.get('content-type'), /^text\/html/)
  t.match(html, '<strong>app.customer.com</strong>')
  t.match(html, /<form method="post"[^>]*>\s*<label><input type="checkbox" name="approve" value="yes" required> I approve [^<]+<strong>app\.customer\.com<\/strong>\.<\/label>/)
  t.match(html, '<button type="submit">Approve Certificate</button>')
  t.notMatch(html, /<script|javascript:| on\w+=| style=/i)
})

t.test('every answer forbids scripts, other sites, frames and copies', async t => {
  const { link } = await waiting(t)
  for (const answer of [await open(link), await submit(link, {}), await open(`${link}x`), await submit(link), await submit(link)]) {
    const policy = answer.headers.get('content-security-policy') ?? ''
    t.match(policy, /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/)
    t.equal(answer.headers.get('cache-control'), 'no-store')
    t.equal(answer.headers.get('referrer-policy'), 'no-referrer', 'the link is a secret')
    t.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  }
})

t.test('looking at the page approves nothing', async t => {
  const { world, link } = await waiting(t)
  for (let i = 0; i < 3; i++) await open(link)
  await world.advance('1h')
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
})

t.test('the box has to be ticked, also for those who do not use the page', async t => {
  const { world, link } = await waiting(t)
  for (const fields of [{}, { approve: '' }, { approve: 'no' }, { other: 'yes' }]) {
    const { status, html } = await submit(link, fields)
    t.equal(status, 400)
    t.match(html, 'role="alert"')
    t.match(html, 'Approve Certificate', 'the form is still there')
  }
  t.equal((await fetch(link, { method: 'POST' })).status, 400)
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
})

for (const inspector of ['manual', 'dns', 'auto'] as const satisfies readonly InspectorName[]) {
  t.test(`with the inspector ${inspector} an approval passes the validation at once, and the certificate goes on by itself`, async t => {
    const { world, link } = await waiting(t, { settings: { inspector, autoPassAtAttempt: 'never' } })
    t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
    const { status, html } = await submit(link)
    t.equal(status, 200)
    t.match(html, 'app.customer.com')
    t.equal(await world.sslStatus('app.customer.com'), 'pending_issuance')
    await world.advance('5m')
    t.equal(await world.sslStatus('app.customer.com'), 'active')
    t.equal((await world.hostnameOf('app.customer.com')).lifecycle.ownership.status, 'pending', 'the hostname itself still waits for its CNAME')
  })
}

t.test('the certificate passes through each status, at the moment of the approval', async t => {
  const { world, link } = await waiting(t)
  await world.advance('1h')
  await submit(link)
  await world.advance('5m')
  const { seq } = await world.hostnameOf('app.customer.com')
  const path = (await world.store.events.list({ hostnameSeq: seq, limit: 1000 })).flatMap(({ event }) => event.type === 'status_changed' && event.axis === 'ssl_status' ? [event] : [])
  t.strictSame(path.map(({ to }) => to), ['pending_validation', 'pending_issuance', 'pending_deployment', 'active'])
  t.equal(path[1]?.at, START + 61 * 60_000)
})

t.test('a link works once; afterwards its page says that the certificate was approved', async t => {
  const { world, link } = await waiting(t)
  t.equal((await submit(link)).status, 200)
  const page = await open(link)
  t.equal(page.status, 200)
  t.match(page.html, 'was approved')
  t.notMatch(page.html, '<form')
  const second = await submit(link)
  t.equal(second.status, 409)
  t.match(second.html, 'was approved')
  await world.advance('1d')
  t.match((await open(link)).html, 'was approved', 'also when the certificate is in use')
  t.ok((await world.mailbox()).every(({ approvedAt }) => approvedAt === START + 60_000), 'the messages of all recipients know it')
})

t.test('of many recipients who approve at the same time one is the first', async t => {
  const { world, link } = await waiting(t)
  const answers = await Promise.all(Array.from({ length: 8 }, async () => (await submit(link)).status))
  t.strictSame(answers.sort(), [200, 409, 409, 409, 409, 409, 409, 409])
  t.equal(await world.sslStatus('app.customer.com'), 'pending_issuance')
})

t.test('an old link says that it was replaced once the order has new tokens, and the new one works', async t => {
  const { world, link } = await waiting(t, { settings: { rotateTokensOnPatch: true } })
  await world.refresh('app.customer.com')
  const [newer = ''] = await world.links()
  t.not(newer, link)
  for (const answer of [await open(link), await submit(link)]) {
    t.equal(answer.status, 410)
    t.match(answer.html, 'replaced by a newer one')
    t.notMatch(answer.html, '<form')
  }
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
  t.equal((await submit(newer)).status, 200)
  t.equal(await world.sslStatus('app.customer.com'), 'pending_issuance')
})

t.test('an approval counts for its order only', async t => {
  const { world, link } = await waiting(t, { settings: { inspector: 'dns' } })
  await submit(link)
  await world.advance('1h')
  await world.patch('app.customer.com', { ssl: { method: 'email', type: 'dv', certificate_authority: 'lets_encrypt' } })
  await world.advance('1d')
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
  const [newer = ''] = await world.links()
  t.equal((await submit(newer)).status, 200)
  await world.advance('1h')
  t.equal(await world.sslStatus('app.customer.com'), 'active')
})

t.test('a certificate that was taken away and ordered again is not approved by the old approval', async t => {
  const { world, link } = await waiting(t, { settings: { inspector: 'dns' } })
  await submit(link)
  await world.advance('1h')
  await world.patch('app.customer.com', { ssl: null })
  await world.refresh('app.customer.com')
  await world.advance('1d')
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
  const [newer = ''] = await world.links()
  t.not(newer, link)
  t.equal((await submit(newer)).status, 200)
})

t.test('a link of a certificate that no longer waits says so', async t => {
  const { world, link } = await waiting(t)
  await world.inspectedBy('auto')
  await world.refresh('app.customer.com')
  const { status, html } = await open(link)
  t.equal(status, 410)
  t.match(html, 'no longer waits')
  t.equal((await submit(link)).status, 410)
})

t.test('a link of a deleted hostname, and one that was never given, are unknown', async t => {
  const { world, link } = await waiting(t)
  await world.store.customHostnames.remove(world.zone().no, await world.hostnameOf('app.customer.com'), [])
  for (const unknown of [link, `${link}x`, link.slice(0, -43), `${link.slice(0, -43)}${'%00'.repeat(10)}`]) {
    for (const answer of [await open(unknown), await submit(unknown)]) t.equal(answer.status, 404, unknown)
  }
})

t.test('a link of a deleted zone is unknown', async t => {
  const { world, link } = await waiting(t)
  await world.store.zones.remove(world.zone().no)
  for (const answer of [await open(link), await submit(link)]) t.equal(answer.status, 404)
})

t.test('only small forms are taken', async t => {
  const { link } = await waiting(t)
  const json = await fetch(link, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"approve":"yes"}' })
  t.equal(json.status, 415)
  t.match(await json.text(), '<!doctype html>')
  t.equal((await submit(link, { approve: 'yes', more: 'x'.repeat(2000) })).status, 413)
})

t.test('messages can be deleted, and what they ask for still be approved', async t => {
  const { world, link } = await waiting(t)
  t.equal(await world.store.mails.remove({}), 6)
  t.strictSame(await world.mailbox(), [])
  t.equal((await submit(link)).status, 200)
})

t.test('an approval that a sandbox kept before it ended has its effect at the next start', async t => {
  const file = join(tmpdir(), `sandflare-approval-${process.pid}.db`)
  t.teardown(async () => { for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true }) })
  const before = await createWorld(t, { database: file, idle: true })
  await before.create('app.customer.com')
  await before.advance('1m')
  await before.mail.start()
  const [mail] = await before.mailbox()
  await before.store.mails.approve(mail?.token ?? '', before.context.now(before.zone()))
  await before.close()
  const after = await createWorld(t, { database: file })
  t.equal(await after.sslStatus('app.customer.com'), 'pending_issuance')
})
