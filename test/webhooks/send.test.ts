import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { allowAddresses } from '../../src/scheduler/evidence/addresses.ts'
import { sendMessage } from '../../src/webhooks/send.ts'
import type { SendParts } from '../../src/webhooks/send.ts'
import { someAuthorities, someLeaf } from '../ca/support.ts'
import { startReceiver } from './support.ts'

const { signal } = new AbortController()
const parts = (more: Partial<SendParts> = {}): SendParts => ({ isAllowed: allowAddresses([]), trustedRoots: [], timeoutMs: 5000, ...more })

t.test('a receiver over HTTPS has to be who its name says, by public roots and those that are trusted', async t => {
  const authorities = await someAuthorities()
  const { chainPem, privateKeyPem } = await someLeaf(authorities, { hosts: ['receiver.customer.com'], commonName: 'receiver.customer.com' })
  const server = createServer({ cert: chainPem, key: privateKeyPem }, (_request, response) => { response.end('thanks') })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const { port } = server.address() as AddressInfo
  const send = async (name: string, trustedRoots: readonly string[]) => await sendMessage(
    { url: `https://${name}:${port}/`, body: '{}' }, parts({ trustedRoots, resolve: async () => ['127.0.0.1'] }), signal)
  const root = authorities.root.certificatePem
  t.strictSame(await send('receiver.customer.com', [root]), { status: 200 })
  t.match(await send('receiver.customer.com', []), { error: /certificate/ })
  t.match(await send('other.customer.com', [root]), { error: /altnames/ })
})

t.test('a name is looked up once, and led only to an address that is allowed', async t => {
  const receiver = await startReceiver(t)
  const { port } = new URL(receiver.url)
  const asked: string[] = []
  const send = async (addresses: readonly string[]) => await sendMessage({ url: `http://receiver.customer.com:${port}/path?query=1`, body: '{"text":""}' }, parts({
    resolve: async name => {
      asked.push(name)
      return addresses
    }
  }), signal)
  t.strictSame(await send(['10.0.0.1', '127.0.0.1']), { status: 200 })
  t.match(receiver.messages, [{ path: '/path?query=1', headers: { host: `receiver.customer.com:${port}`, 'content-length': '11' } }])
  t.strictSame(await send(['10.0.0.1', '::ffff:10.0.0.2']), { error: '10.0.0.1 is not among the addresses that --allowed-addresses allows' })
  t.strictSame(await send([]), { error: 'receiver.customer.com does not resolve' })
  t.equal(asked.length, 3)
  t.equal(receiver.messages.length, 1)
})

t.test('what cannot be sent is an answer and no exception', async t => {
  const receiver = await startReceiver(t)
  for (const message of [{ url: receiver.url.replace('//', '//user:%zz@'), body: '{}' }, { url: receiver.url, secret: 'line\nbreak', body: '{}' }, { url: 'http://', body: '{}' }]) {
    t.type((await sendMessage(message, parts(), signal) as { error?: string }).error, 'string')
  }
  receiver.answer((_message, response) => {
    response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
    return undefined
  })
  t.type((await sendMessage({ url: receiver.url, body: '{}' }, parts({ timeoutMs: 500 }), signal) as { error?: string }).error, 'string')
  receiver.answer((_message, response) => {
    response.socket?.end('nonsense\r\n\r\n')
    return undefined
  })
  t.match(await sendMessage({ url: receiver.url, body: '{}' }, parts(), signal), { error: /Parse Error/ })
})

t.test('credentials in a URL are sent as such', async t => {
  const receiver = await startReceiver(t)
  t.strictSame(await sendMessage({ url: receiver.url.replace('//', '//user:p%40ss@'), body: '{}' }, parts(), signal), { status: 200 })
  t.equal(receiver.messages[0]?.headers.authorization, `Basic ${Buffer.from('user:p@ss').toString('base64')}`)
})
