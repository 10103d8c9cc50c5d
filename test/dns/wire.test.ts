import assert from 'node:assert'
import { decode, encode } from 'dns-packet'
import type { DecodedPacket, Packet } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'
import { resolveName } from '../../src/dns/answer.ts'
import type { Resolution } from '../../src/dns/answer.ts'
import { fromPacketRecord } from '../../src/dns/record-content.ts'
import { answerPacket } from '../../src/dns/wire.ts'
import type { Transport } from '../../src/dns/wire.ts'
import { worldOf } from './fixtures/world.ts'

const lines = [
  'www.example.com A 192.0.2.1', '*.wild.example.com A 192.0.2.9', 'odd.example.com A not-an-address',
  'bogus.example.com A 192.0.2.1', 'silent.example.com A 192.0.2.1',
  'long.example.com TXT "first" "second"', `huge.example.com TXT ${'é'.repeat(700)}`,
  'escaped.example.com TXT "a \\"quoted\\" \\\\ \\065"', 'empty.example.com TXT ',
  'caa.example.com CAA 128 issuemail "example.net; a=b"', 'caa.example.com CAA 0 issue ca.test',
  'mx.example.com MX 10 mail.example.com', 'srv.example.com SRV 1 2 443 www.example.com', 'ptr.example.com PTR www.example.com',
  ...Array.from({ length: 60 }, (_, n) => `many.example.com A 192.0.2.${n}`),
  ...Array.from({ length: 900 }, (_, n) => `toomany.example.com TXT ${n}${'x'.repeat(100)}`)
]
const world = worldOf(lines, { 'bogus.example.com': 'dnssec_bogus', 'silent.example.com': 'timeout' })

function answer (question: { name: string, type: string }): Promise<Resolution> {
  return resolveName(question, world)
}

function query (name: string, packet: Packet = {}): Buffer {
  return encode({ id: 0x1234, flags: 0x0100, questions: [{ name, type: 'A' }], ...packet })
}

function edns (udpPayloadSize: number, ednsVersion = 0): Packet {
  const opt = { type: 'OPT', name: '.', udpPayloadSize, ednsVersion, extendedRcode: 0, flags: 0, flag_do: false } as const
  return { additionals: [{ ...opt, options: [] }] }
}

async function exchange (bytes: Buffer, transport: Transport = 'udp'): Promise<DecodedPacket> {
  const reply = await answerPacket(bytes, transport, answer)
  assert(reply !== undefined)
  return decode(reply)
}

function rcode (packet: DecodedPacket): number {
  return (packet.flags ?? 0) & 0xf
}

function patched (bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt16BE(value, at)
  return copy
}

t.test('an answer repeats id and question in their own case and says who speaks', async t => {
  const reply = await exchange(query('wWw.eXample.COM'))
  t.match(reply, {
    id: 0x1234,
    flag_qr: true,
    flag_aa: true,
    flag_rd: true,
    flag_ra: true,
    flag_tc: false,
    questions: [{ name: 'wWw.eXample.COM' }],
    answers: [{ name: 'wWw.eXample.COM', type: 'A', data: '192.0.2.1', ttl: 300 }]
  })
  t.same(reply.additionals, [], 'no EDNS for those who do not speak it')
})

t.test('every type keeps its content on the way through a packet', async t => {
  const cases = {
    'long TXT': 'firstsecond',
    'huge TXT': 'é'.repeat(700),
    'escaped TXT': 'a "quoted" \\ A',
    'empty TXT': '',
    'caa CAA': '128 issuemail "example.net; a=b"',
    'mx MX': '10 mail.example.com',
    'srv SRV': '1 2 443 www.example.com',
    'ptr PTR': 'www.example.com'
  }
  for (const [asked, content] of Object.entries(cases)) {
    const [name = '', type = ''] = asked.split(' ')
    const packet = query('', { questions: [{ name: `${name}.example.com`, type: type as 'TXT' }] })
    const [first] = (await exchange(packet, 'tcp')).answers ?? []
    t.equal(first === undefined ? undefined : fromPacketRecord(first)?.content, content, asked)
  }
})

