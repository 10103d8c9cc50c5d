import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import { EventListSchema, ListEventsQuerySchema, StreamEventsQuerySchema } from '../../schemas/admin/event.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import { eventStreamReplies, lastEventId } from './event-stream.ts'
import { followEvents } from './event-feed.ts'
import { listEvents } from './events.ts'
import { findCaughtUp } from './parts.ts'
import type { AdminParts } from './parts.ts'

const STANDARD_LIMIT = 100

/** What happened, as a list and as a stream. */
export function eventRoutes (app: AdminApp, parts: AdminParts): void {
  const { store } = parts.context
  const streamTo = eventStreamReplies(app)

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
    await streamTo(reply, async out => { await followEvents({ store, out, filter: { ...query, after } }) })
  })
}
