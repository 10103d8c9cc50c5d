import { connect, createSecureContext } from 'node:tls'
import type { Answered } from './loading.ts'

/** Full handshakes, one after another, each over a connection of its own that ends when it has succeeded. */
export function shakeHands ({ port }: { readonly port: number }, nextName: () => string | undefined): (ended: () => boolean, answer: Answered) => Promise<void> {
  // Certificates are not judged here, and of the ways to agree on a key the quickest is offered: the load has to keep up.
  const secureContext = createSecureContext({ ecdhCurve: 'X25519' })
  const shake = async (servername: string, answer: Answered): Promise<void> => {
    await new Promise<void>(resolve => {
      const began = performance.now()
      const socket = connect({ host: '127.0.0.1', port, servername, secureContext, rejectUnauthorized: false })
      let secured = false
      socket.once('secureConnect', () => {
        secured = true
        answer(200, performance.now() - began)
        // The server closes its side only when the handshake is over there too.
        socket.resume().end()
      })
      socket.on('error', () => {})
      socket.once('close', () => {
        if (!secured) answer(500, performance.now() - began)
        resolve()
      })
    })
  }
  return async (ended, answer) => {
    for (let name = nextName(); name !== undefined && !ended(); name = nextName()) await shake(name, answer)
  }
}
