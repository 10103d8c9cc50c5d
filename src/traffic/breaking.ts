import type { ServerResponse } from 'node:http'
import type { Break } from '../core/faults.ts'

/** How long a stalled answer keeps its client waiting at the most, in milliseconds. */
export const STALLED_AT_MOST_MS = 60_000

/** The beginning of an answer, cut within a name. */
export const CUT_JSON = '{"result":{"id":"0d89c70d-ad9f-4843-b99f-6cc0252067e9","hostname":"app.custo'

/** Breaks an answer that nothing was written of. `signal` ends what waits; a stalled one is over when the client leaves. */
export async function breakAnswer (kind: Break, raw: ServerResponse, signal: AbortSignal): Promise<void> {
  const { socket } = raw
  switch (kind) {
    case 'reset':
      socket?.resetAndDestroy()
      return
    case 'empty':
      // The end of the stream is sent first: a client sees a server that hung up, not a reset.
      socket?.destroySoon()
      return
    case 'malformed':
      raw.writeHead(200, { 'content-type': 'application/json', 'content-length': CUT_JSON.length }).end(CUT_JSON)
      return
    case 'stalled':
      raw.writeHead(200, { 'content-type': 'application/json', 'content-length': CUT_JSON.length }).flushHeaders()
      await pause(STALLED_AT_MOST_MS, signal, raw)
      socket?.destroy()
  }
}

/** Waits, in the machine's time, but no longer than the client does. */
export async function pause (ms: number, signal: AbortSignal, raw: ServerResponse): Promise<void> {
  if (signal.aborted || raw.destroyed) return
  const over = Promise.withResolvers<void>()
  const timeout = setTimeout(over.resolve, ms)
  signal.addEventListener('abort', () => { over.resolve() }, { once: true })
  raw.once('close', over.resolve)
  await over.promise
  clearTimeout(timeout)
  raw.removeListener('close', over.resolve)
}
