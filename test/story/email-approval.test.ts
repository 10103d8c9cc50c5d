import { strict as assert } from 'node:assert'
import t from 'tap'
import type { Test } from 'tap'
import type { Browser, Person } from './browser.ts'
import { openBrowser } from './browser.ts'
import { openStory } from './support.ts'
import type { Seen, Story } from './support.ts'

const NAME = 'emailval.example.com'

interface Head {
  readonly id: number
  readonly to: string
  readonly link: string
  readonly approved_at?: string
}

/** A hostname that waits for an approval by mail. */
async function openWaiting (t: Test): Promise<{ readonly story: Story, readonly made: Seen, mails (): Promise<readonly Head[]> }> {
  const story = await openStory(t)
  const made = await story.create(NAME, 'email')
  await story.advance('5s')
  return { story, made, mails: async () => (await story.admin('GET', `/mail?hostname=${NAME}`))['mails'] as readonly Head[] }
}

/** Opens the message to an address as a mail program shows it. */
async function openMessage ({ page }: Person, { sandbox: { url } }: Story, mails: readonly Head[], to: string): Promise<void> {
  const mail = mails.find(mail => mail.to === to)
  assert(mail !== undefined, `no message to ${to}`)
  await page.goto(`${url}/__admin/mail/${mail.id}/html`)
}

async function heading ({ page }: Person): Promise<string> {
  return await page.getByRole('heading', { level: 1 }).innerText()
}

t.test('a certificate is approved by mail in a browser', async t => {
  const browser: Browser = await openBrowser(t)

  for (const javaScriptEnabled of [true, false]) {
    t.test(`${javaScriptEnabled ? 'with' : 'without'} scripts: the button in the message, the box, the button on the page`, async t => {
      const { story, made, mails } = await openWaiting(t)
      const waiting = await story.see(made)
      t.equal(waiting.ssl.status, 'pending_validation')
      t.equal(waiting.ssl.emails?.length, 6)
      t.same((await mails()).map(({ to }) => to).toSorted(), waiting.ssl.emails?.toSorted(), 'each address has a message')

      const person = await browser.person({ javaScriptEnabled })
      const { page } = person
      await openMessage(person, story, await mails(), 'admin@example.com')
      t.match(await page.innerText('body'), NAME)
      await page.getByRole('link', { name: 'Review Certificate Request' }).click()
      t.match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/certvalidate\/[\w-]+$/)
      t.match(await page.innerText('main'), NAME)

      const approve = page.getByRole('button', { name: 'Approve Certificate' })
      await approve.click()
      t.ok(await approve.isVisible(), 'without the tick the form stays')
      t.equal((await story.see(made)).ssl.status, 'pending_validation', 'opening the page approves nothing')
      await page.getByRole('checkbox', { name: /^I approve/ }).check()
      await approve.click()
      t.equal(await heading(person), 'Certificate approved')

      const { origin } = new URL(page.url())
      t.ok(person.asked.every(url => url.startsWith(`${origin}/`)), 'nothing is loaded from elsewhere')
      t.same(person.complaints, [])
      await story.advanceUntil(NAME, { ssl_status: 'active' }, '5m')
      t.match(await story.see(made), { status: 'pending', ssl: { status: 'active' } }, 'the certificate goes on by itself')
    })
  }

  t.test('message and page fit a narrow window', async t => {
    const { story, mails } = await openWaiting(t)
    const person = await browser.person({ viewport: { width: 360, height: 640 } })
    const overhang = async (): Promise<unknown> => await person.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    await openMessage(person, story, await mails(), 'admin@example.com')
    t.equal(await overhang(), 0)
    await person.page.getByRole('link', { name: 'Review Certificate Request' }).click()
    t.equal(await overhang(), 0)
  })

  t.test('the link in words does as well as the button, and one recipient is enough', async t => {
    const { story, made, mails } = await openWaiting(t)
    const [first, second] = [await browser.person(), await browser.person()]
    await openMessage(first, story, await mails(), 'hostmaster@example.com')
    await openMessage(second, story, await mails(), 'postmaster@example.com')
    await first.page.getByRole('link', { name: /^http/ }).click()
    await second.page.getByRole('link', { name: /^http/ }).click()
    await first.page.getByRole('checkbox', { name: /^I approve/ }).check()
    await first.page.getByRole('button', { name: 'Approve Certificate' }).click()
    t.equal(await heading(first), 'Certificate approved')
    t.ok((await mails()).every(mail => mail.approved_at !== undefined), 'every message is settled')

    // Whoever had the page open before the other approved is told, and changes nothing.
    await second.page.getByRole('checkbox', { name: /^I approve/ }).check()
    await second.page.getByRole('button', { name: 'Approve Certificate' }).click()
    t.match(await second.page.innerText('main'), /was approved/)
    await first.page.reload()
    t.equal(await heading(first), 'Certificate approved')

    const seen = []
    for (const by of ['40s', '30s', '20s']) {
      await story.advance(by)
      seen.push((await story.see(made)).ssl.status)
    }
    t.equal(seen.at(-1), 'active')
  })
})
