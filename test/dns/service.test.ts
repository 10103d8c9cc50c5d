import assert from 'node:assert'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import { createFrameReader, frame } from '../../src/dns/frames.ts'
import { createQueryHistory } from '../../src/dns/history.ts'
import { createResolver } from '../../src/dns/lookup.ts'
import { createDnsService } from '../../src/dns/service.ts'
import type { AnsweredQuery, DnsParts } from '../../src/dns/service.ts'
import { worldOf } from './fixtures/world.ts'

const world = worldOf(
  ['www.example.com A 192.0.2.1', ...Array.from({ length: 200 }, (_, n) => `many.example.com A 192.0.2.${n}`)],
  { 'silent.example.com': 'timeout' }
)
const query = encode({ id: 7, questions: [{ name: 'www.example.com', type: 'A' }] })

async function started (t: Test, parts: Partial<DnsParts> = {}): Promise<ReturnType<typeof createDnsService>> {
  const service = createDnsService({
    host: '127.0.0.1',
    port: 0,
    answer: question => resolveName(question, world),
    onError: error => { throw error },
    ...parts
  })
  await service.start()
  t.teardown(() => service.stop())
  return service
}

async function opened (t: Test, port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** An answer that waits until the gate is opened, and tells when it is asked for. */
function gated () {
  const gate = Promise.withResolvers<undefined>()
  const asked = Promise.withResolvers<undefined>()
  const answer: DnsParts['answer'] = async question => {
    asked.resolve(undefined)
    await gate.promise
    return await resolveName(question, world)
  }
  return { gate, asked, answer }
}

/** Waits for the end of a connection, be it by a reset. */
async function closed (socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  socket.once('close', () => resolve(undefined))
  await promise
}

/** Reads from a connection until so many messages are there. */
async function received (socket: Socket, count: number): Promise<readonly Buffer[]> {
  const reader = createFrameReader()
  const messages: Buffer[] = []
  while (messages.length < count) {
    const [chunk]: Buffer[] = await once(socket, 'data')
    if (chunk !== undefined) messages.push(...reader.push(chunk))
  }
  return messages
}

t.test('port 0 becomes one free port for both transports, which a stop gives back', async t => {
  const service = await started(t)
  t.equal(service.name, 'dns')
  const { port } = service
  t.ok(port > 0)
  const resolver = createResolver({ server: { host: '127.0.0.1', port }, timeoutMs: 5000 })
  t.equal((await resolver.query('www.example.com', 'A')).kind, 'answer')
  t.equal((await resolver.query('many.example.com', 'A')).records.length, 200, 'which needs TCP')
  await service.stop()
  await service.stop()
  t.equal(service.port, 0)
  const gone = createResolver({ server: { host: '127.0.0.1', port }, timeoutMs: 50 })
  t.equal((await gone.query('www.example.com', 'A')).kind, 'timeout')
  await service.start()
  const again = createResolver({ server: { host: '127.0.0.1', port: service.port }, timeoutMs: 5000 })
  t.equal((await again.query('www.example.com', 'A')).kind, 'answer', 'it can be started again')
})

t.test('a port that either transport has taken makes the start fail and leaves nothing open', async t => {
  const tcp = createServer().listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  t.teardown(() => tcp.close())
  const { port } = tcp.address() as AddressInfo
  const answer: DnsParts['answer'] = question => resolveName(question, world)
  await t.rejects(createDnsService({ host: '127.0.0.1', port, answer }).start(), { code: 'EADDRINUSE' })
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const service = createDnsService({ host: '127.0.0.1', port: udp.address().port, answer })
  await t.rejects(service.start(), { code: 'EADDRINUSE' })
  const socket = connect(udp.address().port, '127.0.0.1')
  await t.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' })
  udp.close()
})

t.test('it listens on IPv6 and by name', async t => {
  const hasIpv6 = Object.values(networkInterfaces()).flat().some(found => found?.address === '::1')
  for (const host of hasIpv6 ? ['::1', 'localhost'] : ['localhost']) {
    const { port } = await started(t, { host })
    const resolver = createResolver({ server: { host, port }, timeoutMs: 5000 })
    t.equal((await resolver.query('many.example.com', 'A')).records.length, 200)
  }
})

t.test('one connection carries many queries, however the bytes are cut', async t => {
  const { port } = await started(t)
  const socket = await opened(t, port)
  const bytes = Buffer.concat(Array.from({ length: 50 }, () => frame(query)))
  for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7))
  const replies = await received(socket, 50)
  t.equal(replies.length, 50)
  t.match(decode(replies[49] ?? Buffer.alloc(0)).answers, [{ data: '192.0.2.1' }])
})

t.test('a client that closes its side after asking still gets its answer', async t => {
  const { port } = await started(t)
  const socket = await opened(t, port)
  socket.end(frame(query))
  t.equal((await received(socket, 1)).length, 1)
  await closed(socket)
})

