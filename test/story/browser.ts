import type { BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import type { Test } from 'tap'
import { programAt } from './support.ts'

const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'
]

/** How a person looks at pages. */
export interface Person {
  readonly page: Page
  /** What the browser complained about: refused styles, failed requests, errors in scripts. */
  readonly complaints: readonly string[]
  /** Every URL that the browser asked for. */
  readonly asked: readonly string[]
}

export interface Browser {
  /** Somebody with a window of their own. */
  person (options?: BrowserContextOptions): Promise<Person>
}

/** Starts Debian's Chromium. */
export async function openBrowser (t: Test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: programAt('chromium'), args: ARGUMENTS })
  t.teardown(async () => { await browser.close() })
  return {
    async person (options = {}) {
      const context = await browser.newContext({ viewport: { width: 900, height: 700 }, ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      const complaints: string[] = []
      const asked: string[] = []
      page.on('console', message => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()) })
      page.on('pageerror', error => { complaints.push(error.message) })
      page.on('request', request => { asked.push(request.url()) })
      return { page, complaints, asked }
    }
  }
}
