import { once } from 'node:events'
import { createServer as createHttpServer, ServerResponse } from 'node:http'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createServer as createNetServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createHandler } from './handler.ts'
import type { Handler, HandlerParts } from './handler.ts'
import { answerMalformed } from './malformed.ts'
import { createOriginAgents } from './origin-agents.ts'
import type { OriginTimeouts } from './origin-failure.ts'
import { createOriginProxy } from './origin-proxy.ts'
import type { CertificateSource } from '../core/edge-certificate.ts'
import { createTlsFront } from './tls-front.ts'

export interface EdgeLimits extends OriginTimeouts {
  readonly handshakeTimeoutMs: number
  /** Silence of a visitor who has not asked for anything yet. */
  readonly idleTimeoutMs: number
  /** Largest head of a request or an answer, in bytes. */
  readonly headerBytes: number
}

export interface EdgeParts extends Omit<HandlerParts, 'proxy' | 'httpPort'> {
  readonly host: string
  readonly httpPort: number | 'off'
  readonly httpsPort: number | 'off'
  readonly certificates: CertificateSource
  /** Authorities that origins may have beside the public ones, as PEM. */
  readonly trustedRoots: () => Promise<readonly string[]>
  readonly limits?: Partial<EdgeLimits>
}

const DEFAULT_LIMITS: EdgeLimits = {
  connectTimeoutMs: 19_000, responseTimeoutMs: 100_000, handshakeTimeoutMs: 10_000, idleTimeoutMs: 60_000, headerBytes: 128 * 1024
}

/** The edge: takes visitors over HTTP and HTTPS to the origins of their hostnames. */
export function createEdge (parts: EdgeParts) {
  const limits = { ...DEFAULT_LIMITS, ...parts.limits }
  let running: Running | undefined
  return {
    name: 'edge',
    /** The ports taken; undefined while not started, or switched off. */
    get httpPort () { return running?.httpPort },
    get httpsPort () { return running?.httpsPort },
    async start () {
      const agents = createOriginAgents(parts.trustedRoots)
      const proxy = createOriginProxy({ agents, timeouts: limits, headerBytes: limits.headerBytes })
      const handler = createHandler({ ...parts, proxy, httpPort: () => running?.httpPort })
      const sockets = new Set<Socket>()
      const http = createHttp(handler, limits, sockets)
      const https = createHttps(http, handler, { parts, limits, sockets })
      try {
        const httpPort = await listen(http, parts.httpPort, parts.host)
        const httpsPort = await listen(https, parts.httpsPort, parts.host)
        running = { http, https, httpPort, httpsPort, sockets, closeAgents: agents.destroy }
      } catch (error) {
        http.close()
        throw error
      }
    },
    async stop () {
      if (running === undefined) return
      const { http, https, sockets, closeAgents } = running
      running = undefined
      const closed = [http, https].filter(server => server.listening).map(async server => await once(server, 'close'))
      http.close()
      https.close()
      for (const socket of sockets) socket.destroy()
      closeAgents()
      await Promise.all(closed)
    }
  }
}

interface Running {
  readonly http: Server
  readonly https: Server
  readonly httpPort: number | undefined
  readonly httpsPort: number | undefined
  readonly sockets: ReadonlySet<Socket>
  closeAgents (): void
}

async function listen (server: Server, port: number | 'off', host: string): Promise<number | undefined> {
  if (port === 'off') return undefined
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** HTTP/1: the plain listener itself, and whatever came over TLS. */
function createHttp (handler: Handler, { idleTimeoutMs, headerBytes }: EdgeLimits, sockets: Set<Socket>): HttpServer {
  // Bodies may take as long as they like; heads may not.
  const server = createHttpServer({ maxHeaderSize: headerBytes, requestTimeout: 0, headersTimeout: idleTimeoutMs, keepAliveTimeout: idleTimeoutMs, noDelay: true }, (req, res) => {
    // The answer may be silent for longer than a visitor with nothing to ask may be.
    req.socket.setTimeout(0)
    handler.request(req, res)
  })
  server.on('connection', socket => {
    track(socket, sockets)
    socket.setTimeout(idleTimeoutMs)
  })
  answerMalformed(server)
  server.on('upgrade', (req, socket, head) => {
    socket.on('error', () => {})
    // Where such a request has a body, nobody could tell it from what follows in the other protocol.
    if (hasBody(req)) socket.end('HTTP/1.1 400 Bad Request\r\nserver: cloudflare\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    else if (isWebSocket(req)) handler.upgrade({ req, socket, head })
    else answerWithoutUpgrade(req, socket, handler)
  })
  return server
}

function createHttps (http: HttpServer, handler: Handler, { parts, limits, sockets }: { readonly parts: EdgeParts, readonly limits: EdgeLimits, readonly sockets: Set<Socket> }): Server {
  const http2 = createHttp2Server({ settings: { maxHeaderListSize: limits.headerBytes, maxConcurrentStreams: 100 } }, (req, res) => { handler.request(req, res) })
  http2.on('session', session => {
    session.setTimeout(limits.idleTimeoutMs, () => { session.close() })
  })
  const accept = createTlsFront({
    certificates: parts.certificates,
    catchUp: parts.routes.catchUp,
    handshakeTimeoutMs: limits.handshakeTimeoutMs,
    onError: parts.onError,
    onSecure: socket => {
      socket.on('error', () => {})
      track(socket, sockets)
      const server = socket.alpnProtocol === 'h2' ? http2 : http
      server.emit('connection', socket)
    }
  })
  return createNetServer({ noDelay: true }, socket => {
    track(socket, sockets)
    accept(socket)
  })
}

function track (socket: Socket, sockets: Set<Socket>): void {
  if (sockets.has(socket)) return
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

function isWebSocket ({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
}

function hasBody ({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0
}

/** An upgrade to something else, such as `h2c`, may be ignored; Node has given the connection up by then, so the answer ends it. */
function answerWithoutUpgrade (req: IncomingMessage, socket: Duplex, handler: Handler): void {
  const res = new ServerResponse(req)
  res.shouldKeepAlive = false
  res.assignSocket(socket as Socket)
  res.once('finish', () => { socket.end() })
  handler.request(req, res)
}
