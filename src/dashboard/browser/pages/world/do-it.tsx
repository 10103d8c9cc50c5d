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
import { isActive } from '../../words.ts'
import { tasksOf } from '../hostname/tasks.ts'
import type { Step } from './plan.ts'
import { mailWanted, planOf } from './plan.ts'

export interface DoItProps {
  readonly zoneId: string
  readonly hostname: CustomHostnameWire
  readonly origin: FallbackOriginWire | undefined
  /** What else is known of the customer's DNS: another text has it looked at again. */
  readonly seen?: string
  /** Called once the customer's DNS is another one, so that what else shows it can look again. */
  readonly onDone?: () => Promise<void> | void
}

/**
 * Stands beside the records of a hostname's to-do list: a button that does all of it at once, and what the list does not name, such as a record that is in
 * the way. Shows nothing where nothing is left to do.
 */
export function DoIt ({ zoneId, hostname, origin, seen = '', onDone }: DoItProps): JSX.Element | null {
  const [error, setError] = useState<unknown>()
  const names = tasksOf(hostname, origin).flatMap(({ deeds }) => deeds.flatMap(deed => deed.kind === 'dns' ? [deed.name] : []))
  const dns = useLoaded(`${zoneId} ${names.join(' ')} ${seen}`, async () => await readCustomersDns(zoneId, names))
  if (dns.error !== undefined) return <Failure error={dns.error} />
  if (dns.value === undefined || isActive(hostname)) return null
  const plan = planOf({ hostname, origin, ...dns.value })
  const unnamed = plan.filter(step => step.kind !== 'put' || step.type === 'CAA')
  const run = async (): Promise<void> => {
    setError(undefined)
    await doIt(hostname, plan).catch((problem: unknown) => { setError(problem) })
    await Promise.all([dns.reload(), onDone?.()])
  }
  if (plan.length === 0 && error === undefined && !mailWanted(hostname)) return null
  return (
    <div class='do-it'>
      <Steps plan={unnamed} />
      {plan.length === 0 ? null : <Button kind='primary' onPress={run}>Do all of it for me</Button>}
      {mailWanted(hostname) ? <MailHint zoneId={zoneId} /> : null}
      {error === undefined ? null : <Failure error={error} />}
    </div>
  )
}

async function doIt ({ hostname }: CustomHostnameWire, plan: readonly Step[]): Promise<void> {
  await carryOut(plan)
  say(`What the customer of ${hostname} has to do is done.`)
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
  const run = async (): Promise<void> => {
    setError(undefined)
    await doIt(hostname, plan).catch((problem: unknown) => { setError(problem) })
    await onDone()
  }
  return (
    <>
      {plan.length === 0
        ? mailWanted(hostname) ? null : <p class='in-place'><CheckIcon /> All is in the customer&rsquo;s DNS</p>
        : (
          <div class='plan'>
            <Steps plan={plan} />
            <Button kind='primary' label={`Do it for me: everything for ${hostname.hostname}`} onPress={run}>Do it for me</Button>
          </div>
          )}
      {mailWanted(hostname) ? <MailHint zoneId={zoneId} /> : null}
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}

function MailHint ({ zoneId }: { readonly zoneId: string }): JSX.Element {
  return <p class='hint'>A person has to approve the certificate: <a href={href('/zones/:zone/mail', { zone: zoneId })}>open the mailbox</a>.</p>
}

function Steps ({ plan }: { readonly plan: readonly Step[] }): JSX.Element | null {
  return plan.length === 0 ? null : <ul class='plan-steps'>{plan.map(step => <li key={JSON.stringify(step)}>{stepWords(step)}</li>)}</ul>
}

function stepWords (step: Step): JSX.Element {
  switch (step.kind) {
    case 'put': return <>put in <code>{step.name} {step.type} {step.content}</code></>
    case 'remove': return <>take away <code>{step.name} {step.type} {step.content}</code></>
    case 'repair': return <>repair <code>{step.name}</code>, which answers {FAULTS[step.fault]}</>
  }
}

export const FAULTS = { servfail: 'SERVFAIL', timeout: 'nothing in time', dnssec_bogus: 'with a broken DNSSEC signature' } as const
