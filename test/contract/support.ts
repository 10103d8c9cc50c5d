import { strict as assert } from 'node:assert'
import type { Test } from 'tap'
import type { GivenZoneSettingsWire } from '../../schemas/admin/zone.ts'
import type { CustomHostnameWire } from '../../schemas/custom-hostname.ts'
import type { SslWire } from '../../schemas/ssl.ts'
import { createSandbox } from '../../src/index.ts'
import type { LibraryOptions, Sandbox } from '../../src/index.ts'
import { readPublished } from './published.ts'
import { checkBySchema, findRoute } from './routes.ts'

export type Fields = Readonly<Record<string, unknown>>

/** An answer as a client sees it, and the parts of it that tests look at. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Fields
  /** The result of an answer with one object; empty on failure. */
  readonly result: Fields
  readonly items: readonly Fields[]
  readonly code: number | undefined
}

export interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A sandbox that listens, and calls on it, each of which is held against the schemas. */
export interface Contract {
  readonly sandbox: Sandbox
  /** `path` lies below `/client/v4`. */
  ask (method: string, path: string, sent?: Sent): Promise<Reply>
  /** Calls on the custom hostnames of the first zone; `rest` is what follows. */
  hostnames (method: string, rest?: string, body?: unknown): Promise<Reply>
  /** Creates a custom hostname and answers it. */
  create (hostname: string, ssl?: Fields, rest?: Fields): Promise<CustomHostnameWire>
  read (id: string): Promise<CustomHostnameWire>
  /** Sets the fallback origin and waits until it is active. */
  setFallbackOrigin (): Promise<void>
  /** Changes settings of the first zone. */
  settings (given: GivenZoneSettingsWire): Promise<void>
}

/** What every test file holds answers against besides our own schemas; undefined without a published document. */
export const published = readPublished()

/** Starts a sandbox for a test; it is closed with it. */
export async function openContract (t: Test, options: LibraryOptions = {}): Promise<Contract> {
  const sandbox = await createSandbox(options)
  t.teardown(sandbox.close)
  return contractOf(sandbox)
}

/** Calls on a sandbox that listens already. */
export function contractOf (sandbox: Sandbox): Contract {
  const { baseURL, token, zone, admin } = sandbox
  const collection = `/zones/${zone.id}/custom_hostnames`

  async function ask (method: string, path: string, { body, headers = { authorization: `Bearer ${token}` } }: Sent = {}): Promise<Reply> {
    const response = await fetch(`${baseURL}${path}`, {
      method,
      ...(body === undefined ? { headers } : { headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) })
    })
    const reply = replyOf(response, await response.json() as Fields)
    checkAnswer(method, path, reply)
    return reply
  }

  const hostnames = async (method: string, rest = '', body?: unknown): Promise<Reply> => await ask(method, `${collection}${rest}`, body === undefined ? {} : { body })

  return {
    sandbox,
    ask,
    hostnames,
    async create (hostname, ssl = { method: 'http', type: 'dv' }, rest = {}) {
      const { status, body, result } = await hostnames('POST', '', { hostname, ssl, ...rest })
      assert.equal(status, 201, JSON.stringify(body))
      return result as unknown as CustomHostnameWire
    },
    async read (id) {
      const { status, body, result } = await hostnames('GET', `/${id}`)
      assert.equal(status, 200, JSON.stringify(body))
      return result as unknown as CustomHostnameWire
    },
    async setFallbackOrigin () {
      assert.equal((await hostnames('PUT', '/fallback_origin', { origin: `proxy-fallback.${zone.name}` })).status, 200)
      await sandbox.advance('5s')
      assert.equal((await hostnames('GET', '/fallback_origin')).result['status'], 'active')
    },
    async settings (given) {
      await admin.zones.update(zone.id, { settings: given })
    }
  }
}

/** Holds an answer against our own schemas always, and against a published document where there is one that knows the route. */
export function checkAnswer (method: string, path: string, { status, headers, body }: Pick<Reply, 'status' | 'headers' | 'body'>): void {
  assert.match(headers.get('content-type') ?? '', /^application\/json/, `${method} ${path}`)
  assert.match(headers.get('cf-ray') ?? '', /^[0-9a-f]{16}-[A-Z]{3}$/, `${method} ${path}`)
  checkBySchema(method, path, { status, body })
  const route = findRoute(method, path)
  if (published === undefined || route === undefined || !published.describes(method, route.path)) return
  const records = route.path.includes('/dns_records') ? [body['result'] ?? []].flat() as unknown as readonly Fields[] : []
  if (records.every(({ type = 'A' }) => published.describesRecord(String(type)))) published.check(method, route.path, { status, body: publishable(body) })
}

/** The retired method `cname` is in no published document; everything else has to be. */
function publishable (body: Fields): Fields {
  return JSON.parse(JSON.stringify(body).replaceAll('"method":"cname"', '"method":"txt"')) as Fields
}

function replyOf (response: Response, body: Fields): Reply {
  const { result } = body
  const errors = (body['errors'] ?? []) as ReadonlyArray<{ readonly code: number }>
  return {
    status: response.status,
    headers: response.headers,
    body,
    result: Array.isArray(result) || result === null || result === undefined ? {} : result as Fields,
    items: Array.isArray(result) ? result as readonly Fields[] : [],
    code: errors[0]?.code
  }
}

/** The certificate of a hostname that has one. */
export function sslOf ({ hostname, ssl }: CustomHostnameWire): SslWire {
  assert.ok(ssl !== undefined, `${hostname} has no ssl`)
  return ssl
}
