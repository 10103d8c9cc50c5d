import { effect, signal } from '@preact/signals'

export type Theme = 'auto' | 'light' | 'dark'

const KEPT = 'sandflare.theme'
const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

/** How the page looks: as the system says, or as the person chose. */
export const theme = signal<Theme>(THEMES.find(name => name === localStorage.getItem(KEPT)) ?? 'auto')

effect(() => {
  localStorage.setItem(KEPT, theme.value)
  if (theme.value === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme.value
})
