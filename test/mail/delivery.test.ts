import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createDelivery } from '../../src/mail/delivery.ts'
import { composeMessage } from '../../src/mail/message.ts'
import type { OutgoingMessage } from '../../src/mail/service.ts'
import { startMailServer } from './smtp.ts'
import { createWorld, ROLES, START } from './support.ts'

const HOST = '127.0.0.1'

function message (id: number, to = `person${id}@customer.com`): OutgoingMessage {
  return { ...composeMessage({ hostname: 'app.customer.com', to, link: 'http://127.0.0.1:4400/certvalidate/token' }), id, at: START }
}

/** Collects what a delivery reports, and tells when there is so much of it. */
function failures () {
  const told: string[] = []
  const waiting: Array<{ readonly count: number, readonly resolve: () => void }> = []
  return {
    told,
    onFailure (text: string): void {
      told.push(text)
      for (const { count, resolve } of waiting) if (told.length >= count) resolve()
    },
    reached: async (count: number) => await new Promise<void>(resolve => {
      if (told.length >= count) resolve()
      else waiting.push({ count, resolve })
    })
  }
}

t.test('every message reaches the mail server as text and HTML, each for its own recipient', async t => {
  const server = await startMailServer(t, { disabledCommands: ['STARTTLS'] })
  const { told, onFailure } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: server.port, secure: false }, onFailure })
  const world = await createWorld(t, { delivery, settings: { whoisContacts: { 'customer.com': ['owner@customer.com'] } } })
  await world.create('app.customer.com')
  await world.advance('1m')
  await server.received(6)
  t.strictSame(server.messages.map(({ to }) => to), ['owner', ...ROLES].map(role => [`${role}@customer.com`]))
  const [link = ''] = await world.links()
  for (const { from, headers, body } of server.messages) {
    t.equal(from, 'support@certvalidate.cloudflare.com')
    t.match(headers, /^Subject: .*app\.customer\.com/m)
    t.match(headers, /^Date: Thu, 01 Jan 2026/m, 'in the time of the zone')
    t.match(headers, 'multipart/alternative')
    t.match(body, 'Content-Type: text/plain')
    t.match(body, 'Content-Type: text/html')
    t.equal(body.split(link).length - 1, 4, 'the link once in the text, and in the HTML as button, target and words')
  }
  t.equal(server.connections(), 1, 'one connection serves all of them')
  t.strictSame(told, [])
})

t.test('a message that is refused for now is tried again', async t => {
  let refusals = 2
  const server = await startMailServer(t, {
    disabledCommands: ['STARTTLS'],
    onRcptTo (_address, _session, callback) {
      callback(refusals-- > 0 ? Object.assign(new Error('come back later'), { responseCode: 451 }) : null)
    }
  })
  const { told, onFailure } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: server.port, secure: false }, retryDelaysMs: [0, 0], onFailure })
  t.teardown(delivery.stop)
  delivery.add([message(1), message(2)])
  await server.received(2)
  t.strictSame(server.messages.map(({ to }) => to[0]), ['person1@customer.com', 'person2@customer.com'])
  t.strictSame(told, Array(2).fill('message 1 to person1@customer.com was not delivered'))
})

t.test('a message that is refused for good is not tried again, and the next one is delivered', async t => {
  const server = await startMailServer(t, {
    disabledCommands: ['STARTTLS'],
    onRcptTo ({ address }, _session, callback) {
      callback(address.startsWith('person1') ? Object.assign(new Error('nobody here'), { responseCode: 550 }) : null)
    }
  })
  const { told, onFailure } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: server.port, secure: false }, retryDelaysMs: [0, 0], onFailure })
  t.teardown(delivery.stop)
  delivery.add([message(1), message(2)])
  await server.received(1)
  t.equal(server.messages[0]?.to[0], 'person2@customer.com')
  t.strictSame(told, ['message 1 to person1@customer.com was not delivered and is not tried again'])
})

t.test('a server that cannot be reached is given up after a few attempts, and the lifecycle goes on', async t => {
  const closed = createServer()
  closed.listen(0, HOST)
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const { told, onFailure, reached } = failures()
  const delivery = createDelivery({ server: { host: HOST, port, secure: false }, retryDelaysMs: [0, 0], onFailure })
  const world = await createWorld(t, { delivery })
  await world.create('app.customer.com')
  await world.advance('1m')
  await reached(18)
  t.equal(told.filter(text => text.endsWith('not tried again')).length, 6)
  t.equal((await world.mailbox()).length, 6, 'the messages are in the mailbox all the same')
  t.equal(await world.sslStatus('app.customer.com'), 'pending_validation')
})

t.test('a server that says nothing does not hold up the end of a sandbox', async t => {
  const silent = createServer()
  silent.listen(0, HOST)
  await once(silent, 'listening')
  t.teardown(() => { silent.close() })
  const { told, onFailure } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: (silent.address() as AddressInfo).port, secure: false }, onFailure })
  const connected = once(silent, 'connection')
  delivery.add([message(1), message(2)])
  await connected
  await delivery.stop()
  t.strictSame(told, [])
})

t.test('a wait for the next attempt does not hold up the end either, and nothing is sent afterwards', async t => {
  const server = await startMailServer(t, {
    disabledCommands: ['STARTTLS'],
    onRcptTo (_address, _session, callback) { callback(Object.assign(new Error('come back later'), { responseCode: 451 })) }
  })
  const { onFailure, reached, told } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: server.port, secure: false }, retryDelaysMs: [3_600_000], onFailure })
  delivery.add([message(1)])
  await reached(1)
  await delivery.stop()
  delivery.add([message(2)])
  t.equal(told.length, 1)
  t.strictSame(server.messages, [])
})

t.test('credentials are used, and STARTTLS where it is offered, whoever signed its certificate', async t => {
  const server = await startMailServer(t, {
    onAuth ({ username, password }, _session, callback) {
      if (username === 'sandbox' && password === 'p@ss') callback(null, { user: username })
      else callback(new Error('no'))
    }
  })
  const { told, onFailure } = failures()
  const delivery = createDelivery({ server: { host: HOST, port: server.port, secure: false, user: 'sandbox', password: 'p@ss' }, onFailure })
  t.teardown(delivery.stop)
  delivery.add([message(1)])
  await server.received(1)
  t.strictSame(server.messages.map(({ tls, user }) => [tls, user]), [[true, 'sandbox']])
  t.strictSame(told, [])
})

t.test('messages that wait for a server are bounded: the oldest are given up', async t => {
  const { told, onFailure } = failures()
  const silent = createServer()
  silent.listen(0, HOST)
  await once(silent, 'listening')
  t.teardown(() => { silent.close() })
  const delivery = createDelivery({ server: { host: HOST, port: (silent.address() as AddressInfo).port, secure: false }, onFailure })
  delivery.add(Array.from({ length: 10_005 }, (_, i) => message(i)))
  t.strictSame(told, ['5 messages are not delivered'])
  await delivery.stop()
})
