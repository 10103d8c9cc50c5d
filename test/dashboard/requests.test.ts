import t from 'tap'
import type { Page } from 'playwright-core'
import type { Sandbox } from '../../src/index.ts'
import { effectWords, isSpent, matchWords } from '../../src/dashboard/browser/pages/world/fault-words.ts'
import { BLANK, PRESETS, toFault } from '../../src/dashboard/browser/pages/world/fault-form.ts'
import { EVERYTHING, passes, shortPath } from '../../src/dashboard/browser/pages/world/request-filter.ts'
import { Value } from '@sinclair/typebox/value'
import { CreateFaultSchema } from '../../schemas/admin/fault.ts'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, createHostname, open, reads, setFallbackOrigin, v4, zonePath } from './support.ts'

/** A call of a program that repeats nothing by itself; undefined when it had no answer. */
async function statusOf ({ baseURL, zone, token }: Sandbox, method: string, path: string): Promise<number | undefined> {
  const answer = await fetch(`${baseURL}/zones/${zone.id}${path}`, { method, headers: { authorization: `Bearer ${token}` } }).catch(() => undefined)
  await answer?.arrayBuffer()
  return answer?.status
}

async function go (page: Page, sandbox: Sandbox, path: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`${zonePath(sandbox)}${path}`)}`)
}

const ZONE = 'a'.repeat(32)

t.test('what the dialog sends to make a fault is what the API takes', async t => {
  for (const [name, preset] of PRESETS) {
    const fault = toFault({ ...BLANK, ...preset }, ZONE)
    t.ok(Value.Check(CreateFaultSchema, fault), name)
    t.notOk(fault.answer !== undefined && fault.break !== undefined)
  }
  t.same(toFault({ ...BLANK, alone: false, method: 'POST', hostname: ' app.customer.com ', status: '429', code: '971', retryAfter: '30', percent: '12.5', times: '3' }, ZONE), {
    match: { method: 'POST', hostname: 'app.customer.com' }, answer: { status: 429, code: 971, headers: { 'retry-after': '30' } }, times: 3, probability: 0.125
  })
  for (const wrong of [{ status: 'x' }, { times: '1.5' }, { percent: '0' }, { percent: '101' }]) t.throws(() => toFault({ ...BLANK, ...wrong }, ZONE), { message: /: write a/ }, JSON.stringify(wrong))
})

t.test('a fault is told in words', async t => {
  const fault = { id: ZONE, match: { path: '/zones/*' }, delay: '2s', break: 'reset' as const, times: 1, probability: 0.1, matched: 3, applied: 1 }
  t.equal(effectWords(fault), 'it waits 2s, then the connection is reset, once, in 10 % of the cases')
  t.equal(matchWords(fault), 'Any method /zones/*')
  t.ok(isSpent(fault))
  t.notOk(isSpent({ ...fault, applied: 0 }))
})

t.test('requests are narrowed down to those that are looked for', async t => {
  const request = {
    id: 1, at: '', received_at: '', ray: '', method: 'GET', path: `/client/v4/zones/${ZONE}/custom_hostnames`, query: 'page=2', route: '', zone_id: ZONE, status: 200, error_codes: [], duration_ms: 1, own: false
  }
  t.ok(passes(EVERYTHING, ZONE, request))
  t.notOk(passes(EVERYTHING, 'b'.repeat(32), request))
  t.ok(passes({ ...EVERYTHING, others: true }, 'b'.repeat(32), request))
  t.notOk(passes(EVERYTHING, ZONE, { ...request, own: true }))
  t.ok(passes({ ...EVERYTHING, own: true }, ZONE, { ...request, own: true }))
  t.ok(passes({ ...EVERYTHING, text: 'PAGE=2' }, ZONE, request))
  t.notOk(passes({ ...EVERYTHING, text: 'page=3' }, ZONE, request))
  t.ok(passes({ ...EVERYTHING, text: '1406', status: '4' }, ZONE, { ...request, status: 409, error_codes: [1406] }))
  t.notOk(passes({ ...EVERYTHING, status: '4' }, ZONE, request))
  t.ok(passes({ ...EVERYTHING, status: '0' }, ZONE, { ...request, status: 0 }))
  t.ok(passes({ ...EVERYTHING, status: 'unmatched' }, ZONE, { ...request, route: null }))
  t.ok(passes({ ...EVERYTHING, status: 'injected' }, ZONE, { ...request, rate_limited: true }))
  t.equal(shortPath(request.path, ZONE), '/custom_hostnames')
  t.equal(shortPath('/client/v4/zones', ZONE), '/zones')
})

t.test('requests and faults by clicks', async t => {
  const browser = await openBrowser(t)

  t.test('requests show as they come in, each with what was sent and answered', async t => {
    const visit = await open(t, browser)
    const { page, sandbox } = visit
    await setFallbackOrigin(sandbox)
    await go(page, sandbox, '/requests')
    const lines = page.locator('.request-line')
    await reads(lines, '/custom_hostnames/fallback_origin')
    await createHostname(sandbox, 'app.customer.com')
    await reads(lines.first(), /POST.*\/custom_hostnames.*app\.customer\.com.*201/)
    await lines.first().click()
    const answer = page.getByRole('region', { name: 'Answer' })
    await reads(answer, '"hostname": "app.customer.com"')
    await reads(page.getByRole('region', { name: 'Request', exact: true }), 'Bearer [redacted]')
    const count = await lines.count()
    await v4(sandbox, 'POST', '/custom_hostname', { hostname: 'new.customer.com' })
    await page.getByRole('button', { name: 'Go on (1 new)' }).waitFor()
    t.equal(await lines.count(), count, 'what is read stays where it is')
    await page.getByRole('button', { name: 'Go on (1 new)' }).click()
    await reads(lines.first(), /\/custom_hostname.*no route.*404/)
    await lines.first().click()
    await reads(page.locator('.request-details'), 'Probably meant: POST /client/v4/zones/:zone_id/custom_hostnames')
    await page.getByLabel('Search requests').fill('app.customer')
    await lines.nth(1).waitFor({ state: 'detached' })
    await page.getByLabel('Answer', { exact: true }).selectOption('5')
    await page.getByText('No request is like that.').waitFor()
    await page.getByLabel('Answer', { exact: true }).selectOption('')
    await page.getByRole('button', { name: 'Forget all' }).click()
    await page.getByText('No request', { exact: false }).first().waitFor()
    t.equal((await sandbox.admin.requests.list()).filter(({ path }) => path.endsWith('/custom_hostname')).length, 0)
    t.same(complaintsOf(visit), [])
  })

  t.test('thousands of requests leave a page of a hundred lines that can be used', async t => {
    const { page, sandbox } = await open(t, browser)
    await go(page, sandbox, '/requests')
    await page.getByText('No request yet.').waitFor()
    for (let n = 0; n < 2500; n += 100) await Promise.all(Array.from({ length: 100 }, async (_, i) => await statusOf(sandbox, 'GET', `/custom_hostnames?page=${n + i + 1}`)))
    const lines = page.locator('.request-line')
    await reads(page.locator('.more'), '100 of 2,000')
    t.equal(await lines.count(), 100)
    await page.getByLabel('Search requests').fill('page=2500')
    await lines.nth(1).waitFor({ state: 'detached' })
    await reads(lines, '?page=2500')
  })

  t.test('the report says how a hostname was polled', async t => {
    const { page, sandbox } = await open(t, browser)
    const id = await createHostname(sandbox, 'app.customer.com')
    for (let n = 0; n < 3; n++) {
      await sandbox.advance('30s')
      await v4(sandbox, 'GET', `/custom_hostnames/${id}`)
    }
    await go(page, sandbox, '/requests')
    await page.getByRole('link', { name: 'Polling' }).click()
    const row = page.getByRole('table', { name: 'How hostnames were polled' }).locator('tbody tr')
    await reads(row, /app\.customer\.com.*3.*30 s/)
    await v4(sandbox, 'GET', `/custom_hostnames/${id}`)
    await reads(row.locator('td').first(), '4')
  })

  t.test('a fault is put in place, is met, counts, and is taken away', async t => {
    const visit = await open(t, browser)
    const { page, sandbox } = visit
    await go(page, sandbox, '/faults')
    await page.getByText('Nothing goes wrong by order.').waitFor()
    await page.getByRole('button', { name: 'Unavailable twice' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Method').selectOption('GET')
    await dialog.getByLabel('How often').fill('often')
    await dialog.getByRole('button', { name: 'Add fault' }).click()
    await reads(dialog.getByRole('alert'), 'Times: write a whole number.')
    await dialog.getByLabel('How often').fill('2')
    await dialog.getByLabel('Retry-After').fill('30')
    await dialog.getByRole('button', { name: 'Add fault' }).click()
    const fault = page.locator('.fault')
    await reads(fault, 'The answer is 503, to be tried again after 30 s, 2 times.')
    t.same([await statusOf(sandbox, 'GET', '/custom_hostnames'), await statusOf(sandbox, 'GET', '/custom_hostnames'), await statusOf(sandbox, 'GET', '/custom_hostnames')], [503, 503, 200])
    await reads(fault, '2 of 2')
    await reads(fault, 'used up')
    await page.getByRole('button', { name: /^Delete the fault of GET/ }).click()
    await page.getByText('Nothing goes wrong by order.').waitFor()
    t.same(await sandbox.admin.faults.list(), [])
    t.same(complaintsOf(visit), [])
  })
})
