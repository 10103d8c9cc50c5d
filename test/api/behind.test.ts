import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import t from 'tap'
import { createBehind, handOverRest } from '../../src/http/behind.ts'
import { createServer } from '../../src/http/server.ts'
import { answerUnserved } from '../../src/http/unserved.ts'
import { NO_TRAFFIC } from '../../src/http/traffic.ts'

const SECRET = 'Bearer very-secret'

interface World {
  readonly app: FastifyInstance
  readonly log: () => string
  readonly built: () => number
}

/** An app that serves `/front`, and one behind it; `failures` of its builds fail. */
async function world (test: Pick<typeof t, 'teardown'>, { failures = 0, onClose = () => {} }: { readonly failures?: number, readonly onClose?: () => void } = {}): Promise<World> {
  let log = ''
  const logger = pino({}, { write: (line: string) => { log += line } })
  let count = 0
  const nextRay = (): string => String(++count).padStart(16, '0')
  const { rayOf, handOver } = createBehind()
  const app = createServer({ logger, logRequests: false, nextRay })
  app.get('/front', async () => 'front')
  let built = 0
  handOverRest(app, handOver(app, async () => {
    if (++built <= failures) throw new Error('no luck')
    const behind = createServer({ logger, logRequests: false, nextRay: raw => rayOf(raw) ?? nextRay() })
    answerUnserved(behind, { note: NO_TRAFFIC.note, routes: () => [] })
    behind.post('/echo', async ({ body, id }) => ({ body, id }))
    behind.get('/fails', async () => { throw new Error('on purpose') })
    behind.get('/logs', async request => {
      request.log.error({ req: request }, 'with its request')
      return ''
    })
    await behind.register(async scope => {
      scope.setErrorHandler(async (_error, _request, reply) => await reply.code(415).send('in words of its own'))
      scope.post('/worded', async () => 'read')
    })
    behind.addHook('preClose', async () => { onClose() })
    return behind
  }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  test.teardown(async () => { await app.close() })
  return { app, log: () => log, built: () => built }
}

function ask ({ app }: World, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}${path}`, { ...init, headers: { authorization: SECRET, ...init.headers } })
}

t.test('an app behind is made once, by the first request for it', async t => {
  const front = await world(t)
  t.equal(await (await ask(front, '/front')).text(), 'front')
  t.equal(front.built(), 0)
  const answers = await Promise.all([1, 2, 3].map(async () => await ask(front, '/elsewhere')))
  t.same(answers.map(({ status }) => status), [404, 404, 404])
  t.match(await answers[0]?.json(), { error: { code: 'not_found', message: 'nothing is served at GET /elsewhere' } })
  t.equal(front.built(), 1)
})

t.test('it reads the body itself and knows the request by the ray of the first app', async t => {
  const front = await world(t)
  const body = JSON.stringify({ long: 'x'.repeat(60_000) })
  const answer = await ask(front, '/echo', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  t.same(await answer.json(), { body: JSON.parse(body) as unknown, id: '0000000000000001' })
  t.equal(answer.headers.get('cf-ray'), '0000000000000001-SJC')
  t.equal((await ask(front, '/front')).headers.get('cf-ray'), '0000000000000002-SJC', 'no ray is left out')
})

t.test('what is wrong with a request is said by the app that it was meant for', async t => {
  const front = await world(t)
  const unreadable = await ask(front, '/echo', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } })
  t.equal(unreadable.status, 400)
  t.match(await unreadable.json(), { error: { code: 'invalid_request' } })
  // No client that is well made sends such a type.
  const socket = connect((front.app.server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.end('POST /worded HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ///\r\ncontent-length: 2\r\n\r\n{}')
  const answer = await text(socket)
  t.match(answer, /^HTTP\/1\.1 415 /)
  t.match(answer, 'in words of its own')
})

t.test('a build that fails is tried again by the next request, and no log shows the headers of the one before', async t => {
  const front = await world(t, { failures: 1 })
  const refused = await ask(front, '/fails')
  t.equal(refused.status, 500)
  t.match(await refused.json(), { error: { code: 'internal_error' } })
  t.match(front.log(), 'no luck')
  t.equal((await ask(front, '/fails')).status, 500)
  t.match(front.log(), 'on purpose')
  await ask(front, '/logs')
  t.match(front.log(), 'with its request')
  t.notMatch(front.log(), 'very-secret')
  t.notMatch(front.log(), 'incoming', 'requests themselves are not logged')
  t.equal(front.built(), 2)
})

t.test('it ends with the first app', async t => {
  let closed = 0
  const front = await world(t, { onClose: () => { closed++ } })
  await ask(front, '/elsewhere')
  await front.app.close()
  t.equal(closed, 1)
  const alone = await world(t, { onClose: () => { closed++ } })
  await alone.app.close()
  t.equal(closed, 1, 'one that was never asked for is not made to be closed')
})
