import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { approvers } from '../../src/core/dcv.ts'
import { MAILBOX_SIZE } from '../../src/store/mails.ts'
import { createWorld, letter, ROLES, START } from './support.ts'

t.test('a certificate that waits for an approval has one message to each recipient, from the moment that its tokens are there', async t => {
  const world = await createWorld(t)
  const { seed } = await world.create('app.customer.co.uk')
  t.strictSame(await world.mailbox(), [], 'nobody is asked while the order is being made')
  await world.advance('1m')
  const mailbox = await world.mailbox()
  t.strictSame(mailbox.map(({ to }) => to).reverse(), approvers('customer.co.uk', seed, world.context.random))
  t.equal(mailbox.length, 6)
  t.ok(mailbox.every(({ hostname, at }) => hostname === 'app.customer.co.uk' && at > START && at < START + 60_000))
  t.equal((await world.links()).length, 1, 'any one recipient can use the same link')
})

t.test('messages name the hostname, hold the button and the link, and carry the service\'s sender', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com')
  await world.advance('1m')
  const [first] = await world.mailbox()
  if (first === undefined) throw new Error('no mail')
  const { from, to, subject, text, html, link } = world.mail.compose(first)
  t.equal(from, 'support@certvalidate.cloudflare.com')
  t.equal(to, 'webmaster@customer.com')
  t.match(subject, 'app.customer.com')
  t.match(link, /^http:\/\/127\.0\.0\.1:\d+\/certvalidate\/[\w-]{43}$/)
  for (const words of [text, html]) {
    t.match(words, 'app.customer.com')
    t.match(words, 'Review Certificate Request')
    t.match(words, link)
  }
  t.match(html, new RegExp(`<a href="${link}" style="[^"]+">Review Certificate Request</a>`))
  t.notMatch(html, /<script|<img|<link|javascript:| on\w+=/i)
})

t.test('the WHOIS contacts of a zone\'s settings take the place of the made-up one, each address once', async t => {
  const world = await createWorld(t, { settings: { whoisContacts: { 'customer.com': ['Owner@customer.com', 'admin@customer.com'], 'other.com': [] } } })
  await world.create('app.customer.com')
  await world.create('app.other.com')
  await world.advance('1m')
  const mailbox = (await world.mailbox()).toReversed()
  const recipients = (hostname: string) => mailbox.filter(mail => mail.hostname === hostname).map(({ to }) => to)
  t.strictSame(recipients('app.customer.com'), ['Owner@customer.com', 'admin@customer.com', ...ROLES.filter(role => role !== 'admin').map(role => `${role}@customer.com`)])
  t.strictSame(recipients('app.other.com'), ROLES.map(role => `${role}@other.com`))
})

t.test('other methods write to nobody', async t => {
  const world = await createWorld(t)
  for (const method of ['http', 'txt', 'cname'] as const) await world.create(`${method}.customer.com`, method)
  await world.advance('1m')
  t.strictSame(await world.mailbox(), [])
})

t.test('a PATCH with the same ssl sends the messages again, with the same link; other edits do not', async t => {
  const world = await createWorld(t)
  await world.create('app.customer.com')
  await world.advance('1m')
  await world.mailbox()
  await world.advance('10s')
  await world.refresh('app.customer.com')
  const mailbox = await world.mailbox()
  t.equal(mailbox.length, 12)
  t.equal((mailbox[0]?.at ?? 0) - (mailbox[11]?.at ?? 0) > 9000, true, 'sent again at the moment of the PATCH')
  t.equal((await world.links()).length, 1)
  await world.advance('10s')
  await world.patch('app.customer.com', { custom_metadata: { plan: 'gold' } })
  t.equal((await world.mailbox()).length, 12)
  await world.patch('app.customer.com', {})
  t.equal((await world.mailbox()).length, 18, 'the empty PATCH asks for the same as the one with ssl')
})

