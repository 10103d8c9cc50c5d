import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import http from '../../fixtures/hostile/http.json' with { type: 'json' }
import tls from '../../fixtures/hostile/tls.json' with { type: 'json' }
import { startWithOrigin } from './support.ts'

async function send (port: number, bytes: Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  let text = ''
  socket.on('data', (chunk: Buffer) => { text += chunk.toString('latin1') }).on('error', () => {})
  socket.end(bytes)
  if (!socket.closed) await once(socket, 'close')
  return text
}

t.test('what attackers are known to send harms neither listener, and reaches no origin twice', async t => {
  const { edge, close } = await startWithOrigin(undefined, { limits: { handshakeTimeoutMs: 200 } })
  t.teardown(close)
  for (const [what, text] of Object.entries(http)) {
    const answer = await send(edge.httpPort, Buffer.from(text, 'latin1'))
    t.ok([...answer.matchAll(/HTTP\/1\.1 200 /g)].length <= 1, `${what}: at most one answer`)
  }
  for (const [what, hex] of Object.entries(tls)) {
    const answer = await send(edge.httpsPort, Buffer.from(hex, 'hex'))
    t.notMatch(answer, /HTTP\/1\.1 200 /, what)
  }
  const after = [await edge.ask({ host: 'app.customer.com' }), await edge.ask({ host: 'app.customer.com', secure: true })]
  t.strictSame(after.map(({ status }) => status), [200, 200], 'visitors are served as before')
  t.strictSame(edge.errors, [])
})
