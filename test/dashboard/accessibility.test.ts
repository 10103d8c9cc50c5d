import t from 'tap'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../src/index.ts'
import { openBrowser } from '../story/browser.ts'
import { lookAround, WINDOW } from './looking.ts'
import { COLOURS, createHostname, faultsOf, SPOKEN, setFallbackOrigin, start, visit, zonePath } from './support.ts'

interface Sight {
  readonly name: string
  readonly at: string
  /** Brings the page to where it is looked at. */
  readonly then?: (page: Page) => Promise<void>
}

/** A sandbox with a hostname that is active, one that waits for its customer, and one without a certificate. */
async function furnished (sandbox: Sandbox): Promise<readonly Sight[]> {
  const { admin, zone } = sandbox
  await setFallbackOrigin(sandbox)
  const active = await createHostname(sandbox, 'active.customer.com')
  await sandbox.advance('1h')
  const waiting = await createHostname(sandbox, 'a-rather-long-label-of-a-customer.and-another-one.customer.com')
  await admin.inspect(zone.id, waiting, 'dns')
  await sandbox.advance('3h')
  const path = zonePath(sandbox)
  const press = (name: string) => async (page: Page): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).first().click()
    await page.getByRole('dialog').waitFor()
  }
  const shows = (name: string) => async (page: Page): Promise<void> => { await page.getByRole('heading', { level: 1, name }).waitFor() }
  return [
    { name: 'zones', at: '/', then: shows('Zones') },
    { name: 'custom hostnames', at: path, then: async page => { await page.getByRole('row').nth(2).waitFor() } },
    { name: 'an active hostname', at: `${path}/hostnames/${active}`, then: shows('active.customer.com') },
    { name: 'a hostname that waits', at: `${path}/hostnames/${waiting}`, then: shows('a-rather-long-label') },
    { name: 'a list that has nothing', at: `${path}?search=nothing`, then: async page => { await page.getByText('No custom hostname is like that.').waitFor() } },
    { name: 'the dialog for a hostname', at: path, then: async page => { await press('Add custom hostname')(page); await page.getByText('Custom origin and metadata').click() } },
    { name: 'the dialog for an origin', at: path, then: press('Change') },
    { name: 'the dialog before a deletion', at: path, then: press('Delete active.customer.com') },
    { name: 'the dialog for a zone', at: '/', then: press('Add zone') },
    { name: 'no page', at: '/nowhere', then: shows('There is no such page') }
  ]
}

t.test('axe finds nothing wrong, and nothing is wider than the window', async t => {
  const browser = await openBrowser(t)
  // Colours that are on their way to others would be measured half-way.
  const calm = { viewport: WINDOW, colorScheme: 'light', reducedMotion: 'reduce' } as const

  t.test('in an empty sandbox', async t => {
    const { page } = await visit(browser, await start(t), calm)
    await page.locator('[aria-current=step]').waitFor()
    await lookAround(t, page, 'the walkthrough')
  })

  t.test('in one with hostnames', async t => {
    const sandbox = await start(t)
    const { page } = await visit(browser, sandbox, calm)
    for (const { name, at, then } of await furnished(sandbox)) {
      await page.evaluate(`location.hash = ${JSON.stringify(at)}`)
      await page.locator('h1').waitFor()
      await then?.(page)
      await lookAround(t, page, name)
      if (await page.getByRole('dialog').count() > 0) await page.keyboard.press('Escape')
    }
  })

  t.test('and the rail calls its buttons by what stands on them', async t => {
    const sandbox = await start(t)
    const { page } = await visit(browser, sandbox, { ...calm, at: zonePath(sandbox) })
    const button = page.getByRole('complementary').getByRole('button', { name: /^\+1 (min|h|day): advance by 1 (minute|hour|day)$/ })
    await button.nth(2).waitFor()
    t.same(await faultsOf(page, SPOKEN, '.rail'), [])
    await page.evaluate('document.querySelector(".rail [aria-label^=\'+1 min\']").ariaLabel = "Advance by a minute"')
    t.match(await faultsOf(page, SPOKEN, '.rail'), [/^label-content-name-mismatch: /], 'another name would be found')
  })

  t.test('and the switch changes the colours and is remembered', async t => {
    const { page } = await visit(browser, await start(t), calm)
    const ground = async (): Promise<unknown> => await page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    const dark = await ground()
    t.not(dark, light)
    await page.reload()
    await page.locator('h1').waitFor()
    t.equal(await ground(), dark)
    t.same(await faultsOf(page, COLOURS), [])
    await page.getByRole('button', { name: 'As the system' }).click()
    t.equal(await ground(), light)
  })
})
