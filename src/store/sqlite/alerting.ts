import type { Instant } from '../../core/instant.ts'
import type { NotificationPolicy, WebhookDestination } from '../../core/notification.ts'
import { asksForWebhooks } from '../../core/notification.ts'
import type { AlertingStore } from '../webhooks.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'

interface Row {
  id: string
  account_id: string
  body: string
  last_success: number | null
  last_failure: number | null
}

export interface AlertingTables extends AlertingStore {
  /** True when a policy of the account asks for what happens to certificates. */
  asksForWebhooks (accountId: string): boolean
  /** Part of a running write: what came of a message to a destination. */
  note (id: string, at: Instant, accepted: boolean): void
  reload (): void
}

/** Destinations and policies, held in memory: every write of a hostname asks whether somebody wants to know. */
export function alertingTables (db: Db, commits: CommitQueue): AlertingTables {
  const destinationRows = db.prepare<[], Row>('SELECT id, account_id, body, last_success, last_failure FROM webhook_destinations ORDER BY number')
  const policyRows = db.prepare<[], Pick<Row, 'body'>>('SELECT body FROM notification_policies ORDER BY number')
  const insertDestination = db.prepare('INSERT INTO webhook_destinations (id, account_id, body, last_success, last_failure) VALUES (?, ?, ?, ?, ?)')
  const updateDestination = db.prepare('UPDATE webhook_destinations SET body = ? WHERE id = ?')
  const noteSuccess = db.prepare('UPDATE webhook_destinations SET last_success = ? WHERE id = ?')
  const noteFailure = db.prepare('UPDATE webhook_destinations SET last_failure = ? WHERE id = ?')
  const deleteDestination = db.prepare('DELETE FROM webhook_destinations WHERE id = ?')
  const insertPolicy = db.prepare('INSERT INTO notification_policies (id, account_id, body) VALUES (?, ?, ?)')
  const updatePolicy = db.prepare('UPDATE notification_policies SET body = ? WHERE id = ?')
  const deletePolicy = db.prepare('DELETE FROM notification_policies WHERE id = ?')
  const destinations = new Map<string, WebhookDestination>()
  const policies = new Map<string, NotificationPolicy>()
  const asking = new Set<string>()

  const ask = (): void => {
    asking.clear()
    for (const policy of policies.values()) if (asksForWebhooks(policy)) asking.add(policy.accountId)
  }
  const reload = (): void => {
    destinations.clear()
    policies.clear()
    for (const row of destinationRows.all()) destinations.set(row.id, destinationFromRow(row))
    for (const { body } of policyRows.all()) {
      const policy = JSON.parse(body) as NotificationPolicy
      policies.set(policy.id, policy)
    }
    ask()
  }
  reload()

  function savePolicy (policy: NotificationPolicy): void {
    updatePolicy.run(JSON.stringify(policy), policy.id)
    policies.set(policy.id, policy)
    ask()
  }
  function note (id: string, at: Instant, accepted: boolean): void {
    const destination = destinations.get(id)
    if (destination === undefined) return
    const statement = accepted ? noteSuccess : noteFailure
    statement.run(at, id)
    destinations.set(id, { ...destination, ...(accepted ? { lastSuccessAt: at } : { lastFailureAt: at }) })
  }
  const ofAccount = <T extends { readonly accountId: string }> (found: T | undefined, accountId: string): T | undefined => found?.accountId === accountId ? found : undefined

  return {
    reload,
    note,
    asksForWebhooks: accountId => asking.has(accountId),
    listDestinations: accountId => [...destinations.values()].filter(destination => destination.accountId === accountId),
    findDestination: (accountId, id) => ofAccount(destinations.get(id), accountId),
    insertDestination: async destination => {
      await commits.run(() => {
        insertDestination.run(destination.id, destination.accountId, bodyOf(destination), destination.lastSuccessAt ?? null, destination.lastFailureAt ?? null)
        destinations.set(destination.id, destination)
      })
    },
    saveDestination: async destination => {
      await commits.run(() => {
        updateDestination.run(bodyOf(destination), destination.id)
        const { lastSuccessAt, lastFailureAt } = destinations.get(destination.id) ?? {}
        destinations.set(destination.id, { ...destination, ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }), ...(lastFailureAt === undefined ? {} : { lastFailureAt }) })
      })
    },
    removeDestination: async (accountId, id) => {
      await commits.run(() => {
        deleteDestination.run(id)
        destinations.delete(id)
        for (const policy of policies.values()) {
          if (policy.accountId !== accountId || !policy.mechanisms.webhooks.some(webhook => webhook.id === id)) continue
          savePolicy({ ...policy, mechanisms: { ...policy.mechanisms, webhooks: policy.mechanisms.webhooks.filter(webhook => webhook.id !== id) } })
        }
      })
    },
    noteTest: async (id, at, accepted) => { await commits.run(() => { note(id, at, accepted) }) },
    listPolicies: accountId => [...policies.values()].filter(policy => policy.accountId === accountId),
    findPolicy: (accountId, id) => ofAccount(policies.get(id), accountId),
    insertPolicy: async policy => {
      await commits.run(() => {
        insertPolicy.run(policy.id, policy.accountId, JSON.stringify(policy))
        policies.set(policy.id, policy)
        ask()
      })
    },
    savePolicy: async policy => { await commits.run(() => { savePolicy(policy) }) },
    removePolicy: async (_accountId, id) => {
      await commits.run(() => {
        deletePolicy.run(id)
        policies.delete(id)
        ask()
      })
    }
  }
}

function bodyOf ({ lastSuccessAt, lastFailureAt, ...body }: WebhookDestination): string {
  return JSON.stringify(body)
}

function destinationFromRow (row: Row): WebhookDestination {
  return {
    ...JSON.parse(row.body) as WebhookDestination,
    ...(row.last_success === null ? {} : { lastSuccessAt: row.last_success }),
    ...(row.last_failure === null ? {} : { lastFailureAt: row.last_failure })
  }
}
