import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Rail } from './rail/rail.tsx'
import { route } from './router.ts'
import { Header, Tabs } from './shell.tsx'
import { announcement, toasts } from './state/announce.ts'
import { loadZones, currentZone, rememberZone, zones, zonesError } from './state/zones.ts'
import { tokenWanted } from './state/session.ts'
import { TokenPage } from './token-page.tsx'
import { Failure } from './parts/failure.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'

/** The whole page: what stays, and the page that the address names. */
export function App (): JSX.Element {
  const main = useRef<HTMLElement>(null)
  const skip = (event: Event): void => {
    // The address after the number sign names the page, so the link may not change it.
    event.preventDefault()
    main.current?.focus()
  }
  return (
    <>
      <a class='skip' href='#main' onClick={skip}>Skip to the content</a>
      <Header />
      {tokenWanted.value
        ? <main id='main' ref={main} tabIndex={-1} class='alone'><TokenPage /></main>
        : (
          <div class='frame'>
            <main id='main' ref={main} tabIndex={-1}><Tabs /><CurrentPage /></main>
            <Rail />
          </div>
          )}
      <div class='toasts' aria-hidden='true'>{toasts.value.map(({ id, text }) => <p key={id}>{text}</p>)}</div>
      <div class='hidden' role='status' aria-live='polite'>{announcement.value}</div>
    </>
  )
}

function CurrentPage (): JSX.Element {
  const { page, params, query } = route.value
  const { view: View, title } = page
  const zone = currentZone.value
  const zoneName = params['zone'] === undefined ? undefined : zone?.name
  // With the page, not after it: whoever goes on at once would leave a wrong name in the history.
  useLayoutEffect(() => { document.title = `${title}${zoneName === undefined ? '' : ` \u00b7 ${zoneName}`} \u00b7 Sandflare` }, [title, zoneName])
  useEffect(() => { if (zone !== undefined && params['zone'] !== undefined) rememberZone(zone.id) }, [zone?.id, params['zone']])
  // A page of a zone need not wait until all zones are known.
  if (zones.value === undefined && (params['zone'] === undefined || zonesError.value !== undefined)) {
    if (zonesError.value === undefined) return <p class='loading' role='status'>Loading…</p>
    return <><Failure error={zonesError.value} /><button type='button' class='button' onClick={() => { loadZones() }}>Try again</button></>
  }
  if (params['zone'] !== undefined && zone === undefined && zones.value !== undefined) return <NotFoundPage />
  return <View key={page.path + JSON.stringify(params)} params={params} query={query} />
}
