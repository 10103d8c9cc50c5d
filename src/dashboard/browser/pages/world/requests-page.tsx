import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, SelectField, TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { PauseIcon, PlayIcon } from '../../parts/icons.tsx'
import { href, replaceQuery } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { followRequests, forgetRequests, requests, requestsConnected, requestsError } from '../../state/requests.ts'
import type { PageProps } from '../page.ts'
import { PollingReport } from './polling-report.tsx'
import type { PassedRequest, RequestFilter } from './request-filter.ts'
import { EVERYTHING, passes } from './request-filter.ts'
import { RequestLine } from './request-line.tsx'

/** Requests that are drawn at once. */
const SHOWN = 100

/** What clients ask of the v4 API, as it comes in, and how they poll. */
export function RequestsPage ({ params, query }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const polling = query.get('view') === 'polling'
  const path = '/zones/:zone/requests'
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Requests</Heading>
          <p class='lead'>What your program asks of the v4 API, and what it gets.</p>
        </div>
        <nav class='views' aria-label='Views of the requests'>
          <a href={href(path, { zone: zoneId })} aria-current={polling ? undefined : 'page'}>Live</a>
          <a href={`${href(path, { zone: zoneId })}?view=polling`} aria-current={polling ? 'page' : undefined}>Polling</a>
        </nav>
      </div>
      {polling ? <PollingReport zoneId={zoneId} /> : <LiveRequests zoneId={zoneId} open={Number(query.get('open') ?? NaN)} />}
    </>
  )
}

function LiveRequests ({ zoneId, open }: { readonly zoneId: string, readonly open: number }): JSX.Element {
  const [filter, setFilter] = useState(EVERYTHING)
  const [shown, setShown] = useState(SHOWN)
  // What is held still while somebody reads; what came in since is only counted.
  const [held, setHeld] = useState<readonly PassedRequest[]>()
  useEffect(() => followRequests(), [])
  const all = requests.value
  const newer = held === undefined ? 0 : (all ?? []).filter(({ id }) => id > (held[0]?.id ?? 0)).filter(request => passes(filter, zoneId, request)).length
  const found = (held ?? all ?? []).filter(request => passes(filter, zoneId, request))
  const change = (part: Partial<RequestFilter>): void => { setFilter({ ...filter, ...part }) }
  const toggle = (id: number): void => {
    replaceQuery(new URLSearchParams(id === open ? {} : { open: String(id) }))
    if (id !== open && held === undefined) setHeld(all ?? [])
  }
  const clear = async (): Promise<void> => {
    await admin.requests.clear()
    forgetRequests()
    setHeld(undefined)
    replaceQuery(new URLSearchParams())
    say('The requests so far are forgotten.')
  }
  return (
    <section aria-labelledby='live'>
      <h2 class='hidden' id='live'>Requests as they come in</h2>
      <RequestFilters filter={filter} change={change} />
      <div class='live-bar'>
        <span class={requestsConnected.value ? 'live on' : 'live'}>{requestsConnected.value ? 'live' : 'connecting'}</span>
        {held === undefined
          ? <Button kind='quiet' onPress={() => { setHeld(all ?? []) }}><PauseIcon /> Hold</Button>
          : <Button kind='quiet' onPress={() => { setHeld(undefined) }}><PlayIcon /> Go on{newer === 0 ? '' : ` (${newer} new)`}</Button>}
        <Button kind='quiet' onPress={clear}>Forget all</Button>
      </div>
      {requestsError.value === undefined ? null : <Failure error={requestsError.value} />}
      {found.length === 0
        ? all === undefined ? <p class='loading' role='status'>Loading…</p> : <Nothing filtered={JSON.stringify(filter) !== JSON.stringify(EVERYTHING)} />
        : (
          <ol class='requests'>
            {found.slice(0, shown).map(request => (
              <RequestLine key={request.id} zoneId={zoneId} request={request} open={request.id === open} onToggle={() => { toggle(request.id) }} />
            ))}
          </ol>
          )}
      {found.length > shown ? <p class='more'><Button onPress={() => { setShown(shown + 2 * SHOWN) }}>Show more</Button> <span class='hint'>{shown} of {found.length.toLocaleString('en')}</span></p> : null}
    </section>
  )
}

function Nothing ({ filtered }: { readonly filtered: boolean }): JSX.Element {
  return <p class='empty card'>{filtered ? 'No request is like that.' : <>No request yet. Point your program at <code>{location.origin}/client/v4</code> and watch.</>}</p>
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const STATUSES = [
  ['', 'Answer: any'], ['2', 'Answer: 2xx'], ['4', 'Answer: 4xx'], ['5', 'Answer: 5xx'], ['0', 'Connection broken'], ['unmatched', 'No route'], ['injected', 'Fault or rate limit']
] as const

function RequestFilters ({ filter, change }: { readonly filter: RequestFilter, readonly change: (part: Partial<RequestFilter>) => void }): JSX.Element {
  return (
    <search class='filters'>
      <TextField bare label='Search requests' type='search' placeholder='Path, hostname or error code' value={filter.text} onInput={text => { change({ text }) }} />
      <SelectField bare label='Method' value={filter.method} options={[['', 'Method: any'], ...METHODS.map(method => [method, method] as const)]} onChange={method => { change({ method }) }} />
      <SelectField bare label='Answer' value={filter.status} options={STATUSES} onChange={status => { change({ status }) }} />
      <div class='checks'>
        <CheckField label='Other zones too' checked={filter.others} onChange={others => { change({ others }) }} />
        <CheckField label='This dashboard&rsquo;s own' checked={filter.own} onChange={own => { change({ own }) }} />
      </div>
    </search>
  )
}
