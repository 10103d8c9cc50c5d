import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  AlertingIdSchema, AvailableAlertsSchema, CreateNotificationPolicySchema, DeletedAlertingSchema, EditNotificationPolicySchema, GivenWebhookDestinationSchema,
  ListHistoryQuerySchema, NotificationHistorySchema, NotificationPolicySchema, PolicyParametersSchema, WebhookDestinationSchema, WebhookParametersSchema, wholeListOf
} from '../../schemas/alerting.ts'
import { FailureSchema, listOf, singleOf } from '../../schemas/envelope.ts'
import { AccountParametersSchema } from '../../schemas/parameters.ts'
import { ApiError } from '../core/errors.ts'
import { isIdentifier } from '../core/identifier.ts'
import type { Permission } from '../core/identity.ts'
import { authorize } from '../http/auth.ts'
import type { Answer } from '../http/envelope.ts'
import { list, single } from '../http/envelope.ts'
import type { Call } from '../http/gate.ts'
import { handle, pathOf } from '../http/gate.ts'
import { readPage } from '../http/paging.ts'
import type { RouteParts } from '../route-parts.ts'
import { readDestination, readPeriod, readPolicy } from './request.ts'
import type { AccountCall, TestDestination } from './use-cases.ts'
import { changeDestination, changePolicy, createDestination, createPolicy, findDestination, findPolicy } from './use-cases.ts'
import { AVAILABLE_ALERTS, destinationToWireText, historyToWireText, policyToWireText } from './wire.ts'

export interface AlertingParts extends RouteParts {
  readonly webhooks: { readonly test: TestDestination }
}

const READ = 'Notifications Read'
const WRITE = 'Notifications Write'
const BASE = '/accounts/:account_id/alerting/v3'
const WEBHOOKS = `${BASE}/destinations/webhooks`
const POLICIES = `${BASE}/policies`
const PAGING = { least: 5, most: 1000, standard: 25, error: 'invalidAlertingPaging' } as const

const failures = { '4xx': FailureSchema }
const account = { params: AccountParametersSchema }
const ofWebhooks = { tags: ['Notification webhooks'] }
const ofPolicies = { tags: ['Notification policies'] }
const saved = { 200: singleOf(AlertingIdSchema), ...failures }
const gone = { 200: DeletedAlertingSchema, ...failures }

const DELETED: Answer = { status: 200, body: '{"success":true,"errors":[],"messages":[]}' }

type Work = (call: AccountCall & Call) => Promise<Answer> | Answer
type Handle = (permission: Permission, work: Work) => (request: FastifyRequest, reply: FastifyReply) => Promise<void> | undefined

/** `alerting/v3`: where an account wants to be told what happens to its certificates. */
export function alertingRoutes (app: FastifyInstance, parts: AlertingParts): void {
  const onAccount = accountHandler(parts)
  webhookRoutes(app, parts, onAccount)
  policyRoutes(app, parts, onAccount)
  historyRoutes(app, parts, onAccount)
}

/** Calls on an account: credentials, the account, the permission, then the work. */
function accountHandler ({ gate, context: { store, now } }: AlertingParts): Handle {
  return (permission, work) => handle(gate, call => {
    const { account_id: accountId } = call.request.params as Path
    for (const id of Object.values(call.request.params as Path)) if (!isIdentifier(id)) throw new ApiError('malformedIdentifier', { path: pathOf(call.request) })
    const found = store.identities.findAccount(accountId)
    const zone = store.zones.list().find(candidate => candidate.accountId === accountId)
    const present = zone === undefined ? gate.systemNow() : now(zone)
    authorize(call.caller, { accountId, permission, now: present })
    // A token for some zones covers nothing that belongs to the account as a whole.
    const narrow = call.caller.kind === 'token' && call.caller.token.zoneIds !== undefined
    if (found === undefined || narrow) throw new ApiError('resourceNotCovered')
    return work({ ...call, account: found, now: present })
  })
}

