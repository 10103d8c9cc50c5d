import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import assert from 'node:assert'
import t from 'tap'
import type { Test } from 'tap'
import { allowAddresses } from '../../src/scheduler/evidence/addresses.ts'
import { fetchFile, isToken } from '../../src/scheduler/evidence/http-file.ts'
import { createWorld, serve } from './support.ts'

async function fetchFrom (port: number, timeoutMs = 5000): Promise<string | undefined> {
  return await fetchFile({ url: 'http://app.customer.com/.well-known/x', address: '127.0.0.1', port, timeoutMs })
}

/** A server that writes bytes as they are. */
async function raw (t: Test, bytes: string): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(bytes))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

t.test('a file is asked for under its name, by the documented agent', async t => {
  const { requests, port } = await serve(t, (_request, response) => { response.end('token') })
  t.equal(await fetchFrom(port), 'token')
  t.same(requests, [{ url: '/.well-known/x', host: 'app.customer.com', userAgent: 'Cloudflare Custom Hostname Verification' }])
})

t.test('every status but 200 is no file, and redirects are not followed', async t => {
  for (const status of [201, 204, 301, 302, 307, 308, 401, 404, 500]) {
    const { requests, port } = await serve(t, (_request, response) => { response.writeHead(status, { location: '/elsewhere' }).end('token') })
    t.equal(await fetchFrom(port), undefined, String(status))
    t.equal(requests.length, 1)
  }
})

t.test('8 KiB are read and no more, of the body and of the headers', async t => {
  for (const [size, expected] of [[8192, 8192], [8193, undefined]] as const) {
    const { port } = await serve(t, (_request, response) => { response.end('x'.repeat(size)) })
    t.equal((await fetchFrom(port))?.length, expected)
  }
  const { port } = await serve(t, (_request, response) => { response.writeHead(200, { 'x-long': 'x'.repeat(9000) }).end('token') })
  t.equal(await fetchFrom(port), undefined)
  const endless = await serve(t, (_request, response) => { response.write('x'.repeat(100_000)) })
  t.equal(await fetchFrom(endless.port), undefined)
})

t.test('a server that does not answer, or not HTTP, has no file', async t => {
  const silent = await raw(t, '')
  t.equal(await fetchFrom(silent, 50), undefined)
  const slow = await raw(t, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntok')
  t.equal(await fetchFrom(slow, 50), undefined)
  t.equal(await fetchFrom(await raw(t, 'SSH-2.0-OpenSSH\r\n')), undefined)
  t.equal(await fetchFrom(await raw(t, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')), undefined)
  t.equal(await fetchFrom(1), undefined)
})

t.test('a token may end with a newline and nothing else', t => {
  t.ok(isToken('token', 'token'))
  t.ok(isToken('token\n', 'token'))
  t.ok(isToken('token\r\n', 'token'))
  t.ok(isToken('first\nsecond\n', 'first\nsecond'))
  for (const body of [undefined, '', ' token', 'token ', 'tokens', 'token\nmore', '<p>token</p>']) t.notOk(isToken(body, 'token'), String(body))
  t.end()
})

t.test('only loopback addresses are allowed, and the ranges that are configured', t => {
  const standard = allowAddresses([])
  for (const address of ['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1']) t.ok(standard(address), address)
  for (const address of ['0.0.0.0', '10.0.0.1', '169.254.169.254', '192.168.1.1', '192.0.2.1', '::', '::ffff:10.0.0.1', 'fe80::1', '2001:db8::1', 'localhost', '']) {
    t.notOk(standard(address), address)
  }
  const wider = allowAddresses(['10.1.0.0/16', '192.0.2.7', 'fd00::/8'])
  for (const address of ['127.0.0.1', '10.1.2.3', '192.0.2.7', 'fd12::1']) t.ok(wider(address), address)
  for (const address of ['10.2.0.1', '192.0.2.8', 'fe00::1']) t.notOk(wider(address), address)
  t.doesNotThrow(() => fc.assert(fc.property(fc.ipV4(), address => {
    assert.equal(standard(address), address.startsWith('127.'))
  })))
  t.end()
})

t.test('nothing is fetched from an address that is not allowed, and it is told', async t => {
  const fetched: string[] = []
  const refused: string[] = []
  const world = await createWorld(t, {
    evidence: {
      fetchFile: async ({ address }) => {
        fetched.push(address)
        return undefined
      },
      onRefused: (host, address) => { refused.push(`${host} ${address}`) }
    }
  })
  await world.put(['app.customer.com A 169.254.169.254', 'mixed.customer.com A 127.0.0.1', 'mixed.customer.com AAAA fe80::1'])
  await world.create('app.customer.com')
  await world.create('mixed.customer.com')
  await world.store.dnsWorld.putOverride({ host: 'other.customer.com', address: '10.0.0.1', port: 80 })
  await world.create('other.customer.com')
  await world.advance('20s')
  t.same(fetched, ['127.0.0.1'])
  t.same([...new Set(refused)].sort(), ['app.customer.com 169.254.169.254', 'mixed.customer.com fe80::1', 'other.customer.com 10.0.0.1'])
})

t.test('the connection goes to the address that was checked, whatever the name leads to by then', async t => {
  const { requests, port } = await serve(t, (_request, response) => { response.end('x') })
  const answers = ['127.0.0.1', '169.254.169.254', '169.254.169.254']
  const world = await createWorld(t, {
    evidence: {
      httpPort: port,
      resolversOf: () => [{
        query: async (name, type) => name === 'app.customer.com' && type === 'A'
          ? { kind: 'answer', chain: [], records: [{ content: answers.shift() ?? '169.254.169.254' }] }
          : { kind: 'nodata', chain: [], records: [] }
      }]
    }
  })
  await world.create('app.customer.com')
  await world.advance('20s')
  t.equal(requests.length, 1)
})

t.test('a settlement of many days looks once, and customers\' servers are asked only when a check is due', async t => {
  const { requests, port } = await serve(t, (_request, response) => { response.end('wrong') })
  const world = await createWorld(t, { evidence: { httpPort: port } })
  await world.put(['app.customer.com A 127.0.0.1'])
  await world.create('app.customer.com')
  t.equal(requests.length, 0, 'the POST fetches nothing')
  await world.advance('10s')
  t.equal(requests.length, 0, 'no check is due')
  await world.advance('10s')
  t.equal(requests.length, 1, 'the ownership token')
  await world.advance('6d')
  t.equal(requests.length, 3)
})
