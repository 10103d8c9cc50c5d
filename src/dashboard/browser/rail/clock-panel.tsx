import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { AdvanceClockWire } from '../../../../schemas/admin/clock.ts'
import { Button } from '../parts/button.tsx'
import { Failure } from '../parts/failure.tsx'
import { PauseIcon, PlayIcon } from '../parts/icons.tsx'
import { dayOf, timeOf } from '../parts/moment.tsx'
import { say } from '../state/announce.ts'
import { advance, advancing, clockMode, freeze, resume, zoneSecond } from '../state/clock.ts'
import { currentZone } from '../state/zones.ts'

/** The hostname that the button "Until active" is about; a page that shows one names it. */
export const awaited = signal<{ readonly hostname: string, readonly withCertificate: boolean } | undefined>(undefined)

const STEPS = [['1m', '+1 min', '1 minute'], ['1h', '+1 h', '1 hour'], ['1d', '+1 day', '1 day']] as const

/** Time of the zone, whether it runs, and how to move it. */
export function ClockPanel (): JSX.Element | null {
  const [error, setError] = useState<unknown>()
  const zone = currentZone.value
  if (zone === undefined) return null
  const { id: zoneId, name } = zone
  const frozen = clockMode.value === 'frozen'
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setError(undefined)
    await work().catch((problem: unknown) => { setError(problem) })
  }
  const go = async (input: AdvanceClockWire, words: string): Promise<void> => await attempt(async () => {
    const count = await advance(zoneId, input)
    say(`${words}: ${count === 1 ? '1 thing' : `${count} things`} happened on the way.`)
  })
  const target = awaited.value
  return (
    <section class='clock' aria-label={`Clock of ${name}`}>
      <div class='clock-face'>
        <ClockFace />
        <div class='clock-mode'>
          <span class={`pulse ${frozen ? 'frozen' : 'running'}`}>{clockMode.value ?? '\u2026'}</span>
          {frozen
            ? <Button kind='quiet' onPress={() => attempt(async () => { await resume(zoneId); say('The clock runs.') })}><PlayIcon /> Resume</Button>
            : <Button kind='quiet' onPress={() => attempt(async () => { await freeze(zoneId); say('The clock is frozen.') })}><PauseIcon /> Freeze</Button>}
        </div>
      </div>
      <div class='clock-steps' role='group' aria-label='Advance the clock'>
        {STEPS.map(([by, text, words]) => (
          <Button key={by} label={`${text}: advance by ${words}`} disabled={advancing.value} onPress={() => go({ by }, `Advanced by ${words}`)}>{text}</Button>
        ))}
        <Button
          disabled={advancing.value || target === undefined}
          title={target === undefined ? 'No hostname here waits to become active' : `Advance until ${target.hostname} is active`}
          onPress={async () => {
            if (target === undefined) return
            const { hostname, withCertificate } = target
            await go({ until: { hostname, status: 'active', ...(withCertificate ? { ssl_status: 'active' as const } : {}) } }, `Advanced until ${hostname} is active`)
          }}
        >
          Until active
        </Button>
      </div>
      {error === undefined ? null : <Failure error={error} />}
    </section>
  )
}

/** Alone in what the clock's every tick renders. */
function ClockFace (): JSX.Element {
  const now = zoneSecond.value
  if (now === undefined) return <p class='clock-time' role='timer' aria-label='Time of the zone'>--:--:--</p>
  return (
    <p class='clock-time' role='timer' aria-label='Time of the zone'>
      <time dateTime={new Date(now).toISOString()}><span class='clock-hours'>{timeOf(now)}</span> <span class='clock-day'>{dayOf(now)} UTC</span></time>
    </p>
  )
}