t.test('new tokens bring new messages with another link', async t => {
  const world = await createWorld(t, { settings: { rotateTokensOnPatch: true } })
  await world.create('app.customer.com')
  await world.advance('1m')
  const [first] = await world.links()
  await world.refresh('app.customer.com')
  const links = await world.links()
  t.equal(links.length, 2)
  t.equal(links[1], first)
  t.equal((await world.mailbox()).length, 12, 'once for each order')
})

t.test('one long advance writes what many short ones write', async t => {
  const [long, short] = [await createWorld(t), await createWorld(t)]
  for (const world of [long, short]) await world.create('app.customer.com')
  await long.advance('20d')
  for (let day = 0; day < 20; day++) await short.advance('1d')
  const told = async (world: typeof long) => (await world.mailbox()).map(({ to, at, token }) => [to, at, token])
  t.strictSame(await told(long), await told(short))
  t.ok((await long.links()).length > 1, 'tokens were replaced on the way')
})

t.test('a certificate that went on by itself has its messages too', async t => {
  const world = await createWorld(t, { settings: { inspector: 'auto' } })
  await world.create('app.customer.com')
  await world.advance('1d')
  t.equal(await world.sslStatus('app.customer.com'), 'active')
  t.equal((await world.mailbox()).length, 6)
})

t.test('the mailbox holds the newest messages and forgets the oldest', async t => {
  const { store, create, zone } = await createWorld(t)
  const hostname = await create('app.customer.com')
  const recipients = Array.from({ length: MAILBOX_SIZE - 1 }, (_, i) => `person${i}@customer.com`)
  await store.mails.write([letter(zone().no, hostname, { recipients })])
  await store.mails.write([letter(zone().no, hostname, { token: 'next', askedAt: START + 1, recipients: ['a@customer.com', 'b@customer.com', 'c@customer.com'] })])
  t.equal(await store.mails.count({}), MAILBOX_SIZE)
  t.strictSame((await store.mails.list({}, { offset: 0, limit: 3 })).map(({ to }) => to), ['c@customer.com', 'b@customer.com', 'a@customer.com'])
  t.strictSame((await store.mails.list({}, { offset: MAILBOX_SIZE - 1, limit: 3 })).map(({ to }) => to), ['person2@customer.com'])
})

t.test('thousands of hostnames that begin to wait at once are all asked about, and the mailbox keeps what it can hold', async t => {
  const world = await createWorld(t)
  for (let i = 0; i < 2000; i++) await world.create(`app${i}.customer.com`)
  await world.advance('1m')
  t.equal((await world.mailbox()).length, MAILBOX_SIZE - MAILBOX_SIZE % 6, 'whole questions, each to six recipients')
  t.strictSame(await world.store.mails.listUnfinished('', 10), [], 'nobody waits without having been asked')
  const oldest = await world.hostnameOf('app0.customer.com')
  await world.refresh('app0.customer.com')
  t.strictSame((await world.mailbox()).slice(0, 6).map(({ customHostnameId }) => customHostnameId), Array(6).fill(oldest.id))
})

t.test('messages that a sandbox could not write before it ended are written at its next start, once', async t => {
  const file = join(tmpdir(), `sandflare-mail-${process.pid}.db`)
  t.teardown(async () => { for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true }) })
  const before = await createWorld(t, { database: file, idle: true })
  for (const name of ['app.customer.com', 'www.customer.com']) await before.create(name)
  await before.create('http.customer.com', 'http')
  await before.advance('1m')
  t.strictSame(await before.mailbox(), [])
  await before.close()
  const after = await createWorld(t, { database: file, idle: true })
  await after.mail.start()
  const mailbox = await after.mailbox()
  t.equal(mailbox.length, 12)
  t.ok(mailbox.every(({ at }) => at < START + 60_000), 'with the time at which they should have been sent')
  await after.close()
  const again = await createWorld(t, { database: file })
  t.equal((await again.mailbox()).length, 12)
})
