import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Refusal } from './errors.ts'
import { edgeError, plainRefusal } from './errors.ts'
import { nameOfHost, normaliseName } from './names.ts'

export type VisitorRequest = IncomingMessage | Http2ServerRequest
export type VisitorResponse = ServerResponse | Http2ServerResponse

/** How the end of a body is known: by a length, by its own marks, or there is none. */
export type Framing = 'length' | 'marked' | 'none'

/** A request as the edge sees it, checked. */
export interface RequestHead {
  readonly method: string
  /** `Host` as it was sent. */
  readonly host: string
  /** The name in it, as names are compared. */
  readonly name: string
  /** Path and query, beginning with `/`. */
  readonly path: string
  readonly scheme: 'http' | 'https'
  /** The visitor's address. */
  readonly client: string
  readonly framing: Framing
  /** Bytes announced. */
  readonly contentLength: number
  /** What bodies may be packed with. */
  readonly acceptEncoding: string
}

/** The service's own limit, in characters. */
const URL_LENGTH = 16 * 1024
const FORWARDED_FOR_LENGTH = 100

/** Reads what the edge has to know of a request, or says why it is refused. */
export function readRequest (req: VisitorRequest): RequestHead | Refusal {
  const { socket } = req
  const raw = req.rawHeaders.filter((_, i) => i % 2 === 0).map(name => name.toLowerCase())
  const target = readTarget(req, raw)
  if ('status' in target) return target
  const { host, name, path } = target
  const contentLength = Number(req.headers['content-length'] ?? 0)
  const framing = framingOf(req)
  if (framing === undefined) return plainRefusal(501, 'Bodies are taken as they are or chunked, in no other transfer coding.')
  const serverName = isEncrypted(socket) && typeof socket.servername === 'string' ? normaliseName(socket.servername) : undefined
  if (serverName !== undefined && serverName !== name) return edgeError('nameMismatch', `the handshake named ${serverName}, the request ${name}`)
  return refuseLoops(req, raw) ?? {
    method: req.method ?? 'GET',
    host,
    name,
    path,
    scheme: isEncrypted(socket) ? 'https' : 'http',
    client: addressOf(socket.remoteAddress),
    framing,
    contentLength,
    acceptEncoding: String(req.headers['accept-encoding'] ?? '')
  }
}

/** What the edge would mistake for its own marks, or for the way of the request so far. */
function refuseLoops ({ headers }: VisitorRequest, raw: readonly string[]): Refusal | undefined {
  if (headers['cf-connecting-ip'] !== undefined) return edgeError('prohibitedAddress', 'the request brings a CF-Connecting-IP of its own')
  if (raw.filter(name => name === 'x-forwarded-for').length > 1) return edgeError('prohibitedAddress', 'the request has more than one X-Forwarded-For')
  if (String(headers['x-forwarded-for'] ?? '').length > FORWARDED_FOR_LENGTH) return edgeError('prohibitedAddress', 'X-Forwarded-For is too long')
  if (/(^|[,\s])cloudflare\b/i.test(String(headers['cdn-loop'] ?? ''))) return edgeError('prohibitedAddress', 'the request has been at the edge before: an origin leads back to it')
  return undefined
}

function readTarget (req: VisitorRequest, raw: readonly string[]): Pick<RequestHead, 'host' | 'name' | 'path'> | Refusal {
  const url = req.url ?? ''
  if (url.length > URL_LENGTH) return plainRefusal(414, 'The address of the request is too long.')
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url)
  const path = absolute === null ? url : absolute[2]?.replace(/^(?!\/)/, '/') ?? '/'
  // Beyond these characters a request could look like two of them to an origin.
  if (!path.startsWith('/') || /[^\x21-\xff]/.test(path)) return plainRefusal(400, 'The address of the request is malformed.')
  const authority = 'authority' in req ? req.authority : undefined
  const hosts = raw.filter(name => name === 'host').length
  const given = [authority, req.headers.host, absolute?.[1]].filter(host => host !== undefined && host !== '')
  const [host] = given
  const name = host === undefined ? undefined : nameOfHost(host)
  if (hosts > 1 || host === undefined || name === undefined) return plainRefusal(400, 'The request does not name one host.')
  if (given.some(other => other?.toLowerCase() !== host.toLowerCase())) return plainRefusal(400, 'The request names several hosts.')
  return { host, name, path }
}

/** Undefined: a coding that the edge does not undo. */
function framingOf (req: VisitorRequest): Framing | undefined {
  const coding = req.headers['transfer-encoding']
  if (coding !== undefined) return coding.trim().toLowerCase() === 'chunked' ? 'marked' : undefined
  if (req.headers['content-length'] !== undefined) return 'length'
  // In HTTP/2 the frames say where a body ends, and the first one whether there is any.
  return 'stream' in req && !req.stream.endAfterHeaders ? 'marked' : 'none'
}

function isEncrypted (socket: VisitorRequest['socket']): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true
}

/** IPv4 clients of a listener for both families are known by their IPv4 address. */
function addressOf (address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '')
}
