import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, isIPv6 } from 'node:net'
import { createFrameReader, frame } from './frames.ts'

export interface DnsServerAddress {
  readonly host: string
  readonly port: number
}

/** One sending of one query: what counts as its reply is for the caller to say. */
export interface Exchange<T> {
  readonly server: DnsServerAddress
  readonly query: Buffer
  readonly timeoutMs: number
  /** Reads a message; undefined when it is not the reply to this query, which is then waited for further. */
  readonly read: (bytes: Buffer) => T | undefined
}

/** Sends a query over UDP; undefined when no reply came in time. Half-way a second copy goes out, since datagrams get lost. */
export async function askOverUdp<T> ({ server, query, timeoutMs, read }: Exchange<T>): Promise<T | undefined> {
  const socket = createSocket({ type: isIPv6(server.host) ? 'udp6' : 'udp4' })
  const { promise, resolve } = Promise.withResolvers<T | undefined>()
  const send = (): void => socket.send(query, () => {})
  let repeat: NodeJS.Timeout | undefined
  const deadline = setTimeout(() => resolve(undefined), timeoutMs)
  // A refused datagram is no reply either, and the server may be about to start.
  socket.on('error', () => {})
  socket.on('message', bytes => {
    const reply = read(bytes)
    if (reply !== undefined) resolve(reply)
  })
  try {
    // A connected socket takes replies from the server's address alone.
    socket.connect(server.port, server.host)
    await Promise.race([once(socket, 'connect'), promise])
    send()
    repeat = setTimeout(send, timeoutMs / 2)
    return await promise
  } catch {
    return undefined
  } finally {
    clearTimeout(repeat)
    clearTimeout(deadline)
    socket.close()
  }
}

/** Sends a query over TCP; undefined when no reply came in time. */
export async function askOverTcp<T> ({ server, query, timeoutMs, read }: Exchange<T>): Promise<T | undefined> {
  const socket = connect(server)
  // Reading reports errors by itself; this one is for those that come after its end.
  socket.on('error', () => {})
  const deadline = setTimeout(() => socket.destroy(), timeoutMs)
  const reader = createFrameReader()
  try {
    socket.write(frame(query))
    for await (const chunk of socket) {
      for (const message of reader.push(chunk)) {
        const reply = read(message)
        if (reply !== undefined) return reply
      }
    }
    return undefined
  } catch {
    return undefined
  } finally {
    clearTimeout(deadline)
    socket.destroy()
  }
}
