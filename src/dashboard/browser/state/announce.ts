import { signal } from '@preact/signals'

/** What a screen reader is told: the outcome of what the person did, or what happened meanwhile. */
export const announcement = signal('')

export interface Toast {
  readonly id: number
  readonly text: string
}

/** The same for the eye: it stays for a few seconds. */
export const toasts = signal<readonly Toast[]>([])

const SHOWN_MS = 4000
let count = 0

/** Says that something was done. */
export function say (text: string): void {
  const id = ++count
  // The same words again are still news: a space apart makes them so.
  announcement.value = announcement.value === text ? `${text} ` : text
  toasts.value = [...toasts.value.slice(-2), { id, text }]
  setTimeout(() => { toasts.value = toasts.value.filter(toast => toast.id !== id) }, SHOWN_MS)
}

/** For screen readers only. */
export function tell (text: string): void {
  announcement.value = announcement.value === text ? `${text} ` : text
}
