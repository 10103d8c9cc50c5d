import { signal } from '@preact/signals'
import type { ListQuestion } from '../../api/hostnames.ts'
import { replaceQuery } from '../../router.ts'

export const PAGE_SIZES = [25, 50, 100] as const

const STANDARD: ListQuestion = { page: 1, perPage: 25, contain: '', hostnameStatus: '', sslStatus: '', authority: '', wildcard: '', order: 'newest' }

/** The names that parts of the question have in the address. */
const NAMES = { contain: 'search', hostnameStatus: 'status', sslStatus: 'ssl_status', authority: 'authority', wildcard: 'wildcard', order: 'order' } as const

/** What the address asks the list for. */
export function readQuestion (query: URLSearchParams): ListQuestion {
  const whole = (name: string, standard: number): number => {
    const number = Number(query.get(name) ?? standard)
    return Number.isSafeInteger(number) && number > 0 ? number : standard
  }
  const perPage = PAGE_SIZES.find(size => size === whole('per_page', STANDARD.perPage)) ?? STANDARD.perPage
  const text = (part: keyof typeof NAMES): string => query.get(NAMES[part]) ?? STANDARD[part]
  return {
    page: whole('page', 1),
    perPage,
    contain: text('contain'),
    hostnameStatus: text('hostnameStatus'),
    sslStatus: text('sslStatus'),
    authority: text('authority'),
    wildcard: text('wildcard'),
    order: text('order')
  }
}

/** Puts a changed question into the address. Whatever but the page changes leads back to the first one. */
export function ask (question: ListQuestion, change: Partial<ListQuestion>): void {
  const next = { ...question, page: 1, ...change }
  const query = new URLSearchParams()
  if (next.page !== 1) query.set('page', String(next.page))
  if (next.perPage !== STANDARD.perPage) query.set('per_page', String(next.perPage))
  for (const [part, name] of Object.entries(NAMES) as ReadonlyArray<[keyof typeof NAMES, string]>) {
    if (next[part] !== STANDARD[part]) query.set(name, next[part])
  }
  replaceQuery(query)
}

export function isFiltered ({ contain, hostnameStatus, sslStatus, authority, wildcard }: ListQuestion): boolean {
  return [contain, hostnameStatus, sslStatus, authority, wildcard].some(text => text !== '')
}

/** Counts up when something on the page changed that the list has to show at once. */
export const changes = signal(0)
