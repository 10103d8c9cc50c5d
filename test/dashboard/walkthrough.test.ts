import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, open, reads, v4 } from './support.ts'

const NAME = 'app.customer.com'

t.test('an empty sandbox leads to an active hostname by clicks alone', async t => {
  const browser = await openBrowser(t)
  const person = await open(t, browser, { clock: 'running@2026-01-01T00:00:00Z' })
  const { page, sandbox } = person
  const card = page.getByRole('region', { name: 'From nothing to an active hostname' })
  const now = card.locator('[aria-current=step]')

  t.match(page.url(), new RegExp(`#/zones/${sandbox.zone.id}$`), 'the only zone is open')
  await reads(now, 'Set the fallback origin')
  await now.getByRole('button', { name: 'Set fallback origin' }).click()
  await reads(now, 'Add a custom hostname')
  await reads(page.locator('.origin-card'), 'proxy-fallback.saasprovider.com')
  await reads(page.getByRole('complementary'), 'frozen')
  t.equal((await sandbox.admin.clock.get(sandbox.zone.id)).mode, 'frozen', 'time stands still from here on')

  await now.getByRole('button', { name: 'Add custom hostname' }).click()
  await reads(now, 'Do what the customer would')
  await reads(now, 'custom hostname does not CNAME to this zone.')
  const row = page.getByRole('row', { name: NAME })
  await reads(row, /pending.*pending_validation/)

  await now.getByRole('button', { name: 'Do it for me' }).click()
  await reads(now, 'See it become active')
  t.match((await sandbox.admin.dns.records.list({ name: NAME })).records, [{ type: 'CNAME', content: 'proxy-fallback.saasprovider.com' }])
  await reads(row, /pending.*pending_validation/)

  await now.getByRole('button', { name: 'Advance until active' }).click()
  await reads(card, `${NAME} active and its certificate active`)
  await reads(row, /active\s*active/)
  await reads(page.getByRole('region', { name: 'What happened' }), /certificate pending_deployment → active/)

  t.test('and its page tells how it went', async t => {
    await card.getByRole('link', { name: 'See how it went' }).click()
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor()
    await reads(page.getByRole('region', { name: 'What the customer must do now' }), 'Nothing. Visitors reach your origin')
    t.match(await page.getByRole('img').filter({ visible: true }).last().getAttribute('aria-label') ?? '', `${NAME} is active since`)
    const listed = await v4(sandbox, 'GET', `/custom_hostnames?hostname=${NAME}`)
    const [hostname] = listed.result as unknown as ReadonlyArray<{ readonly id: string }>
    const shown = JSON.parse(await page.getByLabel('JSON', { exact: true }).innerText()) as { readonly result: unknown }
    t.same(shown.result, (await v4(sandbox, 'GET', `/custom_hostnames/${hostname?.id ?? ''}`)).result, 'beside it stands the very answer of the API')

    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the ECDSA certificate as PEM' }).click()
    const download = await downloading
    t.equal(download.suggestedFilename(), `${NAME}-ecdsa.pem`)
    t.equal(new X509Certificate(await readFile(await download.path())).subjectAltName, `DNS:${NAME}`)
  })

  t.test('and lets the clock run again', async t => {
    await page.getByRole('link', { name: /^← Custom hostnames/ }).click()
    await card.getByRole('button', { name: 'Let the clock run and close' }).click()
    await card.waitFor({ state: 'detached' })
    t.equal((await sandbox.admin.clock.get(sandbox.zone.id)).mode, 'running')
    await page.reload()
    await row.waitFor()
    t.equal(await card.count(), 0, 'once put away it stays away')
  })

  t.same(complaintsOf(person), [])
  t.ok(person.asked.every(url => url.startsWith(`${sandbox.url}/`) || url.startsWith(`blob:${sandbox.url}/`)), 'nothing is asked of another host')
})
