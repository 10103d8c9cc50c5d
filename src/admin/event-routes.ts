import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { EventListSchema, ListEventsQuerySchema, StreamEventsQuerySchema } from '../../schemas/admin/event.ts'
import { invalidRequest } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { followEvents } from './event-feed.ts'
import { listEvents } from './events.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'

const STANDARD_LIMIT = 100

/** What happened, as a list and as a stream. */
export function eventRoutes (app: AdminApp, parts: AdminParts): void {
  const { store } = parts.context
  const open = new Set<{ end (): unknown }>()
  app.addHook('preClose', async () => { for (const stream of open) stream.end() })

  app.get('/events', {
    schema: {
      summary: 'List what happened, oldest first', operationId: 'listEvents', querystring: ListEventsQuerySchema, response: { 200: EventListSchema, '4xx': AdminErrorSchema }
    }
  }, async ({ query: { limit = STANDARD_LIMIT, ...filter } }) => {
    if (filter.zone_id !== undefined) await findCaughtUp(parts, filter.zone_id)
    return { events: await listEvents(store, filter, limit) }
  })

  app.get('/events/stream', {
    schema: { summary: 'Follow what happens as server-sent events', operationId: 'streamEvents', querystring: StreamEventsQuerySchema, response: { '4xx': AdminErrorSchema } }
  }, async ({ query, headers }, reply) => {
    if (query.zone_id !== undefined) await findCaughtUp(parts, query.zone_id)
    const after = lastEventId(headers['last-event-id']) ?? query.after ?? store.events.lastId()
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    // The first bytes tell the client that it is connected.
    raw.write(':\n\n')
    open.add(raw)
    try {
      await followEvents({ store, out: raw, filter: { ...query, after } })
    } finally {
      open.delete(raw)
      raw.end()
    }
  })
}

function lastEventId (header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  const id = Number(header)
  if (!Number.isSafeInteger(id) || id < 0) throw invalidRequest('Last-Event-ID', 'must be the id of an event')
  return id
}
