import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { addHostname, addRecord, addZone, startWithOrigin } from './support.ts'

t.test('a request reaches the origin as it was made, with the headers that the edge adds', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const answer = await edge.ask({
    host: 'app.customer.com', path: '/a%20b/c?d=e&f', method: 'POST', body: 'hello', headers: { 'x-real-ip': '1.2.3.4', 'x-custom': ['a', 'b'], 'cf-ray': 'mine', 'cf-worker': 'x', 'true-client-ip': '5.6.7.8', 'x-forwarded-proto': 'ftp', te: 'trailers', connection: 'x-gone', 'x-gone': 'yes', 'accept-encoding': 'identity', cookie: 'a=1; b=2' }
  })
  t.equal(answer.status, 200)
  t.equal(answer.body, 'from the origin')
  const [req] = origin.requests
  t.match(req, { method: 'POST', url: '/a%20b/c?d=e&f' })
  t.strictSame({ ...req?.headers }, {
    host: 'app.customer.com',
    connection: 'Keep-Alive',
    'content-length': '5',
    'x-custom': 'a, b',
    'true-client-ip': '5.6.7.8',
    cookie: 'a=1; b=2',
    'accept-encoding': 'br, gzip',
    'cf-connecting-ip': '127.0.0.1',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'cf-visitor': '{"scheme":"http"}',
    'cf-ray': '0000000000000000-SJC',
    'cf-ipcountry': 'XX',
    'cdn-loop': 'cloudflare'
  })
  t.equal(answer.headers['cf-ray'], '0000000000000000-SJC', 'the visitor gets the same ray')
})

t.test('the visitor gets the answer without what was meant for the server before the origin', async t => {
  const { edge, close } = await startWithOrigin((_req, res) => {
    res.writeHead(418, 'Short and stout', { server: 'nginx', 'x-accel-redirect': '/x', 'x-accel-buffering': 'no', 'set-cookie': ['a=1', 'b=2'], 'keep-alive': 'timeout=5', connection: 'x-inner', 'x-inner': '1', etag: '"x"', 'cf-ray': 'forged' }).end('tea')
  })
  t.teardown(close)
  const { status, message, headers, body } = await edge.ask({ host: 'app.customer.com' })
  t.match({ status, message, body }, { status: 418, message: 'Short and stout', body: 'tea' })
  t.match(headers, { server: 'cloudflare', 'cf-cache-status': 'DYNAMIC', 'cf-ray': '0000000000000000-SJC', 'set-cookie': ['a=1', 'b=2'], etag: '"x"' })
  for (const name of ['x-accel-redirect', 'x-accel-buffering', 'x-inner', 'cf-error-type']) t.notOk(name in headers, name)
})

t.test('an address that came with the request is kept before the visitor\'s', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  await edge.ask({ host: 'app.customer.com', headers: { 'x-forwarded-for': '10.0.0.1,10.0.0.2', 'cdn-loop': 'fastly' } })
  t.match(origin.requests[0]?.headers, { 'x-forwarded-for': '10.0.0.1,10.0.0.2,127.0.0.1', 'cdn-loop': 'fastly, cloudflare' })
})

t.test('Host is kept with its port, whatever its case', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  t.equal((await edge.ask({ host: `App.Customer.COM:${edge.httpPort}` })).status, 200)
  t.equal(origin.requests[0]?.headers.host, `App.Customer.COM:${edge.httpPort}`)
})

t.test('over TLS the origin is told so', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  t.equal((await edge.ask({ host: 'app.customer.com', secure: true })).status, 200)
  t.match(origin.requests[0]?.headers, { 'x-forwarded-proto': 'https', 'cf-visitor': '{"scheme":"https"}' })
})

