import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { start } from '../program/program.ts'

/** What a client asked the engine to create. */
export interface Created {
  readonly Image: string
  readonly Env: readonly string[]
  readonly ExposedPorts: Readonly<Record<string, unknown>>
}

/** What the image sets, see the Dockerfile. */
const IMAGE_ENVIRONMENT = { SANDFLARE_DATABASE: '/data/sandbox.db', SANDFLARE_AUTH: 'any', SANDFLARE_ADMIN_TOKEN: 'none' }

/**
 * As much of a Docker Engine's HTTP API as starting one container takes. The container is the program in a process of its own, with the
 * environment of the image and of the call; it does not hear of images, networks or logs.
 */
export async function startEngine () {
  const created: Created[] = []
  const removed: string[] = []
  let running: Awaited<ReturnType<typeof start>> | undefined

  const answers: ReadonlyArray<readonly [call: RegExp, status: number, answer: (request: IncomingMessage) => Promise<unknown>]> = [
    [/^GET \/containers\/json/, 200, async () => []],
    [/^POST \/containers\/create/, 201, async request => {
      created.push(JSON.parse(await text(request)) as Created)
      return { Id: 'one' }
    }],
    [/^POST \/containers\/one\/start/, 204, async () => {
      const given = Object.fromEntries(created.at(-1)?.Env.map(line => line.split(/=(.*)/s, 2)) ?? []) as Record<string, string>
      running = await start([], { ...IMAGE_ENVIRONMENT, ...given })
    }],
    [/^GET \/containers\/one\/json/, 200, async () => inspected(running?.banner() ?? '')],
    [/^POST \/containers\/one\/stop/, 204, async () => { await running?.end('SIGTERM') }],
    [/^DELETE \/containers\/one/, 204, async () => { removed.push('one') }],
    [/^GET \/images\/.+\/json|^GET \/info/, 200, async () => ({})]
  ]
  const server = createServer((request, response) => {
    const call = `${request.method} ${request.url}`
    const [, status, answer] = answers.find(([pattern]) => pattern.test(call)) ?? [undefined, 501, async () => ({ message: `${call} is not known here` })]
    answer(request).then(body => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body))
    }, (error: unknown) => response.writeHead(500).end(String(error)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { host: `tcp://127.0.0.1:${port}`, created, removed, close: () => { server.close().closeAllConnections() } }
}

/** A running container, whose ports are the ones that the program took. */
function inspected (banner: string): object {
  const portAfter = (pattern: RegExp): string => pattern.exec(banner)?.[1] ?? '0'
  const bound = (HostPort: string) => [{ HostIp: '127.0.0.1', HostPort }]
  return {
    Id: 'one',
    Name: '/one',
    Config: { Labels: {}, Env: [], Hostname: 'one' },
    State: { Running: true, Status: 'running', StartedAt: '2026-01-01T00:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' },
    NetworkSettings: {
      Networks: {},
      Ports: {
        '4400/tcp': bound(portAfter(/listening on +http:\/\/[^:]+:(\d+)/)),
        '4480/tcp': bound(portAfter(/edge .*http:\/\/[^:]+:(\d+)/)),
        '4443/tcp': bound(portAfter(/edge .*https:\/\/[^:]+:(\d+)/)),
        '4453/tcp': bound('4453'),
        '4453/udp': bound('5353')
      }
    }
  }
}
