import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { pipeline, Transform } from 'node:stream'
import type { Socket } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import type { PeerCertificate } from 'node:tls'
import { ProxyServer } from 'httpxy'
import type { ProxyServerOptions } from 'httpxy'
import { sendAnswer } from './answer.ts'
import type { Refusal } from './errors.ts'
import { edgeError, plainRefusal } from './errors.ts'
import type { Errand } from './journey.ts'
import type { OriginAgents } from './origin-agents.ts'
import type { OriginTimeouts, Watch } from './origin-failure.ts'
import { bodyTooLarge, watchOrigin } from './origin-failure.ts'
import { originHeaders, visitorHeaders } from './origin-headers.ts'
import type { VisitorRequest, VisitorResponse } from './visitor-request.ts'

export interface OriginProxyParts {
  readonly agents: OriginAgents
  readonly timeouts: OriginTimeouts
  /** Largest head of an origin's answer, in bytes. */
  readonly headerBytes: number
}

/** Sends the page of what went wrong; called at most once, while that is still possible. */
export type Refuse = (refusal: Refusal) => void

/** A visitor who waits for an answer. */
export interface Visit {
  readonly req: VisitorRequest
  readonly res: VisitorResponse
  readonly refuse: Refuse
}

/** A visitor who wants to go on in another protocol. */
export interface Upgrade {
  readonly req: IncomingMessage
  readonly socket: Duplex
  /** What was sent after the head of the request. */
  readonly head: Buffer
}

export type OriginProxy = ReturnType<typeof createOriginProxy>

/** Methods that may be sent a second time when it is not known what became of the first. */
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Takes requests to their origins. */
export function createOriginProxy (parts: OriginProxyParts) {
  return {
    /** Resolves when the visitor has an answer or is gone. */
    async pass (visit: Visit, errand: Errand): Promise<void> {
      exchange(visit.req, originHeaders(visit.req.headers, errand, false), errand)
      const repeatable = REPEATABLE.has(errand.head.method) && errand.head.framing === 'none'
      const stale = await passOnce(visit, errand, await optionsFor(errand, parts, !repeatable), parts.timeouts)
      if (stale) await passOnce(visit, errand, await optionsFor(errand, parts, true), parts.timeouts)
    },
    /** Resolves when both sides are connected or the visitor is gone. `refuse` is called before httpxy closes the connection. */
    async upgrade ({ req, socket, head }: Upgrade, errand: Errand, refuse: Refuse): Promise<void> {
      const options = await optionsFor(errand, parts, true)
      exchange(req, originHeaders(req.headers, errand, true), errand)
      const proxy = new ProxyServer()
      let watch: Watch | undefined
      let answered = false
      proxy.on('error', error => {
        if (!answered) refuse(watch?.explain(error, errand) ?? plainRefusal(400, 'The request cannot be passed on.'))
      })
      proxy.on('proxyReqWs', outgoing => {
        outgoing.once('socket', () => { watch = watchOrigin(outgoing, parts.timeouts) })
        for (const event of ['upgrade', 'response'] as const) {
          outgoing.prependListener(event, (answer: IncomingMessage) => {
            answered = true
            watch?.answered()
            markUpgrade(answer, errand.ray, event)
          })
        }
      })
      // A connection of the listener is a socket, whatever the event's type leaves open.
      await proxy.ws(req, socket as Socket, options, head)
    }
  }
}

/** True when nothing was sent to the visitor because a kept connection turned out to be closed. */
async function passOnce ({ req, res, refuse }: Visit, errand: Errand, options: ProxyServerOptions, timeouts: OriginTimeouts): Promise<boolean> {
  const proxy = new ProxyServer<VisitorRequest, VisitorResponse>()
  let watch: Watch | undefined
  let outgoing: ClientRequest | undefined
  let exceeded = false
  const endBody = (): void => {
    exceeded = true
    outgoing?.destroy(bodyTooLarge())
  }
  proxy.on('proxyReq', request => {
    outgoing = request
    watch = watchOrigin(request, timeouts)
    if (exceeded) endBody()
    // An origin may want to answer, or refuse, before the first byte of a body is there.
    else if (errand.head.framing !== 'none') request.flushHeaders()
  })
  proxy.on('proxyRes', answer => {
    watch?.answered()
    try {
      sendAnswer(answer, res, errand)
    } catch (error) {
      // Node refuses to send what no HTTP answer may hold.
      refuse(edgeError('unknownError', error instanceof Error ? error.message : String(error)))
      answer.destroy()
    }
  })
  const limited = errand.head.framing === 'marked' ? { buffer: limitBody(req, errand.bodyLimit, endBody) } : {}
  try {
    await proxy.web(req, res, { ...options, ...limited, selfHandleResponse: true })
    return false
  } catch (error) {
    if (watch?.isStale(error) === true) return true
    refuse(watch?.explain(error, errand) ?? plainRefusal(400, 'The request cannot be passed on.'))
    return false
  }
}

async function optionsFor ({ head, route, scheme, address, port, strict }: Errand, { agents, headerBytes }: OriginProxyParts, fresh: boolean): Promise<ProxyServerOptions> {
  const servername = route.originServerName
  return {
    target: { protocol: `${scheme}:`, hostname: address, port },
    agent: await agents.find({ scheme, strict, fresh }),
    secure: strict,
    ssl: {
      maxHeaderSize: headerBytes,
      servername,
      // The documentation lets a certificate be for the name sent or for the name requested.
      checkServerIdentity: (_name: string, certificate: PeerCertificate) => checkServerIdentity(head.name, certificate) && checkServerIdentity(servername, certificate)
    }
  }
}

/** httpxy sends what the request has, so that is where address and headers are exchanged. */
function exchange (req: VisitorRequest, wanted: Readonly<Record<string, string | string[]>>, { head }: Errand): void {
  const { headers } = req
  if (req.url !== head.path) req.url = head.path
  // In HTTP/2 method and path are headers too, which httpxy leaves out by itself.
  for (const name of Object.keys(headers)) if (!name.startsWith(':')) delete headers[name]
  Object.assign(headers, wanted)
}

/** An answer to an upgrade goes out as httpxy writes it: the edge's headers are put into it. */
function markUpgrade (answer: IncomingMessage, ray: string, event: 'upgrade' | 'response'): void {
  const { upgrade = 'websocket', 'transfer-encoding': coding } = answer.headers
  const headers = visitorHeaders(answer.headers, ray)
  for (const name of Object.keys(answer.headers)) delete answer.headers[name]
  Object.assign(answer.headers, headers)
  if (event === 'upgrade') Object.assign(answer.headers, { upgrade, connection: 'Upgrade' })
  else if (coding !== undefined) Object.assign(answer.headers, { 'transfer-encoding': coding })
}

/** The body, until it has more bytes than it may. */
function limitBody (body: VisitorRequest, limit: number, onExceeded: () => void): Transform {
  let left = limit
  const limited = new Transform({
    transform (chunk: Buffer, _encoding, done) {
      left -= chunk.length
      if (left >= 0) done(null, chunk)
      else onExceeded()
    }
  })
  // Who goes away in the middle of a body is noticed by its answer.
  pipeline(body, limited, () => {})
  return limited
}
