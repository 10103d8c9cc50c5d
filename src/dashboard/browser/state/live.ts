import { signal } from '@preact/signals'
import type { EventWire } from '../../../../schemas/admin/event.ts'
import { adminFetch } from '../api/admin.ts'
import { tokenWanted } from './session.ts'

/** Events kept for the stream beside the clock. */
const KEPT = 300

/** Time over which events are gathered before anybody is told, in milliseconds: thousands of them make few renderings. */
const GATHERED_MS = 150

const RECONNECT_MS = 2000

/** What happened since the page was opened, newest first; only the latest of it. */
export const recentEvents = signal<readonly EventWire[]>([])

/** How many events came in since the page was opened. */
export const eventsSeen = signal(0)

export const connected = signal(false)

type Listener = (events: readonly EventWire[]) => void

const listeners = new Set<Listener>()

/** Calls `listener` with what happened, a few times a second at the most. Returns what ends it. */
export function onEvents (listener: Listener): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

let gathered: EventWire[] = []
let timeout: number | undefined

function gather (events: readonly EventWire[]): void {
  for (const event of events) gathered.push(event)
  timeout ??= setTimeout(tell, GATHERED_MS)
}

function tell (): void {
  const events = gathered
  gathered = []
  timeout = undefined
  eventsSeen.value += events.length
  recentEvents.value = [...events.slice(-KEPT).reverse(), ...recentEvents.value].slice(0, KEPT)
  for (const listener of listeners) listener(events)
}

export function forgetEvents (): void {
  recentEvents.value = []
}

/** Follows the events of every zone for as long as the page is open, and goes on where a lost connection ended. */
export async function follow (): Promise<never> {
  let after: number | undefined
  for (;;) {
    await visible()
    try {
      if (!tokenWanted.value) after = await readOnce(after)
    } catch {
      // The sandbox is gone or starts again: the next try tells.
    }
    connected.value = false
    await new Promise(resolve => { setTimeout(resolve, RECONNECT_MS) })
  }
}

/** Browsers keep few connections to a host: a tab that nobody sees gives its own back, and catches up when it is seen again. */
export async function visible (): Promise<void> {
  while (document.visibilityState === 'hidden') await changeOfVisibility()
}

/** Resolves when the page comes into sight or goes out of it. */
export async function changeOfVisibility (): Promise<void> {
  await new Promise(resolve => { document.addEventListener('visibilitychange', resolve, { once: true }) })
}

// EventSource cannot send a token, so the stream is read by hand.
async function readOnce (start: number | undefined): Promise<number | undefined> {
  const leaving = new AbortController()
  changeOfVisibility().then(() => { leaving.abort() })
  const response = await adminFetch('/__admin/events/stream', { signal: leaving.signal, ...(start === undefined ? {} : { headers: { 'last-event-id': String(start) } }) })
  // An id beyond what a sandbox knows that was emptied meanwhile: from now on, then.
  if (!response.ok || response.body === null) return undefined
  connected.value = true
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let after = start
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return after
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      const events = blocks.flatMap(eventOf)
      after = events.at(-1)?.id ?? after
      if (events.length > 0) gather(events)
    }
  } catch {
    return after
  }
}

function eventOf (block: string): EventWire[] {
  const line = block.split('\n').find(line => line.startsWith('data: '))
  return line === undefined ? [] : [JSON.parse(line.slice('data: '.length)) as EventWire]
}
