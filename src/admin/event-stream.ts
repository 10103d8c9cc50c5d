import { once } from 'node:events'
import type { Writable } from 'node:stream'

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
