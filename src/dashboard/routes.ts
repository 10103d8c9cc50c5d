import type { FastifyInstance, FastifyReply } from 'fastify'
import { checkCaller } from '../http/admin-guard.ts'
import { Refusal } from '../http/admin-refusal.ts'
import type { Asset, Assets } from './assets.ts'

export interface DashboardParts {
  /** Names by which the dashboard may be addressed beside loopback names and IP addresses. */
  readonly allowedHosts: readonly string[]
}

/** Only the page's own scripts and styles, and calls of the server that it came from. */
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
} as const

/**
 * The dashboard at `/`: a page and its files, which hold nothing secret and ask the two APIs for everything. Nothing of it is
 * loaded, or built, before somebody asks for it.
 */
export async function dashboardRoutes (app: FastifyInstance, { allowedHosts }: DashboardParts): Promise<void> {
  let loading: Promise<Assets> | undefined
  const assets = async (): Promise<Assets> => {
    loading ??= (await import('./assets.ts')).loadAssets()
    // A build that failed is tried again by the next request.
    return await loading.catch((error: unknown) => { loading = undefined; throw error })
  }
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof Refusal) return await sendText(reply, error.status, error.message)
    request.log.error(error, 'the dashboard could not be served')
    return await sendText(reply, 500, 'the dashboard could not be served; the log of the sandbox says why')
  })
  app.addHook('onRequest', async ({ headers }) => { checkCaller(headers, allowedHosts) })

  app.get('/', { schema: { hide: true } }, async ({ headers }, reply) => {
    const { page } = await assets()
    reply.headers({ ...HEADERS, 'cache-control': 'no-cache', etag: page.etag })
    if (headers['if-none-match'] === page.etag) return await reply.code(304).send()
    return await send(reply, page)
  })

  app.get<{ Params: { file: string } }>('/dashboard/:file', { schema: { hide: true } }, async ({ params: { file } }, reply) => {
    const asset = (await assets()).files.get(file)
    if (asset === undefined) return await sendText(reply, 404, 'the dashboard has no such file')
    // Its name has the hash of what it holds.
    reply.headers({ ...HEADERS, 'cache-control': 'public, max-age=31536000, immutable', etag: asset.etag })
    return await send(reply, asset)
  })
}

async function send (reply: FastifyReply, { type, body }: Asset): Promise<FastifyReply> {
  return await reply.type(type).send(body)
}

async function sendText (reply: FastifyReply, status: number, text: string): Promise<FastifyReply> {
  return await reply.code(status).headers({ ...HEADERS, 'cache-control': 'no-store' }).type('text/plain; charset=utf-8').send(`${text}\n`)
}
