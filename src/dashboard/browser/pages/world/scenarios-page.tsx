import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { ScenarioWire } from '../../../../../schemas/admin/scenario.ts'
import { admin } from '../../api/admin.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { say } from '../../state/announce.ts'
import { useLoaded } from '../../state/loaded.ts'
import { currentZone, loadZones } from '../../state/zones.ts'
import type { PageProps } from '../page.ts'
import { ScenarioDialog } from './scenario-dialog.tsx'

/** Stories that a hostname can live through, and the ways to ask for one. */
export function ScenariosPage ({ params }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<{ readonly scenario: ScenarioWire, readonly target: 'hostname' | 'zone' }>()
  const { value, error } = useLoaded('scenarios', async () => await admin.scenarios.list())
  const wanted = search.trim().toLowerCase()
  const found = (value ?? []).filter(({ name, description, shows }) => `${name} ${description} ${shows}`.toLowerCase().includes(wanted))
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Scenarios</Heading>
          <p class='lead'>Stories that happen to hostnames: ask for one by the first label of a hostname, on a hostname that is there, or for the whole zone.</p>
        </div>
      </div>
      <ZoneScenario />
      {error === undefined ? null : <Failure error={error} />}
      {value === undefined
        ? error === undefined ? <p class='loading' role='status'>Loading…</p> : null
        : (
          <section aria-label='All scenarios'>
            <search class='filters'>
              <TextField bare label='Search scenarios' type='search' placeholder={`Search ${value.length} scenarios`} value={search} onInput={setSearch} />
            </search>
            {found.length === 0 ? <p class='empty card'>No scenario is like that.</p> : null}
            <ul class='scenarios'>{found.map(scenario => <ScenarioCard key={scenario.name} scenario={scenario} onChoose={target => { setChosen({ scenario, target }) }} />)}</ul>
          </section>
          )}
      {chosen === undefined ? null : <ScenarioDialog zoneId={zoneId} {...chosen} onClose={() => { setChosen(undefined) }} />}
    </>
  )
}

function ScenarioCard ({ scenario, onChoose }: { readonly scenario: ScenarioWire, readonly onChoose: (target: 'hostname' | 'zone') => void }): JSX.Element {
  const { name, description, shows, example, ways } = scenario
  const current = currentZone.value?.settings.scenario ?? null
  const isDefault = current !== null && (current === name || (scenario.parameters.length > 0 && current.startsWith(`${name}-`)))
  return (
    <li class={isDefault ? 'card scenario chosen' : 'card scenario'}>
      <h2><code>{name}</code>{isDefault ? <span class='tag'>default of this zone</span> : null}</h2>
      <p>{withCode(description)}</p>
      <p class='hint'>{withCode(shows)}</p>
      <p class='scenario-example'><code>{example}</code><CopyButton text={example} what={`the hostname ${example}`} /></p>
      <div class='scenario-actions'>
        {ways.includes('hostname') ? <Button label={`Set on a hostname: ${name}`} onPress={() => { onChoose('hostname') }}>Set on a hostname</Button> : null}
        {ways.includes('zone') ? <Button kind='quiet' label={`For the whole zone: ${name}`} onPress={() => { onChoose('zone') }}>For the whole zone</Button> : null}
        {ways.length === 1 && ways[0] === 'label' ? <span class='hint'>By the hostname only: it happens at creation.</span> : null}
      </div>
    </li>
  )
}

/** What stands between backticks is set as code. */
function withCode (text: string): Array<string | JSX.Element> {
  return text.split('`').map((part, n) => n % 2 === 0 ? part : <code key={n}>{part}</code>)
}

/** What the zone says about scenarios. */
function ZoneScenario (): JSX.Element | null {
  const [error, setError] = useState<unknown>()
  const zone = currentZone.value
  if (zone === undefined) return null
  const { scenario, scenario_labels: labels } = zone.settings
  const change = async (settings: { readonly scenario?: null, readonly scenario_labels?: boolean }, words: string): Promise<void> => {
    setError(undefined)
    try {
      await admin.zones.update(zone.id, { settings })
      await loadZones()
      say(words)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <section class='card zone-scenario' aria-label='Scenarios of this zone'>
      <p>Default of this zone: {scenario === null ? <span class='nothing'>none</span> : <code>{scenario}</code>}</p>
      {scenario === null ? null : <Button kind='quiet' label='Take away: the default of the zone' onPress={async () => { await change({ scenario: null }, 'The zone has no default scenario.') }}>Take away</Button>}
      <CheckField
        label='Labels of hostnames name scenarios' checked={labels}
        onChange={checked => { change({ scenario_labels: checked }, checked ? 'Labels name scenarios.' : 'Labels mean nothing.') }}
      />
      {error === undefined ? null : <Failure error={error} />}
    </section>
  )
}
