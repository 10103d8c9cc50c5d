import type { Context } from '../context.ts'
import type { Instant } from '../core/instant.ts'
import { SAAS_ALERT_TYPE } from '../core/notification.ts'
import type { Seed } from './seed.ts'
import { SeedError } from '../config/seed-files.ts'

/** Plants the webhook destinations and notification policies of a seed, whose accounts are there. Throws SeedError with the path of a fault. */
export async function plantWebhooks ({ world, placeOf }: Seed, { store, random }: Context, now: Instant): Promise<void> {
  const { webhook_destinations: destinations = [], notification_policies: policies = [] } = world
  const refuse = (path: string, problem: string): never => { throw new SeedError(`seed: ${path}: ${problem}`) }
  const idOf = (accountId: string, name: string): string => random.hex(random.seed, `webhook-destination/${accountId}/${name}`, 32)
  const requireAccount = (path: string, id: string): void => {
    if (store.identities.findAccount(id) === undefined) refuse(`${path}/account_id`, 'names no account of the seed')
  }
  for (const [i, { account_id: accountId, name, url, secret }] of destinations.entries()) {
    const path = placeOf('webhook_destinations', i)
    requireAccount(path, accountId)
    if (!URL.canParse(url)) refuse(`${path}/url`, 'is not a URL')
    if (store.alerting.findDestination(accountId, idOf(accountId, name)) !== undefined) refuse(`${path}/name`, 'is the name of an earlier destination')
    await store.alerting.insertDestination({ accountId, id: idOf(accountId, name), name, url, ...(secret === undefined ? {} : { secret }), createdAt: now })
  }
  for (const [i, { account_id: accountId, name, description = '', enabled = true, webhooks }] of policies.entries()) {
    const path = placeOf('notification_policies', i)
    requireAccount(path, accountId)
    const unknown = webhooks.find(webhook => store.alerting.findDestination(accountId, idOf(accountId, webhook)) === undefined)
    if (unknown !== undefined) refuse(`${path}/webhooks`, `"${unknown}" is not the name of a webhook destination of the account`)
    await store.alerting.insertPolicy({
      accountId,
      id: random.hex(random.seed, `notification-policy/seed/${i}`, 32),
      name,
      description,
      enabled,
      alertType: SAAS_ALERT_TYPE,
      mechanisms: { webhooks: webhooks.map(webhook => ({ id: idOf(accountId, webhook) })), email: [], pagerduty: [] },
      filters: {},
      createdAt: now,
      modifiedAt: now
    })
  }
}
