import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { decode, encode } from 'dns-packet'
import t from 'tap'
import recorded from '../../fixtures/hostile/dns.json' with { type: 'json' }
import { resolveName } from '../../src/dns/answer.ts'
import { createDnsService } from '../../src/dns/service.ts'
import { worldOf } from './fixtures/world.ts'

t.test('packets that broke other servers are answered or dropped, over UDP and TCP, and the next question is answered', async t => {
  const world = worldOf(['www.example.com A 192.0.2.1'])
  const service = createDnsService({ host: '127.0.0.1', port: 0, answer: question => resolveName(question, world), onError: error => { throw error } })
  await service.start()
  t.teardown(() => service.stop())
  const client = createSocket('udp4')
  t.teardown(() => client.close())
  for (const hex of Object.values(recorded)) {
    client.send(Buffer.from(hex, 'hex'), service.port, '127.0.0.1')
    const stream = connect(service.port, '127.0.0.1').on('error', () => {}).resume()
    const packet = Buffer.from(hex, 'hex')
    stream.end(Buffer.concat([Buffer.from([packet.length >> 8, packet.length & 255]), packet]))
    if (!stream.closed) await once(stream, 'close')
  }
  const answered = new Promise<Buffer>(resolve => {
    client.on('message', message => { if (message.readUInt16BE(0) === 4242) resolve(message) })
  })
  client.send(encode({ id: 4242, questions: [{ name: 'www.example.com', type: 'A' }] }), service.port, '127.0.0.1')
  t.match(decode(await answered).answers, [{ type: 'A', data: '192.0.2.1' }])
})
