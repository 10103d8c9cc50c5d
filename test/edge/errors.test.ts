import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer as createNetServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TlsOptions } from 'node:tls'
import t from 'tap'
import { createAuthorities } from '../../src/ca/authorities.ts'
import type { OriginTarget } from '../../src/core/origin-target.ts'
import type { EncryptionMode } from '../../src/core/zone.ts'
import { EDGE_ERRORS } from '../../src/edge/errors.ts'
import { someLeaf, systemNow } from '../ca/support.ts'
import { addHostname, addRecord, addZone, authorities, certificateFor, portOf, setFallbackOrigin, startEdge } from './support.ts'
import type { Answer, EdgeOptions, TestEdge } from './support.ts'

const NAME = 'app.customer.com'

/** An edge whose hostname app.customer.com leads to this target. */
async function edgeTo (target: Partial<OriginTarget>, options: EdgeOptions = {}): Promise<TestEdge> {
  const edge = await startEdge(options)
  await setFallbackOrigin(edge.store, edge.zone, 'fallback.saasprovider.com')
  edge.overrides.put({ name: 'fallback.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: 9, ...target } })
  await addHostname(edge.store, edge.zone, NAME)
  return edge
}

async function listening (server: Server, onConnection?: (socket: Socket) => void): Promise<{ readonly port: number, close (): void }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onConnection?.(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    close () {
      server.close()
      for (const socket of sockets) socket.destroy()
    }
  }
}

/** What the edge answers while the origin is this server. */
async function answerFrom (server: Server, { onConnection, scheme = 'http', ...options }: EdgeOptions & { readonly onConnection?: (socket: Socket) => void, readonly scheme?: 'http' | 'https' }): Promise<Answer> {
  const origin = await listening(server, onConnection)
  const edge = await edgeTo({ scheme, port: origin.port }, options)
  try {
    return await edge.ask({ host: NAME })
  } finally {
    await edge.close()
    origin.close()
  }
}

/** An origin with this certificate, which says hello to every request. */
async function tlsOrigin (hosts: readonly string[], { expired = false, ...options }: TlsOptions & { readonly expired?: boolean } = {}): Promise<Server> {
  const [commonName = ''] = hosts
  const { chainPem, privateKeyPem } = await someLeaf(authorities, { hosts, commonName, ...(expired ? { notBefore: systemNow - 2 * 86_400_000, notAfter: systemNow - 86_400_000 } : {}) })
  const server = createTlsServer({ cert: chainPem, key: privateKeyPem, ...options }, socket => {
    socket.on('error', () => {})
    socket.once('data', () => { socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello') })
  })
  return server
}

async function strictly (origin: Server, encryption: EncryptionMode = 'strict'): Promise<Answer> {
  return await answerFrom(origin, { scheme: 'https', settings: { encryption } })
}

const shown = (code: keyof typeof EDGE_ERRORS) => ({
  status: EDGE_ERRORS[code].status,
  body: `error code: ${EDGE_ERRORS[code].code}`,
  headers: { 'cf-error-type': String(EDGE_ERRORS[code].code), 'cf-error-origin': /./, 'cf-ray': /^[0-9a-f]{16}-SJC$/, server: 'cloudflare', 'content-type': /text\/plain/, 'x-sandflare-reason': /./ }
})

t.test('1000: an address that requests may not be sent to', async t => {
  const edge = await edgeTo({ host: '192.0.2.1', port: 80 })
  t.teardown(edge.close)
  t.match(await edge.ask({ host: NAME }), shown('prohibitedAddress'))
  t.match((await edge.ask({ host: NAME })).headers['x-sandflare-reason'], /192\.0\.2\.1.*--allowed-addresses/)
})

t.test('1000: what a request says of its own way', async t => {
  const edge = await edgeTo({})
  t.teardown(edge.close)
  const headers = [{ 'cf-connecting-ip': '1.2.3.4' }, { 'x-forwarded-for': ['1.2.3.4', '5.6.7.8'] }, { 'x-forwarded-for': '1.2.3.4,'.repeat(13) }, { 'cdn-loop': 'cloudflare' }, { 'cdn-loop': 'fastly, Cloudflare; loops=1' }]
  for (const given of headers) t.match(await edge.ask({ host: NAME, headers: given }), shown('prohibitedAddress'), JSON.stringify(given))
})

t.test('1000: an origin that leads back to the edge', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  await setFallbackOrigin(edge.store, edge.zone, 'fallback.saasprovider.com')
  edge.overrides.put({ name: 'fallback.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: edge.httpPort } })
  await addHostname(edge.store, edge.zone, NAME)
  t.match(await edge.ask({ host: NAME }), { status: 403, body: 'error code: 1000' })
})

t.test('1001: a name that nobody knows', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  for (const host of ['unknown.example', '127.0.0.1', '[::1]:80', 'localhost']) t.match(await edge.ask({ host }), shown('unknownHost'), host)
})

t.test('1013: a handshake and a request of different names', async t => {
  const edge = await edgeTo({})
  t.teardown(edge.close)
  edge.certificates.set(NAME, await certificateFor(NAME))
  t.match(await edge.ask({ host: 'other.customer.com', serverName: NAME, secure: true }), shown('nameMismatch'))
})

t.test('1014: a CNAME into a zone of another account that does not know the name', async t => {
  const edge = await edgeTo({})
  t.teardown(edge.close)
  const customer = await addZone(edge.store, 'shop.example', { accountId: 'c'.repeat(32) })
  await addRecord(edge.store, customer, { name: 'www.shop.example', type: 'CNAME', content: 'customers.saasprovider.com' })
  t.match(await edge.ask({ host: 'www.shop.example' }), shown('crossUserCname'))
  await addHostname(edge.store, edge.zone, 'www.shop.example', { status: 'pending' })
  t.match(await edge.ask({ host: 'www.shop.example' }), shown('crossUserCname'), 'nor while the hostname is pending')
})

t.test('1016: an origin that does not resolve', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  await addHostname(edge.store, edge.zone, NAME, { customOriginServer: 'nowhere.saasprovider.com' })
  t.match(await edge.ask({ host: NAME }), shown('originUnresolved'))
})

t.test('520: an origin that hangs up, or does not speak HTTP', async t => {
  for (const text of ['', 'SSH-2.0-OpenSSH\r\n\r\n', 'HTTP/1.1 200 OK\r\nbad\x00header: x\r\n\r\n', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(140_000)}\r\n\r\n`]) {
    const answer = await answerFrom(createNetServer(), { onConnection: socket => { socket.once('data', () => { socket.end(text) }) } })
    t.match(answer, shown('unknownError'), JSON.stringify(text.slice(0, 20)))
  }
})

t.test('521: an origin that refuses the connection', async t => {
  const { port, close } = await listening(createNetServer())
  close()
  const edge = await edgeTo({ port })
  t.teardown(edge.close)
  t.match(await edge.ask({ host: NAME }), shown('serverDown'))
  t.match(await edge.ask({ host: NAME, headers: { connection: 'Upgrade', upgrade: 'websocket' } }), { status: 521, body: 'error code: 521' }, 'an upgrade too')
})

t.test('522: an origin that does not take the connection in time', async t => {
  // A process that stands still takes no connections; once its queue is full, the kernel leaves further ones without an answer.
  const origin = spawn(process.execPath, ['-e', "require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })"], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed] = await once(origin.stdout, 'data') as [Buffer]
  const port = Number(printed.toString())
  origin.kill('SIGSTOP')
  const queued = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  const edge = await edgeTo({ port }, { limits: { connectTimeoutMs: 50 } })
  t.teardown(async () => {
    for (const socket of queued) socket.destroy()
    origin.kill('SIGKILL')
    await edge.close()
  })
  t.match(await edge.ask({ host: NAME }), shown('connectionTimedOut'))
})

t.test('523: an origin to which there is no way', async t => {
  const edge = await edgeTo({ host: '255.255.255.255', port: 81 }, { isAllowed: () => true })
  t.teardown(edge.close)
  t.match(await edge.ask({ host: NAME }), shown('unreachable'))
})

t.test('524: an origin that takes the request and does not answer', async t => {
  t.match(await answerFrom(createNetServer(), { limits: { responseTimeoutMs: 50 } }), shown('responseTimedOut'))
})

t.test('525: an origin without TLS, or with none for this name', async t => {
  t.match(await strictly(createNetServer(socket => { socket.end('plain') }), 'full'), shown('handshakeFailed'))
  t.match(await answerFrom(createNetServer(), { scheme: 'https', limits: { connectTimeoutMs: 50 } }), shown('handshakeFailed'), 'nor in time')
  const nameless = await tlsOrigin(['x.example'], { SNICallback: (_name, done) => { done(new Error('no certificate for this name')) } })
  t.match(await strictly(nameless, 'full'), shown('handshakeFailed'))
})

t.test('526: a certificate of the origin that is not right, where that matters', async t => {
  const wrong: ReadonlyArray<readonly [string, () => Promise<Server>]> = [
    ['another name', async () => await tlsOrigin(['other.example'])],
    ['expired', async () => await tlsOrigin([NAME], { expired: true })],
    ['an unknown authority', async () => {
      const { chainPem, privateKeyPem } = await foreignLeaf()
      return await tlsOrigin([NAME], { cert: chainPem, key: privateKeyPem })
    }]
  ]
  for (const [what, make] of wrong) {
    t.match(await strictly(await make()), shown('invalidCertificate'), what)
    t.match(await strictly(await make(), 'full'), { status: 200, body: 'hello' }, `${what}, but any will do`)
  }
  t.match(await strictly(await tlsOrigin([NAME])), { status: 200, body: 'hello' }, 'one that is right')
})

/** A leaf of authorities that the edge does not know. */
async function foreignLeaf () {
  return await someLeaf(await createAuthorities({ now: systemNow, random: size => new Uint8Array(size).fill(7) }), { hosts: [NAME], commonName: NAME })
}

t.test('browsers get a page, everything in it escaped', async t => {
  const edge = await startEdge()
  t.teardown(edge.close)
  const { status, headers, body } = await edge.ask({ host: 'unknown.example', headers: { accept: 'text/html,application/xhtml+xml;q=0.9' } })
  t.equal(status, 409)
  t.match(headers, { 'content-type': 'text/html; charset=UTF-8', 'cf-error-type': '1001' })
  t.match(body, /<title>Error 1001: DNS resolution error<\/title>/)
  t.ok(body.includes(`Ray ID: <code>${String(headers['cf-ray'])}</code>`))
  const odd = await edge.ask({ host: '<script>alert(1)</script>', headers: { accept: 'text/html' } })
  t.equal(odd.status, 400)
  t.notMatch(odd.body, /<script>/)
  const head = await edge.ask({ host: 'unknown.example', method: 'HEAD' })
  t.match(head, { status: 409, body: '', headers: { 'content-length': '16' } })
})
