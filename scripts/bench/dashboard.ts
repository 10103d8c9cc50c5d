import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import type { Server } from './processes.ts'
import { ask, startSandflare } from './processes.ts'
import { COLLECTION } from './get.ts'
import { ZONE_ID } from './world.ts'

const CHROMIUM = '/usr/bin/chromium'

/** Events that stream in while the page is watched; each is a hostname that is created in the zone that it shows. */
const EVENTS = 2000

/** POSTs under way at a time. */
const AT_ONCE = 20

/** What a person takes for "at once", and for a page that hangs, in milliseconds. */
const AT_ONCE_MS = 1000
const HANGS_MS = 200

const ROWS = 'table.hostnames tbody tr'

/** The dashboard in Chromium: how soon the list of a large zone is there, and how long the page stands still while events come in. */
export const dashboard: Measure = {
  name: 'dashboard',
  onlyWhenNamed: true,
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.small()
    const sandflare = await startSandflare(zone.file)
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    // The first request for the page reads its files.
    await (await fetch(`http://127.0.0.1:${sandflare.port}/`)).text()
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`dashboard: round ${number}`)
      return await watch(browser, sandflare, number)
    })
    await browser.close()
    await sandflare.stop()
    const size = zone.ids.length
    return [{
      name: 'dashboard-list',
      what: `dashboard, zone of ${size}: from navigation to the rows, beside a second`,
      unit: 'ms',
      reach: { atMost: 1 },
      rounds: rounds.map(({ shownMs }) => ({ sandflare: shownMs, beside: AT_ONCE_MS }))
    }, {
      name: 'dashboard-search',
      what: `dashboard, zone of ${size}: from the last letter of a search to its rows, beside a second`,
      unit: 'ms',
      reach: { atMost: 1 },
      rounds: rounds.map(({ foundMs }) => ({ sandflare: foundMs, beside: AT_ONCE_MS }))
    }, {
      name: 'dashboard-live',
      what: `dashboard, zone of ${size}: longest task while ${EVENTS} events stream in, beside 200 ms`,
      unit: 'ms',
      reach: { atMost: 1 },
      rounds: rounds.map(({ longestTaskMs }) => ({ sandflare: longestTaskMs, beside: HANGS_MS })),
      notes: { 'seconds in which they came': Math.max(...rounds.map(({ seconds }) => seconds)) }
    }]
  }
}

interface Watched {
  readonly shownMs: number
  readonly foundMs: number
  readonly longestTaskMs: number
  readonly seconds: number
}

/** One visit, with nothing in the browser's cache. */
async function watch (browser: Browser, { port }: Server, number: number): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const began = performance.now()
  await page.goto(`http://127.0.0.1:${port}/#/zones/${ZONE_ID}`)
  await page.locator(ROWS).first().waitFor()
  const shownMs = performance.now() - began
  const foundMs = await search(page)
  await page.locator('.live.on').waitFor()
  await page.evaluate(`window.longest = 0; new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
  }).observe({ type: 'longtask' })`)
  const streamed = performance.now()
  await createMany(port, number)
  await page.locator('.stream').getByText(nameOf(number, EVENTS - 1)).waitFor()
  const seconds = (performance.now() - streamed) / 1000
  // Tasks of less than 50 ms are not told of.
  const longestTaskMs = Math.max(await page.evaluate('window.longest') as number, 50)
  await context.close()
  return { shownMs, foundMs, longestTaskMs, seconds }
}

async function search (page: Page): Promise<number> {
  const field = page.getByLabel('Search hostnames')
  await field.fill('shop-777')
  const began = performance.now()
  await field.press('7')
  await page.locator(`${ROWS} >> nth=0`).filter({ hasText: 'shop-7777' }).waitFor()
  const took = performance.now() - began
  await field.fill('')
  await page.locator(`${ROWS} >> nth=0`).filter({ hasNotText: 'shop-7777' }).waitFor()
  return took
}

function nameOf (round: number, i: number): string {
  return `live-${round}-${i}.storefront.com`
}

async function createMany (port: number, round: number): Promise<void> {
  for (let i = 0; i < EVENTS; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, async (_, j) => await ask(port, COLLECTION, { hostname: nameOf(round, i + j), ssl: { method: 'http', type: 'dv' } })))
  }
}
