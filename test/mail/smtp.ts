import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'
import type { Test } from 'tap'

/** A message as a mail server received it. */
export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly tls: boolean
  readonly user: unknown
  readonly headers: string
  /** With its transfer encoding undone. */
  readonly body: string
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>

/** A real mail server on a free port that keeps what it receives, and ends with the test. */
export async function startMailServer (t: Test, options: SMTPServerOptions = {}) {
  const messages: Received[] = []
  const waiting = new Set<() => void>()
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onConnect (_session, callback) {
      connections++
      callback()
    },
    onData (stream, { envelope: { mailFrom, rcptTo }, secure, user }, callback) {
      text(stream).then(raw => {
        const end = raw.indexOf('\r\n\r\n')
        messages.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          tls: secure,
          user,
          headers: raw.slice(0, end),
          body: decoded(raw.slice(end))
        })
        callback()
        for (const look of waiting) look()
      }, callback)
    },
    ...options
  })
  // A client that gives up in the middle of something is part of the tests.
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  t.teardown(async () => { await new Promise<void>(resolve => { server.close(resolve) }) })
  return {
    port: (listening.address() as AddressInfo).port,
    messages,
    connections: () => connections,
    /** Resolves when so many messages have come. */
    received: async (count: number) => await new Promise<void>(resolve => {
      const look = (): void => {
        if (messages.length < count) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  }
}

function decoded (body: string): string {
  return body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
