import { SAAS_ALERT_TYPE } from '../core/notification.ts'
import type { WebhookDestination } from '../core/notification.ts'
import type { Instant } from '../core/instant.ts'
import type { TokenSource } from '../core/tokens.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'

export interface ConfiguredParts {
  readonly store: Store
  readonly tokens: TokenSource
  readonly urls: readonly string[]
  readonly secret: string | undefined
  /** The zone's now. */
  readonly now: (zone: Zone) => Instant
  readonly systemNow: () => Instant
}

/**
 * Gives every account the destinations that the configuration names, with a policy for them, and takes away those that it no longer
 * names. Ids follow from account and URL, so that what waits for one outlives a restart. None of them is sent a test message:
 * the receiver may well start later than the sandbox.
 */
export async function applyConfiguredWebhooks ({ store: { alerting, identities, zones }, tokens, urls, secret, now, systemNow }: ConfiguredParts): Promise<void> {
  for (const { id: accountId } of identities.listAccounts()) {
    const zone = zones.list().find(candidate => candidate.accountId === accountId)
    const createdAt = zone === undefined ? systemNow() : now(zone)
    const wanted = urls.map((url, i): WebhookDestination => ({
      accountId,
      id: tokens.hex('configured-webhook', `${accountId}/${url}`, 32),
      name: urls.length === 1 ? 'Configured webhook' : `Configured webhook ${i + 1}`,
      url,
      ...(secret === undefined ? {} : { secret }),
      createdAt,
      configured: true
    }))
    for (const { id, configured } of alerting.listDestinations(accountId)) {
      if (configured === true && !wanted.some(destination => destination.id === id)) await alerting.removeDestination(accountId, id)
    }
    for (const destination of wanted) {
      const kept = alerting.findDestination(accountId, destination.id)
      if (kept === undefined) await alerting.insertDestination(destination)
      else if (kept.secret !== secret || kept.name !== destination.name) await alerting.saveDestination({ ...destination, createdAt: kept.createdAt })
    }
    await applyPolicy(alerting, { accountId, id: tokens.hex('configured-policy', accountId, 32), createdAt, webhooks: wanted.map(({ id }) => ({ id })) })
  }
}

interface Wanted {
  readonly accountId: string
  readonly id: string
  readonly createdAt: Instant
  readonly webhooks: ReadonlyArray<{ readonly id: string }>
}

async function applyPolicy (alerting: Store['alerting'], { accountId, id, createdAt, webhooks }: Wanted): Promise<void> {
  const kept = alerting.findPolicy(accountId, id)
  if (webhooks.length === 0) {
    if (kept !== undefined) await alerting.removePolicy(accountId, id)
    return
  }
  const mechanisms = { webhooks, email: [], pagerduty: [] }
  if (kept !== undefined) {
    await alerting.savePolicy({ ...kept, mechanisms })
    return
  }
  await alerting.insertPolicy({
    accountId,
    id,
    name: 'Configured webhooks',
    description: '',
    enabled: true,
    alertType: SAAS_ALERT_TYPE,
    mechanisms,
    filters: {},
    createdAt,
    modifiedAt: createdAt,
    configured: true
  })
}
