import assert from 'node:assert'
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import t from 'tap'
import { readClientHello } from '../../src/edge/client-hello.ts'
import { nameOfHost, normaliseName } from '../../src/edge/names.ts'
import { rootPem, startWithOrigin } from './support.ts'
import type { TestEdge } from './support.ts'

const NAME = 'app.customer.com'

/** Sends bytes as they are; everything that comes back until the edge closes the connection. */
async function raw (edge: TestEdge, bytes: string | Buffer, { secure = false }: { readonly secure?: boolean } = {}): Promise<string> {
  const socket: Duplex = secure
    ? connectTls({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ALPNProtocols: ['http/1.1'] })
    : connect({ port: edge.httpPort, host: '127.0.0.1' })
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  return await readAll(socket)
}

/** Sends bytes and has nothing more to say. */
async function sendAll (socket: Duplex, bytes: Buffer): Promise<string> {
  socket.end(bytes)
  return await readAll(socket)
}

async function readAll (socket: Duplex): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => { text += chunk.toString('latin1') })
  // A connection that was cut is as good as one that was closed.
  socket.on('error', () => {})
  if (!socket.closed) await once(socket, 'close')
  return text
}

/** Every status line in what came back. */
function statuses (text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(match => Number(match[1]))
}

async function isWell (edge: TestEdge): Promise<boolean> {
  const answers = [await edge.ask({ host: NAME }), await edge.ask({ host: NAME, secure: true })]
  return answers.every(({ status }) => status === 200) && edge.errors.length === 0
}

t.test('random bytes neither harm the listeners nor keep connections open', async t => {
  const { edge, close } = await startWithOrigin(undefined, { limits: { handshakeTimeoutMs: 200 } })
  t.teardown(close)
  const records = fc.tuple(fc.constantFrom('\x16\x03\x01', '\x16\x03\x03', '\x15\x03\x03', 'GET / HTTP/1.1\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ''), fc.uint8Array({ maxLength: 600 }))
    .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest]))
  await t.resolves(fc.assert(fc.asyncProperty(records, async bytes => {
    for (const port of [edge.httpPort, edge.httpsPort]) await sendAll(connect({ port, host: '127.0.0.1' }), bytes)
  }), { numRuns: 200 }))
  t.ok(await isWell(edge))
})

t.test('random bytes within TLS, as HTTP/1.1 and as HTTP/2', async t => {
  const { edge, close } = await startWithOrigin()
  t.teardown(close)
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  await t.resolves(fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), fc.boolean(), async (bytes, http2, begun) => {
    const socket = connectTls({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ALPNProtocols: [http2 ? 'h2' : 'http/1.1'] })
    await sendAll(socket, begun ? Buffer.concat([http2 ? preface : Buffer.from(`GET / HTTP/1.1\r\nhost: ${NAME}\r\n`), bytes]) : Buffer.from(bytes))
  }), { numRuns: 100 }))
  t.ok(await isWell(edge))
})

t.test('a hello that is changed or cut anywhere is read without harm, and never for another name by accident', t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
    assert.ok(['incomplete', 'invalid', 'hello'].includes(readClientHello(Buffer.from(bytes)).kind))
  })))
  t.doesNotThrow(() => fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), body => {
    const message = Buffer.concat([Buffer.from([1, 0, 0, body.length]), body])
    const record = Buffer.concat([Buffer.from([22, 3, 1, 0, message.length]), message])
    assert.notEqual(readClientHello(record).kind, 'incomplete')
    assert.equal(readClientHello(record.subarray(0, -1)).kind, 'incomplete')
  })))
  t.end()
})

