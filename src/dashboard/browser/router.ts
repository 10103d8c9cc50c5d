import { computed, signal } from '@preact/signals'
import type { Page } from './pages/page.ts'
import { NOT_FOUND, PAGES } from './pages/registry.ts'

/** Where the person is: a page, what its address names, and what stands behind the question mark. */
export interface Route {
  readonly page: Page
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

// The page lives at one path, so that the server need not know its addresses; they stand behind the number sign.
const address = signal(location.hash)
addEventListener('hashchange', () => { address.value = location.hash })

export const route = computed<Route>(() => {
  const [path = '', query = ''] = address.value.replace(/^#/, '').split('?', 2)
  const given = path.split('/').filter(part => part !== '').map(decodeURIComponent)
  for (const page of PAGES) {
    const params = match(page.path, given)
    if (params !== undefined) return { page, params, query: new URLSearchParams(query) }
  }
  return { page: NOT_FOUND, params: {}, query: new URLSearchParams(query) }
})

function match (pattern: string, given: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = pattern.split('/').filter(part => part !== '')
  if (parts.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const value = given[i] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = value
    else if (part !== value) return undefined
  }
  return params
}

export function go (href: string): void {
  location.hash = href
}

/** Opens a page in the place of the present one, at once: nothing of the present one is drawn any more. */
export function replace (href: string): void {
  history.replaceState(null, '', href)
  address.value = location.hash
}

/** Changes what stands behind the question mark and leaves no step in the history. */
export function replaceQuery (query: URLSearchParams): void {
  const [path = ''] = location.hash.split('?', 1)
  const text = query.toString()
  replace(`${path === '' ? '#/' : path}${text === '' ? '' : `?${text}`}`)
}

/** The address of a page: `href('/zones/:zone', { zone })`. */
export function href (pattern: string, params: Readonly<Record<string, string>> = {}): string {
  return `#${pattern.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''))}`
}
