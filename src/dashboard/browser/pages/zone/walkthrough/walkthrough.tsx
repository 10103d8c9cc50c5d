import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { CopyValue } from '../../../parts/copy.tsx'
import { Failure } from '../../../parts/failure.tsx'
import { TextField } from '../../../parts/field.tsx'
import { CheckIcon } from '../../../parts/icons.tsx'
import { href } from '../../../router.ts'
import { say } from '../../../state/announce.ts'
import { resume } from '../../../state/clock.ts'
import { useLive, useLoaded } from '../../../state/loaded.ts'
import { changes } from '../question.ts'
import type { Progress } from './progress.ts'
import { addHostname, advanceUntilActive, hide, isHidden, keptOf, pointHostname, readProgress, setOrigin } from './progress.ts'

interface WalkthroughProps {
  readonly zoneId: string
  /** True while the zone has no hostname at all. */
  readonly empty: boolean
}

/** Leads whoever comes to an empty zone from nothing to an active hostname, in four steps. */
export function Walkthrough ({ zoneId, empty }: WalkthroughProps): JSX.Element | null {
  if (isHidden(zoneId) || (!empty && keptOf(zoneId) === undefined)) return null
  return <Steps key={zoneId} zoneId={zoneId} empty={empty} />
}

function Steps ({ zoneId, empty }: WalkthroughProps): JSX.Element | null {
  const progress = useLoaded(`${zoneId} ${changes.value}`, async signal => await readProgress(zoneId, signal))
  useLive(progress.reload, event => event.zone_id === zoneId)
  const [error, setError] = useState<unknown>()
  const list = useRef<HTMLOListElement>(null)
  const { value } = progress
  const step = value?.step
  const before = useRef<number>(undefined)
  useLayoutEffect(() => {
    // The button that was pressed is gone with its step: the next one takes the focus.
    if (before.current !== undefined && step !== before.current) list.current?.querySelector<HTMLElement>('[aria-current="step"] .button.primary')?.focus()
    before.current = step
  }, [step])
  if (value === undefined) return progress.error === undefined ? null : <Failure error={progress.error} />
  if (!empty && value.hostname === undefined) return null
  const attempt = (work: () => Promise<void>, words: string) => async (): Promise<void> => {
    setError(undefined)
    try {
      await work()
      say(words)
    } catch (problem) {
      setError(problem)
    } finally {
      changes.value++
      await progress.reload()
    }
  }
  return (
    <section class='card walkthrough' aria-labelledby='walkthrough'>
      <div class='card-head'>
        <div>
          <h2 id='walkthrough'>From nothing to an active hostname</h2>
          <p class='hint'>Four steps. Each is a call of the API that your own code will make.</p>
        </div>
        <Button kind='quiet' label='Close the walkthrough' onPress={() => { hide(zoneId) }}>Close</Button>
      </div>
      {error === undefined ? null : <Failure error={error} />}
      <ol class='steps' ref={list}>
        <Step number={1} current={value.step} title='Set the fallback origin' done={value.origin?.origin}>
          <p>Visitors of your customers&rsquo; hostnames are sent to one name of your zone. The clock is frozen first, so that you see every step.</p>
          <Button kind='primary' onPress={attempt(async () => { await setOrigin(zoneId) }, 'The clock is frozen and the fallback origin set.')}>Set fallback origin</Button>
        </Step>
        <AddStep progress={value} add={async name => { await attempt(async () => { await addHostname(zoneId, name) }, `${name} is added.`)() }} />
        <Step number={3} current={value.step} title='Do what the customer would' done={value.placed ? 'the record is in place' : undefined}>
          <CustomerStep progress={value} />
          <Button kind='primary' onPress={attempt(async () => { await pointHostname(value) }, 'The record is in the customer\u2019s DNS.')}>Do it for me</Button>
        </Step>
        <Step number={4} current={value.step} title='See it become active' done={undefined}>
          <p>Nothing happens while the clock is frozen. Let time pass: the next check finds the record, the authority issues the certificate, the edge takes it up.</p>
          <Button kind='primary' onPress={attempt(async () => { if (value.hostname !== undefined) await advanceUntilActive(zoneId, value.hostname) }, 'The hostname is active.')}>Advance until active</Button>
        </Step>
      </ol>
      {value.step === 5 ? <Done zoneId={zoneId} progress={value} /> : null}
    </section>
  )
}

interface StepProps {
  readonly number: number
  readonly current: number
  readonly title: string
  /** What came of it, once it is done. */
  readonly done: string | undefined
  readonly children: ComponentChildren
}

function Step ({ number, current, title, done, children }: StepProps): JSX.Element {
  const state = number < current ? 'done' : number === current ? 'now' : 'later'
  return (
    <li class={`step ${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span class='step-mark' aria-hidden='true'>{state === 'done' ? <CheckIcon /> : number}</span>
      <div class='step-body'>
        <h3>{title}{state === 'done' ? <span class='hidden'> (done)</span> : null}{state === 'done' && done !== undefined ? <code>{done}</code> : null}</h3>
        {state === 'now' ? children : null}
      </div>
    </li>
  )
}

function AddStep ({ progress: { step, hostname }, add }: { readonly progress: Progress, readonly add: (name: string) => Promise<void> }): JSX.Element {
  const [name, setName] = useState('app.customer.com')
  return (
    <Step number={2} current={step} title='Add a custom hostname' done={hostname?.hostname}>
      <p>The name that a customer brings. Here DNS is really looked up for it, so that the customer&rsquo;s part counts.</p>
      <form class='step-form' onSubmit={event => { event.preventDefault() }}>
        <TextField label='Hostname' value={name} onInput={setName} required />
        <Button kind='primary' type='submit' disabled={name.trim() === ''} onPress={async () => { await add(name.trim().toLowerCase()) }}>Add custom hostname</Button>
      </form>
    </Step>
  )
}

function CustomerStep ({ progress: { origin, hostname } }: { readonly progress: Progress }): JSX.Element | null {
  if (origin === undefined || hostname === undefined) return null
  const { verification_errors: errors = [] } = hostname
  return (
    <>
      {errors.length === 0 ? null : <p>The service looked, and says: <span class='row-fault quoted'>{errors.join(' ')}</span></p>}
      <p>The customer adds this record at their DNS provider:</p>
      <dl class='deed'>
        <div><dt>Type</dt><dd><code class='record-type'>CNAME</code></dd></div>
        <div><dt>Name</dt><dd><CopyValue text={hostname.hostname} what='name of the record' /></dd></div>
        <div><dt>Value</dt><dd><CopyValue text={origin.origin} what='value of the record' /></dd></div>
      </dl>
    </>
  )
}

function Done ({ zoneId, progress: { hostname } }: { readonly zoneId: string, readonly progress: Progress }): JSX.Element | null {
  if (hostname === undefined) return null
  return (
    <div class='steps-done'>
      <p><strong>{hostname.hostname}</strong> <Badge status='active' /> and its certificate <Badge status='active' />. <a href={href('/zones/:zone/hostnames/:hostname', { zone: zoneId, hostname: hostname.id })}>See how it went</a></p>
      <Button onPress={async () => { await resume(zoneId); hide(zoneId); say('The clock runs.') }}>Let the clock run and close</Button>
    </div>
  )
}