t.test('names of any characters are either in order or none', t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
    for (const name of [normaliseName(text), nameOfHost(text)]) assert.match(name ?? '', /^([a-z0-9_.-]*|\[[0-9a-f:.]+\])$/)
  })))
  for (const name of ['', '.', '..', 'a..b', '-', 'a b', 'a\r\nb', 'ä.example', 'a/b', `${'a'.repeat(64)}.example`, `${'a.'.repeat(127)}aa`]) {
    t.equal(normaliseName(name), /^-$/.test(name) ? '-' : undefined, JSON.stringify(name))
  }
  t.equal(normaliseName('App.Customer.COM.'), NAME)
  t.equal(nameOfHost('App.Customer.COM.:443'), NAME)
  t.equal(nameOfHost('[::1]:80'), '[::1]')
  t.equal(nameOfHost('a:b'), undefined)
  t.equal(nameOfHost('a:80:80'), undefined)
  t.end()
})

t.test('requests that say in two ways where their body ends are refused before an origin sees them', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const smuggled = 'GET /smuggled HTTP/1.1\r\nhost: app.customer.com\r\nconnection: close\r\n\r\n'
  const heads = [
    'content-length: 4\r\ntransfer-encoding: chunked',
    'transfer-encoding: chunked\r\ncontent-length: 4',
    'content-length: 4\r\ncontent-length: 5',
    'content-length: 4, 5',
    'content-length: +4',
    'content-length: 0x4',
    'content-length : 4',
    'transfer-encoding : chunked',
    'transfer-encoding: chunked, identity',
    'transfer-encoding: xchunked',
    'transfer-encoding:\x0bchunked',
    'x: y\r\n\ttransfer-encoding: chunked',
    'x: y\ncontent-length: 4',
    ' content-length: 4',
    'x: a\x00b'
  ]
  for (const head of heads) {
    for (const secure of [false, true]) {
      const text = await raw(edge, `POST /first HTTP/1.1\r\nhost: ${NAME}\r\n${head}\r\n\r\n0\r\n\r\n${smuggled}`, { secure })
      for (const status of statuses(text)) t.equal(status, 400, JSON.stringify(head))
    }
  }
  t.strictSame(origin.requests.map(({ url }) => url), [], 'nothing reached the origin')
  t.ok(await isWell(edge))
})

t.test('a transfer coding that the edge does not undo is refused', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  for (const coding of ['gzip, chunked', 'identity\r\ntransfer-encoding: chunked']) {
    t.strictSame(statuses(await raw(edge, `POST / HTTP/1.1\r\nhost: ${NAME}\r\ntransfer-encoding: ${coding}\r\nconnection: close\r\n\r\n0\r\n\r\n`)), [501], coding)
  }
  t.equal(origin.requests.length, 0)
})

t.test('chunks that break their own rules end the request', async t => {
  const { edge, close } = await startWithOrigin((req, res) => {
    req.resume()
    req.on('end', () => { res.end('ok') })
  })
  t.teardown(close)
  for (const body of ['g\r\nx\r\n0\r\n\r\n', '-1\r\nx\r\n0\r\n\r\n', '1\r\nxy\r\n0\r\n\r\n', '1;\x01\r\nx\r\n0\r\n\r\n', 'ffffffffffffffff\r\nx', '1\nx\n0\n\n']) {
    const request = `POST / HTTP/1.1\r\nhost: ${NAME}\r\ntransfer-encoding: chunked\r\n\r\n${body}`
    const text = await sendAll(connect({ port: edge.httpPort, host: '127.0.0.1' }), Buffer.from(request, 'latin1'))
    t.strictSame(statuses(text).filter(status => status === 200), [], JSON.stringify(body))
  }
  t.ok(await isWell(edge))
})

