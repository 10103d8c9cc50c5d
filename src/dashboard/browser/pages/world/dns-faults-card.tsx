import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { DnsFaultWire } from '../../../../../schemas/admin/dns.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, SelectField, TextField } from '../../parts/field.tsx'
import { PlusIcon, TrashIcon } from '../../parts/icons.tsx'
import { say } from '../../state/announce.ts'
import { FAULTS } from './do-it.tsx'

const KINDS = [['servfail', 'SERVFAIL: the name server fails'], ['timeout', 'Timeout: no answer comes'], ['dnssec_bogus', 'DNSSEC: the signature is broken']] as const

interface DnsFaultsProps {
  readonly zoneId: string
  readonly faults: readonly DnsFaultWire[]
  readonly onChanged: () => Promise<void>
}

/** Names whose lookup goes wrong. */
export function DnsFaultsCard ({ zoneId, faults, onChanged }: DnsFaultsProps): JSX.Element {
  const [adding, setAdding] = useState(false)
  const [error, setError] = useState<unknown>()
  const remove = async ({ id, name }: DnsFaultWire): Promise<void> => {
    setError(undefined)
    try {
      await admin.dns.faults.delete(id)
      say(`${name} answers again.`)
    } catch (problem) {
      setError(problem)
    }
    await onChanged()
  }
  return (
    <section class='card dns-faults' aria-labelledby='dns-faults'>
      <div class='card-head'>
        <h2 id='dns-faults'>DNS faults</h2>
        <Button onPress={() => { setAdding(true) }}><PlusIcon /> Add DNS fault</Button>
      </div>
      {error === undefined ? null : <Failure error={error} />}
      {faults.length === 0
        ? <p class='empty'>Every name answers as it should.</p>
        : (
          <ul class='lines'>
            {faults.map(fault => (
              <li key={fault.id}>
                <span class='line-text'><code>{fault.name}</code> answers {FAULTS[fault.kind]}{fault.zone_id === undefined ? '' : ', for this zone'}</span>
                <button type='button' class='icon-button' aria-label={`Delete the fault of ${fault.name}`} title='Delete' onClick={() => { remove(fault) }}><TrashIcon /></button>
              </li>
            ))}
          </ul>
          )}
      {adding ? <AddFault zoneId={zoneId} onClose={() => { setAdding(false) }} onDone={onChanged} /> : null}
    </section>
  )
}

function AddFault ({ zoneId, onClose, onDone }: { readonly zoneId: string, readonly onClose: () => void, readonly onDone: () => Promise<void> }): JSX.Element {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<DnsFaultWire['kind']>('servfail')
  const [alone, setAlone] = useState(false)
  const submit = async (): Promise<void> => {
    const fault = await admin.dns.faults.create({ name: name.trim(), kind, ...(alone ? { zone_id: zoneId } : {}) })
    say(`${fault.name} answers ${FAULTS[fault.kind]} from now on.`)
    await onDone()
  }
  return (
    <Dialog title='Add DNS fault' action='Add DNS fault' onClose={onClose} onSubmit={submit}>
      <TextField label='Name' value={name} onInput={setName} placeholder='app.customer.com' required autofocus hint='The full name; there is one fault of a name at a time.' />
      <SelectField label='What goes wrong' value={kind} options={KINDS} onChange={setKind} />
      <CheckField label='Only this zone sees it' checked={alone} onChange={setAlone} />
    </Dialog>
  )
}
