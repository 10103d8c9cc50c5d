import { setImmediate, setTimeout } from 'node:timers/promises'
import { TEST_MESSAGE } from '../core/webhook-payload.ts'
import { createTimer } from '../scheduler/timer.ts'
import { standstillOf } from '../store/standstill.ts'
import type { Answer, Message } from './send.ts'
import type { WebhookWork, WorkParts } from './work.ts'
import { createWork } from './work.ts'

/** Whoever waits for deliveries waits no longer than this, in milliseconds of the machine. */
const SETTLED_WITHIN_MS = 60_000

export interface WebhookParts extends WorkParts {
  readonly settledWithinMs?: number
}

export interface WebhookService {
  readonly name: 'webhooks'
  /** Takes up what was left over by the last run, then follows what happens. */
  start (): Promise<void>
  stop (): Promise<void>
  /** A clock changed: something may be due now, or at another moment of the machine. */
  wake (): void
  /** Resolves when every message that is due has been delivered, has failed, or waits for a later moment; within a bound whatever receivers do. */
  settled (zoneNo?: number): Promise<void>
  /** Sends what a destination is sent when it is saved. */
  test (destination: Pick<Message, 'url' | 'secret'>): Promise<Answer>
}

/** Tells destinations what happens to certificates. It follows what the store captured, so no lifecycle waits for it. */
export function createWebhookService (parts: WebhookParts): WebhookService {
  const { store, onError, settledWithinMs = SETTLED_WITHIN_MS } = parts
  const ending = new AbortController()
  const work = createWork(parts, ending.signal, () => { timer.wake() })
  const timer = createTimer({ nextDelay: work.nextDelay, fire: async () => { work.dispatchDue() }, onError })
  let started = false

  async function follow (): Promise<void> {
    // Whoever wrote it goes on first.
    await setImmediate()
    await standstillOf(store).during(work.compose)
    work.dispatchDue()
    timer.wake()
  }
  function wake (): void {
    if (started && !ending.signal.aborted) follow().catch(onError)
  }
  store.webhooks.onCaptured(wake)
  store.onReplaced(wake)

  return {
    name: 'webhooks',
    wake,
    async start () {
      started = true
      wake()
    },
    async stop () {
      ending.abort()
      await timer.stop()
      await work.idle()
    },
    settled: async zoneNo => { if (started) await settle(work, zoneNo, { withinMs: settledWithinMs, ending: ending.signal }) },
    test: async destination => await work.send({ ...destination, body: JSON.stringify(TEST_MESSAGE) })
  }
}

async function settle (work: WebhookWork, zoneNo: number | undefined, { withinMs, ending }: { readonly withinMs: number, readonly ending: AbortSignal }): Promise<void> {
  const settled = new AbortController()
  const tooLong = setTimeout(withinMs, 'too long', { signal: AbortSignal.any([settled.signal, ending]), ref: false }).catch(() => 'too long')
  try {
    // What is captured is announced in the turn after its commit.
    await setImmediate()
    for (;;) {
      await work.compose()
      work.dispatchDue()
      const busy = work.busy(zoneNo)
      if (busy.length === 0 || ending.aborted) return
      if (await Promise.race([Promise.all(busy), tooLong]) === 'too long') return
    }
  } finally {
    settled.abort()
  }
}