t.test('a request names exactly one host', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const requests = [
    'GET / HTTP/1.1\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: ${NAME}\r\nhost: other.example\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${NAME}\r\nHost: ${NAME}\r\n\r\n`,
    `GET http://other.example/ HTTP/1.1\r\nhost: ${NAME}\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost:\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: ${NAME}, other.example\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${NAME}@other.example\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: ${NAME}:port\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost: \xc3\xa4pp.example\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: *.customer.com\r\n\r\n',
    `OPTIONS * HTTP/1.1\r\nhost: ${NAME}\r\n\r\n`,
    `GET x HTTP/1.1\r\nhost: ${NAME}\r\n\r\n`,
    `GET / HTTP/1.0\r\nhost: ${NAME}\r\nhost: ${NAME}\r\n\r\n`
  ]
  for (const request of requests) t.strictSame(statuses(await raw(edge, request.replace(/\r\n\r\n$/, '\r\nconnection: close\r\n\r\n'))), [400], JSON.stringify(request))
  t.equal(origin.requests.length, 0)
  t.strictSame(statuses(await raw(edge, `GET http://${NAME}/path?x HTTP/1.1\r\nhost: ${NAME}\r\nconnection: close\r\n\r\n`)), [200], 'an absolute address of the same host is one')
  t.equal(origin.requests[0]?.url, '/path?x')
  t.match(await raw(edge, `CONNECT ${NAME}:443 HTTP/1.1\r\nhost: ${NAME}\r\n\r\n`), /^$/, 'nobody is let through')
})

t.test('too much of anything is refused', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  for (const secure of [false, true]) {
    t.strictSame(statuses(await raw(edge, `GET /${'x'.repeat(16_500)} HTTP/1.1\r\nhost: ${NAME}\r\nconnection: close\r\n\r\n`, { secure })), [414])
    t.strictSame(statuses(await raw(edge, `GET / HTTP/1.1\r\nhost: ${NAME}\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`, { secure })), [431])
  }
  t.equal(origin.requests.length, 0)
  t.strictSame(statuses(await raw(edge, `GET / HTTP/1.1\r\nhost: ${NAME}\r\nconnection: close\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)), [431], 'the origin\'s own limit')
  t.ok(await isWell(edge))
})

t.test('an upgrade with a body cannot hide a second request in it', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  for (const head of ['content-length: 40', 'transfer-encoding: chunked']) {
    for (const upgrade of ['websocket', 'h2c']) {
      const text = await raw(edge, `GET / HTTP/1.1\r\nhost: ${NAME}\r\nconnection: upgrade\r\nupgrade: ${upgrade}\r\n${head}\r\n\r\nGET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n`)
      t.strictSame(statuses(text), [400], `${head} ${upgrade}`)
    }
  }
  t.equal(origin.requests.length, 0)
})

t.test('visitors who say nothing, or half of a request, are sent away', async t => {
  const { edge, close } = await startWithOrigin(undefined, { limits: { idleTimeoutMs: 50 } })
  t.teardown(close)
  for (const bytes of ['', 'GET / HT', `GET / HTTP/1.1\r\nhost: ${NAME}\r\nx:`]) {
    for (const secure of [false, true]) {
      const socket = secure
        ? connectTls({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ALPNProtocols: ['http/1.1'] })
        : connect({ port: edge.httpPort, host: '127.0.0.1' })
      socket.on('error', () => {})
      socket.write(bytes)
      await once(socket.resume(), 'close')
    }
  }
  const idle = connectHttp2(`https://${NAME}`, { createConnection: () => connectTls({ port: edge.httpsPort, host: '127.0.0.1', servername: NAME, ca: rootPem, ALPNProtocols: ['h2'] }) })
  await once(idle, 'close')
  t.pass('all of them were closed')
})

t.test('stopping ends every connection', async t => {
  const { edge, origin, close } = await startWithOrigin(() => {})
  const open = [connect(edge.httpPort, '127.0.0.1'), connect(edge.httpsPort, '127.0.0.1')]
  for (const socket of open) await once(socket, 'connect')
  open[0]?.write(`GET / HTTP/1.1\r\nhost: ${NAME}\r\n\r\n`)
  await once(origin.server, 'request')
  await Promise.all([...open.map(async socket => await once(socket.on('error', () => {}).resume(), 'close')), close()])
  t.strictSame(edge.errors, [])
})
