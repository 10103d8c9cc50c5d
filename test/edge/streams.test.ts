import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request as requestSecurely } from 'node:https'
import type { Socket } from 'node:net'
import { promisify } from 'node:util'
import t from 'tap'
import { collect, open, rootPem, startWithOrigin } from './support.ts'

const run = promisify(execFile)

t.test('an answer reaches the visitor while the origin still writes it', async t => {
  const { promise, resolve } = Promise.withResolvers<ServerResponse>()
  const { edge, close } = await startWithOrigin((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    resolve(res)
  })
  t.teardown(close)
  const response = await open(edge.httpPort, { host: 'app.customer.com' })
  const res = await promise
  for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
    res.write(event)
    const [chunk] = await once(response, 'data') as [Buffer]
    t.equal(chunk.toString(), event)
  }
  res.end()
  await once(response, 'end')
})

t.test('a body reaches the origin while the visitor still sends it, and both directions flow at once', async t => {
  const { edge, close } = await startWithOrigin((req, res) => {
    res.flushHeaders()
    req.pipe(res)
  })
  t.teardown(close)
  const asking = request({ host: '127.0.0.1', port: edge.httpPort, method: 'POST', headers: { host: 'app.customer.com' } })
  asking.flushHeaders()
  const [response] = await once(asking, 'response') as [IncomingMessage]
  for (const text of ['one', 'two', 'three']) {
    asking.write(text)
    const [chunk] = await once(response, 'data') as [Buffer]
    t.equal(chunk.toString(), text)
  }
  asking.end()
  await once(response.resume(), 'end')
})

t.test('large bodies pass unchanged in both directions', async t => {
  const { edge, close } = await startWithOrigin((req, res) => { req.pipe(res) })
  t.teardown(close)
  const body = Buffer.alloc(5_000_000, 'abcdefg')
  for (const secure of [false, true]) {
    for (const headers of [{ 'transfer-encoding': 'chunked' }, {}]) {
      const answer = await edge.ask({ host: 'app.customer.com', method: 'PUT', body, headers: 'transfer-encoding' in headers ? headers : { 'content-length': String(body.length) }, secure })
      t.ok(answer.body === body.toString(), `secure ${secure}, ${JSON.stringify(headers)}`)
    }
  }
})

t.test('another protocol takes over the connection in both directions', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  origin.server.on('upgrade', (req: IncomingMessage, socket, head) => {
    origin.requests.push(req)
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\nX-Accel-Redirect: y\r\n\r\nhello ')
    socket.write(head)
    socket.pipe(socket)
  })
  for (const secure of [false, true]) {
    const upgrading = (secure ? requestSecurely : request)({
      host: '127.0.0.1',
      port: secure ? edge.httpsPort : edge.httpPort,
      path: '/socket',
      servername: 'app.customer.com',
      ca: rootPem,
      agent: false,
      headers: { host: 'app.customer.com', connection: 'keep-alive, Upgrade', upgrade: 'WebSocket', 'sec-websocket-key': 'k', 'sec-websocket-version': '13' }
    })
    upgrading.end()
    const [response, socket, head] = await once(upgrading, 'upgrade') as [IncomingMessage, Socket, Buffer]
    t.match(response.headers, { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-accept': 'x', server: 'cloudflare', 'cf-ray': /-SJC$/ })
    t.notOk('x-accel-redirect' in response.headers)
    socket.unshift(head)
    t.equal(await readText(socket, 6), 'hello ')
    for (const text of ['ping', 'pong']) {
      socket.write(text)
      t.equal(await readText(socket, 4), text)
    }
    socket.end()
    await once(socket, 'close')
    t.match(origin.requests.at(-1), { url: '/socket', headers: { host: 'app.customer.com', connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'k', 'cf-visitor': `{"scheme":"${secure ? 'https' : 'http'}"}` } })
  }
})

t.test('an origin that does not change protocols is heard all the same', async t => {
  const { edge, close } = await startWithOrigin((_req, res) => {
    res.writeHead(426, { 'x-accel-redirect': 'x' })
    res.write('no ')
    res.end('sockets')
  })
  t.teardown(close)
  const answer = await edge.ask({ host: 'app.customer.com', headers: { connection: 'Upgrade', upgrade: 'websocket' } })
  t.match(answer, { status: 426, body: 'no sockets', headers: { server: 'cloudflare', 'cf-ray': /-SJC$/ } })
  t.notOk('x-accel-redirect' in answer.headers)
})

t.test('an upgrade to HTTP/2 in the clear is not taken up: the request is answered as it is', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const { stdout } = await run('curl', ['-sS', '-m', '10', '--http2', '--resolve', `app.customer.com:${edge.httpPort}:127.0.0.1`, '-w', ' %{http_version}', `http://app.customer.com:${edge.httpPort}/`])
  t.equal(stdout, 'from the origin 1.1')
  t.notOk('http2-settings' in (origin.requests[0]?.headers ?? {}))
})

