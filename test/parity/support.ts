import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { cleanEnvironment } from '../program/program.ts'

const MAIN = fileURLToPath(new URL('../../scripts/parity/main.ts', import.meta.url))

/** An answer on its way through the proxy, which a test may change. */
export interface Passing {
  status: number
  readonly headers: Map<string, string>
  body: string
}

/** Changes what passes; `call` is such as `POST /zones/{zone}/custom_hostnames`. */
export type Plant = (call: string, passing: Passing) => void

export interface Target {
  readonly sandbox: Sandbox
  readonly baseURL: string
  readonly calls: string[]
  /** The command line for it, as far as every run needs it. */
  readonly args: readonly string[]
}

/** A sandbox behind a proxy that plants differences. Whoever asks the same thing twice in a row waits, so the clock goes on for them. */
export async function openTarget (t: Test, plant: Plant = () => {}): Promise<Target> {
  const sandbox = await createSandbox({ auth: 'tokens', randomSeed: 7 })
  const calls: string[] = []
  const proxy = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const call = `${request.method} ${(request.url ?? '').replace('/client/v4', '')}`
      if (request.method === 'GET' && call === calls.at(-1)) await sandbox.advance('3s')
      calls.push(call)
      const body = await buffer(request)
      const headers = Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)).map(([name, value]) => [name, String(value)] as const)
      const answer = await fetch(`${sandbox.url}${request.url}`, { method: request.method ?? 'GET', headers: Object.fromEntries(headers), ...(body.length === 0 ? {} : { body: body.toString() }) })
      const passing: Passing = { status: answer.status, headers: new Map([...answer.headers].filter(([name]) => !['content-length', 'connection', 'keep-alive', 'transfer-encoding'].includes(name))), body: await answer.text() }
      plant(call.replaceAll(sandbox.zone.id, '{zone}'), passing)
      response.writeHead(passing.status, Object.fromEntries(passing.headers)).end(passing.body)
    }
    pass().catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.teardown(async () => {
    proxy.close().closeAllConnections()
    await sandbox.close()
  })
  const baseURL = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/client/v4`
  return { sandbox, baseURL, calls, args: ['--base-url', baseURL, '--zone', sandbox.zone.id] }
}

/** Runs `npm run parity` to its end, or until `stopped` aborts, which is Ctrl+C. */
export async function parity (args: readonly string[], environment: Readonly<Record<string, string>> = {}, stopped?: AbortSignal) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: cleanEnvironment(environment) })
  stopped?.addEventListener('abort', () => { child.kill('SIGINT') })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])
  return { code, stdout, stderr }
}
