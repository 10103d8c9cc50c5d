import type { RequestHandler } from 'msw'
import { http, passthrough } from 'msw'

export interface ForwardOptions {
  /** The base URL that the code under test calls; the one of the real service unless given. */
  readonly baseURL?: string
}

/**
 * Handlers for MSW that let a sandbox answer what is sent to the real service, so that code whose base URL cannot be changed can be
 * tested as it is. The sandbox's own address passes through untouched, so that unhandled requests can go on being errors.
 */
export function forwardToSandbox (sandbox: { readonly url: string }, { baseURL = 'https://api.cloudflare.com/client/v4' }: ForwardOptions = {}): RequestHandler[] {
  const base = new URL(baseURL).href.replace(/\/$/, '')
  const own = sandbox.url.replace(/\/$/, '')
  return [
    http.all(`${base}/*`, async ({ request }) => await forward(request, `${own}/client/v4${request.url.slice(base.length)}`)),
    http.all(`${own}/*`, () => passthrough())
  ]
}

async function forward (request: Request, url: string): Promise<Response> {
  const headers = new Headers(request.headers)
  // Both belong to the connection that was meant for the real service.
  headers.delete('host')
  headers.delete('content-length')
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer()
  const { status, statusText, headers: answered, body: answer } = await fetch(url, { method: request.method, headers, body, signal: request.signal })
  return new Response(answer, { status, statusText, headers: answered })
}
