import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'

/** How the service presents itself to the customer's server. */
const USER_AGENT = 'Cloudflare Custom Hostname Verification'

/** More is never read of an answer, nor of its headers. */
const LIMIT_BYTES = 8 * 1024

export interface FileRequest {
  /** As a URL has it: `http://app.customer.com/.well-known/...`. */
  readonly url: string
  /** Where to connect to: an address and not a name, so that no second lookup can lead elsewhere. */
  readonly address: string
  readonly port: number
  /** For the whole exchange. */
  readonly timeoutMs: number
}

/** Fetches a file; undefined when there is none to be had: no answer, another status than 200 (a redirect too), too much of it. */
export async function fetchFile ({ url, address, port, timeoutMs }: FileRequest): Promise<string | undefined> {
  const { host, pathname } = new URL(url)
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const asked = request({
    host: address,
    port,
    path: pathname,
    headers: { host, 'user-agent': USER_AGENT, accept: '*/*', connection: 'close' },
    agent: false,
    maxHeaderSize: LIMIT_BYTES,
    signal: AbortSignal.timeout(timeoutMs)
  })
  asked.on('error', () => { resolve(undefined) })
  // An upgrade that nobody asked for ends the exchange without an error.
  asked.on('close', () => { resolve(undefined) })
  asked.on('response', response => {
    readBody(response).then(resolve, () => { resolve(undefined) })
  })
  asked.end()
  try {
    return await promise
  } finally {
    asked.destroy()
  }
}

async function readBody (response: IncomingMessage): Promise<string | undefined> {
  if (response.statusCode !== 200) return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Published server configurations end the file with a newline, which is not part of the token. */
export function isToken (body: string | undefined, token: string): boolean {
  return body?.replace(/[\r\n]+$/, '') === token
}
