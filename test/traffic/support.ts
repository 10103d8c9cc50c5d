import { connect } from 'node:net'
import Cloudflare from 'cloudflare'
import type { Sandbox } from '../../src/index.ts'

/** The official client, which shall not try again. */
export function clientOf ({ baseURL, token }: Sandbox, timeout = 10_000): Cloudflare {
  return new Cloudflare({ apiToken: token, baseURL, maxRetries: 0, timeout })
}

/** What a raw request is answered with, and how its connection ends. */
export interface RawAnswer {
  readonly text: string
  /** The code of the error that ended the connection; undefined when the server closed it in peace. */
  readonly error: string | undefined
}

/** A request over a connection of its own, read until that is closed, or until what has come fits `enough`. */
export async function askRaw ({ url, token }: Sandbox, method: string, path: string, enough?: RegExp): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  const done = Promise.withResolvers<RawAnswer>()
  let text = ''
  let error: string | undefined
  socket.on('error', (failure: NodeJS.ErrnoException) => { error = failure.code })
  socket.on('data', chunk => {
    text += chunk.toString()
    if (enough?.test(text) === true) socket.destroy()
  })
  socket.on('close', () => { done.resolve({ text, error }) })
  socket.write(`${method} /client/v4${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`)
  return await done.promise
}

/** A call of the v4 API with further headers. */
export async function ask ({ baseURL, token }: Sandbox, method: string, path: string, { headers = {}, body }: { readonly headers?: Record<string, string>, readonly body?: unknown } = {}) {
  const response = await fetch(`${baseURL}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: () => JSON.parse(text) as { readonly errors?: ReadonlyArray<{ readonly code: number, readonly message: string }>, readonly result?: { readonly id: string } } }
}
