import t from 'tap'
import { labelOf } from '../../src/dashboard/browser/pages/world/scenario-label.ts'
import { openBrowser } from '../story/browser.ts'
import { complaintsOf, createHostname, open, reads, start } from './support.ts'

t.test('a scenario with its numbers is asked for by its label', async t => {
  const { admin } = await start(t)
  const scenarios = await admin.scenarios.list()
  for (const { name, label, parameters } of scenarios) {
    const text = labelOf({ label, parameters }, Object.fromEntries(parameters.map(({ name, minimum }) => [name, String(minimum)])))
    t.notMatch(text, /[<>]/, name)
  }
  const parametrised = { label: 'passes-at-attempt-<n>', parameters: [{ name: 'n', description: '', minimum: 1, maximum: 120 }] }
  t.equal(labelOf(parametrised, { n: ' 4 ' }), 'passes-at-attempt-4')
  for (const n of ['', '0', '121', '1.5', 'x']) t.throws(() => labelOf(parametrised, { n }), { message: 'n: write a whole number from 1 to 120.' }, n)
})

t.test('scenarios by clicks: for a hostname, for the zone, by labels or not', async t => {
  const browser = await openBrowser(t)
  const visit = await open(t, browser)
  const { page, sandbox } = visit
  const { admin, zone } = sandbox
  const id = await createHostname(sandbox, 'app.customer.com')
  await page.getByRole('link', { name: 'Scenarios' }).click()
  const cards = page.locator('.scenario')
  await cards.nth(20).waitFor()
  await page.getByLabel('Search scenarios').fill('passes-at-attempt')
  await cards.nth(1).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'For the whole zone: passes-at-attempt' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('n', { exact: true }).fill('0')
  await dialog.getByRole('button', { name: 'Set scenario' }).click()
  await reads(dialog.getByRole('alert'), 'write a whole number from 1')
  await dialog.getByLabel('n', { exact: true }).fill('4')
  await dialog.getByRole('button', { name: 'Set scenario' }).click()
  const settings = page.getByRole('region', { name: 'Scenarios of this zone' })
  await reads(settings, 'passes-at-attempt-4')
  await reads(cards, 'default of this zone')
  t.match((await admin.zones.get(zone.id)).settings, { scenario: 'passes-at-attempt-4', scenario_labels: true })
  await settings.getByRole('button', { name: 'Take away' }).click()
  await reads(settings, 'none')
  await settings.getByRole('checkbox').click()
  await page.getByText('Labels mean nothing.').first().waitFor()
  t.match((await admin.zones.get(zone.id)).settings, { scenario: null, scenario_labels: false })

  await page.getByLabel('Search scenarios').fill('caa-blocked')
  await page.getByRole('button', { name: 'Set on a hostname: caa-blocked' }).click()
  await dialog.getByLabel('Hostname').fill('nobody.customer.com')
  await dialog.getByRole('button', { name: 'Set scenario' }).click()
  await reads(dialog.getByRole('alert'), 'The zone has no custom hostname nobody.customer.com.')
  await dialog.getByLabel('Hostname').fill('app.customer.com')
  await dialog.getByRole('button', { name: 'Set scenario' }).click()
  await page.getByRole('heading', { level: 1, name: 'app.customer.com' }).waitFor()
  t.match(await admin.explain(zone.id, id), { scenario: { name: 'caa-blocked', from: 'hostname' } })
  t.same(complaintsOf(visit), [])
})
