import type { JSX } from 'preact'
import type { EventWire } from '../../../../schemas/admin/event.ts'
import { Button } from '../parts/button.tsx'
import { momentText, timeOf } from '../parts/moment.tsx'
import { href } from '../router.ts'
import { connected, forgetEvents, recentEvents } from '../state/live.ts'
import { currentZone } from '../state/zones.ts'
import { eventWords, moodOfEvent } from './event-words.ts'

/** Lines of the stream that are drawn; of more nobody reads the rest. */
const SHOWN = 60

/** What happened in the zone since the page was opened, newest first. */
export function Stream (): JSX.Element {
  const zoneId = currentZone.value?.id
  const events = recentEvents.value.filter(event => event.zone_id === zoneId)
  return (
    <section class='stream' aria-label='What happened'>
      <div class='stream-head'>
        <h2>What happened</h2>
        <span class={connected.value ? 'live on' : 'live'}>{connected.value ? 'live' : 'connecting'}</span>
        {events.length === 0 ? null : <Button kind='quiet' onPress={forgetEvents}>Clear</Button>}
      </div>
      {events.length === 0
        ? <p class='empty'>Nothing since this page was opened. Events appear here as they happen.</p>
        : <ol class='events' tabIndex={0} aria-label='Events, newest first'>{events.slice(0, SHOWN).map(event => <EventLine key={event.id} event={event} />)}</ol>}
      {events.length > SHOWN ? <p class='hint'>The latest {SHOWN} are shown.</p> : null}
    </section>
  )
}

/** One thing that happened. `alone`: on the page of its hostname, which need not be named. */
export function EventLine ({ event, alone = false }: { readonly event: EventWire, readonly alone?: boolean }): JSX.Element {
  const { at, hostname, custom_hostname_id: id, zone_id: zone, errors = [] } = event
  return (
    <li class={`event ${moodOfEvent(event)}`}>
      <time dateTime={at} title={`${momentText(at)} UTC`}>{alone ? momentText(at) : timeOf(Date.parse(at))}</time>
      <span class='event-text'>
        {alone || hostname === undefined ? null : id === undefined ? <strong>{hostname}</strong> : <a href={href('/zones/:zone/hostnames/:hostname', { zone, hostname: id })}>{hostname}</a>}
        {' '}{eventWords(event)}
        {errors.map(text => <span key={text} class='event-error'>{text}</span>)}
      </span>
    </li>
  )
}
