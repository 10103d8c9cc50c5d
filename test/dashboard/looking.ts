import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { COLOURS, faultsOf, overhang, ROOM } from './support.ts'

export const WINDOW = { width: 1280, height: 900 }
const PHONE = { width: 375, height: 740 }

/** Where the pictures of the pages are left, for whoever wants to look at them. */
const PICTURES = fileURLToPath(new URL('../../.tap/dashboard/', import.meta.url))

/**
 * Looks at what a page shows now: by all rules in the light, and in the dark and on a phone by those that could have another outcome there. Leaves a
 * picture of each.
 */
export async function lookAround (t: Test, page: Page, name: string): Promise<void> {
  const picture = async (look: string): Promise<Buffer> => await page.screenshot({ path: `${PICTURES}${name.replaceAll(' ', '-')}-${look}.png`, caret: 'hide' })
  t.same(await faultsOf(page), [], name)
  t.equal(await overhang(page), 0, `${name} fits`)
  const light = await picture('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  t.same(await faultsOf(page, COLOURS), [], `${name}, dark`)
  t.notOk(light.equals(await picture('dark')), `${name} looks different in the dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(PHONE)
  t.same(await faultsOf(page, ROOM), [], `${name} on a phone`)
  t.equal(await overhang(page), 0, `${name} fits a phone`)
  await picture('phone')
  await page.setViewportSize(WINDOW)
}