t.test('a connection without a whole query is closed in time, whatever drips in', async t => {
  const { port } = await started(t, { limits: { tcpIdleMs: 60 } })
  const idle = await opened(t, port)
  const dripping = await opened(t, port)
  const drip = setInterval(() => dripping.write(Buffer.of(0)), 10)
  t.teardown(() => clearInterval(drip))
  dripping.write(Buffer.of(0xff))
  await Promise.all([idle, dripping].map(async socket => {
    socket.resume()
    await closed(socket)
  }))
})

t.test('a client that never reads is closed in time', async t => {
  const { port } = await started(t, { limits: { tcpIdleMs: 200 } })
  const many = frame(encode({ id: 1, questions: [{ name: 'many.example.com', type: 'A' }] }))
  const socket = await opened(t, port)
  const flood = (): void => { while (!socket.destroyed && socket.write(many)); }
  socket.on('drain', flood)
  flood()
  await closed(socket)
})

t.test('connections over the limit are dropped', async t => {
  const { port } = await started(t, { limits: { tcpConnections: 1 } })
  const first = await opened(t, port)
  const second = await opened(t, port)
  second.resume()
  await closed(second)
  first.write(frame(query))
  t.equal((await received(first, 1)).length, 1)
})

t.test('queries that wait for an answer do not pile up without limit', async t => {
  const { asked, gate, answer } = gated()
  const queries: AnsweredQuery[] = []
  const { port } = await started(t, { limits: { udpPending: 1 }, onQuery: query => queries.push(query), answer })
  const server = { host: '127.0.0.1', port }
  const first = createResolver({ server, timeoutMs: 60_000 }).query('www.example.com', 'A')
  await asked.promise
  t.equal((await createResolver({ server, timeoutMs: 30 }).query('www.example.com', 'A')).kind, 'timeout')
  gate.resolve(undefined)
  t.equal((await first).kind, 'answer')
  t.equal(queries.length, 1)
})

t.test('every question is reported with its outcome, and the history keeps the latest', async t => {
  const history = createQueryHistory(3)
  let now = 0
  const { port } = await started(t, { onQuery: query => history.add(query, ++now) })
  const server = { host: '127.0.0.1', port }
  const resolver = createResolver({ server, timeoutMs: 5000 })
  await resolver.query('www.example.com', 'A')
  await resolver.query('many.example.com', 'A')
  await resolver.query('WWW.example.com', 'TXT')
  await resolver.query('none.example.com', 'A')
  t.same(history.list().map(({ at, name, type, transport, outcome }) => [at, name, type, transport, outcome]), [
    [3, 'many.example.com', 'A', 'tcp', 'NOERROR'],
    [4, 'WWW.example.com', 'TXT', 'udp', 'NOERROR'],
    [5, 'none.example.com', 'A', 'udp', 'NXDOMAIN']
  ])
  t.equal(history.list('www.Example.com.')[0]?.at, 4)
  t.equal(history.list()[0]?.client, '127.0.0.1')
  await createResolver({ server, timeoutMs: 100 }).query('silent.example.com', 'A')
  t.equal(history.list('silent.example.com')[0]?.outcome, 'silence')
  history.clear()
  t.same(history.list(), [])
})

t.test('an answer that cannot be found out is a SERVFAIL and is reported', async t => {
  const errors: unknown[] = []
  const { port } = await started(t, { answer () { throw new Error('no store') }, onError: error => errors.push(error) })
  const resolver = createResolver({ server: { host: '127.0.0.1', port }, timeoutMs: 5000 })
  t.equal((await resolver.query('www.example.com', 'A')).kind, 'servfail')
  t.match(errors, [{ message: 'no store' }])
})

t.test('a stop closes open connections and forgets queries under way', async t => {
  const { asked, gate, answer } = gated()
  const service = await started(t, { answer })
  const socket = await opened(t, service.port)
  socket.resume()
  const lost = createResolver({ server: { host: '127.0.0.1', port: service.port }, timeoutMs: 100 }).query('www.example.com', 'A')
  await asked.promise
  await Promise.all([service.stop(), closed(socket)])
  gate.resolve(undefined)
  t.equal((await lost).kind, 'timeout')
})

t.test('no bytes over either transport stop it from answering', async t => {
  const { port } = await started(t)
  const resolver = createResolver({ server: { host: '127.0.0.1', port }, timeoutMs: 5000 })
  const udp = createSocket('udp4')
  t.teardown(() => udp.close())
  const mutated = fc.array(fc.tuple(fc.nat(query.length - 1), fc.nat(255)), { maxLength: 5 }).map(changes => {
    const copy = Buffer.from(query)
    for (const [at, value] of changes) copy[at] = value
    return copy
  })
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 700 }).map(array => Buffer.from(array)), mutated)
  await t.resolves(fc.assert(fc.asyncProperty(bytes, fc.boolean(), async (message, framed) => {
    udp.send(message, port, '127.0.0.1')
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.resume()
    socket.end(framed ? frame(message) : message)
    await closed(socket)
    assert.equal((await resolver.query('www.example.com', 'A')).kind, 'answer')
  }), { numRuns: 300 }))
})
