import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AdminZoneWire } from '../../../../../schemas/admin/zone.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { PlusIcon, TrashIcon } from '../../parts/icons.tsx'
import { momentText } from '../../parts/moment.tsx'
import { go, href } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { useLive } from '../../state/loaded.ts'
import { loadZones, zones } from '../../state/zones.ts'

/** The zones of the sandbox. */
export function ZonesPage (): JSX.Element {
  const [dialog, setDialog] = useState<'add' | AdminZoneWire>()
  const known = zones.value ?? []
  // The counts of the cards follow what happens.
  useEffect(() => { loadZones() }, [])
  useLive(loadZones, ({ type }) => type === 'custom_hostname.created' || type === 'custom_hostname.deleted')
  const close = (): void => { setDialog(undefined) }
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Zones</Heading>
          <p class='lead'>Each zone has custom hostnames, a clock and settings of its own.</p>
        </div>
        <Button kind='primary' onPress={() => { setDialog('add') }}><PlusIcon /> Add zone</Button>
      </div>
      {known.length === 0
        ? <p class='empty card'>There is no zone. Add one to begin.</p>
        : <ul class='zone-list'>{known.map(zone => <ZoneCard key={zone.id} zone={zone} onDelete={() => { setDialog(zone) }} />)}</ul>}
      {dialog === undefined ? null : dialog === 'add' ? <AddZone onClose={close} /> : <DeleteZone zone={dialog} onClose={close} />}
    </>
  )
}

function ZoneCard ({ zone, onDelete }: { readonly zone: AdminZoneWire, readonly onDelete: () => void }): JSX.Element {
  const { id, name, hostnames, settings, clock, created_on: createdOn } = zone
  const schedule = typeof settings.schedule === 'string' ? settings.schedule : 'own'
  return (
    <li class='card zone-card'>
      <div class='zone-card-head'>
        <h2><a href={href('/zones/:zone', { zone: id })}>{name}</a></h2>
        <button type='button' class='icon-button' aria-label={`Delete ${name}`} title='Delete' onClick={onDelete}><TrashIcon /></button>
      </div>
      <p class='zone-count'><strong>{hostnames.toLocaleString('en')}</strong> custom {hostnames === 1 ? 'hostname' : 'hostnames'}</p>
      <dl class='facts'>
        <div><dt>Clock</dt><dd>{clock.mode}</dd></div>
        <div><dt>Schedule</dt><dd>{schedule}</dd></div>
        <div><dt>Inspector</dt><dd>{settings.inspector}</dd></div>
        <div><dt>Created</dt><dd>{momentText(createdOn)}</dd></div>
      </dl>
      <code class='zone-id'>{id}</code>
    </li>
  )
}

const SCHEDULES = [['', 'as the sandbox'], ['realistic', 'realistic'], ['fast', 'fast'], ['instant', 'instant']] as const
const CLOCKS = [['', 'as the sandbox'], ['running', 'running'], ['frozen', 'frozen']] as const
const INSPECTORS = [['', 'as the sandbox'], ['auto', 'auto: assume it'], ['dns', 'dns: look it up'], ['manual', 'manual: be told']] as const

function AddZone ({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const [name, setName] = useState('')
  const [schedule, setSchedule] = useState<typeof SCHEDULES[number][0]>('')
  const [mode, setMode] = useState<typeof CLOCKS[number][0]>('')
  const [inspector, setInspector] = useState<typeof INSPECTORS[number][0]>('')
  const submit = async (): Promise<void> => {
    const zone = await admin.zones.create({
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(mode === '' ? {} : { clock: { mode } }),
      settings: { ...(schedule === '' ? {} : { schedule }), ...(inspector === '' ? {} : { inspector }) }
    })
    await loadZones()
    say(`Zone ${zone.name} is there.`)
    go(href('/zones/:zone', { zone: zone.id }))
  }
  return (
    <Dialog title='Add zone' action='Add zone' onClose={onClose} onSubmit={submit}>
      <TextField label='Domain' value={name} onInput={setName} placeholder='saasprovider.com' hint='Leave it empty for a made-up one.' autofocus />
      <div class='field-row'>
        <SelectField label='Schedule' value={schedule} options={SCHEDULES} onChange={setSchedule} />
        <SelectField label='Clock' value={mode} options={CLOCKS} onChange={setMode} />
        <SelectField label="Customers' part" value={inspector} options={INSPECTORS} onChange={setInspector} />
      </div>
    </Dialog>
  )
}

function DeleteZone ({ zone: { id, name, hostnames }, onClose }: { readonly zone: AdminZoneWire, readonly onClose: () => void }): JSX.Element {
  const submit = async (): Promise<void> => {
    await admin.zones.delete(id)
    await loadZones()
    say(`Zone ${name} is deleted.`)
  }
  return (
    <Dialog title={`Delete ${name}?`} action='Delete zone' danger onClose={onClose} onSubmit={submit}>
      <p>Its {hostnames.toLocaleString('en')} custom hostnames, records and events go with it. This cannot be undone.</p>
    </Dialog>
  )
}
