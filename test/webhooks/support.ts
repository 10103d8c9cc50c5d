import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Cloudflare from 'cloudflare'
import type { Test } from 'tap'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'

export const PREFIX = 'ssl.custom_hostname_certificate.'
export const ALERT_TYPE = 'custom_ssl_certificate_event_type'

/** The event object of a message, as far as tests look into it. */
export interface ReceivedEvent {
  readonly metadata: {
    readonly event: { readonly id: string, readonly type: string, readonly created_at: string }
    readonly account: { readonly id: string }
    readonly zone: { readonly id: string }
  }
  readonly data: {
    readonly id?: string
    readonly hostname?: string
    readonly ssl: Readonly<Record<string, unknown>> & { readonly status: string }
    readonly custom_metadata?: unknown
    readonly custom_origin_server?: string
  }
}

export interface ReceivedMessage {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Readonly<Record<string, unknown>> & { readonly data?: ReceivedEvent, readonly policy_id?: string, readonly text: string }
}

/** Answers a message: a status, or whatever a test does with the response; undefined leaves the sender waiting. */
export type Answering = (message: ReceivedMessage, response: ServerResponse) => number | undefined

export interface Receiver {
  readonly url: string
  readonly messages: ReceivedMessage[]
  /** The messages that tell of events. */
  events (): readonly ReceivedEvent[]
  /** Types of the events, without their prefix, of one hostname or of all. */
  types (hostname?: string): readonly string[]
  /** How messages are answered from now on; with 200 at first. */
  answer (answering: Answering): void
  /** Resolves when so many messages have come. */
  received (count: number): Promise<void>
  close (): Promise<void>
}

/** A web server that takes webhooks, on a port of its own. */
export async function startReceiver (t: Test, port = 0): Promise<Receiver> {
  const messages: ReceivedMessage[] = []
  let answering: Answering = () => 200
  let changed = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => { chunks.push(chunk) })
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedMessage['body']
      const message = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      messages.push(message)
      const status = answering(message, response)
      if (status !== undefined) response.writeHead(status).end()
      changed.resolve()
      changed = Promise.withResolvers()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    if (!server.listening) return
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
  t.teardown(close)
  const events = (): readonly ReceivedEvent[] => messages.flatMap(({ body: { data } }) => data ?? [])
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    messages,
    events,
    types: hostname => events().filter(({ data }) => hostname === undefined || data.hostname === hostname).map(({ metadata }) => metadata.event.type.replace(PREFIX, '')),
    answer (next) { answering = next },
    async received (count) {
      while (messages.length < count) await changed.promise
    },
    close
  }
}

/** A sandbox that ends with the test, and the official client for it. */
export async function open (t: Test, options: LibraryOptions = {}): Promise<{ sandbox: Sandbox, client: Cloudflare, zone: { readonly zone_id: string }, account: { readonly account_id: string } }> {
  const sandbox = await createSandbox(options)
  t.teardown(sandbox.close)
  const client = clientOf(sandbox)
  await client.customHostnames.fallbackOrigin.update({ zone_id: sandbox.zone.id, origin: 'proxy-fallback.saasprovider.com' })
  await sandbox.advance('5s')
  return { sandbox, client, zone: { zone_id: sandbox.zone.id }, account: { account_id: sandbox.zone.accountId } }
}

export function clientOf ({ token, baseURL }: Pick<Sandbox, 'token' | 'baseURL'>): Cloudflare {
  return new Cloudflare({ apiToken: token, baseURL, maxRetries: 0 })
}

/** A destination at a receiver, and a policy for it. Forgets the test message. */
export async function subscribe (client: Cloudflare, account: { readonly account_id: string }, receiver: Receiver, secret?: string) {
  const { webhooks } = client.alerting.destinations
  const destination = await webhooks.create({ ...account, name: 'certificates', url: receiver.url, ...(secret === undefined ? {} : { secret }) })
  const policy = await client.alerting.policies.create({
    ...account, name: 'SaaS certificates', enabled: true, alert_type: ALERT_TYPE, mechanisms: { webhooks: [{ id: destination.id ?? '' }] }
  })
  receiver.messages.length = 0
  return { destinationId: destination.id ?? '', policyId: policy.id ?? '' }
}
