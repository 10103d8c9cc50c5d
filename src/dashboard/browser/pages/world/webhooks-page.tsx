import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { DeliveryWire } from '../../../../../schemas/admin/webhook.ts'
import { admin } from '../../api/admin.ts'
import { readDeliveries } from '../../api/webhooks.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { RefreshIcon } from '../../parts/icons.tsx'
import { useAttempts } from '../../state/attempt.ts'
import { say } from '../../state/announce.ts'
import { advances, advancing } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import { currentZone } from '../../state/zones.ts'
import type { PageProps } from '../page.ts'
import { DeliveryLine } from './delivery-line.tsx'
import { DestinationsCard } from './destinations-card.tsx'

const STATES = [['', 'State: any'], ['waiting', 'waiting'], ['delivered', 'delivered'], ['failed', 'failed']] as const

/** Deliveries that are drawn at once. */
const SHOWN = 50

/** What is told to webhook destinations about certificates, and what became of it. */
export function WebhooksPage ({ params }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const zone = currentZone.value
  const from = useRef(0)
  const list = useLoaded(`${zoneId} ${advances.value}`, async () => {
    const read = await readDeliveries(zoneId, from.current)
    from.current = read.from
    return read.deliveries
  })
  // While the clock is advanced nothing is sent yet; the end of the advance reads the list anew.
  useLive(list.reload, event => event.zone_id === zoneId && !advancing.value)
  const { failure, attempt } = useAttempts(list.reload)
  const redeliver = async ({ id }: DeliveryWire): Promise<void> => await attempt(async () => {
    const { state } = await admin.webhooks.deliveries.redeliver(id)
    say(state === 'delivered' ? 'The message was sent again, and accepted.' : `The message was sent again, and is ${state}.`)
  })
  const forget = async (): Promise<void> => await attempt(async () => {
    await admin.webhooks.deliveries.clear({ zone_id: zoneId })
    say('The messages of this zone are forgotten.')
  })
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Webhooks</Heading>
          <p class='lead'>Messages about certificates to the webhook destinations of the account. They wait by the clock of the zone.</p>
        </div>
        <Button onPress={list.reload}><RefreshIcon /> Look again</Button>
      </div>
      {zone === undefined ? null : <DestinationsCard zone={zone} />}
      {[list.error, failure].map((problem, n) => problem === undefined ? null : <Failure key={n} error={problem} />)}
      {list.value === undefined
        ? list.error === undefined ? <p class='loading' role='status'>Loading…</p> : null
        : <DeliveryList zoneId={zoneId} deliveries={list.value} redeliver={redeliver} forget={forget} />}
    </>
  )
}

interface ListProps {
  readonly zoneId: string
  readonly deliveries: readonly DeliveryWire[]
  readonly redeliver: (delivery: DeliveryWire) => Promise<void>
  readonly forget: () => Promise<void>
}

function DeliveryList ({ zoneId, deliveries, redeliver, forget }: ListProps): JSX.Element {
  const [text, setText] = useState('')
  const [state, setState] = useState<typeof STATES[number][0]>('')
  const [open, setOpen] = useState('')
  const [shown, setShown] = useState(SHOWN)
  const wanted = text.trim().toLowerCase()
  const found = deliveries.filter(delivery => (state === '' || delivery.state === state) && `${delivery.event_type} ${delivery.hostname ?? ''}`.includes(wanted))
  return (
    <section aria-labelledby='deliveries'>
      <div class='section-head'>
        <h2 id='deliveries'>Deliveries</h2>
        {deliveries.length === 0 ? null : <Button kind='quiet' onPress={forget}>Forget all</Button>}
      </div>
      {deliveries.length === 0
        ? <p class='empty card after-head'>No message yet. Destinations are told when a certificate is validated, issued, deployed, renewed or deleted.</p>
        : (
          <search class='filters'>
            <TextField bare label='Search deliveries' type='search' placeholder='Hostname or event' value={text} onInput={setText} />
            <SelectField bare label='State' value={state} options={STATES} onChange={setState} />
          </search>
          )}
      {deliveries.length > 0 && found.length === 0 ? <p class='empty card'>No message is like that.</p> : null}
      {found.length === 0
        ? null
        : (
          <ol class='requests'>
            {found.slice(0, shown).map(delivery => (
              <DeliveryLine
                key={delivery.id} zoneId={zoneId} delivery={delivery} open={delivery.id === open}
                onToggle={() => { setOpen(delivery.id === open ? '' : delivery.id) }} onRedeliver={async () => { await redeliver(delivery) }}
              />
            ))}
          </ol>
          )}
      {found.length > shown ? <p class='more'><Button onPress={() => { setShown(shown + 2 * SHOWN) }}>Show more</Button> <span class='hint'>{shown} of {found.length.toLocaleString('en')}</span></p> : null}
    </section>
  )
}
