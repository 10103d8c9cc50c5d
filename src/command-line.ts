import { writeFile } from 'node:fs/promises'
import { Command, CommanderError, Option } from 'commander'
import type { Config, Given } from './config/config.ts'
import { ConfigError, readConfig } from './config/config.ts'
import type { OptionEntry } from './config/options.ts'
import { environmentName, OPTIONS } from './config/options.ts'
import { VERSION } from './version.ts'

await main(process.argv)

/** Runs the program: `serve` unless another command is named. */
async function main (argv: readonly string[]): Promise<void> {
  const program = new Command('sandflare')
    .description('A sandbox of Cloudflare for SaaS on one machine.')
    .version(VERSION)
    .showSuggestionAfterError(false)
    .exitOverride()
  withOptions(program.command('serve', { isDefault: true }).description('start the sandbox'))
    .action(async (_options: unknown, command: Command) => {
      const { serve } = await import('./serve.ts')
      await serve(readConfig(givenOf(command)), fail)
    })
  withOptions(program.command('readyz').description('exit with 0 when the sandbox answers, else with 1'))
    .action(async (_options: unknown, command: Command) => { await readyz(readConfig(givenOf(command))) })
  withOptions(program.command('ca').description('write the root certificate of the sandbox, for trust stores'))
    .option('--out <file>', 'write it to a file in place of the standard output')
    .action(async ({ out }: { readonly out?: string }, command: Command) => { await writeRoot(readConfig(givenOf(command)), out) })
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(false)
  try {
    await program.parseAsync(argv)
  } catch (error) {
    fail(error)
  }
}

function withOptions (command: Command): Command {
  for (const entry of OPTIONS as readonly OptionEntry[]) {
    const { name, value, does, values, standard, repeatable } = entry
    const plain = `${does} (${values}; default: ${standard}; ${environmentName(name)})`.replaceAll('`', '')
    const option = new Option(value === undefined ? `--${name} [on|off]` : `--${name} <${value}>`, plain)
    command.addOption(repeatable === true ? option.argParser((given: string, before?: string) => before === undefined ? given : `${before},${given}`) : option)
  }
  return command
}

/** What was given by flag, as text by option name. */
function givenOf (command: Command): Given {
  const options = command.opts<Record<string, string | boolean>>()
  const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(OPTIONS.flatMap(({ name }) => {
    const value = options[camel(name)]
    return value === undefined ? [] : [[name, String(value)]]
  }))
}

/** Writes the root for trust stores. */
async function writeRoot (config: Config, out: string | undefined): Promise<void> {
  const [{ readRootCertificate }, { createSystemClock }] = await Promise.all([import('./root-certificate.ts'), import('./clock.ts')])
  const pem = await readRootCertificate(config, createSystemClock())
  if (out === undefined) process.stdout.write(pem)
  else await writeFile(out, pem).catch((error: Error) => { throw new ConfigError(`--out: ${out} cannot be written: ${error.message}`) })
}

/** For health checks: asks the sandbox that these options describe. */
async function readyz ({ host, port }: Config): Promise<void> {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const answer = await fetch(`http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}/readyz`, { signal: AbortSignal.timeout(3000) })
    process.exitCode = answer.ok ? 0 : 1
  } catch {
    console.error(`no Sandflare answers on ${reachable}:${port}`)
    process.exitCode = 1
  }
}

/** Ends the program with one line that says what to do; only what nobody foresaw shows its stack. */
function fail (error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode
    return
  }
  process.exitCode = 1
  if (error instanceof ConfigError || isForPeople(error)) console.error(`sandflare: ${error.message}`)
  else console.error(error)
}

/** Errors of a start whose message is one line for the person at the terminal. */
function isForPeople (error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  if (['DatabaseError', 'SeedError'].includes(error.constructor.name)) return true
  if ('code' in error && error.code === 'EADDRINUSE') {
    error.message = `${error.message.replace('listen EADDRINUSE: ', '')}: choose another with --port, or --port 0 for a free one`
    return true
  }
  return 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EACCES')
}
