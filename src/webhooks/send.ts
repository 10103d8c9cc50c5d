import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'

/** More is never read of an answer, nor of its headers. */
const LIMIT_BYTES = 16 * 1024

export interface Message {
  readonly url: string
  /** Sent as it is in `cf-webhook-auth`. */
  readonly secret?: string | undefined
  /** JSON text. */
  readonly body: string
}

export interface SendParts {
  readonly isAllowed: (address: string) => boolean
  /** PEM texts of roots that receivers may have beside the public ones. */
  readonly trustedRoots: readonly string[]
  /** For the whole exchange. */
  readonly timeoutMs: number
  readonly resolve?: (name: string) => Promise<readonly string[]>
}

/** The status of an answer, or why there was none. */
export type Answer = { readonly status: number } | { readonly error: string }

/** Posts a message. Its address is looked up once and connected to as it is, so that no second lookup can lead elsewhere; no redirect is followed. Never rejects. */
export async function sendMessage (message: Message, parts: SendParts, ending: AbortSignal): Promise<Answer> {
  try {
    return await lookUpAndPost(message, parts, ending)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

async function lookUpAndPost (message: Message, { isAllowed, trustedRoots, timeoutMs, resolve = askMachine }: SendParts, ending: AbortSignal): Promise<Answer> {
  const url = new URL(message.url)
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(name) === 0 ? await resolve(name).catch(() => []) : [name]
  const address = addresses.find(isAllowed)
  if (address === undefined) {
    const [first] = addresses
    return { error: first === undefined ? `${name} does not resolve` : `${first} is not among the addresses that --allowed-addresses allows` }
  }
  return await post(message, { url, name, address, trustedRoots, timeoutMs, ending })
}

interface Target {
  readonly url: URL
  readonly name: string
  readonly address: string
  readonly trustedRoots: readonly string[]
  readonly timeoutMs: number
  readonly ending: AbortSignal
}

async function post ({ secret, body }: Message, { url, name, address, trustedRoots, timeoutMs, ending }: Target): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const timeout = AbortSignal.timeout(timeoutMs)
  const options: RequestOptions = {
    method: 'POST',
    host: address,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Sandflare',
      ...(url.username === '' ? {} : { authorization: `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}` }),
      ...(secret === undefined ? {} : { 'cf-webhook-auth': secret }),
      connection: 'close'
    },
    agent: false,
    maxHeaderSize: LIMIT_BYTES,
    signal: AbortSignal.any([timeout, ending])
  }
  const sent = url.protocol === 'https:'
    ? requestHttps({ ...options, ...(isIP(name) === 0 ? { servername: name } : {}), ca: [...rootCertificates, ...trustedRoots] })
    : requestHttp(options)
  sent.on('error', error => { resolve({ error: timeout.aborted ? `no answer within ${timeoutMs} ms` : error.message }) })
  // An upgrade that nobody asked for ends the exchange without an error.
  sent.on('close', () => { resolve({ error: 'the connection closed without an answer' }) })
  sent.on('response', response => {
    // The status is the answer; how the rest goes changes nothing.
    drain(response).catch(() => {}).then(() => { resolve({ status: response.statusCode ?? 0 }) }, () => {})
  })
  sent.end(body)
  try {
    return await promise
  } finally {
    sent.destroy()
  }
}

async function drain (response: IncomingMessage): Promise<void> {
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT_BYTES) return
  }
}

async function askMachine (name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address)
}
