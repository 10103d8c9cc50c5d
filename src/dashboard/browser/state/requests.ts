import { signal } from '@preact/signals'
import type { RequestWire } from '../../../../schemas/admin/request.ts'
import { admin, adminFetch } from '../api/admin.ts'
import type { PassedRequest } from '../pages/world/request-filter.ts'
import { changeOfVisibility, visible } from './live.ts'

/** Requests kept, of which the oldest go first. */
export const KEPT = 2000

/** Read when the page begins to follow; the stream has the rest. */
const READ = 500

/** Time over which requests are gathered before anybody is told, in milliseconds. */
const GATHERED_MS = 200

const RECONNECT_MS = 2000

/** The requests to the v4 API, newest first; undefined until the first are known. */
export const requests = signal<readonly PassedRequest[] | undefined>(undefined)

export const requestsConnected = signal(false)

/** Why they could not be read, if they could not. */
export const requestsError = signal<unknown>(undefined)

type Listener = (passed: readonly PassedRequest[]) => void

const listeners = new Set<Listener>()
let running: AbortController | undefined
let gathered: PassedRequest[] = []
let timeout: number | undefined

/** Follows the requests for as long as somebody listens: `listener` is told of new ones a few times a second at the most. Returns what ends it. */
export function followRequests (listener: Listener = () => {}): () => void {
  listeners.add(listener)
  if (running === undefined) {
    running = new AbortController()
    follow(running.signal)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    running?.abort()
    running = undefined
    requestsConnected.value = false
    requests.value = undefined
  }
}

export function forgetRequests (): void {
  gathered = []
  requests.value = []
}

async function follow (signal: AbortSignal): Promise<void> {
  let after = 0
  while (!signal.aborted) {
    await visible()
    if (signal.aborted) return
    try {
      const read = await admin.requests.list({ limit: READ })
      if (signal.aborted) return
      requestsError.value = undefined
      after = read.at(-1)?.id ?? 0
      requests.value = read.map(headOf).reverse()
      await readStream(after, signal)
    } catch (error) {
      if (signal.aborted) return
      if (document.visibilityState === 'visible') requestsError.value = error
    }
    requestsConnected.value = false
    await new Promise(resolve => { setTimeout(resolve, RECONNECT_MS) })
  }
}

// EventSource cannot send a token, so the stream is read by hand.
async function readStream (after: number, signal: AbortSignal): Promise<void> {
  const leaving = new AbortController()
  changeOfVisibility().then(() => { leaving.abort() })
  const response = await adminFetch('/__admin/requests/stream', { headers: { 'last-event-id': String(after) }, signal: AbortSignal.any([signal, leaving.signal]) })
  if (!response.ok || response.body === null) return
  requestsConnected.value = true
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done || signal.aborted) return
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const line = block.split('\n').find(line => line.startsWith('data: '))
      if (line !== undefined) gather(headOf(JSON.parse(line.slice('data: '.length)) as RequestWire))
    }
  }
}

function gather (passed: PassedRequest): void {
  gathered.push(passed)
  timeout ??= setTimeout(tell, GATHERED_MS)
}

function tell (): void {
  const passed = gathered
  gathered = []
  timeout = undefined
  if (passed.length === 0 || running === undefined) return
  requests.value = [...passed.slice(-KEPT).reverse(), ...requests.value ?? []].slice(0, KEPT)
  for (const listener of listeners) listener(passed)
}

/** Browsers say where a call comes from; only calls of this very page come from the same origin. */
function headOf ({ request, response, ...head }: RequestWire): PassedRequest {
  return { ...head, own: request.headers['sec-fetch-site'] === 'same-origin' }
}
