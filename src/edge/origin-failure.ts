import type { ClientRequest } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { Refusal } from './errors.ts'
import { edgeError, plainRefusal } from './errors.ts'
import type { Errand } from './journey.ts'

export interface OriginTimeouts {
  /** Until the origin takes the connection, its TLS included. */
  readonly connectTimeoutMs: number
  /** Silence of the origin until its answer begins. */
  readonly responseTimeoutMs: number
}

/** Why the edge itself ended the exchange with an origin. */
class Ended extends Error {
  readonly because: 'connect' | 'response' | 'body'

  constructor (because: Ended['because']) {
    super(`ended by the edge: ${because}`)
    this.because = because
  }
}

/** The visitor's body is over the limit. */
export function bodyTooLarge (): Error {
  return new Ended('body')
}

/** How far an exchange got, which is half of what a failure means. */
export interface Watch {
  /** What a failure of it comes to. */
  explain (error: unknown, errand: Errand): Refusal
  /** A kept connection that the origin closed at the same moment: not a failure of the origin, so worth another try. */
  isStale (error: unknown): boolean
  /** The answer began: from now on the origin may take its time. */
  answered (): void
}

/** Watches one request to an origin. Call it when the request has its socket. */
export function watchOrigin (outgoing: ClientRequest, { connectTimeoutMs, responseTimeoutMs }: OriginTimeouts): Watch {
  const { socket } = outgoing
  const secure = socket instanceof TLSSocket
  let stage: 'connecting' | 'securing' | 'waiting' = outgoing.reusedSocket || socket === null ? 'waiting' : 'connecting'
  const deadline = setTimeout(() => outgoing.destroy(new Ended(stage === 'waiting' ? 'response' : 'connect')), stage === 'waiting' ? responseTimeoutMs : connectTimeoutMs)
  const stop = (): void => { clearTimeout(deadline) }
  const wait = (): void => {
    stage = 'waiting'
    stop()
    // Counted from the last sign of life, so that a long upload is no silence.
    outgoing.setTimeout(responseTimeoutMs, () => outgoing.destroy(new Ended('response')))
  }
  outgoing.once('close', stop)
  // A kept connection has been through all of this, and would collect listeners with every request.
  if (stage === 'waiting') wait()
  else if (secure) socket?.once('connect', () => { stage = 'securing' }).once('secureConnect', wait)
  else socket?.once('connect', wait)
  return {
    answered () {
      stop()
      outgoing.setTimeout(0)
    },
    isStale: error => outgoing.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(codeOf(error)),
    explain (error, { address, port, scheme }) {
      const reason = `${scheme}://${address}:${port}: ${codeOf(error)}`
      if (error instanceof Ended) {
        if (error.because === 'body') return plainRefusal(413, 'The body is larger than the plan of this zone allows.')
        const late = error.because === 'response' ? 'responseTimedOut' : stage === 'securing' ? 'handshakeFailed' : 'connectionTimedOut'
        return edgeError(late, `${scheme}://${address}:${port} took too long`)
      }
      if (stage === 'connecting') return edgeError(refusedConnection(codeOf(error)), reason)
      if (stage === 'waiting') return edgeError('unknownError', reason)
      // Node notes on the socket that it was the certificate that it did not take.
      const untrusted = secure && Boolean(socket.authorizationError)
      return edgeError(untrusted ? 'invalidCertificate' : 'handshakeFailed', reason)
    }
  }
}

function refusedConnection (code: string): 'serverDown' | 'connectionTimedOut' | 'unreachable' {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'serverDown'
  return code === 'ETIMEDOUT' ? 'connectionTimedOut' : 'unreachable'
}

function codeOf (error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
