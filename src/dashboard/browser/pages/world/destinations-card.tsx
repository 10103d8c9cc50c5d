import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AdminZoneWire } from '../../../../../schemas/admin/zone.ts'
import { addDestination, deleteDestination, deletePolicy, readAlerting, switchPolicy } from '../../api/webhooks.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, TextField } from '../../parts/field.tsx'
import { PlusIcon, TrashIcon } from '../../parts/icons.tsx'
import { Moment } from '../../parts/moment.tsx'
import { useAttempts } from '../../state/attempt.ts'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLoaded } from '../../state/loaded.ts'

/** Where messages go, and the policies that send them there. */
export function DestinationsCard ({ zone }: { readonly zone: AdminZoneWire }): JSX.Element {
  const [adding, setAdding] = useState(false)
  const { value, error, reload } = useLoaded(`${zone.account_id} ${advances.value}`, async signal => await readAlerting(zone, signal))
  const { failure, attempt } = useAttempts(reload)
  return (
    <section class='card' aria-labelledby='destinations'>
      <div class='card-head'>
        <h2 id='destinations'>Destinations</h2>
        <Button onPress={() => { setAdding(true) }}><PlusIcon /> Add destination</Button>
      </div>
      {[error, failure].map((problem, n) => problem === undefined ? null : <Failure key={n} error={problem} />)}
      {value?.destinations.length === 0 ? <p class='empty'>Nobody is told. Add the URL at which your program takes webhooks.</p> : null}
      <ul class='lines'>
        {value?.destinations.map(({ id, name, url, last_success: success, last_failure: failed }) => (
          <li key={id}>
            <span class='line-text'>
              <strong>{name}</strong> <code>{url}</code>
              <span class='hint'>{success === undefined ? null : <> · last accepted <Moment at={success} /></>}{failed === undefined ? null : <> · last refused <Moment at={failed} /></>}</span>
            </span>
            <button type='button' class='icon-button' aria-label={`Delete the destination ${name}`} title='Delete' onClick={() => { attempt(async () => { await deleteDestination(zone, id) }, `${name} is deleted.`) }}><TrashIcon /></button>
          </li>
        ))}
        {value?.policies.map(({ id, name, enabled, mechanisms: { webhooks = [] } }) => (
          <li key={id}>
            <CheckField
              label={<>Policy <strong>{name}</strong> tells {webhooks.map(({ id: target }) => value.destinations.find(destination => destination.id === target)?.name ?? 'nobody').join(', ') || 'no webhook'}</>}
              checked={enabled} onChange={wanted => { attempt(async () => { await switchPolicy(zone, id, wanted) }, wanted ? `${name} is on.` : `${name} is off.`) }}
            />
            <button type='button' class='icon-button' aria-label={`Delete the policy ${name}`} title='Delete' onClick={() => { attempt(async () => { await deletePolicy(zone, id) }, `${name} is deleted.`) }}><TrashIcon /></button>
          </li>
        ))}
      </ul>
      {adding ? <AddDestination zone={zone} onClose={() => { setAdding(false) }} onDone={reload} /> : null}
    </section>
  )
}

function AddDestination ({ zone, onClose, onDone }: { readonly zone: AdminZoneWire, readonly onClose: () => void, readonly onDone: () => Promise<void> }): JSX.Element {
  const [name, setName] = useState('certificates')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState('')
  const submit = async (): Promise<void> => {
    await addDestination(zone, { name: name.trim(), url: url.trim(), ...(secret === '' ? {} : { secret }) })
    say(`${name.trim()} is told from now on.`)
    await onDone()
  }
  return (
    <Dialog title='Add destination' action='Add destination' onClose={onClose} onSubmit={submit}>
      <TextField label='URL' value={url} onInput={setUrl} required autofocus hint='It is sent a test message at once, and has to answer it with 2xx.' />
      <div class='field-row'>
        <TextField label='Name' value={name} onInput={setName} required />
        <TextField label='Secret' value={secret} onInput={setSecret} type='password' hint='Comes with every message, in cf-webhook-auth.' />
      </div>
      <p class='hint'>A policy of the same name is made, which tells it of every certificate of the account.</p>
    </Dialog>
  )
}
