import type { JSX } from 'preact'
import type { DeliveryWire } from '../../../../../schemas/admin/webhook.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Moment } from '../../parts/moment.tsx'
import { href } from '../../router.ts'
import { BodyView } from './message-view.tsx'

interface DeliveryProps {
  readonly zoneId: string
  readonly delivery: DeliveryWire
  readonly open: boolean
  readonly onToggle: () => void
  readonly onRedeliver: () => Promise<void>
}

/** One message to one destination, which opens into its attempts and what was sent. */
export function DeliveryLine ({ zoneId, delivery, open, onToggle, onRedeliver }: DeliveryProps): JSX.Element {
  const { hostname, state, attempts, next_attempt_at: next } = delivery
  const last = attempts.at(-1)
  return (
    <li class={open ? 'request open' : 'request'}>
      <button type='button' class='request-line delivery-line' aria-expanded={open} onClick={onToggle}>
        <span class='delivery-event'>{eventName(delivery)}</span>
        <span class='delivery-host'>{hostname ?? '\u2013'}</span>
        <span class='request-end'>
          {last === undefined || state === 'delivered' ? null : <span class='code'>{last.status ?? 'no answer'}</span>}
          <Badge status={state} />
        </span>
        <span class='delivery-when'>{next !== null ? <Moment at={next} /> : last === undefined ? 'waits its turn' : <Moment at={last.at} />}</span>
      </button>
      {open ? <Details zoneId={zoneId} delivery={delivery} onRedeliver={onRedeliver} /> : null}
    </li>
  )
}

/** What happened, without the words that every event begins with. */
export function eventName ({ event_type: type }: Pick<DeliveryWire, 'event_type'>): string {
  return type.replace('ssl.custom_hostname_certificate.', '')
}

function Details ({ zoneId, delivery, onRedeliver }: Pick<DeliveryProps, 'zoneId' | 'delivery' | 'onRedeliver'>): JSX.Element {
  const { url, attempts, next_attempt_at: next, custom_hostname_id: id, hostname, event_type: type, payload } = delivery
  return (
    <div class='request-details'>
      <dl class='facts'>
        <div><dt>Event</dt><dd>{type}</dd></div>
        <div><dt>About</dt><dd>{id === undefined ? hostname ?? 'a former pack' : <a href={href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: id })}>{hostname}</a>}</dd></div>
        <div><dt>Posted to</dt><dd>{url}</dd></div>
      </dl>
      <div class='messages'>
        <section class='message' aria-label='Attempts'>
          <h3>Attempts</h3>
          {attempts.length === 0 ? <p class='hint'>None yet.</p> : null}
          <ol class='attempts'>
            {attempts.map(({ at, status, error, duration_ms: ms }, n) => (
              <li key={n} class={status !== undefined && status < 300 ? 'event good' : 'event bad'}>
                <Moment at={at} absolute /><span>{status ?? error ?? 'no answer'} after {Math.round(ms)} ms</span>
              </li>
            ))}
            {next === null ? null : <li class='event wait'><Moment at={next} absolute /><span>to be tried again, by the clock of the zone</span></li>}
          </ol>
          <Button label={`Send again: ${eventName(delivery)} of ${hostname ?? 'a former pack'}`} onPress={onRedeliver}>Send again</Button>
        </section>
        <section class='message' aria-label='Message'>
          <h3>Message</h3>
          <BodyView what='the message' body={payload} />
        </section>
      </div>
    </div>
  )
}
