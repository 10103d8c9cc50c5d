import type { JSX } from 'preact'
import { admin } from '../../api/admin.ts'
import { Failure } from '../../parts/failure.tsx'
import { momentText, timeOf } from '../../parts/moment.tsx'
import { href } from '../../router.ts'
import { useLoaded } from '../../state/loaded.ts'
import { MessageView } from './message-view.tsx'
import type { PassedRequest } from './request-filter.ts'
import { shortPath } from './request-filter.ts'

interface LineProps {
  readonly zoneId: string
  readonly request: PassedRequest
  readonly open: boolean
  readonly onToggle: () => void
}

/** One request in a line, which opens into all that is known of it. */
export function RequestLine ({ zoneId, request, open, onToggle }: LineProps): JSX.Element {
  const { id, received_at: at, method, path, query, status, error_codes: codes, duration_ms: ms, hostname } = request
  return (
    <li class={open ? 'request open' : 'request'}>
      <button type='button' class='request-line' aria-expanded={open} onClick={onToggle}>
        <time dateTime={at} title={`${momentText(at)} UTC`}>{timeOf(Date.parse(at))}</time>
        <span class='request-method'>{method}</span>
        <span class='request-path'>{shortPath(path, zoneId)}{query === '' ? null : <span class='request-query'>?{query}</span>}{hostname === undefined || query.includes(hostname) ? null : <span class='request-about'>{hostname}</span>}<Tags request={request} /></span>
        <span class='request-end'>
          <StatusBadge status={status} />
          {codes.map((code, n) => <span key={n} class='code'>{code}</span>)}
        </span>
        <span class='request-time'>{ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms</span>
      </button>
      {open ? <RequestDetails zoneId={zoneId} id={id} /> : null}
    </li>
  )
}

function StatusBadge ({ status }: { readonly status: number }): JSX.Element {
  const mood = status === 0 || status >= 500 ? 'bad' : status >= 400 ? 'wait' : 'good'
  return <span class={`badge ${mood}`}>{status === 0 ? 'broken' : status}</span>
}

function Tags ({ request: { route, fault_id: fault, rate_limited: limited } }: { readonly request: PassedRequest }): JSX.Element {
  return (
    <>
      {route === null ? <span class='tag'>no route</span> : null}
      {fault === undefined ? null : <span class='tag'>fault</span>}
      {limited === true ? <span class='tag'>rate limited</span> : null}
    </>
  )
}

function RequestDetails ({ zoneId, id }: { readonly zoneId: string, readonly id: number }): JSX.Element {
  const { value, error } = useLoaded(String(id), async () => await admin.requests.get(id))
  if (value === undefined) return error === undefined ? <p class='loading' role='status'>Loading…</p> : <Failure error={error} />
  const { method, path, query, route, nearest_route: nearest, custom_hostname_id: hostnameId, hostname, zone_id: zone = zoneId, fault_id: fault, at, ray, request, response } = value
  return (
    <div class='request-details'>
      {nearest === undefined ? null : <p class='fault-line'>No route serves this. Probably meant: <code>{nearest}</code></p>}
      {fault === undefined ? null : <p class='fault-line'>It met a fault that was <a href={href('/zones/:zone/faults', { zone: zoneId })}>put in place</a> here.</p>}
      <p class='request-whole'><code>{method} {path}{query === '' ? '' : `?${query}`}</code></p>
      <dl class='facts'>
        <div><dt>Route</dt><dd>{route ?? 'none'}</dd></div>
        {hostname === undefined
          ? null
          : <div><dt>About</dt><dd>{hostnameId === undefined ? hostname : <a href={href('/zones/:zone/hostnames/:hostname', { zone, hostname: hostnameId })}>{hostname}</a>}</dd></div>}
        <div><dt>{route?.includes(':zone_id') === true ? 'Time of the zone' : 'Time of the machine'}</dt><dd>{momentText(at)}</dd></div>
        <div><dt>Ray</dt><dd>{ray}</dd></div>
      </dl>
      <div class='messages'>
        <MessageView title='Request' headers={request.headers} body={request.body} />
        <MessageView title='Answer' headers={response.headers} body={response.body} />
      </div>
    </div>
  )
}
