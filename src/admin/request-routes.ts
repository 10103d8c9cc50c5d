import { AdminErrorSchema } from '../../schemas/admin/error.ts'
import {
  ListRequestsQuerySchema, PollingQuerySchema, PollingSchema, RequestCountSchema, RequestFilterSchema, RequestListSchema, RequestParametersSchema, RequestSchema
} from '../../schemas/admin/request.ts'
import type { Context } from '../context.ts'
import { notFound } from '../http/admin-refusal.ts'
import type { AdminApp } from '../http/admin-scope.ts'
import type { ServedRoute } from '../core/nearest-route.ts'
import type { Journal } from '../traffic/journal.ts'
import { eventStreamReplies, lastEventId } from './event-stream.ts'
import { followRequests } from './request-feed.ts'
import { requestToWire } from './request-wire.ts'
import { clearRequests, findRequests, reportPolling, requestMatcher } from './requests.ts'

export interface RequestAdminParts {
  readonly context: Pick<Context, 'store'>
  readonly traffic: { readonly journal: Journal, readonly routes: () => readonly ServedRoute[] }
}

const STANDARD_LIMIT = 100

/** The journal of requests to the v4 API: what a client sent, how often, and what it got. */
export function requestRoutes (app: AdminApp, { context: { store }, traffic: { journal, routes } }: RequestAdminParts): void {
  const parts = { store, journal, routes }
  const refused = { '4xx': AdminErrorSchema }
  const counted = { querystring: RequestFilterSchema, response: { 200: RequestCountSchema, ...refused } }
  const streamTo = eventStreamReplies(app)

  app.get('/requests', {
    schema: { summary: 'List requests to the v4 API, oldest first', operationId: 'listRequests', querystring: ListRequestsQuerySchema, response: { 200: RequestListSchema, ...refused } }
  }, async ({ query: { limit = STANDARD_LIMIT, ...filter } }) => {
    const found = await findRequests(parts, filter, limit)
    return { requests: await Promise.all(found.map(async passed => await requestToWire(passed, parts))) }
  })

  app.get('/requests/count', { schema: { ...counted, summary: 'Count requests', operationId: 'countRequests' } },
    async ({ query }) => ({ count: (await findRequests(parts, query)).length }))

  app.delete('/requests', { schema: { ...counted, summary: 'Forget requests', operationId: 'clearRequests' } },
    async ({ query }) => ({ count: await clearRequests(parts, query) }))

  app.get('/requests/polling', {
    schema: { summary: 'Read how custom hostnames were polled', operationId: 'reportPolling', querystring: PollingQuerySchema, response: { 200: PollingSchema, ...refused } }
  }, async ({ query }) => await reportPolling(parts, query))

  app.get('/requests/stream', {
    schema: { summary: 'Follow requests as server-sent events', operationId: 'streamRequests', querystring: RequestFilterSchema, response: { ...refused } }
  }, async ({ query, headers }, reply) => {
    requestMatcher(query, store)
    const after = lastEventId(headers['last-event-id']) ?? query.after ?? journal.lastId()
    await streamTo(reply, async out => { await followRequests({ ...parts, out, filter: { ...query, after } }) })
  })

  app.get('/requests/:request_id', {
    schema: { summary: 'Read a request', operationId: 'getRequest', params: RequestParametersSchema, response: { 200: RequestSchema, ...refused } }
  }, async ({ params }) => {
    const passed = journal.find(Number(params.request_id))
    if (passed === undefined) throw notFound(`request ${params.request_id}`)
    return await requestToWire({ ...passed }, parts)
  })
}
