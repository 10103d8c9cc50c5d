import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, createHostname, open, reads, setFallbackOrigin } from './support.ts'

/** A receiver of webhooks that answers as it is told to. */
async function receiver (t: Test) {
  const told = { status: 200, received: 0 }
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      told.received++
      response.writeHead(told.status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close(); server.closeAllConnections() })
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks` }
}

t.test('webhooks by clicks: a destination is added, told, found wanting, and told again', async t => {
  const browser = await openBrowser(t)
  const visit = await open(t, browser)
  const { page, sandbox } = visit
  const { told, url } = await receiver(t)
  await setFallbackOrigin(sandbox)
  await page.getByRole('link', { name: 'Webhooks' }).click()
  await page.getByText('Nobody is told.').waitFor()
  await page.getByText('No message yet.').waitFor()
  await page.getByRole('button', { name: 'Add destination' }).click()
  const dialog = page.getByRole('dialog')
  told.status = 500
  await dialog.getByLabel('URL').fill(url)
  await dialog.getByLabel('Secret').fill('s3cret')
  await dialog.getByRole('button', { name: 'Add destination' }).click()
  await dialog.getByRole('alert').waitFor()
  told.status = 200
  await dialog.getByRole('button', { name: 'Add destination' }).click()
  await dialog.waitFor({ state: 'detached' })
  const card = page.getByRole('region', { name: 'Destinations' })
  await reads(card, url)
  await reads(card, 'Policy certificates tells certificates')

  told.status = 503
  await createHostname(sandbox, 'app.customer.com')
  await page.getByRole('button', { name: 'Advance by 1 minute' }).or(page.getByRole('button', { name: '+1 min' })).first().click()
  const lines = page.locator('.delivery-line')
  await reads(lines, /validation\.succeeded.*app\.customer\.com.*503.*waiting/)
  await page.getByLabel('State').selectOption('waiting')
  told.status = 200
  const line = lines.filter({ hasText: 'validation.succeeded' })
  await line.click()
  await reads(page.getByRole('region', { name: 'Message' }), '"hostname": "app.customer.com"')
  await reads(page.getByRole('region', { name: 'Attempts' }), '503 after')
  const before = told.received
  await page.getByRole('button', { name: /^Send again: validation\.succeeded/ }).click()
  await page.getByText('The message was sent again, and accepted.').first().waitFor()
  t.ok(told.received > before)
  await page.getByLabel('State').selectOption('delivered')
  await reads(line, 'delivered')

  await card.getByRole('checkbox').click()
  await page.getByText('certificates is off.').first().waitFor()
  t.equal(await card.getByRole('checkbox').isChecked(), false)
  await page.getByRole('button', { name: 'Forget all' }).click()
  await page.getByText('No message yet.').waitFor()
  t.same(await sandbox.admin.webhooks.deliveries.list(), [])
  await page.getByRole('button', { name: 'Delete the policy certificates' }).click()
  await card.getByRole('checkbox').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Delete the destination certificates' }).click()
  await page.getByText('Nobody is told.').waitFor()
  t.same(complaintsOf(visit).filter(text => !/status of 4/.test(text)), [])
})
