import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ScenarioWire } from '../../../../../schemas/admin/scenario.ts'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import { admin } from '../../api/admin.ts'
import { v4 } from '../../api/v4.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { go, href } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { useLoaded } from '../../state/loaded.ts'
import { loadZones } from '../../state/zones.ts'
import { labelOf } from './scenario-label.ts'
import { useSettled } from './settled.ts'

/** Hostnames that are offered while one types. */
const OFFERED = 20

interface ScenarioDialogProps {
  readonly zoneId: string
  readonly scenario: ScenarioWire
  readonly target: 'hostname' | 'zone'
  readonly onClose: () => void
}

/** Has a hostname live through a scenario, or every hostname of the zone that asks for no other. */
export function ScenarioDialog ({ zoneId, scenario, target, onClose }: ScenarioDialogProps): JSX.Element {
  const { name, description, parameters } = scenario
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({})
  const [hostname, setHostname] = useState('')
  const typed = useSettled(hostname.trim())
  const offered = useLoaded(`${zoneId} ${typed}`, async signal => await findHostnames(zoneId, typed, signal))
  const submit = async (): Promise<void> => {
    const label = labelOf(scenario, numbers)
    if (target === 'zone') {
      await admin.zones.update(zoneId, { settings: { scenario: label } })
      await loadZones()
      say(`Hostnames of this zone live through ${label}.`)
      return
    }
    const wanted = hostname.trim().toLowerCase()
    const found = (await findHostnames(zoneId, wanted, new AbortController().signal)).find(candidate => candidate.hostname === wanted)
    if (found === undefined) throw new Error(`The zone has no custom hostname ${wanted}.`)
    await admin.scenarios.set(zoneId, found.id, label)
    say(`${found.hostname} lives through ${label}.`)
    go(href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: found.id }))
  }
  const title = target === 'zone' ? `${name} for the whole zone` : `${name} on a hostname`
  return (
    <Dialog title={title} action='Set scenario' onClose={onClose} onSubmit={submit}>
      <p>{description}</p>
      {target === 'zone'
        ? <p class='hint'>It holds for every hostname of the zone without a scenario of its own, those that are there included.</p>
        : <TextField label='Hostname' value={hostname} onInput={setHostname} list={(offered.value ?? []).map(candidate => candidate.hostname)} placeholder='app.customer.com' required autofocus />}
      {parameters.map(({ name: parameter, description: meaning, minimum, maximum }) => (
        <TextField
          key={parameter} label={parameter} value={numbers[parameter] ?? ''} onInput={text => { setNumbers({ ...numbers, [parameter]: text }) }}
          hint={`${meaning} ${minimum} to ${maximum}.`} required
        />
      ))}
    </Dialog>
  )
}

async function findHostnames (zoneId: string, text: string, signal: AbortSignal): Promise<readonly CustomHostnameWire[]> {
  const filter = text === '' ? '' : `&hostname.contain=${encodeURIComponent(text)}`
  return (await v4<readonly CustomHostnameWire[]>(zoneId, `/custom_hostnames?per_page=${OFFERED}${filter}`, { signal })).result
}
