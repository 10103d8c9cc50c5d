import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { admin } from '../../api/admin.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../parts/field.tsx'
import { say } from '../../state/announce.ts'
import type { FaultForm } from './fault-form.ts'
import { toFault } from './fault-form.ts'

const METHODS = [['', 'any'], ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(method => [method, method] as const)] as const

const PATHS = [
  '/zones/:zone_id/custom_hostnames', '/zones/:zone_id/custom_hostnames/:custom_hostname_id', '/zones/:zone_id/custom_hostnames*',
  '/zones/:zone_id/custom_hostnames/fallback_origin', '/zones/:zone_id/dns_records*'
] as const

const EFFECTS = [
  ['answer', 'Answer with an error'], ['reset', 'Reset the connection'], ['empty', 'End without an answer'], ['malformed', 'Cut the JSON'], ['stalled', 'Headers, then nothing'], ['none', 'Only wait']
] as const

interface FaultDialogProps {
  readonly zoneId: string
  readonly start: FaultForm
  readonly onClose: () => void
  readonly onDone: () => Promise<void>
}

/** Puts a fault in place. */
export function FaultDialog ({ zoneId, start, onClose, onDone }: FaultDialogProps): JSX.Element {
  const [form, setForm] = useState(start)
  const change = (part: Partial<FaultForm>): void => { setForm(current => ({ ...current, ...part })) }
  const submit = async (): Promise<void> => {
    await admin.faults.create(toFault(form, zoneId))
    say('The fault is in place.')
    await onDone()
  }
  return (
    <Dialog title='Add fault' action='Add fault' onClose={onClose} onSubmit={submit}>
      <fieldset>
        <legend>Which requests</legend>
        <div class='field-row'>
          <SelectField label='Method' value={form.method} options={METHODS} onChange={method => { change({ method }) }} />
          <TextField label='Hostname' value={form.hostname} onInput={hostname => { change({ hostname }) }} placeholder='any' />
        </div>
        <TextField label='Path' value={form.path} onInput={path => { change({ path }) }} list={PATHS} placeholder='any' hint='* stands for anything, :name for one part.' />
        <CheckField label='Only requests on this zone' checked={form.alone} onChange={alone => { change({ alone }) }} />
      </fieldset>
      <fieldset>
        <legend>What goes wrong</legend>
        <SelectField label='Effect' value={form.effect} options={EFFECTS} onChange={effect => { change({ effect }) }} />
        {form.effect === 'answer' ? <AnswerFields form={form} change={change} /> : null}
        <div class='field-row'>
          <TextField label='Wait first' value={form.delay} onInput={delay => { change({ delay }) }} placeholder={form.effect === 'none' ? '2s' : 'not at all'} required={form.effect === 'none'} />
          <TextField label='How often' value={form.times} onInput={times => { change({ times }) }} placeholder='always' />
          <TextField label='Chance in %' value={form.percent} onInput={percent => { change({ percent }) }} placeholder='100' />
        </div>
      </fieldset>
    </Dialog>
  )
}

function AnswerFields ({ form, change }: { readonly form: FaultForm, readonly change: (part: Partial<FaultForm>) => void }): JSX.Element {
  return (
    <>
      <div class='field-row'>
        <TextField label='Status' value={form.status} onInput={status => { change({ status }) }} required />
        <TextField label='Error code' value={form.code} onInput={code => { change({ code }) }} placeholder='as documented' />
        <TextField label='Retry-After' value={form.retryAfter} onInput={retryAfter => { change({ retryAfter }) }} placeholder='none' />
      </div>
      <TextField label='Message' value={form.message} onInput={message => { change({ message }) }} placeholder='as documented' />
    </>
  )
}
