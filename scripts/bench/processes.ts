import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { AUTHORIZATION } from './world.ts'

/** What is measured runs on one core, what asks it on another, so that neither takes time from the other. */
const CORES = { server: 0, load: 1 } as const

/** Whether processes are really bound to cores here. */
export const PINNED = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

const ROOT = join(import.meta.dirname, '..', '..')

export interface Server {
  readonly port: number
  readonly pid: number
  stop (): Promise<void>
}

/** Ports that Sandflare does not tell of are chosen here; 0 takes any. */
export interface Ports {
  readonly dns?: number
  readonly edgeHttp?: number
  readonly edgeHttps?: number
}

/** Starts the built Sandflare on free ports; resolves when it listens. */
export async function startSandflare (database: string, more: readonly string[] = [], { dns = 0, edgeHttp = 0, edgeHttps = 0 }: Ports = {}): Promise<Server> {
  const ports = ['--port', '0', '--dns-port', String(dns), '--edge-http-port', String(edgeHttp), '--edge-https-port', String(edgeHttps)]
  return await startServer('server', [join(ROOT, 'dist/program/main.js'), 'serve', ...ports, '--database', database, '--auth', 'any', '--log-level', 'warn', ...more])
}

/** A port that is free now. */
export async function freePort (): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the plain Fastify that answers what `fixture` holds. */
export async function startPlain (fixture: string): Promise<Server> {
  return await startServer('server', [join(import.meta.dirname, 'plain-server.js'), fixture])
}

/** Starts the least that could do the work of a listener, or an origin, which shares its core with those who ask. */
export async function startBare (kind: 'origin' | 'proxy' | 'tls' | 'dns', ...args: readonly string[]): Promise<Server> {
  return await startServer(kind === 'origin' ? 'load' : 'server', [join(import.meta.dirname, 'bare-server.ts'), kind, ...args])
}

async function startServer (core: keyof typeof CORES, args: readonly string[]): Promise<Server> {
  const child = spawnPinned(core, args)
  let printed = ''
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /\w+:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.once('exit', code => { reject(new Error(`${args.join(' ')} ended with ${code ?? 'a signal'} before it listened: ${printed}`)) })
  })
  return {
    port,
    pid: child.pid ?? 0,
    async stop () {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  }
}

/** Runs one of this folder's scripts to its end; answers the JSON that it prints. */
export async function runScript<T> (core: keyof typeof CORES, script: string, args: readonly string[]): Promise<T> {
  const child = spawnPinned(core, [join(import.meta.dirname, script), ...args])
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0) throw new Error(`${script} ended with ${String(code)}: ${printed}`)
  return JSON.parse(printed) as T
}

/** Milliseconds from the spawn of Node on the server's core to its end. */
export async function timeNode (args: readonly string[]): Promise<number> {
  const began = performance.now()
  await once(spawnPinned('server', args), 'exit')
  return performance.now() - began
}

function spawnPinned (core: keyof typeof CORES, args: readonly string[]) {
  const command = [...(PINNED ? ['taskset', '-c', String(CORES[core])] : []), process.execPath, ...args]
  return spawn(command[0] ?? process.execPath, command.slice(1), { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** One request of no particular speed. Rejects unless it is answered with a 2xx. */
export async function ask (port: number, path: string, body?: unknown): Promise<string> {
  const headers = { authorization: AUTHORIZATION, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const outgoing = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', headers, agent: false })
  outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  const [answer] = await once(outgoing, 'response') as [IncomingMessage]
  const answered = await text(answer)
  if (Math.trunc((answer.statusCode ?? 0) / 100) !== 2) throw new Error(`${path} answered ${answer.statusCode ?? 0}: ${answered.slice(0, 500)}`)
  return answered
}

/** Resident memory of a process in MiB, as Linux counts it. */
export function residentMemory (pid: number): number {
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kibibytes) / 1024
}

/** Seconds of processor time that a process has used, in all its threads. Linux counts in hundredths. */
export function processorTime (pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
