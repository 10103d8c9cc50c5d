import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { RequestFilterWire } from '../../schemas/admin/request.ts'
import { findRequests } from './requests.ts'
import type { JournalParts } from './requests.ts'
import { requestToWire } from './request-wire.ts'
import type { RequestWireParts } from './request-wire.ts'

/** Requests rendered at once while a client catches up. */
const PAGE = 100

const HEARTBEAT_MS = 15_000

export interface FollowRequestsParts extends JournalParts, RequestWireParts {
  readonly out: Writable
  readonly filter: RequestFilterWire
  /** Milliseconds between comments that keep the connection open, and the time that a client has to read on. */
  readonly heartbeatMs?: number
}

/**
 * Writes requests as server-sent events, from the one after `filter.after` on, until the client leaves, stops reading, or `out` ends. A client that
 * reads slower than they happen reads them from the journal, and misses what that had to give up.
 */
export async function followRequests (parts: FollowRequestsParts): Promise<void> {
  const { journal, out, filter, heartbeatMs = HEARTBEAT_MS } = parts
  let after = filter.after ?? journal.lastId()
  let wake = Promise.withResolvers<void>()
  let [writes, writesBefore] = [0, -1]
  const unsubscribe = journal.subscribe(() => { wake.resolve() })
  const heartbeat = setInterval(() => {
    // Nothing was taken since the last one: whoever holds the connection is not following.
    if (!out.writableNeedDrain) out.write(':\n\n')
    else if (writes === writesBefore) out.destroy()
    writesBefore = writes
  }, heartbeatMs)
  heartbeat.unref()
  out.once('close', () => { wake.resolve() })
  try {
    while (!out.destroyed && !out.writableEnded) {
      wake = Promise.withResolvers<void>()
      const newest = journal.lastId()
      const found = await findRequests(parts, { ...filter, after }, PAGE)
      after = found.length === PAGE ? found.at(-1)?.id ?? newest : Math.max(newest, found.at(-1)?.id ?? 0)
      for (const passed of found) await write(out, `id: ${passed.id}\nevent: request\ndata: ${JSON.stringify(await requestToWire(passed, parts))}\n\n`)
      writes++
      if (journal.lastId() <= after) await wake.promise
    }
  } finally {
    clearInterval(heartbeat)
    unsubscribe()
  }
}

async function write (out: Writable, text: string): Promise<void> {
  if (out.destroyed || out.writableEnded || out.write(text)) return
  await Promise.race([once(out, 'drain'), once(out, 'close')]).catch(() => {})
}
