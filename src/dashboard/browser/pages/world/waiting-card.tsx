import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'
import { refreshHostname } from '../../api/hostnames.ts'
import type { CustomersDns, WaitingHostnames } from '../../api/world.ts'
import { carryOut } from '../../api/world.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { href } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { PlanView } from './do-it.tsx'
import { mailWanted, planOf } from './plan.ts'

interface WaitingProps {
  readonly zoneId: string
  readonly waiting: WaitingHostnames
  readonly origin: FallbackOriginWire | undefined
  readonly dns: CustomersDns
  readonly searched: boolean
  readonly onDone: () => Promise<void>
}

/** Hostnames that wait for their customers, each with what is missing and the button that does it. */
export function WaitingList ({ zoneId, waiting: { hostnames, more }, origin, dns, searched, onDone }: WaitingProps): JSX.Element {
  const [error, setError] = useState<unknown>()
  const plans = hostnames.map(hostname => planOf({ hostname, origin, ...dns }))
  const open = plans.filter(plan => plan.length > 0)
  const doAll = async (): Promise<void> => {
    setError(undefined)
    try {
      await carryOut(open.flat())
      say(`What ${open.length} customers have to do is done.`)
    } catch (problem) {
      setError(problem)
    }
    await onDone()
  }
  if (hostnames.length === 0) return <p class='empty'>{searched ? 'No hostname of that name waits for its customer.' : 'No hostname waits for its customer.'}</p>
  return (
    <>
      {error === undefined ? null : <Failure error={error} />}
      <ul class='waiting'>
        {hostnames.map((hostname, n) => (
          <li key={hostname.id}>
            <WaitingHead zoneId={zoneId} hostname={hostname} ready={plans[n]?.length === 0 && !mailWanted(hostname)} />
            {origin === undefined && hostname.status !== 'active'
              ? <p class='row-fault'>The zone has no <a href={href('/zones/:zone', { zone: zoneId })}>fallback origin</a>: there is nothing for the hostname to point at.</p>
              : null}
            <PlanView zoneId={zoneId} hostname={hostname} plan={plans[n] ?? []} onDone={onDone} />
          </li>
        ))}
      </ul>
      {more ? <p class='hint'>More of them wait: search for one by its name.</p> : null}
      {open.length > 1 ? <p class='waiting-all'><Button onPress={doAll}>Do it for all {open.length}</Button></p> : null}
    </>
  )
}

function WaitingHead ({ zoneId, hostname, ready }: { readonly zoneId: string, readonly hostname: CustomHostnameWire, readonly ready: boolean }): JSX.Element {
  const [error, setError] = useState<unknown>()
  const { id, hostname: name, status, ssl } = hostname
  const check = async (): Promise<void> => {
    setError(undefined)
    try {
      await refreshHostname(zoneId, hostname)
      say(`${name} is checked now.`)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <div class='waiting-head'>
        <a class='waiting-name' href={href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: id })}>{name}</a>
        <span class='both'><Badge status={status} />{ssl === undefined ? null : <Badge status={ssl.status} />}</span>
        {ready ? <Button kind='quiet' label={`Check now: ${name}`} onPress={check}>Check now</Button> : null}
      </div>
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}
