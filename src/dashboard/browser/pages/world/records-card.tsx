import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomerRecordWire } from '../../../../../schemas/admin/dns.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, SelectField, TextField } from '../../parts/field.tsx'
import { PlusIcon, TrashIcon } from '../../parts/icons.tsx'
import { say } from '../../state/announce.ts'

const TYPES = ['CNAME', 'TXT', 'A', 'AAAA', 'CAA', 'NS'] as const
type RecordType = typeof TYPES[number]

const EXAMPLES: Readonly<Record<RecordType, string>> = {
  CNAME: 'customers.saasprovider.com', TXT: 'a text, without quotes', A: '192.0.2.1', AAAA: '2001:db8::1', CAA: '0 issue "letsencrypt.org"', NS: 'ns1.customer.com'
}

/** Records that are drawn at once. */
const SHOWN = 50

interface RecordsProps {
  readonly zoneId: string
  readonly records: readonly CustomerRecordWire[]
  readonly total: number
  readonly onSearch: (text: string) => void
  readonly search: string
  readonly onChanged: () => Promise<void>
}

/** The customers' records that the zone sees: search, add, delete. */
export function RecordsCard ({ zoneId, records, total, search, onSearch, onChanged }: RecordsProps): JSX.Element {
  const [type, setType] = useState<'' | RecordType>('')
  const [shown, setShown] = useState(SHOWN)
  const [adding, setAdding] = useState(false)
  const [error, setError] = useState<unknown>()
  const wanted = search.trim().toLowerCase()
  const found = records.filter(record => (type === '' || record.type === type) && (record.name.includes(wanted) || record.content.toLowerCase().includes(wanted)))
  const remove = async ({ id, name, type }: CustomerRecordWire): Promise<void> => {
    setError(undefined)
    try {
      await admin.dns.records.delete(id)
      say(`${type} ${name} is deleted.`)
    } catch (problem) {
      setError(problem)
    }
    await onChanged()
  }
  return (
    <section aria-labelledby='records'>
      <div class='section-head'>
        <h2 id='records'>Records</h2>
        <Button onPress={() => { setAdding(true) }}><PlusIcon /> Add record</Button>
      </div>
      <search class='filters'>
        <TextField bare label='Search records' type='search' placeholder='Search names and contents' value={search} onInput={onSearch} />
        <SelectField bare label='Type' value={type} options={[['', 'Type: any'], ...TYPES.map(type => [type, type] as const)]} onChange={setType} />
      </search>
      {error === undefined ? null : <Failure error={error} />}
      {found.length === 0
        ? <p class='empty card'>{records.length === 0 ? 'Customers have put nothing in place yet.' : 'No record is like that.'}</p>
        : <RecordTable records={found.slice(0, shown)} remove={remove} />}
      {found.length > shown ? <p class='more'><Button onPress={() => { setShown(shown + 4 * SHOWN) }}>Show more</Button> <span class='hint'>{shown} of {found.length.toLocaleString('en')}</span></p> : null}
      {total > records.length ? <p class='hint'>There are {total.toLocaleString('en')} records, of which the first ones are searched; of any other give the whole name.</p> : null}
      {adding ? <AddRecord zoneId={zoneId} onClose={() => { setAdding(false) }} onDone={onChanged} /> : null}
    </section>
  )
}

function RecordTable ({ records, remove }: { readonly records: readonly CustomerRecordWire[], readonly remove: (record: CustomerRecordWire) => Promise<void> }): JSX.Element {
  return (
    <div class='table-frame'>
      <table class='stacked records'>
        <caption class='hidden'>Records of customers</caption>
        <thead><tr><th scope='col'>Name</th><th scope='col'>Type</th><th scope='col'>Content</th><th scope='col'>TTL</th><th scope='col'>Seen by</th><th scope='col'><span class='hidden'>Actions</span></th></tr></thead>
        <tbody>
          {records.map(record => (
            <tr key={record.id}>
              <th scope='row'><code>{record.name}</code></th>
              <td data-label='Type'><code class='record-type'>{record.type}</code></td>
              <td data-label='Content' class='wide'><code>{record.content}</code></td>
              <td data-label='TTL'>{record.ttl} s</td>
              <td data-label='Seen by'>{record.zone_id === undefined ? 'every zone' : 'this zone'}</td>
              <td class='row-actions'>
                <CopyButton text={record.content} what={`content of ${record.type} ${record.name}`} />
                <button type='button' class='icon-button' aria-label={`Delete ${record.type} ${record.name}`} title='Delete' onClick={() => { remove(record) }}><TrashIcon /></button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AddRecord ({ zoneId, onClose, onDone }: { readonly zoneId: string, readonly onClose: () => void, readonly onDone: () => Promise<void> }): JSX.Element {
  const [name, setName] = useState('')
  const [type, setType] = useState<RecordType>('CNAME')
  const [content, setContent] = useState('')
  const [ttl, setTtl] = useState('300')
  const [alone, setAlone] = useState(false)
  const submit = async (): Promise<void> => {
    const seconds = Number(ttl.trim())
    if (ttl.trim() === '' || !Number.isInteger(seconds)) throw new Error('TTL: write a whole number of seconds, such as 300.')
    const record = await admin.dns.records.create({ name: name.trim(), type, content: content.trim(), ttl: seconds, ...(alone ? { zone_id: zoneId } : {}) })
    say(`${record.type} ${record.name} is in place.`)
    await onDone()
  }
  return (
    <Dialog title='Add record' action='Add record' onClose={onClose} onSubmit={submit}>
      <TextField label='Name' value={name} onInput={setName} placeholder='app.customer.com' required autofocus hint='The full name.' />
      <div class='field-row'>
        <SelectField label='Type' value={type} options={TYPES.map(type => [type, type] as const)} onChange={setType} />
        <TextField label='TTL in seconds' value={ttl} onInput={setTtl} />
      </div>
      <TextField label='Content' value={content} onInput={setContent} placeholder={EXAMPLES[type]} required />
      <CheckField label='Only this zone sees it' checked={alone} onChange={setAlone} />
    </Dialog>
  )
}
