// Loaded before a test file: writes down every exchange of every server in its process, in the order of their requests.
import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a server was asked and what it answered; `head` is the status line with all headers, as sent. */
export interface Exchange {
  readonly request: string
  readonly head: string
  readonly body: string
}

const exchanges: Array<() => Exchange> = []

/** The bytes of a body, which go through `write` and `end`. */
function bodyOf (response: ServerResponse): () => string {
  const chunks: Buffer[] = []
  const { write, end } = response
  const passOn = (method: typeof write | typeof end) => (...args: unknown[]): unknown => {
    const [chunk] = args
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
    return Reflect.apply(method, response, args) as unknown
  }
  response.write = passOn(write) as typeof write
  response.end = passOn(end) as typeof end
  return () => Buffer.concat(chunks).toString()
}

subscribe('http.server.request.start', message => {
  const { request, response } = message as { readonly request: IncomingMessage, readonly response: ServerResponse }
  const body = bodyOf(response)
  exchanges.push(() => ({ request: `${request.method} ${request.url}`, head: String(Reflect.get(response, '_header')), body: body() }))
})

process.on('exit', () => {
  writeFileSync(process.env['EXCHANGES'] ?? '', JSON.stringify(exchanges.map(read => read())))
})
