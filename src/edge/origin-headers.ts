import type { IncomingHttpHeaders } from 'node:http'
import type { Errand } from './journey.ts'

/** Headers that concern one connection only (RFC 9110, 7.6.1), and those that an edge settles by itself. */
const HOP_BY_HOP = new Set([
  'connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'
])

/** What visitors may not claim, and what the edge never passes on. `expect` was answered already. */
const DROPPED = new Set([
  'host', 'expect', 'content-length', 'x-real-ip', 'cf-connecting-ip', 'cf-connecting-ipv6', 'cf-pseudo-ipv4', 'cf-connecting-o2o', 'cf-worker', 'cf-ew-via', 'cf-visitor',
  'cf-ray', 'cf-ipcountry', 'x-forwarded-for', 'x-forwarded-proto', 'cdn-loop', 'accept-encoding'
])

/** What an origin says to its own server only. */
const FOR_THE_SERVER = new Set(['x-accel-buffering', 'x-accel-charset', 'x-accel-limit-rate', 'x-accel-redirect'])

/** Methods for which Node sends no body unless it is told how the body ends. */
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** The headers of the request to the origin. */
export function originHeaders (given: IncomingHttpHeaders, { head, route, ray }: Errand, upgrade: boolean): Record<string, string | string[]> {
  const { client, scheme, host } = head
  const forwarded = given['x-forwarded-for']
  const loop = given['cdn-loop']
  return {
    host,
    ...kept(given, DROPPED),
    ...(upgrade ? { connection: 'Upgrade', upgrade: 'websocket' } : { connection: 'Keep-Alive' }),
    ...bodyHeaders(given, head),
    'accept-encoding': 'br, gzip',
    'cf-connecting-ip': client,
    'x-forwarded-for': forwarded === undefined || forwarded === '' ? client : `${[forwarded].flat().join(',')},${client}`,
    'x-forwarded-proto': scheme,
    'cf-visitor': JSON.stringify({ scheme }),
    'cf-ray': ray,
    'cf-ipcountry': 'XX',
    'cdn-loop': loop === undefined ? 'cloudflare' : `${[loop].flat().join(', ')}, cloudflare`,
    ...(route.orangeToOrange ? { 'cf-connecting-o2o': '1' } : {})
  }
}

/** The headers of the origin's answer as visitors get them; the edge adds its own. */
export function visitorHeaders (given: IncomingHttpHeaders, ray: string): Record<string, string | string[]> {
  return { ...kept(given, FOR_THE_SERVER), 'cf-cache-status': 'DYNAMIC', server: 'cloudflare', 'cf-ray': ray }
}

/** End-to-end headers; what `Connection` names is not one. */
function kept (given: IncomingHttpHeaders, dropped: ReadonlySet<string>): Record<string, string | string[]> {
  const named = new Set(String(given.connection ?? '').toLowerCase().split(',').map(name => name.trim()))
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]) => {
    const passes = value !== undefined && !name.startsWith(':') && !HOP_BY_HOP.has(name) && !dropped.has(name) && !named.has(name)
    return passes ? [[name, value] as const] : []
  }))
}

/**
 * How the body ends is said anew, so that the origin never has two opinions about it. Where Node would send a body without any
 * marks it is told to chunk it; elsewhere it does so by itself, and keeps the connection.
 */
function bodyHeaders (given: IncomingHttpHeaders, { framing, method }: Errand['head']): Record<string, string> {
  switch (framing) {
    case 'length': return { 'content-length': given['content-length'] ?? '0' }
    case 'marked': return WITHOUT_BODY.has(method) ? { 'transfer-encoding': 'chunked' } : {}
    case 'none': return WITHOUT_BODY.has(method) ? {} : { 'content-length': '0' }
  }
}
