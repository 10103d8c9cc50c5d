import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { admin } from '../../api/admin.ts'
import { readFallbackOrigin } from '../../api/hostnames.ts'
import { readCustomersDns, waitingHostnames } from '../../api/world.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/field.tsx'
import { Heading } from '../../parts/heading.tsx'
import { awaited } from '../../rail/clock-panel.tsx'
import { say } from '../../state/announce.ts'
import { advances } from '../../state/clock.ts'
import { useLive, useLoaded } from '../../state/loaded.ts'
import { currentZone, loadZones } from '../../state/zones.ts'
import { tasksOf } from '../hostname/tasks.ts'
import type { PageProps } from '../page.ts'
import { DnsFaultsCard } from './dns-faults-card.tsx'
import { RecordsCard } from './records-card.tsx'
import { useSettled } from './settled.ts'
import { WaitingList } from './waiting-card.tsx'

/** Hostnames of the list; more are found by searching. */
const MOST = 8

/** The customers' DNS: what they have put in place, what is missing, and what goes wrong. */
export function DnsPage ({ params }: PageProps): JSX.Element {
  const zoneId = params['zone'] ?? ''
  const [search, setSearch] = useState('')
  const [wanted, setWanted] = useState('')
  const settledSearch = useSettled(search.trim())
  const settledWanted = useSettled(wanted.trim())
  const waiting = useLoaded(`${zoneId} ${settledWanted} ${advances.value}`, async signal => {
    const [found, origin] = await Promise.all([waitingHostnames(zoneId, { contain: settledWanted, most: MOST }, signal), readFallbackOrigin(zoneId, signal)])
    return { found, origin }
  })
  useLive(waiting.reload, event => event.zone_id === zoneId)
  const { found, origin } = waiting.value ?? {}
  const names = [...(found?.hostnames ?? []).flatMap(hostname => namesOf(hostname, origin)), ...settledSearch.includes('.') ? [settledSearch] : []]
  const dns = useLoaded(`${zoneId} ${names.join(' ')}`, async () => await readCustomersDns(zoneId, names))
  const changed = async (): Promise<void> => { await Promise.all([dns.reload(), waiting.reload()]) }
  const first = found?.hostnames[0]
  useEffect(() => {
    awaited.value = first === undefined ? undefined : { hostname: first.hostname, withCertificate: first.ssl !== undefined }
    return () => { awaited.value = undefined }
  }, [first?.hostname, first?.ssl === undefined])
  return (
    <>
      <div class='page-head'>
        <div>
          <Heading>Customers&rsquo; DNS</Heading>
          <p class='lead'>What your customers put in place at their DNS hosts, and what they still have to.</p>
        </div>
      </div>
      <InspectorNote />
      {[waiting.error, dns.error].map((error, n) => error === undefined ? null : <Failure key={n} error={error} />)}
      {found === undefined || dns.value === undefined
        ? waiting.error === undefined && dns.error === undefined ? <p class='loading' role='status'>Loading…</p> : null
        : (
          <>
            <section class='card' aria-labelledby='waiting'>
              <div class='card-head'>
                <h2 id='waiting'>Waiting for their customers</h2>
                {found.more || wanted !== '' ? <TextField bare label='Search waiting hostnames' type='search' placeholder='Search hostnames' value={wanted} onInput={setWanted} /> : null}
              </div>
              <WaitingList zoneId={zoneId} waiting={found} origin={origin} dns={dns.value} searched={settledWanted !== ''} onDone={changed} />
            </section>
            <RecordsCard zoneId={zoneId} records={dns.value.records} total={dns.value.total} search={search} onSearch={setSearch} onChanged={changed} />
            <DnsFaultsCard zoneId={zoneId} faults={dns.value.faults} onChanged={changed} />
          </>
          )}
    </>
  )
}

function namesOf (...[hostname, origin]: Parameters<typeof tasksOf>): readonly string[] {
  return tasksOf(hostname, origin).flatMap(({ deeds }) => deeds.flatMap(deed => deed.kind === 'dns' ? [deed.name] : []))
}

/** Says so where nobody looks at what stands here. */
function InspectorNote (): JSX.Element | null {
  const [error, setError] = useState<unknown>()
  const zone = currentZone.value
  if (zone === undefined || zone.settings.inspector === 'dns') return null
  const look = async (): Promise<void> => {
    setError(undefined)
    try {
      await admin.zones.update(zone.id, { settings: { inspector: 'dns' } })
      await loadZones()
      say('Checks look at DNS from now on.')
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div class='note'>
      <p>
        {zone.settings.inspector === 'auto'
          ? <>The inspector of this zone is <code>auto</code>: its checks take for granted that customers have done their part, and do not look here.</>
          : <>The inspector of this zone is <code>manual</code>: its checks pass when they are told to, and do not look here.</>}
      </p>
      <Button onPress={look}>Let checks look here</Button>
      {error === undefined ? null : <Failure error={error} />}
    </div>
  )
}
