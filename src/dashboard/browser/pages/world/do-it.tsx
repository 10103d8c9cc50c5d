import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CustomHostnameWire } from '../../../../../schemas/custom-hostname.ts'
import type { FallbackOriginWire } from '../../../../../schemas/fallback-origin.ts'
import { carryOut, readCustomersDns } from '../../api/world.ts'
import { Button } from '../../parts/button.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckIcon } from '../../parts/icons.tsx'
import { href } from '../../router.ts'
import { say } from '../../state/announce.ts'
import { useLoaded } from '../../state/loaded.ts'
import { tasksOf } from '../hostname/tasks.ts'
import type { Step } from './plan.ts'
import { isDone, mailWanted, planOf } from './plan.ts'

export interface DoItProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly origin: FallbackOriginWire | undefined
  /** Called once the customers' DNS is another one, so that what else shows it can look again. */
  readonly onDone?: () => Promise<void> | void
}

/** Does in one click all that the customer of a hostname still has to do to their DNS. Shows nothing where nothing is left to do. */
export function DoIt ({ zoneId, hostname, origin, onDone }: DoItProps): JSX.Element | null {
  const names = tasksOf(hostname, origin).flatMap(({ deeds }) => deeds.flatMap(deed => deed.kind === 'dns' ? [deed.name] : []))
  const dns = useLoaded(`${zoneId} ${names.join(' ')}`, async () => await readCustomersDns(zoneId, names))
  if (dns.error !== undefined) return <Failure error={dns.error} />
  if (dns.value === undefined || isDone(hostname)) return null
  const plan = planOf({ hostname, origin, ...dns.value })
  if (plan.length === 0 && !mailWanted(hostname)) return null
  const done = async (): Promise<void> => { await Promise.all([dns.reload(), onDone?.()]) }
  return <div class='do-it'><PlanView zoneId={zoneId} hostname={hostname} plan={plan} onDone={done} /></div>
}

interface PlanProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly plan: readonly Step[]
  readonly onDone: () => Promise<void> | void
}

/** The steps of a plan, and the button that takes them. */
export function PlanView ({ zoneId, hostname, plan, onDone }: PlanProps): JSX.Element {
  const [error, setError] = useState<unknown>()
  const name = hostname.hostname
  const run = async (): Promise<void> => {
    setError(undefined)
    try {
      await carryOut(plan)
      say(`What the customer of ${name} has to do is done.`)
    } catch (problem) {
      setError(problem)
    }
    await onDone()
  }
  return (
    <>
      {plan.length === 0
        ? mailWanted(hostname) ? null : <p class='in-place'><CheckIcon /> All is in the customer&rsquo;s DNS</p>
        : (
          <div class='plan'>
            <ul>{plan.map(step => <li key={JSON.stringify(step)}>{stepWords(step)}</li>)}</ul>
            <Button kind='primary' label={`Do it for me: everything for ${name}`} onPress={run}>Do it for me</Button>
          </div>
          )}
      {mailWanted(hostname) ? <p class='hint'>A person has to approve the certificate: <a href={href('/zones/:zone/mail', { zone: zoneId })}>open the mailbox</a>.</p> : null}
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}

function stepWords (step: Step): JSX.Element {
  switch (step.kind) {
    case 'put': return <>put in <code>{step.name} {step.type} {step.content}</code></>
    case 'remove': return <>take away <code>{step.name} {step.type} {step.content}</code></>
    case 'repair': return <>repair <code>{step.name}</code>, which answers {FAULTS[step.fault]}</>
  }
}

export const FAULTS = { servfail: 'SERVFAIL', timeout: 'nothing in time', dnssec_bogus: 'with a broken DNSSEC signature' } as const
