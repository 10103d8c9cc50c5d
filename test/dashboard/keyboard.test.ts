import t from 'tap'
import type { Page } from 'playwright-core'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, createHostname, open, reads, setFallbackOrigin, start, visit, zonePath } from './support.ts'

/** What has the focus, as a screen reader would call it. */
async function focused (page: Page): Promise<string> {
  return await page.evaluate(`(() => {
    const element = document.activeElement
    return (element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? '').trim()
  })()`)
}

/** Goes on with the Tab key until something has the focus; ends the test when it never comes. */
async function tabTo (page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await focused(page) === name) return
    await page.keyboard.press(key)
  }
  throw new Error(`the Tab key never came to "${name}"; it stands at "${await focused(page)}"`)
}

t.test('everything is done with the keyboard', async t => {
  const browser = await openBrowser(t)

  t.test('the walkthrough', async t => {
    const person = await open(t, browser)
    const { page } = person
    const card = page.getByRole('region', { name: 'From nothing to an active hostname' })
    await card.waitFor()
    await page.keyboard.press('Tab')
    t.equal(await focused(page), 'Skip to the content')
    await page.keyboard.press('Enter')
    t.equal(await page.evaluate('document.activeElement.tagName'), 'MAIN')
    await tabTo(page, 'Set fallback origin')
    await page.keyboard.press('Enter')
    await reads(card.locator('[aria-current=step]'), 'Add a custom hostname')
    t.equal(await focused(page), 'Add custom hostname', 'the next button has the focus')
    await page.keyboard.press('Shift+Tab')
    t.equal(await focused(page), 'Hostname')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('keys.customer.com')
    await page.keyboard.press('Enter')
    await reads(card.locator('[aria-current=step]'), 'keys.customer.com')
    t.equal(await focused(page), 'Do it for me')
    await page.keyboard.press('Enter')
    await reads(card.locator('[aria-current=step]'), 'See it become active')
    t.equal(await focused(page), 'Advance until active')
    await page.keyboard.press('Enter')
    await reads(card, 'keys.customer.com active and its certificate active')
    t.same(complaintsOf(person), [])
  })

  t.test('adding, editing and deleting in dialogs that give the focus back', async t => {
    const sandbox = await start(t)
    await setFallbackOrigin(sandbox)
    const { page } = await visit(browser, sandbox, { at: zonePath(sandbox) })
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Close the walkthrough' }).waitFor()
    await tabTo(page, 'Close the walkthrough')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Add custom hostname', 'Shift+Tab')
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    t.equal(await focused(page), 'Hostname', 'the first field has the focus')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    t.equal(await focused(page), 'Add custom hostname', 'the button has it back')

    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await page.keyboard.type('no host')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    t.match(await dialog.getByRole('alert').innerText(), /\b14\d\d\b/, 'the service says what is wrong, with its number')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('typed.customer.com')
    await page.keyboard.press('Enter')
    const row = page.getByRole('row', { name: 'typed.customer.com' })
    await row.waitFor()

    await tabTo(page, 'Edit typed.customer.com')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Validation method')
    await page.keyboard.type('TXT')
    await tabTo(page, 'Save')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await reads(row, 'TXT')
    t.equal(await focused(page), 'Edit typed.customer.com')

    await tabTo(page, 'Delete typed.customer.com')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Delete custom hostname')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await sandbox.advance('1h')
    await row.waitFor({ state: 'detached' })
  })

  t.test('a dialog that is closed and opened again by keys that come fast', async t => {
    const sandbox = await start(t)
    await setFallbackOrigin(sandbox)
    await createHostname(sandbox, 'fast.customer.com')
    const { page } = await visit(browser, sandbox, { at: zonePath(sandbox) })
    const dialog = page.getByRole('dialog')
    await tabTo(page, 'Add custom hostname')
    await page.keyboard.press('Enter')
    for (let i = 0; i < 10; i++) {
      await dialog.waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Enter')
    }
    await dialog.waitFor()
    await tabTo(page, 'Cancel')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    await page.keyboard.type('stays.customer.com')
    t.equal(await dialog.getByLabel('Hostname').inputValue(), 'stays.customer.com', 'what closed before does not close it')
  })

  t.test('a dialog that was left while its work went on leaves the next one alone', async t => {
    const sandbox = await start(t)
    await setFallbackOrigin(sandbox)
    const { page } = await visit(browser, sandbox, { at: zonePath(sandbox) })
    const dialog = page.getByRole('dialog')
    const held = Promise.withResolvers<undefined>()
    await page.route('**/custom_hostnames', async route => {
      if (route.request().method() === 'POST') await held.promise
      await route.continue()
    })
    await page.getByRole('button', { name: 'Add custom hostname' }).first().click()
    await page.keyboard.type('slow.customer.com')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await dialog.waitFor()
    held.resolve(undefined)
    await reads(page.getByRole('status'), 'slow.customer.com is added.')
    await page.locator('tr', { hasText: 'slow.customer.com' }).waitFor()
    await page.keyboard.type('next')
    t.equal(await dialog.getByLabel('Hostname').inputValue(), 'next')
  })

  t.test('the page that opens says what it is', async t => {
    const { page, sandbox } = await open(t, browser)
    await page.getByRole('link', { name: 'Sandflare: zones' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Zones' }).waitFor()
    t.equal(await focused(page), 'Zones', 'its heading has the focus')
    t.equal(await page.title(), 'Zones · Sandflare')
    await tabTo(page, sandbox.zone.name)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Custom hostnames' }).waitFor()
    t.equal(await page.title(), `Custom hostnames · ${sandbox.zone.name} · Sandflare`)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Zones' }).waitFor()
  })
})
