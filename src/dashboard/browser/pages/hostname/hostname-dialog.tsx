import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import { createHostname, editHostname, proxiedNames } from '../../api/hostnames.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../parts/field.tsx'
import { say } from '../../state/announce.ts'
import { useLoaded } from '../../state/loaded.ts'
import { AUTHORITIES, METHODS } from '../../words.ts'
import type { Form } from './form.ts'
import { formOf, toCreate, toEdit } from './form.ts'

interface HostnameDialogProps {
  readonly zoneId: string
  /** The hostname to edit; missing: a new one is added. */
  readonly hostname?: CustomHostnameWire
  readonly onClose: () => void
  readonly onDone: (hostname: CustomHostnameWire) => Promise<void> | void
}

const TLS = [['', 'as the zone'], ['1.0', 'TLS 1.0'], ['1.1', 'TLS 1.1'], ['1.2', 'TLS 1.2'], ['1.3', 'TLS 1.3']] as const

/** Adds a custom hostname, or edits one. */
export function HostnameDialog ({ zoneId, hostname, onClose, onDone }: HostnameDialogProps): JSX.Element {
  const [before] = useState(() => formOf(hostname))
  const [form, setForm] = useState(before)
  const origins = useLoaded(zoneId, async () => await proxiedNames(zoneId))
  const change = (part: Partial<Form>): void => { setForm(current => ({ ...current, ...part })) }
  const submit = async (): Promise<void> => {
    const made = hostname === undefined ? await createHostname(zoneId, toCreate(form)) : await editHostname(zoneId, hostname.id, toEdit(form, before))
    say(hostname === undefined ? `${made.hostname} is added.` : `${made.hostname} is changed.`)
    await onDone(made)
  }
  const title = hostname === undefined ? 'Add custom hostname' : `Edit ${hostname.hostname}`
  return (
    <Dialog title={title} action={hostname === undefined ? 'Add custom hostname' : 'Save'} onClose={onClose} onSubmit={submit}>
      {hostname === undefined
        ? <TextField label='Hostname' value={form.hostname} onInput={hostname => { change({ hostname }) }} placeholder='app.customer.com' required autofocus hint='The name that your customer brings.' />
        : null}
      <CertificateFields form={form} change={change} existing={hostname} />
      <details open={form.origin !== '' || form.sni !== '' || form.metadata !== ''}>
        <summary>Custom origin and metadata</summary>
        <TextField label='Custom origin server' value={form.origin} onInput={origin => { change({ origin }) }} list={origins.value ?? []} hint='A record of the zone; empty: the fallback origin.' />
        <TextField label='Server name for that origin' value={form.sni} onInput={sni => { change({ sni }) }} placeholder=':request_host_header:' />
        <TextField label='Metadata' value={form.metadata} onInput={metadata => { change({ metadata }) }} lines={4} placeholder={'{"customer": "A-17"}'} hint='A JSON object, 4 KB at most.' />
      </details>
    </Dialog>
  )
}

interface CertificateFieldsProps {
  readonly form: Form
  readonly change: (part: Partial<Form>) => void
  readonly existing: CustomHostnameWire | undefined
}

function CertificateFields ({ form, change, existing }: CertificateFieldsProps): JSX.Element {
  const uploaded = existing?.ssl !== undefined && form.method === ''
  const methods: ReadonlyArray<readonly [Form['method'], string]> = [
    ...uploaded ? [['', 'as it is'] as const] : [], ...METHODS, ['none', existing?.ssl === undefined ? 'No certificate' : 'Remove the certificate']
  ]
  const none = form.method === 'none'
  return (
    <fieldset>
      <legend>Certificate</legend>
      <div class='field-row'>
        <SelectField label='Validation method' value={form.method} options={methods} onChange={method => { change({ method }) }} />
        {none
          ? null
          : <SelectField label='Certificate authority' value={form.authority} options={[['', 'as the zone'], ...AUTHORITIES]} onChange={authority => { change({ authority }) }} />}
        {none ? null : <SelectField label='Minimum TLS version' value={form.minTls} options={TLS} onChange={minTls => { change({ minTls }) }} />}
      </div>
      {none
        ? null
        : <CheckField label='Wildcard: cover every name directly below it too' checked={form.wildcard} onChange={wildcard => { change({ wildcard }) }} />}
    </fieldset>
  )
}
