import t from 'tap'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, createHostname, open, reads, setFallbackOrigin, start, v4, visit, zonePath } from './support.ts'

t.test('the dashboard shows what others do', async t => {
  const browser = await openBrowser(t)

  t.test('a hostname that the API makes, changes and deletes', async t => {
    const person = await open(t, browser)
    const { page, sandbox } = person
    await reads(page.getByRole('complementary'), 'live')
    await reads(page.locator('.origin-card'), 'Not set.')
    await setFallbackOrigin(sandbox)
    await reads(page.locator('.origin-card'), 'proxy-fallback.saasprovider.com')
    const id = await createHostname(sandbox, 'shop.customer.com')
    const row = page.getByRole('row', { name: 'shop.customer.com' })
    await reads(row, /pending.*initializing/)
    await reads(page.locator('.stream'), /shop\.customer\.com\s+created/)

    await sandbox.advance('1h')
    await reads(row, /active\s*active/)
    await reads(page.locator('.origin-card'), 'active')
    await reads(page.getByRole('timer'), '01:00:05')

    await v4(sandbox, 'DELETE', `/custom_hostnames/${id}`)
    await sandbox.advance('1h')
    await row.waitFor({ state: 'detached' })
    t.same(complaintsOf(person), [])
  })

  t.test('the page of a hostname follows it', async t => {
    const sandbox = await start(t)
    await setFallbackOrigin(sandbox)
    const id = await createHostname(sandbox, 'late.customer.com')
    await sandbox.admin.inspect(sandbox.zone.id, id, 'dns')
    const { page } = await visit(browser, sandbox, { at: `${zonePath(sandbox)}/hostnames/${id}` })
    const toDo = page.getByRole('region', { name: 'What the customer must do now' })
    await sandbox.advance('2m')
    await reads(toDo, '_acme-challenge.late.customer.com')
    await reads(page.locator('.fault-line'), 'custom hostname does not CNAME to this zone.')
    const ticks = page.locator('.tl-tick:not(.future)')
    await ticks.first().waitFor({ state: 'attached' })
    const before = await ticks.count()
    await sandbox.advance('1h')
    await page.locator(`.tl-tick:not(.future) >> nth=${before}`).waitFor({ state: 'attached' })
    t.ok(await page.locator('.tl-tick.future').count() > 20, 'checks to come are drawn too')
    t.ok(await page.locator('.tl-bar.future').count() > 1, 'and the statuses that they lead to')

    for (const name of ['CNAME late.customer.com', 'TXT _acme-challenge.late.customer.com']) await toDo.getByRole('button', { name: `Do it for me: ${name}` }).click()
    await toDo.getByText('In the customer\u2019s DNS').nth(1).waitFor()
    await page.getByRole('button', { name: 'Until active' }).click()
    await reads(toDo, 'Nothing. Visitors reach your origin')
    t.equal((await v4(sandbox, 'GET', `/custom_hostnames/${id}`)).result.ssl?.status, 'active')
  })

  t.test('the clock is moved from the page', async t => {
    const { page, sandbox } = await open(t, browser)
    const timer = page.getByRole('timer')
    await reads(timer, '00:00:00')
    for (const [name, time] of [['Advance by 1 minute', '00:01:00'], ['Advance by 1 hour', '01:01:00'], ['Advance by 1 day', '2 Jan 2026']] as const) {
      await page.getByRole('button', { name }).click()
      await reads(timer, time)
    }
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Freeze' }).waitFor()
    t.equal((await sandbox.admin.clock.get(sandbox.zone.id)).mode, 'running')
    const shown = await timer.innerText()
    await timer.filter({ hasNotText: shown.split('\n')[0] ?? shown }).waitFor()
  })

  t.test('zones come and go', async t => {
    const { page, sandbox } = await open(t, browser)
    await page.getByRole('link', { name: 'Sandflare: zones' }).click()
    await sandbox.admin.zones.create({ name: 'elsewhere.example' })
    await page.getByRole('link', { name: 'elsewhere.example' }).waitFor()
    await page.getByRole('button', { name: 'Add zone' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Domain').fill('not a domain')
    await dialog.getByRole('button', { name: 'Add zone' }).click()
    await reads(dialog.getByRole('alert'), 'is not a domain under a public suffix')
    await dialog.getByLabel('Domain').fill('third.example')
    await dialog.getByRole('button', { name: 'Add zone' }).click()
    await page.getByRole('heading', { name: 'Custom hostnames', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Sandflare: zones' }).click()
    await page.getByRole('button', { name: 'Delete third.example' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete zone' }).click()
    await page.getByRole('link', { name: 'third.example' }).waitFor({ state: 'detached' })
    t.same((await sandbox.admin.zones.list()).map(({ name }) => name).toSorted(), ['elsewhere.example', 'saasprovider.com'])
  })
})
