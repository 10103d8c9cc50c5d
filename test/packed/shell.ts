import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, dirname } from 'node:path'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Shell {
  readonly cwd: string
  /** The Node.js that commands find first; the one of this process unless given. */
  readonly node?: string
}

/** Starts a command as somebody would who never heard of this project: what npm or tap told this process is kept from it. */
export function launch (command: readonly [string, ...string[]], { cwd, node = process.execPath }: Shell) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_(package|lifecycle|config_local)|NODE_|SANDFLARE_|TAP|_TAP|PORT$|INIT_CWD$)/.test(name))
  const env = { ...Object.fromEntries(inherited), PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` }
  // `env` runs between, because tap adds to what every child of a test is given.
  const child = spawn('env', ['-u', 'NODE_OPTIONS', ...command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output.stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { output.stderr += text })
  const closed = (async () => {
    const [code] = await once(child, 'close') as [number | null]
    return { code, ...output }
  })()
  return { child, output, closed }
}

/** Runs a command to its end. */
export async function run (command: readonly [string, ...string[]], shell: Shell): Promise<Ran> {
  return await launch(command, shell).closed
}

/** Runs a command that has to succeed. Rejects with all that it printed. */
export async function succeed (command: readonly [string, ...string[]], shell: Shell): Promise<string> {
  const { code, stdout, stderr } = await run(command, shell)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}\n${stdout}\n${stderr}`)
  return stdout
}