t.test('HTTP/2 visitors are served over many streams, bodies included', async t => {
  const { edge, origin, close } = await startWithOrigin((req, res) => { req.pipe(res.writeHead(200, { 'x-method': req.method ?? '' })) })
  t.teardown(close)
  const session = connectHttp2(`https://app.customer.com:${edge.httpsPort}`, { lookup: (_name, _options, done) => { done(null, [{ address: '127.0.0.1', family: 4 }]) }, ca: rootPem })
  t.teardown(() => { session.close() })
  const answers = await Promise.all(['GET', 'POST', 'DELETE', 'OPTIONS'].flatMap(method => ['', 'some body'].map(async body => {
    const stream = session.request({ ':method': method, ':path': '/x?y', cookie: 'a=1' }, { endStream: body === '' })
    if (body !== '') stream.end(body)
    const [headers] = await once(stream, 'response') as [Record<string, unknown>]
    const chunks: Buffer[] = []
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
    return { method, sent: body, got: Buffer.concat(chunks).toString(), headers }
  })))
  for (const { method, sent, got, headers } of answers) {
    t.equal(got, sent, method)
    t.match(headers, { ':status': 200, 'x-method': method, server: 'cloudflare', 'cf-cache-status': 'DYNAMIC' })
  }
  for (const { headers, url } of origin.requests) t.match({ headers, url }, { url: '/x?y', headers: { host: `app.customer.com:${edge.httpsPort}`, cookie: 'a=1', 'x-forwarded-proto': 'https' } })
})

t.test('a visitor who leaves takes the request to the origin along', async t => {
  const { promise, resolve } = Promise.withResolvers<IncomingMessage>()
  const { edge, close } = await startWithOrigin(req => { resolve(req) })
  t.teardown(close)
  const asking = request({ host: '127.0.0.1', port: edge.httpPort, headers: { host: 'app.customer.com' } })
  asking.on('error', () => {})
  asking.end()
  const arrived = await promise
  asking.destroy()
  await once(arrived.socket, 'close')
  t.strictSame(edge.errors, [])
})

t.test('an origin that breaks off in the middle of its answer is not mended', async t => {
  const { edge, close } = await startWithOrigin((_req, res) => {
    res.writeHead(200, { 'content-length': 100 })
    res.write('half')
    setImmediate(() => { res.destroy() })
  })
  t.teardown(close)
  const response = await open(edge.httpPort, { host: 'app.customer.com' })
  await t.rejects(collect(response), { code: 'ECONNRESET' })
})

t.test('a body without a length is cut off at the limit', async t => {
  const { edge, close } = await startWithOrigin(req => { req.resume() }, { settings: { plan: 'free' } })
  t.teardown(close)
  const asking = request({ host: '127.0.0.1', port: edge.httpPort, method: 'POST', headers: { host: 'app.customer.com' } })
  asking.on('error', () => {})
  const part = Buffer.alloc(1_000_000)
  let left = 101
  const send = (): void => { while (left-- > 0) if (!asking.write(part)) return }
  asking.on('drain', send)
  send()
  const [response] = await once(asking, 'response') as [IncomingMessage]
  t.equal(response.statusCode, 413)
  asking.destroy()
})

async function readText (socket: Socket, length: number): Promise<string> {
  for (;;) {
    const chunk = socket.read(length) as Buffer | null
    if (chunk !== null) return chunk.toString()
    await once(socket, 'readable')
  }
}
