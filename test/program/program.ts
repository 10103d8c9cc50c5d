import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A program's environment: the machine's, without what would configure a sandbox. */
export function cleanEnvironment (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SANDFLARE_') && name !== 'PORT')
  return { ...Object.fromEntries(inherited), ...more }
}

/** Runs the program to its end. */
export async function run (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: cleanEnvironment(environment) })
  const read = collect(child)
  const [code] = await once(child, 'close') as [number | null]
  return { code, ...read() }
}

/** Starts a sandbox as a process of its own; resolves when its banner is out. */
export async function start (args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--dns-port', '0', '--edge-http-port', '0', '--edge-https-port', '0', '--log-level', 'silent', ...args], { env: cleanEnvironment(environment) })
  const read = collect(child)
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => { if (read().stdout.includes('custom hostname:')) resolve() })
    child.on('close', () => { reject(new Error(`ended before it was ready: ${read().stderr}`)) })
  })
  const url = /listening on +(\S+)\/client\/v4/.exec(read().stdout)?.[1] ?? ''
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const closed = once(child, 'close') as Promise<[number | null]>
    child.kill(signal)
    return (await closed)[0]
  }
  return { url, banner: () => read().stdout, log: () => read().stderr, end }
}

function collect (child: ChildProcess): () => { readonly stdout: string, readonly stderr: string } {
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { output.stdout += text })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { output.stderr += text })
  return () => output
}