t.test('a name that its own zone leads here with a proxied CNAME says so to the origin', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  const customer = await addZone(edge.store, 'customer.com', { accountId: 'c'.repeat(32) })
  await addRecord(edge.store, customer, { name: 'app.customer.com', type: 'CNAME', content: 'customers.saasprovider.com' })
  t.equal((await edge.ask({ host: 'app.customer.com', headers: { 'cf-connecting-o2o': '0' } })).status, 200)
  t.equal(origin.requests[0]?.headers['cf-connecting-o2o'], '1')
})

t.test('redirects of the origin are the visitor\'s to follow', async t => {
  const { edge, origin, close } = await startWithOrigin((_req, res) => { res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end() })
  t.teardown(close)
  t.match(await edge.ask({ host: 'app.customer.com' }), { status: 302, headers: { location: 'http://127.0.0.1:1/' } })
  t.equal(origin.requests.length, 1)
})

t.test('what is packed is unpacked for visitors who did not ask for it', async t => {
  const { edge, close } = await startWithOrigin((req, res) => {
    const coding = req.url?.slice(1) ?? ''
    const body = coding === 'br' ? brotliCompressSync('text') : gzipSync('text')
    res.writeHead(200, { 'content-encoding': coding, 'content-length': body.length }).end(body)
  })
  t.teardown(close)
  for (const coding of ['gzip', 'br']) {
    const plain = await edge.ask({ host: 'app.customer.com', path: `/${coding}` })
    t.equal(plain.body, 'text', coding)
    t.notOk('content-encoding' in plain.headers)
    const refused = await edge.ask({ host: 'app.customer.com', path: `/${coding}`, headers: { 'accept-encoding': `${coding};q=0, deflate` } })
    t.equal(refused.body, 'text')
    const packed = await edge.ask({ host: 'app.customer.com', path: `/${coding}`, headers: { 'accept-encoding': `deflate, ${coding}` } })
    t.equal(packed.headers['content-encoding'], coding)
    t.not(packed.body, 'text')
    t.equal((await edge.ask({ host: 'app.customer.com', method: 'HEAD', path: `/${coding}` })).headers['content-encoding'], coding, 'nothing to unpack')
  }
})

t.test('connections to origins are kept, and one that the origin closed meanwhile is replaced', async t => {
  const sockets = new Set<unknown>()
  const { edge, origin, close } = await startWithOrigin((req, res) => {
    sockets.add(req.socket)
    res.end('ok')
  })
  t.teardown(close)
  const ask = async () => await edge.ask({ host: 'app.customer.com' })
  await ask()
  await ask()
  t.equal(sockets.size, 1)
  // The origin closes the connection at the moment at which the next request comes in on it.
  origin.server.once('request', () => {})
  const [used] = origin.requests
  used?.socket.once('data', () => { used.socket.destroy() })
  t.match(await ask(), { status: 200, body: 'ok' })
})

t.test('each zone\'s plan limits the size of a body', async t => {
  const { edge, origin, close } = await startWithOrigin((req, res) => {
    req.resume()
    req.on('end', () => { res.end('taken') })
  }, { settings: { plan: 'free' } })
  t.teardown(close)
  const asking = request({ host: '127.0.0.1', port: edge.httpPort, method: 'POST', headers: { host: 'app.customer.com', 'content-length': 100_000_001 } })
  asking.on('error', () => {})
  asking.flushHeaders()
  const [response] = await once(asking, 'response') as [IncomingMessage]
  t.equal(response.statusCode, 413)
  t.equal(origin.requests.length, 0)
  asking.destroy()
})

t.test('a wildcard hostname takes the names below it to the same origin', async t => {
  const { edge, origin, close } = await startWithOrigin()
  t.teardown(close)
  await addHostname(edge.store, edge.zone, '*.shop.example')
  t.equal((await edge.ask({ host: 'a.shop.example' })).status, 200)
  t.equal(origin.requests[0]?.headers.host, 'a.shop.example')
  t.equal((await edge.ask({ host: 'a.b.shop.example' })).status, 409, 'a wildcard stands for one label')
})