t.test('an answer that is too long is cut to the TC bit over UDP and whole over TCP', async t => {
  const size = async (packet: Packet, transport: Transport): Promise<readonly [boolean, number]> => {
    const reply = await exchange(query('many.example.com', packet), transport)
    return [reply.flag_tc, reply.answers?.length ?? 0]
  }
  t.same(await size({}, 'udp'), [true, 0])
  t.same(await size(edns(512), 'udp'), [true, 0])
  t.same(await size(edns(1), 'udp'), [true, 0])
  t.same(await size(edns(4096), 'udp'), [false, 60])
  t.same(await size({}, 'tcp'), [false, 60])
  const tooMuch = query('', { questions: [{ name: 'toomany.example.com', type: 'TXT' }] })
  t.equal(rcode(await exchange(tooMuch, 'tcp')), 2, 'more than TCP can carry is a failure')
})

t.test('a bogus name is a SERVFAIL with the extended error 6', async t => {
  const reply = await exchange(query('bogus.example.com', edns(1232)))
  t.equal(rcode(reply), 2)
  const [opt] = reply.additionals ?? []
  const option = opt?.type === 'OPT' ? opt.options[0] : undefined
  t.equal(Number(option?.code), 15)
  t.equal(option?.data?.readUInt16BE(0), 6)
  const unchecked = await exchange(query('bogus.example.com', { flags: 0x0110 }))
  t.match(unchecked, { flag_cd: true, answers: [{ data: '192.0.2.1' }] })
})

t.test('a record whose content does not fit its type makes a SERVFAIL', async t => {
  t.equal(rcode(await exchange(query('odd.example.com'))), 2)
})

t.test('what is not served is answered with the code that says why', async t => {
  const plain = query('www.example.com')
  const code = async (bytes: Buffer): Promise<number> => rcode(await exchange(bytes))
  t.equal(await code(patched(plain, 2, 0x2800)), 4, 'NOTIMP for another opcode')
  t.equal(await code(patched(plain, 4, 0)), 1, 'FORMERR without a question')
  t.equal(await code(query('', { questions: [{ name: 'a.test', type: 'A' }, { name: 'b.test', type: 'A' }] })), 1, 'FORMERR for two')
  t.equal(await code(plain.subarray(0, 20)), 1, 'FORMERR for half a question')
  t.equal(await code(patched(plain, 10, 1)), 1, 'FORMERR for a record that is missing')
  t.equal(await code(patched(plain, 12, 0xc000)), 1, 'FORMERR for a pointer in the question')
  t.equal(await code(query('www.example.com', { additionals: [...edns(512).additionals ?? [], ...edns(512).additionals ?? []] })), 1,
    'FORMERR for two OPT records')
  t.equal(await code(query('', { questions: [{ name: 'example.com', type: 'AXFR' }] })), 5, 'REFUSED for a transfer')
  t.equal(await code(query('', { questions: [{ name: 'example.com', type: 'A', class: 'CH' }] })), 5, 'REFUSED for another class')
  t.equal(await code(query('a b.example.com')), 5, 'REFUSED for a label that no name here has')
  const newer = await exchange(query('www.example.com', edns(1232, 1)))
  t.match(newer.additionals, [{ type: 'OPT', extendedRcode: 1, ednsVersion: 0 }], 'BADVERS for a later EDNS')
})

t.test('an unknown type of an existing name is NODATA', async t => {
  const bytes = query('www.example.com')
  t.match(await exchange(patched(bytes, bytes.length - 4, 65)), { answers: [], authorities: [{ type: 'SOA' }] })
})

t.test('answers, scraps and silent names get no answer', async t => {
  const none = async (bytes: Buffer): Promise<void> => { t.equal(await answerPacket(bytes, 'udp', answer), undefined) }
  await none(Buffer.alloc(0))
  await none(Buffer.alloc(11))
  await none(patched(query('www.example.com'), 2, 0x8100))
  await none(query('silent.example.com'))
})

t.test('no bytes whatever make it throw, and each answer is well-formed and belongs to its query', async t => {
  const real = [query('www.example.com', edns(1232)), query('x.wild.example.com'), query('many.example.com', edns(4096))]
  const mutated = fc.tuple(fc.constantFrom(...real), fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }), fc.nat(80))
    .map(([bytes, changes, cut]) => {
      const copy = Buffer.from(bytes)
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value
      return cut < 20 ? copy.subarray(0, cut + 10) : copy
    })
  const random = fc.uint8Array({ maxLength: 600 }).map(bytes => Buffer.from(bytes))
  await t.resolves(fc.assert(fc.asyncProperty(fc.oneof(random, mutated), async bytes => {
    const reply = await answerPacket(bytes, 'udp', answer)
    if (reply === undefined) return
    const packet = decode(reply)
    assert(packet.flag_qr)
    assert.equal(packet.id, bytes.readUInt16BE(0))
    assert(reply.length <= 4096)
  }), { numRuns: 2000 }))
})
