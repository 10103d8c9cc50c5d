import type { Context } from '../context.ts'
import { ApiError } from '../core/errors.ts'
import type { Account } from '../core/identity.ts'
import type { Instant } from '../core/instant.ts'
import type { NotificationPolicy, WebhookDestination } from '../core/notification.ts'
import { inTurn } from '../store/turns.ts'
import type { GivenDestination, GivenPolicy } from './request.ts'

/** More of either would be a mistake of the caller. */
const LIMIT = 100

/** Sends a destination what it is sent when it is saved. */
export type TestDestination = (destination: Pick<WebhookDestination, 'url' | 'secret'>) => Promise<{ readonly status: number } | { readonly error: string }>

/** What an account is to the use cases: itself, and the time that it lives in, which is that of its first zone. */
export interface AccountCall {
  readonly account: Account
  readonly now: Instant
}

/** Creates a webhook destination that has accepted the test message. Throws ApiError. */
export async function createDestination (context: Context, { account, now }: AccountCall, given: GivenDestination, test: TestDestination): Promise<WebhookDestination> {
  const { alerting, zones } = context.store
  const granted = zones.list().some(zone => zone.accountId === account.id && zone.settings.plan !== 'free')
  if (!granted) throw new ApiError('webhooksNotGranted')
  requireRoom(alerting.listDestinations(account.id).length, 'webhook destinations')
  await requireAccepted(given, test)
  const destination: WebhookDestination = { accountId: account.id, id: await takeId(context, account, 'webhook_destination'), ...given, createdAt: now, lastSuccessAt: now }
  await alerting.insertDestination(destination)
  return destination
}

/** Changes a webhook destination. Without a secret it keeps the one that it has; another URL has to accept the test message. Throws ApiError. */
export async function changeDestination (context: Context, { account, now }: AccountCall, id: string, { given, test }: {
  readonly given: GivenDestination, readonly test: TestDestination
}): Promise<void> {
  const { alerting } = context.store
  const present = findDestination(context, account, id)
  const next: WebhookDestination = { ...present, ...given }
  if (given.url !== present.url) {
    await requireAccepted(next, test)
    await alerting.noteTest(id, now, true)
  }
  await alerting.saveDestination(next)
}

/** Throws ApiError when the account has no such destination. */
export function findDestination ({ store }: Context, account: Account, id: string): WebhookDestination {
  const destination = store.alerting.findDestination(account.id, id)
  if (destination === undefined) throw new ApiError('webhookNotFound')
  return destination
}

async function requireAccepted ({ url, secret }: GivenDestination, test: TestDestination): Promise<void> {
  const answer = await test({ url, ...(secret === undefined ? {} : { secret }) })
  if ('error' in answer) throw new ApiError('webhookTestFailed', { reason: answer.error })
  if (answer.status < 200 || answer.status > 299) throw new ApiError('webhookTestFailed', { reason: `it answered with status ${answer.status}` })
}

/** Creates a policy for destinations that exist. Throws ApiError. */
export async function createPolicy (context: Context, { account, now }: AccountCall, given: GivenPolicy): Promise<NotificationPolicy> {
  const { alerting } = context.store
  requireRoom(alerting.listPolicies(account.id).length, 'notification policies')
  requireDestinations(context, account, given)
  const policy: NotificationPolicy = { accountId: account.id, id: await takeId(context, account, 'notification_policy'), ...given, createdAt: now, modifiedAt: now }
  await alerting.insertPolicy(policy)
  return policy
}

/** Puts a policy in the place of the present one. Throws ApiError. */
export async function changePolicy (context: Context, { account, now }: AccountCall, present: NotificationPolicy, given: GivenPolicy): Promise<void> {
  requireDestinations(context, account, given)
  const { accountId, id, createdAt, configured } = present
  await context.store.alerting.savePolicy({ accountId, id, ...given, createdAt, modifiedAt: now, ...(configured === undefined ? {} : { configured }) })
}

/** Throws ApiError when the account has no such policy. */
export function findPolicy ({ store }: Context, account: Account, id: string): NotificationPolicy {
  const policy = store.alerting.findPolicy(account.id, id)
  if (policy === undefined) throw new ApiError('policyNotFound')
  return policy
}

function requireDestinations (context: Context, account: Account, { mechanisms: { webhooks } }: GivenPolicy): void {
  for (const { id } of webhooks) findDestination(context, account, id)
}

function requireRoom (count: number, what: string): void {
  if (count >= LIMIT) throw new ApiError('alertingLimitReached', { limit: LIMIT, what })
}

/** Ids follow from how many an account ever had, so that a repeated run gives the same ones. */
async function takeId ({ store, random }: Context, { id: accountId }: Account, kind: string): Promise<string> {
  const key = `${kind}s_made/${accountId}`
  return await inTurn(store, key, async () => {
    const number = Number(store.findMeta(key) ?? 0) + 1
    await store.saveMeta(key, String(number))
    return random.hex(random.seed, `${kind}/${accountId}/${number}`, 32)
  })
}
