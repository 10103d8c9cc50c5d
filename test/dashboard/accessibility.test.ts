import t from 'tap'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../src/index.ts'
import { openBrowser } from '../story/browser.ts'
import { COLOURS, createHostname, faultsOf, overhang, ROOM, setFallbackOrigin, start, visit, zonePath } from './support.ts'

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
  return [
    { name: 'zones', at: '/' },
    { name: 'custom hostnames', at: path, then: async page => { await page.getByRole('row').nth(2).waitFor() } },
    { name: 'an active hostname', at: `${path}/hostnames/${active}` },
    { name: 'a hostname that waits', at: `${path}/hostnames/${waiting}` },
    { name: 'a list that has nothing', at: `${path}?search=nothing`, then: async page => { await page.getByText('No custom hostname is like that.').waitFor() } },
    { name: 'the dialog for a hostname', at: path, then: async page => { await press('Add custom hostname')(page); await page.getByText('Custom origin and metadata').click() } },
    { name: 'the dialog for an origin', at: path, then: press('Change') },
    { name: 'the dialog before a deletion', at: path, then: press('Delete active.customer.com') },
    { name: 'the dialog for a zone', at: '/', then: press('Add zone') },
    { name: 'no page', at: '/nowhere' }
  ]
}

const LOOKS = [
  ['light', { colorScheme: 'light' }, undefined],
  ['dark', { colorScheme: 'dark' }, COLOURS],
  ['a phone', { colorScheme: 'light', viewport: { width: 375, height: 740 }, hasTouch: true, isMobile: true }, ROOM]
] as const

t.test('axe finds nothing wrong, and nothing is wider than the window', async t => {
  const browser = await openBrowser(t)
  const empty = await start(t)
  const sandbox = await start(t)
  const sights = await furnished(sandbox)
  const tour: ReadonlyArray<Sight & { readonly sandbox: Sandbox }> = [
    { name: 'the walkthrough', at: zonePath(empty), then: async page => { await page.locator('[aria-current=step]').waitFor() }, sandbox: empty },
    ...sights.map(sight => ({ ...sight, sandbox }))
  ]
  for (const [look, options, rules] of LOOKS) {
    t.test(look, async t => {
      const { page } = await visit(browser, sandbox, options)
      for (const { name, at, then, sandbox } of tour) {
        // From the shell anew, so that no dialog of the page before is still there.
        await page.goto('about:blank')
        await page.goto(`${sandbox.url}/#${at}`)
        await page.locator('h1').waitFor()
        await then?.(page)
        await page.getByRole('timer').getByText('2026').first().waitFor({ state: 'attached' })
        t.same(await faultsOf(page, rules), [], name)
        t.equal(await overhang(page), 0, `${name} fits`)
      }
    })
  }

  t.test('the switch changes the colours and is remembered', async t => {
    const { page } = await visit(browser, sandbox, { colorScheme: 'light' })
    const ground = async (): Promise<unknown> => await page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Dark', exact: true }).click()
    const dark = await ground()
    t.not(dark, light)
    await page.reload()
    await page.locator('h1').waitFor()
    t.equal(await ground(), dark)
    t.same(await faultsOf(page), [])
    await page.getByRole('button', { name: 'As the system' }).click()
    t.equal(await ground(), light)
  })
})
