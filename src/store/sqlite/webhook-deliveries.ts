import type { Delivery, DeliveryAttempt, DeliveryFilter, DeliveryState, NewDelivery, WebhookStore } from '../webhooks.ts'
import { DELIVERIES_KEPT } from '../webhooks.ts'
import type { AlertingTables } from './alerting.ts'
import type { CommitQueue } from './commit-queue.ts'
import type { Db } from './database.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'

interface Row {
  number: number
  id: string
  account_id: string
  zone_no: number
  seq: number
  custom_hostname_id: string | null
  hostname: string | null
  event_type: string
  policy_id: string
  destination_id: string
  url: string
  at: number
  state: DeliveryState
  due_at: number | null
  attempts: string
  payload: string
}

const COLUMNS = 'number, id, account_id, zone_no, seq, custom_hostname_id, hostname, event_type, policy_id, destination_id, url, at, state, due_at, attempts, payload'

/** So many messages that are done with make it worth to look for those that are one too many. */
const SWEEP_AFTER = 500

/**
 * Messages about one hostname go to one destination in their order: of those that wait only the first has a due moment, which
 * the next one inherits.
 */
export function webhookDeliveryTable (db: Db, commits: CommitQueue, { outbox, alerting }: { readonly outbox: WebhookOutbox, readonly alerting: AlertingTables }): WebhookStore {
  const insert = db.prepare(`INSERT OR IGNORE INTO webhook_deliveries (id, account_id, zone_no, seq, custom_hostname_id, hostname, event_type, policy_id,
    destination_id, url, at, state, due_at, attempts, payload, sent_at)
    SELECT :id, :accountId, zone_no, :seq, :customHostnameId, :hostname, :eventType, :policyId, :destinationId, :url, :at, 'waiting',
      CASE WHEN EXISTS (SELECT 1 FROM webhook_deliveries WHERE state = 'waiting' AND destination_id = :destinationId AND seq = :seq) THEN NULL ELSE :at END,
      '[]', :payload, NULL
    FROM zones WHERE zone_no = :zoneNo`)
  const due = db.prepare<[number, number, number], Row>(`SELECT ${COLUMNS} FROM webhook_deliveries
    WHERE zone_no = ? AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, number LIMIT ?`)
  const earliest = db.prepare<[], { zoneNo: number, dueAt: number }>(
    'SELECT zone_no AS zoneNo, min(due_at) AS dueAt FROM webhook_deliveries WHERE due_at IS NOT NULL GROUP BY zone_no')
  const update = db.prepare('UPDATE webhook_deliveries SET state = ?, due_at = ?, attempts = ?, url = ?, sent_at = ? WHERE number = ? AND id = ?')
  const release = db.prepare(`UPDATE webhook_deliveries SET due_at = max(at, :endedAt) WHERE number = (
      SELECT min(number) FROM webhook_deliveries WHERE state = 'waiting' AND destination_id = :destinationId AND seq = :seq
    ) AND due_at IS NULL`)
  const releaseAll = db.prepare(`UPDATE webhook_deliveries SET due_at = at WHERE state = 'waiting' AND due_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM webhook_deliveries e WHERE e.state = 'waiting' AND e.destination_id = webhook_deliveries.destination_id
        AND e.seq = webhook_deliveries.seq AND e.number < webhook_deliveries.number)`)
  const sweep = db.prepare(`DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND number <= (SELECT max(number) FROM webhook_deliveries) - ${DELIVERIES_KEPT}`)
  const byId = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM webhook_deliveries WHERE id = ?`)
  const makeDue = db.prepare('UPDATE webhook_deliveries SET state = \'waiting\', due_at = ?, sent_at = NULL WHERE id = ? AND (state <> \'waiting\' OR due_at IS NOT NULL)')
  let sinceSweep = SWEEP_AFTER

  function finished (): void {
    if (++sinceSweep <= SWEEP_AFTER) return
    sweep.run()
    sinceSweep = 0
  }

  return {
    ...lists(db),
    onCaptured: outbox.onCaptured,
    listCaptures: outbox.listCaptures,
    enqueue: async (deliveries, upTo) => {
      await commits.run(() => {
        for (const delivery of deliveries) insert.run(parametersOf(delivery))
        outbox.taken(upTo)
      })
    },
    listDue: (zoneNo, until, limit) => due.all(zoneNo, until, limit).map(fromRow),
    earliestDue: () => earliest.all(),
    saveAttempt: async ({ number, id, destinationId, seq, attempts }, { attempt, url, state, dueAt, endedAt }) => {
      await commits.run(() => {
        const delivered = state === 'delivered'
        const { changes } = update.run(state, dueAt ?? null, JSON.stringify([...attempts, attempt]), url, delivered ? attempt.at : null, number, id)
        alerting.note(destinationId, attempt.at, delivered)
        if (changes === 0 || state === 'waiting') return
        release.run({ destinationId, seq, endedAt })
        finished()
      })
    },
    find: id => {
      const row = byId.get(id)
      return row === undefined ? undefined : fromRow(row)
    },
    redeliver: async (id, at) => await commits.run(() => makeDue.run(at, id).changes > 0),
    remove: async filter => await commits.run(() => {
      const { where, values } = conditionOf(filter)
      const { changes } = db.prepare(`DELETE FROM webhook_deliveries WHERE ${where}`).run(values)
      releaseAll.run()
      return changes
    })
  }
}

function lists (db: Db): Pick<WebhookStore, 'list' | 'listDelivered' | 'countDelivered'> {
  const delivered = 'FROM webhook_deliveries WHERE account_id = :accountId AND state = \'delivered\' AND sent_at > :since AND sent_at < :before'
  const page = db.prepare<[Record<string, unknown>], Row>(`SELECT ${COLUMNS} ${delivered} ORDER BY number DESC LIMIT :limit OFFSET :offset`)
  const count = db.prepare<[Record<string, unknown>], number>(`SELECT count(*) ${delivered}`).pluck()
  return {
    list: (filter, { after, limit }) => {
      const { where, values } = conditionOf(filter)
      return db.prepare<[Record<string, unknown>], Row>(`SELECT ${COLUMNS} FROM webhook_deliveries WHERE number > :after AND ${where} ORDER BY number LIMIT :limit`)
        .all({ ...values, after, limit }).map(fromRow)
    },
    listDelivered: (accountId, period) => page.all({ accountId, ...period }).map(fromRow),
    countDelivered: (accountId, period) => count.get({ accountId, ...period }) ?? 0
  }
}

const FILTERS = { zoneNo: 'zone_no', customHostnameId: 'custom_hostname_id', eventType: 'event_type', state: 'state' } as const

function conditionOf (filter: DeliveryFilter): { readonly where: string, readonly values: Record<string, unknown> } {
  const given = Object.entries(FILTERS).filter(([key]) => filter[key as keyof DeliveryFilter] !== undefined)
  return { where: ['1 = 1', ...given.map(([key, column]) => `${column} = :${key}`)].join(' AND '), values: { ...filter } }
}

function parametersOf ({ customHostnameId = null, hostname = null, ...rest }: { [Key in keyof NewDelivery]: NewDelivery[Key] | null }): Record<string, unknown> {
  return { ...rest, customHostnameId, hostname }
}

function fromRow (row: Row): Delivery {
  return {
    number: row.number,
    id: row.id,
    accountId: row.account_id,
    zoneNo: row.zone_no,
    seq: row.seq,
    ...(row.custom_hostname_id === null ? {} : { customHostnameId: row.custom_hostname_id }),
    ...(row.hostname === null ? {} : { hostname: row.hostname }),
    eventType: row.event_type,
    policyId: row.policy_id,
    destinationId: row.destination_id,
    url: row.url,
    at: row.at,
    state: row.state,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    attempts: JSON.parse(row.attempts) as DeliveryAttempt[],
    payload: row.payload
  }
}
