import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Test } from 'tap'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import type { Browser, Person } from '../story/browser.ts'
import { start } from '../admin/support.ts'

export { createHostname, setFallbackOrigin, start, v4 } from '../admin/support.ts'

/** Somebody who looks at the dashboard of a sandbox. */
export interface Visit extends Person {
  readonly sandbox: Sandbox
}

/** Opens the dashboard at an address behind the number sign, and waits until it shows something. */
export async function visit (browser: Browser, sandbox: Sandbox, { at = '', ...options }: BrowserContextOptions & { readonly at?: string } = {}): Promise<Visit> {
  const person = await browser.person({ viewport: { width: 1280, height: 900 }, ...options })
  await person.page.goto(`${sandbox.url}/${at === '' ? '' : `#${at}`}`)
  await person.page.locator('h1').waitFor()
  return { ...person, sandbox }
}

/** A sandbox and somebody who looks at it. */
export async function open (t: Test, browser: Browser, options: LibraryOptions = {}): Promise<Visit> {
  return await visit(browser, await start(t, options))
}

export function zonePath ({ zone: { id } }: Sandbox): string {
  return `/zones/${id}`
}

/** Waits until a part of the page is there and has this text in it. */
export async function reads (part: Locator, text: string | RegExp): Promise<void> {
  await part.filter({ hasText: text }).first().waitFor()
}

/** Nothing but what the page itself asks of its own server; what a missing fallback origin has the browser write is no fault. */
export function complaintsOf ({ complaints }: Person): readonly string[] {
  return complaints.filter(text => !/the server responded with a status of 404/.test(text))
}

/** How far the page is wider than its window, in pixels. */
export async function overhang (page: Page): Promise<unknown> {
  return await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: ReadonlyArray<{ readonly target: readonly unknown[], readonly failureSummary?: string }>
}

const EVERYTHING = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }

/** Where only the colours are others. */
export const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Where only the room is another. */
export const ROOM = { type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable'] }

/** Whoever speaks to the computer says what stands on a button. */
export const SPOKEN = { type: 'rule', values: ['label-content-name-mismatch'] }

/** What axe finds wrong with the page as it stands, or with a part of it, by the rules of WCAG 2.2 A and AA and by good practice unless others are given. */
export async function faultsOf (page: Page, rules = EVERYTHING, within = 'html'): Promise<readonly string[]> {
  if (await page.evaluate('typeof axe') === 'undefined') await page.evaluate(AXE)
  const { violations, passes } = await page.evaluate(`axe.run(${JSON.stringify(within)}, { runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations', 'passes'] })`) as
    { readonly violations: readonly Violation[], readonly passes: readonly unknown[] }
  assert(passes.length > 0, 'axe looked at the page')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`))
}
