import assert from 'node:assert'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import type { RecordType } from '../../src/dns/answer.ts'
import { createBuiltinResolver, createResolver } from '../../src/dns/lookup.ts'
import type { Resolver } from '../../src/dns/lookup.ts'
import { createDnsService } from '../../src/dns/service.ts'
import { worldOf } from './fixtures/world.ts'

const world = worldOf([
  'www.example.com A 192.0.2.1', 'www.example.com AAAA 2001:DB8:0:0:0:0:0:1',
  'alias.customer.test CNAME Step.Example.net.', 'step.example.net CNAME www.example.com',
  'lost.customer.test CNAME gone.example.com', 'loop.test CNAME loop2.test', 'loop2.test CNAME loop.test',
  `txt.example.com TXT ${'t'.repeat(3000)}`, 'caa.example.com CAA 0 issue "pki.goog; cansignhttpexchanges=yes"',
  'bad.example.com A nonsense', 'bogus.test A 192.0.2.1', 'fail.test A 192.0.2.1', 'silent.test A 192.0.2.1'
], { 'bogus.test': 'dnssec_bogus', 'fail.test': 'servfail', 'silent.test': 'timeout' })

async function socketResolver (t: Test, timeoutMs = 5000): Promise<Resolver> {
  const service = createDnsService({ host: '127.0.0.1', port: 0, answer: question => resolveName(question, world) })
  await service.start()
  t.teardown(() => service.stop())
  return createResolver({ server: { host: '127.0.0.1', port: service.port }, timeoutMs })
}

t.test('both twins tell the same outcome', async t => {
  const cases: ReadonlyArray<readonly [string, RecordType, string, readonly string[], readonly string[]]> = [
    ['WWW.example.com', 'A', 'answer', [], ['192.0.2.1']],
    ['www.example.com', 'AAAA', 'answer', [], ['2001:db8::1']],
    ['www.example.com', 'TXT', 'nodata', [], []],
    ['none.example.com', 'A', 'nxdomain', [], []],
    ['alias.customer.test', 'A', 'answer', ['step.example.net', 'www.example.com'], ['192.0.2.1']],
    ['alias.customer.test', 'CNAME', 'answer', ['step.example.net'], ['Step.Example.net']],
    ['alias.customer.test', 'MX', 'nodata', ['step.example.net', 'www.example.com'], []],
    ['lost.customer.test', 'A', 'nxdomain', ['gone.example.com'], []],
    ['loop.test', 'A', 'servfail', ['loop2.test', 'loop.test'], []],
    ['txt.example.com', 'TXT', 'answer', [], ['t'.repeat(3000)]],
    ['caa.example.com', 'CAA', 'answer', [], ['0 issue "pki.goog; cansignhttpexchanges=yes"']],
    ['example.com', 'SOA', 'answer', [], ['ns1.example.com dns.example.com 1 10000 2400 604800 1800']],
    ['bad.example.com', 'A', 'servfail', [], []],
    ['bogus.test', 'A', 'bogus', [], []],
    ['fail.test', 'A', 'servfail', [], []],
    [`${'x'.repeat(64)}.test`, 'A', 'nxdomain', [], []]
  ]
  for (const resolver of [createBuiltinResolver(world), await socketResolver(t)]) {
    for (const [name, type, kind, chain, contents] of cases) {
      const outcome = await resolver.query(name, type)
      t.same([outcome.kind, outcome.chain, outcome.records.map(({ content }) => content)], [kind, chain, contents], `${name} ${type}`)
    }
  }
})

t.test('a name that is silent is a timeout for both twins', async t => {
  for (const resolver of [createBuiltinResolver(world), await socketResolver(t, 50)]) {
    t.same(await resolver.query('silent.test', 'A'), { kind: 'timeout', chain: [], records: [] })
  }
})

t.test('a TXT text arrives as it was written, whatever is in it', async t => {
  await t.resolves(fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async text => {
    const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`
    const resolver = createBuiltinResolver(worldOf([`any.test TXT ${quoted}`]))
    assert.equal((await resolver.query('any.test', 'TXT')).records[0]?.content, text)
  })))
})

t.test('a server that is not there is a timeout', async t => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const { port } = udp.address()
  udp.close()
  await once(udp, 'close')
  const resolver = createResolver({ server: { host: '127.0.0.1', port }, timeoutMs: 50 })
  t.equal((await resolver.query('www.example.com', 'A')).kind, 'timeout')
})

t.test('replies with another id, another question or broken bytes are passed over', async t => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  t.teardown(() => udp.close())
  udp.on('message', (bytes, peer) => {
    const { id = 0, questions = [] } = decode(bytes)
    const data = { name: 'www.example.com', type: 'A', ttl: 1 } as const
    const send = (reply: Buffer): void => udp.send(reply, peer.port, peer.address)
    send(Buffer.from('broken'))
    send(encode({ type: 'response', id: id ^ 1, questions, answers: [{ ...data, data: '192.0.2.66' }] }))
    send(encode({ type: 'response', id, questions: [{ name: 'x.test', type: 'A' }], answers: [{ ...data, data: '192.0.2.66' }] }))
    send(encode({ type: 'query', id, questions }))
    send(encode({ type: 'response', id, questions, answers: [{ ...data, data: '192.0.2.1' }] }))
  })
  const resolver = createResolver({ server: { host: '127.0.0.1', port: udp.address().port }, timeoutMs: 5000, nextId: () => 42 })
  t.equal((await resolver.query('www.example.com', 'A')).records[0]?.content, '192.0.2.1')
})

t.test('a lost datagram is sent again, and a truncated answer without TCP is a timeout', async t => {
  const udp = createSocket('udp4').bind(0, '127.0.0.1')
  await once(udp, 'listening')
  t.teardown(() => udp.close())
  let seen = 0
  udp.on('message', (bytes, peer) => {
    const { id = 0, questions = [] } = decode(bytes)
    if (++seen === 1) return
    udp.send(encode({ type: 'response', id, questions, flags: seen === 2 ? 3 : 0x0200 }), peer.port, peer.address)
  })
  const resolver = createResolver({ server: { host: '127.0.0.1', port: udp.address().port }, timeoutMs: 1500 })
  t.equal((await resolver.query('a.test', 'A')).kind, 'nxdomain')
  t.equal((await resolver.query('b.test', 'A')).kind, 'timeout')
})
