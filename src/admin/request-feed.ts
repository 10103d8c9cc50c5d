import type { Writable } from 'node:stream'
import type { RequestFilterWire } from '../../schemas/admin/request.ts'
import { openEventStream } from './event-stream.ts'
import { findRequests } from './requests.ts'
import type { JournalParts } from './requests.ts'
import { requestToWire } from './request-wire.ts'
import type { RequestWireParts } from './request-wire.ts'

/** Requests rendered at once while a client catches up. */
const PAGE = 100

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
  const { journal, out, filter, heartbeatMs } = parts
  let after = filter.after ?? journal.lastId()
  const stream = openEventStream(out, heartbeatMs)
  const unsubscribe = journal.subscribe(stream.wake)
  try {
    while (stream.isOpen) {
      stream.rearm()
      const newest = journal.lastId()
      const found = await findRequests(parts, { ...filter, after }, PAGE)
      after = found.length === PAGE ? found.at(-1)?.id ?? newest : Math.max(newest, found.at(-1)?.id ?? 0)
      for (const passed of found) await stream.write(`id: ${passed.id}\nevent: request\ndata: ${JSON.stringify(await requestToWire(passed, parts))}\n\n`)
      if (journal.lastId() <= after) await stream.sleep()
    }
  } finally {
    stream.close()
    unsubscribe()
  }
}
