import type { SystemClock } from '../clock.ts'
import type { Instant } from '../core/instant.ts'
import type { RetryDelaysMs } from '../core/notification.ts'
import type { Zone } from '../core/zone.ts'
import type { ComposerParts } from './composer.ts'
import type { DispatcherParts } from './dispatcher.ts'
import type { Answer, Message, SendParts } from './send.ts'

export interface WorkParts extends ComposerParts {
  readonly clock: SystemClock
  /** The zone's now. */
  readonly now: (zone: Zone) => Instant
  readonly retryDelaysMs: RetryDelaysMs
  readonly sending: SendParts
  readonly onError: (error: unknown) => void
}

export interface WebhookWork {
  send (message: Message): Promise<Answer>
  /** Makes messages of what was captured so far. */
  compose (): Promise<void>
  /** Begins to send what is due, wherever that is not under way already. */
  dispatchDue (): void
  /** What is under way, in one zone or in all. */
  busy (zoneNo: number | undefined): ReadonlyArray<Promise<void>>
  /** Milliseconds of the machine until something falls due in a running zone. */
  nextDelay (): number
  /** Resolves when nothing is under way any more. */
  idle (): Promise<void>
}

/** One composing at a time, and one dispatching for each zone. Few sandboxes tell anybody anything: what that takes is loaded by the first message. */
export function createWork (parts: WorkParts, ending: AbortSignal, onIdle: () => void): WebhookWork {
  const { store, now, onError } = parts
  const zones = new Map<number, Promise<void>>()
  let composing = Promise.resolve()
  let world = 0
  store.onReplaced(() => { world++ })

  const send = async (message: Message): Promise<Answer> => await (await import('./send.ts')).sendMessage(message, parts.sending, ending)
  const dispatching: DispatcherParts = { store, now, systemNow: () => parts.clock.now(), retryDelaysMs: parts.retryDelaysMs, send, world: () => world, ending }

  async function dispatch (zoneNo: number): Promise<void> {
    const { dispatchZone } = await import('./dispatcher.ts')
    await dispatchZone(zoneNo, dispatching)
  }

  async function composeAll (): Promise<void> {
    if (ending.aborted || store.webhooks.listCaptures(1).length === 0) return
    const { composeCaptured } = await import('./composer.ts')
    await composeCaptured(parts)
  }

  const due = (): Array<{ readonly zone: Zone, readonly dueAt: Instant }> => store.webhooks.earliestDue().flatMap(({ zoneNo, dueAt }) => {
    const zone = store.zones.findByNo(zoneNo)
    // A zone where something is under way is looked at again when that is done.
    return zone === undefined || zones.has(zoneNo) ? [] : [{ zone, dueAt }]
  })

  return {
    send,
    async compose () {
      const mine = composing.then(composeAll)
      composing = mine.catch(() => {})
      await mine
    },
    dispatchDue () {
      if (ending.aborted) return
      for (const { zone, dueAt } of due()) {
        if (dueAt > now(zone)) continue
        const work = dispatch(zone.no).finally(() => { zones.delete(zone.no) })
        // What cannot be done now is left to whatever happens next: at once it would fail again.
        zones.set(zone.no, work.then(onIdle, onError))
      }
    },
    busy: zoneNo => [...zones].filter(([no]) => zoneNo === undefined || no === zoneNo).map(([, work]) => work),
    nextDelay: () => due().reduce((least, { zone, dueAt }) => zone.clock.mode === 'running' ? Math.min(least, dueAt - now(zone)) : least, Infinity),
    async idle () {
      await composing
      await Promise.all(zones.values())
    }
  }
}
