import { computed, effect, signal } from '@preact/signals'
import type { AdvanceClockWire, ClockWire } from '../../../../schemas/admin/clock.ts'
import { admin } from '../api/admin.ts'
import { onEvents } from './live.ts'
import { currentZone } from './zones.ts'

/** A reading of the zone's clock, and when it was taken by the browser's own monotonic one. */
interface Reading {
  readonly zoneId: string
  readonly mode: ClockWire['mode']
  readonly nowMs: number
  readonly takenAt: number
}

const reading = signal<Reading | undefined>(undefined)
const tick = signal(performance.now())

/** Counts the advances made here: what a page shows may be another one after each. */
export const advances = signal(0)

/** True while an advance is under way. */
export const advancing = signal(false)

export const clockMode = computed(() => reading.value?.mode)

/** Now in the zone, in milliseconds, as far as the page knows; a running clock ticks on between readings. */
export const zoneNow = computed<number | undefined>(() => {
  const taken = reading.value
  if (taken === undefined) return undefined
  return taken.mode === 'frozen' ? taken.nowMs : taken.nowMs + Math.max(tick.value - taken.takenAt, 0)
})

/** The same in whole seconds, for whatever is written out. */
export const zoneSecond = computed(() => zoneNow.value === undefined ? undefined : Math.floor(zoneNow.value / 1000) * 1000)

function take (zoneId: string, { mode, now }: ClockWire): void {
  if (currentZone.value?.id !== zoneId) return
  tick.value = performance.now()
  reading.value = { zoneId, mode, nowMs: Date.parse(now), takenAt: performance.now() }
}

/** Reads the clock of the zone that is looked at. */
export async function readClock (): Promise<void> {
  const zoneId = currentZone.value?.id
  if (zoneId === undefined || advancing.value) return
  try {
    take(zoneId, await admin.clock.get(zoneId))
  } catch {
    // The next reading tells more.
  }
}

export async function freeze (zoneId: string): Promise<void> {
  take(zoneId, await admin.clock.freeze(zoneId))
}

export async function resume (zoneId: string): Promise<void> {
  take(zoneId, await admin.clock.resume(zoneId))
}

/** Advances the zone's clock. Answers how many events happened on the way. */
export async function advance (zoneId: string, input: AdvanceClockWire): Promise<number> {
  advancing.value = true
  try {
    const { events_total: total } = await admin.clock.advance(zoneId, input)
    return total
  } finally {
    advancing.value = false
    advances.value++
    await readClock()
  }
}

const TICK_MS = 250
const READ_MS = 5000

/** Keeps the clock going for as long as the page is open. */
export function startClock (): void {
  const zoneId = computed(() => currentZone.value?.id)
  effect(() => {
    if (zoneId.value === undefined) reading.value = undefined
    else readClock()
  })
  setInterval(() => { if (clockMode.value === 'running') tick.value = performance.now() }, TICK_MS)
  // Others may freeze or advance it too, and no event tells of that.
  setInterval(() => { if (document.visibilityState === 'visible') readClock() }, READ_MS)
  onEvents(events => { if (events.some(event => event.zone_id === zoneId.value)) readClock() })
}
