import t from 'tap'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../src/index.ts'
import { openBrowser } from '../story/browser.ts'
import { lookAround, WINDOW } from './looking.ts'
import { createHostname, setFallbackOrigin, start, v4, visit, zonePath } from './support.ts'

interface Sight {
  readonly name: string
  readonly at: string
  /** What tells that all is there. */
  readonly shows: string
  readonly press?: string | RegExp
}

const SIGHTS: readonly Sight[] = [
  { name: 'DNS', at: '/dns', shows: '.waiting .plan-steps' },
  { name: 'the dialog for a record', at: '/dns', shows: 'tbody tr', press: 'Add record' },
  { name: 'the mailbox', at: '/mail', shows: '.letter-text' },
  { name: 'requests', at: '/requests', shows: '.request-details pre', press: /\/custom_hostname.*no route/ },
  { name: 'polling', at: '/requests?view=polling', shows: 'tbody tr' },
  { name: 'faults', at: '/faults', shows: '.fault' },
  { name: 'the dialog for a fault', at: '/faults', shows: 'dialog', press: 'Add fault' },
  { name: 'scenarios', at: '/scenarios', shows: '.scenario' },
  { name: 'the dialog for a scenario', at: '/scenarios', shows: 'dialog', press: 'Set on a hostname: passes-at-attempt' },
  { name: 'webhooks', at: '/webhooks', shows: '.request-details pre', press: /validation\.failed/ }
]

/** A sandbox in which every page of the world has something to show. */
async function furnish (sandbox: Sandbox): Promise<void> {
  const { admin } = sandbox
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox, 'a-rather-long-label-of-a-customer.and-another-one.customer.com')
  await v4(sandbox, 'POST', '/custom_hostnames', { hostname: 'mail.customer.com', ssl: { method: 'email', type: 'dv' } })
  await admin.dns.records.create({ name: 'a-rather-long-label-of-a-customer.and-another-one.customer.com', type: 'A', content: '192.0.2.1' })
  await admin.dns.faults.create({ name: 'other.customer.com', kind: 'timeout' })
  await admin.faults.create({ match: { method: 'DELETE' }, answer: { status: 503 }, times: 1 })
  await sandbox.advance('10m')
  for (let n = 0; n < 2; n++) await v4(sandbox, 'GET', `/custom_hostnames/${id}`)
  await v4(sandbox, 'POST', '/custom_hostname', { hostname: 'new.customer.com' })
}

async function look (page: Page, { at, shows, press }: Sight, path: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`${path}${at}`)}`)
  if (press !== undefined) await page.getByRole('button', { name: press, ...(typeof press === 'string' ? { exact: true } : {}) }).first().click()
  await page.locator(shows).first().waitFor()
}

t.test('axe finds nothing wrong with the pages of the world, and nothing is wider than the window', async t => {
  const browser = await openBrowser(t)
  // Nobody listens there, so messages wait.
  const sandbox = await start(t, { inspector: 'dns', webhookUrls: ['http://127.0.0.1:9/webhooks'] })
  await furnish(sandbox)
  // Colours that are on their way to others would be measured half-way.
  const { page } = await visit(browser, sandbox, { viewport: WINDOW, colorScheme: 'light', reducedMotion: 'reduce' })
  for (const sight of SIGHTS) {
    await look(page, sight, zonePath(sandbox))
    await lookAround(t, page, sight.name)
    if (await page.getByRole('dialog').count() > 0) await page.keyboard.press('Escape')
  }
})
