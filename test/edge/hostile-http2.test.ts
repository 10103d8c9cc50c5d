import { once } from 'node:events'
import { connect as connectHttp2, constants } from 'node:http2'
import type { ClientHttp2Session } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import { rootPem, startWithOrigin } from './support.ts'
import type { TestEdge } from './support.ts'

const NAME = 'app.customer.com'

function sessionTo (edge: TestEdge): ClientHttp2Session {
  const session = connectHttp2(`https://${NAME}`, {
    createConnection: () => connectTls({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ALPNProtocols: ['h2'] })
  })
  session.on('error', () => {})
  return session
}

t.test('HTTP/2 cannot say what HTTP/1.1 could not', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const session = sessionTo(edge)
  t.teardown(() => { session.destroy() })
  /** The status, or 400 where the connection's own machinery refuses the request. */
  const statusOf = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    try {
      const stream = session.request({ ':method': 'GET', ':path': '/', ...headers }, { endStream: true })
      const [answer] = await once(stream, 'response') as [Record<string, unknown>]
      await once(stream.resume(), 'close')
      return Number(answer[':status'])
    } catch {
      return 400
    }
  }
  t.equal(await statusOf({ ':authority': 'other.example' }), 403, 'another name than the handshake\'s')
  t.equal(await statusOf({ ':authority': NAME, host: 'other.example' }), 400)
  t.equal(await statusOf({ ':path': '*' }), 400)
  t.equal(await statusOf({ ':path': '/a b' }), 400)
  t.equal(await statusOf({ 'transfer-encoding': 'chunked' }), 400)
  t.equal(await statusOf({ ':path': '/fine' }), 200)
  t.equal(origin.requests.length, 1)
  t.equal((await edge.ask({ host: NAME, secure: true })).status, 200)
  t.strictSame(edge.errors, [])
})

t.test('resets, pings and floods of settings leave the edge standing', async t => {
  const { edge, close } = await startWithOrigin((_req, res) => { setImmediate(() => { res.end('late') }) })
  t.teardown(close)
  const session = sessionTo(edge)
  await once(session, 'connect')
  for (let i = 0; i < 300 && !session.destroyed; i++) {
    const stream = session.request({ ':path': `/${i}` })
    stream.on('error', () => {})
    stream.close(constants.NGHTTP2_CANCEL)
  }
  if (!session.destroyed) session.destroy()
  t.equal((await edge.ask({ host: NAME, secure: true })).status, 200)
  t.strictSame(edge.errors, [])
})
