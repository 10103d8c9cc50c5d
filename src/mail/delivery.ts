import { setTimeout } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type { OutgoingMessage } from './service.ts'

/** A mail server that was named in the options; no other one is ever spoken to. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on. */
  readonly secure: boolean
  readonly user?: string
  readonly password?: string
}

export interface DeliveryParts {
  readonly server: SmtpServer
  /** How long to wait before each further attempt. */
  readonly retryDelaysMs?: readonly number[]
  readonly onFailure: (message: string, error: unknown) => void
}

const RETRY_DELAYS_MS = [1000, 5000, 25_000]

/** Messages that wait for a server which does not answer; the oldest are given up first. They stay in the mailbox. */
const WAITING_AT_MOST = 10_000

/** Hands messages to a mail server, one after another. What fails is tried again a few times and then only stays in the mailbox. */
export function createDelivery ({ server, retryDelaysMs = RETRY_DELAYS_MS, onFailure }: DeliveryParts) {
  const transport = createTransport(transportOptions(server))
  const queue: OutgoingMessage[] = []
  const ending = new AbortController()
  const { signal } = ending
  let working: Promise<void> | undefined

  async function work (): Promise<void> {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) await deliver(next)
  }

  async function deliver (message: OutgoingMessage): Promise<void> {
    const { id, at, ...words } = message
    for (let attempt = 0; ; attempt++) {
      try {
        await transport.sendMail({ ...words, date: new Date(at), messageId: `<mail-${id}@certvalidate.sandflare.invalid>`, signal })
        return
      } catch (error) {
        if (signal.aborted) return
        const delayMs = isFinal(error) ? undefined : retryDelaysMs[attempt]
        onFailure(`message ${id} to ${words.to} was not delivered${delayMs === undefined ? ' and is not tried again' : ''}`, error)
        if (delayMs === undefined) return
        await setTimeout(delayMs, undefined, { signal }).catch(() => {})
      }
    }
  }

  function wake (): void {
    if (working !== undefined || signal.aborted || queue.length === 0) return
    working = work().finally(() => {
      working = undefined
      wake()
    })
  }

  return {
    add (messages: readonly OutgoingMessage[]): void {
      queue.push(...messages)
      const given = queue.splice(0, Math.max(queue.length - WAITING_AT_MOST, 0))
      if (given.length > 0) onFailure(`${given.length} messages are not delivered`, new Error('too many messages wait for the mail server'))
      wake()
    },
    /** Gives up what waits. */
    async stop (): Promise<void> {
      ending.abort()
      await working
      transport.close()
    }
  }
}

function transportOptions ({ host, port, secure, user, password = '' }: SmtpServer) {
  return {
    host,
    port,
    secure,
    pool: true,
    maxConnections: 1,
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    // Without TLS from the start there is nothing to trust anyway; test servers offer STARTTLS with certificates of their own.
    ...(secure ? {} : { opportunisticTLS: true, tls: { rejectUnauthorized: false } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true
  } as const
}

/** The server said that it will never take the message. */
function isFinal (error: unknown): boolean {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' && error.responseCode >= 500
}
