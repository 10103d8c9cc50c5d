import { STATUS_CODES } from 'node:http'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** How long the rest of a refused request is let go by. */
const LINGER_MS = 1000

/**
 * Answers what Node could not read as a request. Node itself would close at once, and a visitor who is still sending would
 * get the reset in place of the answer.
 */
export function answerMalformed (server: Server): void {
  const answering = new WeakSet<Duplex>()
  server.on('request', (req, res) => {
    answering.add(req.socket)
    res.once('finish', () => { answering.delete(req.socket) })
  })
  server.on('clientError', (error, socket) => {
    if (socket.writableEnded) return
    const code = 'code' in error ? error.code : undefined
    if (code === 'ECONNRESET' || !socket.writable || answering.has(socket)) {
      socket.destroy()
      return
    }
    const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    socket.on('error', () => {})
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nserver: cloudflare\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`)
    const deadline = setTimeout(() => socket.destroy(), LINGER_MS)
    socket.once('end', () => { socket.destroy() })
    socket.once('close', () => { clearTimeout(deadline) })
  })
}
