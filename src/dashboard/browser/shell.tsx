import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { HalfIcon, Mark, MoonIcon, SunIcon } from './parts/icons.tsx'
import { PAGES } from './pages/registry.ts'
import { go, href, route } from './router.ts'
import type { Theme } from './state/theme.ts'
import { theme } from './state/theme.ts'
import { currentZone, zones } from './state/zones.ts'

/** Name, zone, the way to the API's description, and the switch between light and dark. */
export function Header (): JSX.Element {
  return (
    <header class='top'>
      <a class='brand' href={href('/')} aria-label='Sandflare: zones'><Mark /><span>Sandflare</span></a>
      <ZoneSwitch />
      <div class='top-end'>
        <a class='top-link' href='/docs'>API reference</a>
        <ThemeSwitch />
      </div>
    </header>
  )
}

function ZoneSwitch (): JSX.Element | null {
  const known = zones.value ?? []
  const current = currentZone.value
  if (current === undefined || known.length === 0) return null
  return (
    <label class='zone-switch'>
      <span class='hidden'>Zone</span>
      <select value={current.id} onChange={event => { go(href('/zones/:zone', { zone: event.currentTarget.value })) }}>
        {known.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select>
    </label>
  )
}

const THEMES: ReadonlyArray<readonly [Theme, string, () => JSX.Element]> = [
  ['light', 'Light', SunIcon], ['auto', 'As the system', HalfIcon], ['dark', 'Dark', MoonIcon]
]

function ThemeSwitch (): JSX.Element {
  return (
    <div class='theme-switch' role='group' aria-label='Colours'>
      {THEMES.map(([name, label, Picture]) => (
        <button key={name} type='button' aria-pressed={theme.value === name} aria-label={label} title={label} onClick={() => { theme.value = name }}>
          <Picture />
        </button>
      ))}
    </div>
  )
}

/** The pages of a zone; nothing while the page is about no zone. */
export function Tabs (): JSX.Element | null {
  const { page, params } = route.value
  const zone = currentZone.value
  const strip = useRef<HTMLElement>(null)
  const marked = page.under ?? page.path
  useEffect(() => {
    // On a phone there are more tabs than there is room for.
    const current = strip.current?.querySelector<HTMLElement>('[aria-current]')
    if (current instanceof HTMLElement && strip.current !== null) strip.current.scrollLeft = current.offsetLeft - strip.current.clientWidth / 3
  }, [marked, zone?.id])
  if (params['zone'] === undefined || zone === undefined) return null
  return (
    <nav ref={strip} class='tabs' aria-label={`Pages of ${zone.name}`}>
      <ul>
        {PAGES.flatMap(({ path, tab }) => tab === undefined
          ? []
          : [<li key={path}><a href={href(path, { zone: zone.id })} aria-current={marked === path ? 'page' : undefined}>{tab}</a></li>])}
      </ul>
    </nav>
  )
}
