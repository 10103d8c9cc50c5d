import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Server, TLSSocket } from 'node:tls'
import { readClientHello } from './client-hello.ts'
import { normaliseName } from './names.ts'
import type { CertificateSource, EdgeCertificate } from '../core/edge-certificate.ts'
import { tlsOptionsOf } from './tls-options.ts'

export interface TlsFrontParts {
  readonly certificates: CertificateSource
  readonly catchUp: (name: string) => Promise<void>
  /** From the connection to the end of the handshake. */
  readonly handshakeTimeoutMs: number
  readonly onSecure: (socket: TLSSocket) => void
  /** Told of everything that went wrong on this side; what a client sends never counts as that. */
  readonly onError: (error: unknown) => void
}

/** Alerts of RFC 8446, 6.2. */
const HANDSHAKE_FAILURE = 40
const DECODE_ERROR = 50
const PROTOCOL_VERSION = 70
const INTERNAL_ERROR = 80

/** Set-up handshakes that are kept, each with its certificates: some 40 kB apiece. */
const SERVERS_HELD = 2000

/** A hello has two kilobytes at the most today. */
const HELLO_BYTES = 17_000

/**
 * Takes bare connections, and hands on those whose handshake succeeded. The name is read ahead, because version and protocol
 * are settled before OpenSSL asks for a certificate; a hostname's settings then have a server of their own.
 */
export function createTlsFront (parts: TlsFrontParts): (socket: Socket) => void {
  const { handshakeTimeoutMs, onError } = parts
  const servers = createServers(parts)
  return socket => {
    socket.on('error', () => {})
    const deadline = setTimeout(() => socket.destroy(), handshakeTimeoutMs)
    socket.once('close', () => { clearTimeout(deadline) })
    let bytes: Buffer = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
      const hello = readClientHello(bytes)
      if (hello.kind === 'incomplete' && bytes.length <= HELLO_BYTES) return
      socket.off('data', onData)
      socket.pause()
      if (hello.kind !== 'hello') {
        refuseStranger(socket, bytes)
        return
      }
      openFor(hello.serverName, parts, servers).then(opened => {
        if (socket.destroyed) return
        if (typeof opened === 'number') {
          sendAlert(socket, opened)
          return
        }
        // From here on the server watches over the handshake's time itself.
        clearTimeout(deadline)
        socket.unshift(bytes)
        opened.emit('connection', socket)
      }, (error: unknown) => {
        onError(error)
        sendAlert(socket, INTERNAL_ERROR)
      })
    }
    socket.on('data', onData)
  }
}

/** The server for a name, or the alert that refuses it. */
async function openFor (serverName: string | undefined, { certificates, catchUp }: TlsFrontParts, servers: Servers): Promise<Server | number> {
  const name = serverName === undefined ? undefined : normaliseName(serverName)
  // Without a name the service chooses by the address that was connected to, of which there is one here.
  if (name === undefined) return HANDSHAKE_FAILURE
  await catchUp(name)
  const certificate = await certificates.find(name)
  return certificate === undefined ? HANDSHAKE_FAILURE : servers.serverFor(certificate)
}

type Servers = ReturnType<typeof createServers>

function createServers ({ handshakeTimeoutMs: handshakeTimeout, onSecure }: TlsFrontParts) {
  const held = new Map<string, Server | number>()
  const make = (certificate: EdgeCertificate): Server | number => {
    const options = tlsOptionsOf(certificate)
    if (options === 'no version') return PROTOCOL_VERSION
    if (options === 'no cipher') return HANDSHAKE_FAILURE
    const server = createServer({ ...options, handshakeTimeout }, onSecure)
    server.on('tlsClientError', (_error, socket) => { socket.destroy() })
    return server
  }
  return {
    serverFor (certificate: EdgeCertificate): Server | number {
      const { zoneId, hostname, exact, version } = certificate
      const key = [zoneId, hostname, exact, version].join(' ')
      const server = held.get(key) ?? make(certificate)
      // What was used last goes to the end; the beginning is what is given up.
      held.delete(key)
      held.set(key, server)
      if (held.size > SERVERS_HELD) held.delete(held.keys().next().value ?? '')
      return server
    }
  }
}

function sendAlert (socket: Socket, alert: number): void {
  if (socket.destroyed) return
  socket.write(Buffer.from([21, 3, 3, 0, 2, 2, alert]))
  socket.destroySoon()
}

/** Someone who does not speak TLS; those who speak HTTP get told. */
function refuseStranger (socket: Socket, bytes: Buffer): void {
  if (/^[A-Z]{3,10} /.test(bytes.subarray(0, 11).toString('latin1'))) {
    const body = 'The plain HTTP request was sent to HTTPS port\n'
    socket.write(`HTTP/1.1 400 Bad Request\r\nserver: cloudflare\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`)
    socket.destroySoon()
    return
  }
  sendAlert(socket, DECODE_ERROR)
}
