import { createSocket } from 'node:dgram'
import type { RemoteInfo, Socket as UdpSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { failure } from './answer.ts'
import type { Awaitable, Question, Rcode, Resolution } from './answer.ts'
import { createFrameReader, frame } from './frames.ts'
import { answerPacket } from './wire.ts'
import type { Transport } from './wire.ts'

/** A question that was asked and what became of it. */
export interface AnsweredQuery {
  readonly name: string
  readonly type: string
  readonly transport: Transport
  readonly client: string
  readonly outcome: Rcode | 'silence'
}

export interface DnsLimits {
  /** How long a TCP connection may last without bringing a whole query. */
  readonly tcpIdleMs: number
  readonly tcpConnections: number
  /** UDP queries that may wait for their answers at once; more are dropped. */
  readonly udpPending: number
}

export interface DnsParts {
  readonly host: string
  readonly port: number
  readonly answer: (question: Question) => Awaitable<Resolution>
  readonly onQuery?: (query: AnsweredQuery) => void
  /** Told of everything that went wrong on this side; what a client sends never counts as that. */
  readonly onError?: (error: unknown) => void
  readonly limits?: Partial<DnsLimits>
}

const DEFAULT_LIMITS: DnsLimits = { tcpIdleMs: 10_000, tcpConnections: 200, udpPending: 1000 }

/** How often a free port of TCP is given back because UDP has it taken. */
const PORT_ATTEMPTS = 20

/** Answers DNS questions over UDP and TCP on one port; port 0 takes one that is free for both. */
export function createDnsService (parts: DnsParts) {
  const limits = { ...DEFAULT_LIMITS, ...parts.limits }
  let listening: { readonly udp: UdpSocket, readonly tcp: Server, readonly connections: Set<Socket> } | undefined
  let port = parts.port

  return {
    name: 'dns',
    /** The port asked for; once started, the port taken. */
    get port () { return port },
    async start () {
      const { address, family } = await lookup(parts.host, { order: 'ipv4first' })
      const connections = new Set<Socket>()
      const tcp = createServer({ noDelay: true }, socket => {
        connections.add(socket)
        socket.once('close', () => connections.delete(socket))
        serveConnection(socket, parts, limits).catch(error => parts.onError?.(error))
      })
      tcp.maxConnections = limits.tcpConnections
      const bound = await bindBoth(tcp, { address, port: parts.port, type: family === 6 ? 'udp6' : 'udp4' })
      tcp.on('error', error => parts.onError?.(error))
      serveDatagrams(bound.udp, parts, limits)
      port = bound.port
      listening = { udp: bound.udp, tcp, connections }
    },
    async stop () {
      if (listening === undefined) return
      const { udp, tcp, connections } = listening
      listening = undefined
      port = parts.port
      const closed = Promise.all([once(udp, 'close'), once(tcp, 'close')])
      udp.close()
      tcp.close()
      for (const socket of connections) socket.destroy()
      await closed
    }
  }
}

interface BindTarget {
  readonly address: string
  readonly port: number
  readonly type: 'udp4' | 'udp6'
}

async function bindBoth (tcp: Server, { address, port, type }: BindTarget): Promise<{ udp: UdpSocket, port: number }> {
  for (let attempt = 1; ; attempt++) {
    tcp.listen(port, address)
    await once(tcp, 'listening')
    const bound = tcp.address()
    const taken = typeof bound === 'object' && bound !== null ? bound.port : port
    const udp = createSocket(type)
    try {
      udp.bind(taken, address)
      await once(udp, 'listening')
      return { udp, port: taken }
    } catch (error) {
      udp.close()
      tcp.close()
      await once(tcp, 'close')
      if (port !== 0 || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

function serveDatagrams (udp: UdpSocket, parts: DnsParts, { udpPending }: DnsLimits): void {
  let pending = 0
  udp.on('error', error => parts.onError?.(error))
  udp.on('message', async (bytes, peer: RemoteInfo) => {
    // A datagram without a source port cannot be answered.
    if (pending >= udpPending || peer.port === 0) return
    pending++
    const answer = await answerClient(bytes, { transport: 'udp', client: peer.address }, parts)
    pending--
    if (answer === undefined) return
    try {
      // What cannot be delivered is the client's loss, as with every datagram.
      udp.send(answer, peer.port, peer.address, () => {})
    } catch {
      // The service was stopped while the answer was looked up.
    }
  })
}

async function serveConnection (socket: Socket, parts: DnsParts, { tcpIdleMs }: DnsLimits): Promise<void> {
  const closed = new AbortController()
  const deadline = setTimeout(() => socket.destroy(), tcpIdleMs)
  // Reading reports errors by itself; this one is for those that come after its end.
  socket.on('error', () => {})
  socket.once('close', () => {
    clearTimeout(deadline)
    closed.abort()
  })
  const from = { transport: 'tcp' as const, client: socket.remoteAddress ?? '' }
  const reader = createFrameReader()
  try {
    for await (const chunk of socket) {
      for (const message of reader.push(chunk)) {
        deadline.refresh()
        const answer = await answerClient(message, from, parts)
        if (socket.destroyed) return
        if (answer !== undefined && !socket.write(frame(answer))) await once(socket, 'drain', { signal: closed.signal })
      }
    }
    socket.end()
  } catch {
    // The client went away, or the deadline closed the connection: nobody is left to be told.
    socket.destroy()
  }
}

async function answerClient (
  bytes: Buffer,
  from: Pick<AnsweredQuery, 'transport' | 'client'>,
  parts: DnsParts
): Promise<Buffer | undefined> {
  return await answerPacket(bytes, from.transport, async question => {
    try {
      const resolution = await parts.answer(question)
      const outcome = resolution.kind === 'silence' ? 'silence' : resolution.rcode
      parts.onQuery?.({ name: question.name, type: question.type, ...from, outcome })
      return resolution
    } catch (error) {
      parts.onError?.(error)
      return failure([])
    }
  })
}
