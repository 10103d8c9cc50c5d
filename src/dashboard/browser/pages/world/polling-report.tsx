import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PollingWire } from '../../../../../schemas/admin/request.ts'
import { admin } from '../../api/admin.ts'
import { Failure } from '../../parts/failure.tsx'
import { Moment, spanText } from '../../parts/moment.tsx'
import { href } from '../../router.ts'
import { useLoaded } from '../../state/loaded.ts'
import { followRequests } from '../../state/requests.ts'

/** Hostnames that are listed; those polled most often are. */
const LISTED = 100

type Polled = PollingWire['hostnames'][number]

/** How often and how far apart each hostname was asked for: whether a program polls too much, or gave up. */
export function PollingReport ({ zoneId }: { readonly zoneId: string }): JSX.Element {
  const { value, error, reload } = useLoaded(zoneId, async () => await admin.requests.polling({ zone_id: zoneId }))
  useEffect(() => followRequests(passed => { if (passed.some(({ method, custom_hostname_id: id, hostname }) => method === 'GET' && (id ?? hostname) !== undefined)) reload() }), [reload])
  if (value === undefined) return error === undefined ? <p class='loading' role='status'>Loading…</p> : <Failure error={error} />
  if (value.length === 0) return <p class='empty card'>No hostname was asked for yet. A program that waits for one to become active reads it again and again; how often shows here.</p>
  const listed = [...value].sort((one, other) => other.polls - one.polls).slice(0, LISTED)
  return (
    <>
      <p class='hint polling-hint'>Reads of a hostname by its id, and lists that are filtered for it. The median is the pause that half of the reads stay under.</p>
      <div class='table-frame'>
        <table class='stacked polling'>
          <caption class='hidden'>How hostnames were polled</caption>
          <thead><tr>{['Hostname', 'Polls', 'First', 'Last', 'Median in zone time', 'Median in real time', 'Shortest in real time'].map(name => <th key={name} scope='col'>{name}</th>)}</tr></thead>
          <tbody>{listed.map(polled => <PollingRow key={`${polled.custom_hostname_id ?? ''} ${polled.hostname ?? ''}`} polled={polled} />)}</tbody>
        </table>
      </div>
      {value.length > listed.length ? <p class='hint'>The {listed.length} of {value.length.toLocaleString('en')} that were polled most are listed.</p> : null}
    </>
  )
}

function PollingRow ({ polled: { zone_id: zone, custom_hostname_id: id, hostname, polls, first_at: first, last_at: last, median_interval_ms: median, machine } }: { readonly polled: Polled }): JSX.Element {
  return (
    <tr>
      <th scope='row'>{id === undefined ? hostname : <a href={href('/zones/:zone/hostnames/:hostname', { zone, hostname: id })}>{hostname ?? id}</a>}</th>
      <td data-label='Polls'>{polls.toLocaleString('en')}</td>
      <td data-label='First'><Moment at={first} /></td>
      <td data-label='Last'><Moment at={last} /></td>
      <td data-label='Median in zone time'>{pauseText(median)}</td>
      <td data-label='Median in real time'>{pauseText(machine.median_interval_ms)}</td>
      <td data-label='Shortest in real time'>{pauseText(machine.least_interval_ms)}</td>
    </tr>
  )
}

function pauseText (ms: number | undefined): string {
  if (ms === undefined) return '\u2013'
  return ms < 1000 ? `${Math.round(ms)} ms` : spanText(ms)
}
