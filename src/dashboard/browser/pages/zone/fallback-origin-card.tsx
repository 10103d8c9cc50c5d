import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { deleteFallbackOrigin, proxiedNames, putFallbackOrigin, readFallbackOrigin } from '../../api/hostnames.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import { changes } from './question.ts'

/** Where requests for custom hostnames go that have no origin of their own. */
export function FallbackOriginCard ({ zoneId }: { readonly zoneId: string }): JSX.Element {
  const [open, setOpen] = useState<'set' | 'delete'>()
  const loaded = useLoaded(`${zoneId} ${changes.value} ${advances.value}`, async signal => ({ origin: await readFallbackOrigin(zoneId, signal) }))
  useLive(loaded.reload, ({ type, zone_id: id }) => id === zoneId && type === 'fallback_origin.status_changed')
  const { value, error } = loaded
  const origin = value?.origin
  const close = (): void => { setOpen(undefined) }
  return (
    <section class='card origin-card' aria-labelledby='fallback-origin'>
      <h2 id='fallback-origin'>Fallback origin</h2>
      {error === undefined ? null : <Failure error={error} />}
      {origin === undefined
        ? <p class='origin-name missing'>{value === undefined ? '…' : 'Not set. Without one no hostname becomes active.'}</p>
        : <p class='origin-name'><code>{origin.origin}</code> <Badge status={origin.status} /> <span class='hint'>set <Moment at={origin.updated_at} /></span></p>}
      {origin?.errors?.map(text => <p key={text} class='row-fault'>{text}</p>)}
      <div class='origin-actions'>
        <Button onPress={() => { setOpen('set') }}>{origin === undefined ? 'Set fallback origin' : 'Change'}</Button>
        {origin === undefined ? null : <Button kind='quiet' label='Delete fallback origin' onPress={() => { setOpen('delete') }}>Delete</Button>}
      </div>
      {open === 'set' ? <SetOrigin zoneId={zoneId} current={origin?.origin ?? ''} onClose={close} onDone={loaded.reload} /> : null}
      {open === 'delete' ? <DeleteOrigin zoneId={zoneId} origin={origin?.origin ?? ''} onClose={close} onDone={loaded.reload} /> : null}
    </section>
  )
}

interface OriginDialogProps {
  readonly zoneId: string
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}

function SetOrigin ({ zoneId, current, onClose, onDone }: OriginDialogProps & { readonly current: string }): JSX.Element {
  const names = useLoaded(zoneId, async () => await proxiedNames(zoneId))
  const [typed, setTyped] = useState<string>()
  const name = typed ?? (current === '' ? names.value?.[0] ?? '' : current)
  const submit = async (): Promise<void> => {
    await putFallbackOrigin(zoneId, name.trim())
    say(`The fallback origin is ${name.trim()}.`)
    await onDone()
  }
  return (
    <Dialog title='Set fallback origin' action='Set fallback origin' onClose={onClose} onSubmit={submit}>
      <TextField
        label='Origin' value={name} onInput={setTyped} required autofocus placeholder='proxy-fallback.saasprovider.com' list={names.value ?? []}
        hint='A name of this zone with a proxied A, AAAA or CNAME record.'
      />
    </Dialog>
  )
}

function DeleteOrigin ({ zoneId, origin, onClose, onDone }: OriginDialogProps & { readonly origin: string }): JSX.Element {
  const submit = async (): Promise<void> => {
    await deleteFallbackOrigin(zoneId)
    say('The fallback origin is being deleted.')
    await onDone()
  }
  return (
    <Dialog title='Delete the fallback origin?' action='Delete fallback origin' danger onClose={onClose} onSubmit={submit}>
      <p>Requests for hostnames without an origin of their own no longer reach <code>{origin}</code>, and no further hostname becomes active.</p>
    </Dialog>
  )
}