function webhookRoutes (app: FastifyInstance, { context, webhooks: { test } }: AlertingParts, onAccount: Handle): void {
  const { alerting } = context.store
  const one = { ...ofWebhooks, params: WebhookParametersSchema }

  app.get(WEBHOOKS, {
    schema: { ...ofWebhooks, ...account, summary: 'List webhook destinations', operationId: 'listWebhooks', response: { 200: wholeListOf(WebhookDestinationSchema), ...failures } }
  }, onAccount(READ, call => wholeList(alerting.listDestinations(call.account.id).map(destinationToWireText))))

  app.post(WEBHOOKS, {
    schema: {
      ...ofWebhooks, ...account, summary: 'Create a webhook destination', operationId: 'createWebhook', body: GivenWebhookDestinationSchema, response: { 201: singleOf(AlertingIdSchema), ...failures }
    }
  }, onAccount(WRITE, async call => idOf(await createDestination(context, call, readDestination(call.request), test), 201)))

  app.get(`${WEBHOOKS}/:webhook_id`, {
    schema: { ...one, summary: 'Read a webhook destination', operationId: 'getWebhook', response: { 200: singleOf(WebhookDestinationSchema), ...failures } }
  }, onAccount(READ, call => single(destinationToWireText(findDestination(context, call.account, webhookId(call))))))

  app.put(`${WEBHOOKS}/:webhook_id`, {
    schema: { ...one, summary: 'Change a webhook destination', operationId: 'updateWebhook', body: GivenWebhookDestinationSchema, response: saved }
  }, onAccount(WRITE, async call => {
    const { id } = findDestination(context, call.account, webhookId(call))
    await changeDestination(context, call, id, { given: readDestination(call.request), test })
    return idOf({ id })
  }))

  app.delete(`${WEBHOOKS}/:webhook_id`, {
    schema: { ...one, summary: 'Delete a webhook destination', operationId: 'deleteWebhook', response: gone }
  }, onAccount(WRITE, async call => {
    const { id } = findDestination(context, call.account, webhookId(call))
    await alerting.removeDestination(call.account.id, id)
    return DELETED
  }))
}

function policyRoutes (app: FastifyInstance, { context }: AlertingParts, onAccount: Handle): void {
  const { alerting } = context.store
  const one = { ...ofPolicies, params: PolicyParametersSchema }

  app.get(POLICIES, {
    schema: { ...ofPolicies, ...account, summary: 'List notification policies', operationId: 'listPolicies', response: { 200: wholeListOf(NotificationPolicySchema), ...failures } }
  }, onAccount(READ, call => wholeList(alerting.listPolicies(call.account.id).map(policyToWireText))))

  app.post(POLICIES, {
    schema: { ...ofPolicies, ...account, summary: 'Create a notification policy', operationId: 'createPolicy', body: CreateNotificationPolicySchema, response: saved }
  }, onAccount(WRITE, async call => idOf(await createPolicy(context, call, readPolicy(call.request)))))

  app.get(`${POLICIES}/:policy_id`, {
    schema: { ...one, summary: 'Read a notification policy', operationId: 'getPolicy', response: { 200: singleOf(NotificationPolicySchema), ...failures } }
  }, onAccount(READ, call => single(policyToWireText(findPolicy(context, call.account, policyId(call))))))

  app.put(`${POLICIES}/:policy_id`, {
    schema: { ...one, summary: 'Change a notification policy', operationId: 'updatePolicy', body: EditNotificationPolicySchema, response: saved }
  }, onAccount(WRITE, async call => {
    const present = findPolicy(context, call.account, policyId(call))
    await changePolicy(context, call, present, readPolicy(call.request, present))
    return idOf(present)
  }))

  app.delete(`${POLICIES}/:policy_id`, {
    schema: { ...one, summary: 'Delete a notification policy', operationId: 'deletePolicy', response: gone }
  }, onAccount(WRITE, async call => {
    const { id } = findPolicy(context, call.account, policyId(call))
    await alerting.removePolicy(call.account.id, id)
    return DELETED
  }))
}

function historyRoutes (app: FastifyInstance, { context: { store } }: AlertingParts, onAccount: Handle): void {
  app.get(`${BASE}/available_alerts`, {
    schema: { ...ofPolicies, ...account, summary: 'List the types of alerts', operationId: 'listAvailableAlerts', response: { 200: singleOf(AvailableAlertsSchema), ...failures } }
  }, onAccount(READ, () => single(JSON.stringify(AVAILABLE_ALERTS))))

  app.get(`${BASE}/history`, {
    schema: {
      ...ofPolicies,
      ...account,
      summary: 'List notifications that were sent, newest first',
      operationId: 'listNotificationHistory',
      querystring: ListHistoryQuerySchema,
      response: { 200: listOf(NotificationHistorySchema), ...failures }
    }
  }, onAccount(READ, ({ account: { id }, query }) => {
    const page = readPage(query, PAGING)
    const period = readPeriod(query)
    const sent = store.webhooks.listDelivered(id, { ...period, offset: (page.page - 1) * page.perPage, limit: page.perPage })
    const texts = sent.map(delivery => historyToWireText(delivery, store.alerting.findPolicy(id, delivery.policyId)))
    return list(texts, page, store.webhooks.countDelivered(id, period))
  }))
}

type Path = Readonly<Record<'account_id' | 'webhook_id' | 'policy_id', string>>

function webhookId ({ request }: Call): string {
  return (request.params as Path).webhook_id
}

function policyId ({ request }: Call): string {
  return (request.params as Path).policy_id
}

function idOf ({ id }: { readonly id: string }, status = 200): Answer {
  return single(JSON.stringify({ id }), status)
}

function wholeList (items: readonly string[]): Answer {
  return { status: 200, body: `{"result":[${items.join(',')}],"success":true,"errors":[],"messages":[]}` }
}
