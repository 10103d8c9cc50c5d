import type { Instant } from '../core/instant.ts'
import { nextAttemptAt } from '../core/notification.ts'
import type { RetryDelaysMs } from '../core/notification.ts'
import type { Zone } from '../core/zone.ts'
import type { Store } from '../store/store.ts'
import type { AttemptOutcome, Delivery } from '../store/webhooks.ts'
import type { Answer, Message } from './send.ts'

/** Messages of one zone that are on their way at the same time, each about another hostname or to another destination. */
const AT_ONCE = 8

export interface DispatcherParts {
  readonly store: Pick<Store, 'zones' | 'alerting' | 'webhooks'>
  /** The zone's now. */
  readonly now: (zone: Zone) => Instant
  /** Milliseconds of the machine, to tell how long an answer took. */
  readonly systemNow: () => number
  readonly retryDelaysMs: RetryDelaysMs
  readonly send: (message: Message) => Promise<Answer>
  /** Changes when a restore brings another world, in which the same message may wait again. */
  readonly world: () => number
  /** The end has begun: what is on its way is taken up again by the next start. */
  readonly ending: AbortSignal
}

/**
 * Sends what is due in a zone, earliest first, until nothing is. In a zone whose clock stands still every attempt happens at the
 * moment at which it fell due: a long advance makes the attempts that many short ones would have made.
 */
export async function dispatchZone (zoneNo: number, parts: DispatcherParts): Promise<void> {
  const { store, ending } = parts
  const underWay = new Map<number, Promise<void>>()
  for (;;) {
    const zone = store.zones.findByNo(zoneNo)
    if (zone !== undefined && !ending.aborted) {
      const due = store.webhooks.listDue(zoneNo, parts.now(zone), AT_ONCE + underWay.size).filter(({ number }) => !underWay.has(number))
      for (const delivery of due.slice(0, AT_ONCE - underWay.size)) {
        underWay.set(delivery.number, attempt(delivery, zone, parts).finally(() => { underWay.delete(delivery.number) }))
      }
    }
    if (underWay.size === 0) return
    await Promise.race(underWay.values())
  }
}

async function attempt (delivery: Delivery, zone: Zone, parts: DispatcherParts): Promise<void> {
  const { store, systemNow } = parts
  const destination = store.alerting.findDestination(delivery.accountId, delivery.destinationId)
  const at = momentOf(delivery, parts.now(zone), zone)
  const startedAt = systemNow()
  const world = parts.world()
  const answer = destination === undefined ? GONE : await parts.send({ url: destination.url, secret: destination.secret, body: delivery.payload })
  if (parts.world() !== world || (parts.ending.aborted && 'error' in answer)) return
  const present = store.zones.findByNo(zone.no) ?? zone
  const endedAt = momentOf({ dueAt: at }, parts.now(present), present)
  const outcome = outcomeOf(delivery, { at, endedAt, durationMs: systemNow() - startedAt }, answer, destination === undefined ? [] : parts.retryDelaysMs)
  await store.webhooks.saveAttempt(delivery, { ...outcome, url: destination?.url ?? delivery.url })
}

const GONE: Answer = { error: 'the destination was deleted' }

/** While a clock stands still no time passes beside it. */
function momentOf ({ dueAt }: Pick<Delivery, 'dueAt'>, now: Instant, { clock }: Zone): Instant {
  return clock.mode === 'frozen' ? dueAt ?? now : now
}

interface Span {
  readonly at: Instant
  readonly endedAt: Instant
  readonly durationMs: number
}

function outcomeOf ({ attempts }: Delivery, { at, endedAt, durationMs }: Span, answer: Answer, delaysMs: RetryDelaysMs): Omit<AttemptOutcome, 'url'> {
  const delivered = 'status' in answer && answer.status >= 200 && answer.status < 300
  const made = { at, ...answer, durationMs }
  if (delivered) return { attempt: made, state: 'delivered', endedAt }
  const dueAt = nextAttemptAt(attempts.length + 1, endedAt, delaysMs)
  return { attempt: made, state: dueAt === undefined ? 'failed' : 'waiting', ...(dueAt === undefined ? {} : { dueAt }), endedAt }
}
