import { setImmediate } from 'node:timers/promises'
import type { Mail } from '../store/mails.ts'
import type { KeptEvent } from '../store/store.ts'
import type { MailContext } from './approval.ts'
import { mayAsk } from './letters.ts'
import type { Message } from './message.ts'
import { composeMessage } from './message.ts'
import { createWriter } from './writer.ts'

export interface MailParts {
  readonly context: MailContext
  /** Where the sandbox answers; asked for only once it does. */
  readonly baseUrl: () => string
  /** Takes messages to the people that they are for; missing: they only stay in the mailbox. */
  readonly delivery?: Delivery | undefined
  readonly onError: (error: unknown) => void
}

export interface Delivery {
  add (messages: readonly OutgoingMessage[]): void
  stop (): Promise<void>
}

export interface OutgoingMessage extends Message {
  readonly id: number
  readonly at: number
}

/** A message of the mailbox in words, with the link that it holds. */
export interface WrittenMail extends Message {
  readonly link: string
}

export interface MailService {
  readonly name: 'mail'
  /** Writes what was missed while the sandbox did not run, then follows what happens. */
  start (): Promise<void>
  stop (): Promise<void>
  /** Resolves when everything that has happened so far is written. */
  settled (): Promise<void>
  compose (mail: Pick<Mail, 'hostname' | 'to' | 'token'>): WrittenMail
}

/** Writes to the people of a domain whenever a certificate waits for their approval. It follows events, so no lifecycle waits for it. */
export function createMail ({ context, baseUrl, delivery, onError }: MailParts): MailService {
  const queue: Array<readonly KeptEvent[]> = []
  let started = false
  let working: Promise<void> | undefined

  const compose = ({ hostname, to, token }: Pick<Mail, 'hostname' | 'to' | 'token'>): WrittenMail => {
    const link = `${baseUrl()}/certvalidate/${token}`
    return { ...composeMessage({ hostname, to, link }), link }
  }
  const writer = createWriter({
    context,
    onWritten: mails => { delivery?.add(mails.map(mail => ({ ...compose(mail), id: mail.id, at: mail.at }))) }
  })

  function wake (): void {
    if (!started || working !== undefined || queue.length === 0) return
    working = work().catch(onError).finally(() => {
      working = undefined
      wake()
    })
  }

  async function work (): Promise<void> {
    // Whoever wrote the events goes on first; what comes until then is written together.
    await setImmediate()
    await writer.follow(queue.splice(0).flat())
  }

  async function idle (): Promise<void> {
    for (let present = working; present !== undefined; present = working) await present
  }

  const unsubscribe = context.store.events.subscribe(events => {
    if (!events.some(({ event }) => mayAsk(event))) return
    queue.push(events)
    wake()
  })

  return {
    name: 'mail',
    compose,
    async start () {
      await writer.finish()
      started = true
      wake()
    },
    async stop () {
      unsubscribe()
      await idle()
      await delivery?.stop()
    },
    async settled () {
      // Events are announced in the turn after their commit.
      await setImmediate()
      await idle()
    }
  }
}
