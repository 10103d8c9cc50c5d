import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import { invalidRequest } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'

const HEARTBEAT_MS = 15_000

/** A connection that carries server-sent events to one client. */
export interface EventStream {
  /** False once the client has left, has stopped reading, or the sandbox ends. */
  readonly isOpen: boolean
  /** Writes text, and waits while the client has not taken what was written before. */
  write (text: string): Promise<void>
  /** There is something new. */
  wake (): void
  /** To be called before looking for what is new, so that nothing which comes meanwhile is slept through. */
  rearm (): void
  /** Resolves when something is new, or the connection is over. */
  sleep (): Promise<void>
  close (): void
}

/** `heartbeatMs`: milliseconds between comments that keep the connection open, and the time that a client has to read on. */
export function openEventStream (out: Writable, heartbeatMs = HEARTBEAT_MS): EventStream {
  let awake = Promise.withResolvers<void>()
  let writes = 0
  let writesBefore = -1
  const heartbeat = setInterval(() => {
    // Nothing was taken since the last one: whoever holds the connection is not following.
    if (!out.writableNeedDrain) out.write(':\n\n')
    else if (writes === writesBefore) out.destroy()
    writesBefore = writes
  }, heartbeatMs)
  heartbeat.unref()
  out.once('close', () => { awake.resolve() })
  return {
    get isOpen () { return !out.destroyed && !out.writableEnded },
    async write (text) {
      writes++
      if (text === '' || out.destroyed || out.writableEnded || out.write(text)) return
      await Promise.race([once(out, 'drain'), once(out, 'close')]).catch(() => {})
    },
    wake: () => { awake.resolve() },
    rearm: () => { awake = Promise.withResolvers<void>() },
    sleep: async () => { await awake.promise },
    close: () => { clearInterval(heartbeat) }
  }
}

/** A reply whose connection is taken over. */
interface TakenOver {
  readonly raw: ServerResponse
  hijack (): unknown
}

/** What answers calls with server-sent events; connections that are open end with the app. */
export function eventStreamReplies (app: AdminApp): (reply: TakenOver, follow: (out: Writable) => Promise<void>) => Promise<void> {
  const open = new Set<{ end (): unknown }>()
  app.addHook('preClose', async () => { for (const stream of open) stream.end() })
  return async (reply, follow) => {
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    // The first bytes tell the client that it is connected.
    raw.write(':\n\n')
    open.add(raw)
    try {
      await follow(raw)
    } finally {
      open.delete(raw)
      raw.end()
    }
  }
}

/** The id in a `Last-Event-ID` header. Throws 400. */
export function lastEventId (header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  const id = Number(header)
  if (!Number.isSafeInteger(id) || id < 0) throw invalidRequest('Last-Event-ID', 'must be an id that this stream has sent')
  return id
}
