// The least that could stand in for each of the listeners, and an origin for both sides: `bare-server.ts <kind> [argument]`.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, createServer } from 'node:http'
import type { Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createProxyServer } from 'httpxy'

/** Bytes of the origin's answer. */
const BODY_BYTES = 1024

const [kind = '', argument = ''] = process.argv.slice(2)

switch (kind) {
  case 'origin': await listen(originServer())
    break
  case 'proxy': await listen(proxyServer(argument))
    break
  case 'tls': await listen(tlsServer(argument))
    break
  case 'dns': await echo(Buffer.from(argument, 'base64'))
    break
  default: throw new Error(`there is no bare server "${kind}"`)
}

async function listen (server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  console.log(`tcp://127.0.0.1:${typeof address === 'object' ? address?.port ?? '' : ''}`)
}

function originServer (): Server {
  const body = Buffer.alloc(BODY_BYTES, 'x')
  return createServer((_req, res) => { res.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length }).end(body) })
}

/** The edge's proxy library without an edge around it. */
function proxyServer (target: string): Server {
  const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true, maxFreeSockets: 64 }) })
  return createServer(async (req, res) => { await proxy.web(req, res) })
}

/** One certificate with its key, from a PEM file. */
function tlsServer (file: string): Server {
  const pem = readFileSync(file)
  const server = createTlsServer({ key: pem, cert: pem }, socket => {
    socket.on('error', () => {})
    socket.resume()
  })
  return server
}

/** Sends the prepared answer to whatever comes, with the number of the question. */
async function echo (answer: Buffer): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address }) => {
    question.copy(answer, 0, 0, 2)
    socket.send(answer, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  console.log(`udp://127.0.0.1:${socket.address().port}`)
}
