import { readFile, writeFile } from 'node:fs/promises'
import type { Difference } from './compare.ts'
import { compareRecordings } from './compare.ts'
import type { Driven, Driver } from './drive.ts'
import { drive } from './drive.ts'
import type { Exchange } from './exchange.ts'
import { FORMAT, parseRecording } from './exchange.ts'
import type { Asked } from './options.ts'
import { readOptions } from './options.ts'
import type { Secrets } from './redact.ts'
import type { ZoneFacts } from './reference.ts'
import { startReference } from './reference.ts'
import { report } from './report.ts'
import { serverDriver } from './server.ts'
import { READING, WRITING } from './suite.ts'

type Run = Extract<Asked, { kind: 'run' }>

// 0: no difference; 1: differences; 2: it could not be found out.
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`parity: ${error instanceof Error ? reasonOf(error) : String(error)}`)
  return 2
})

async function main (argv: readonly string[]): Promise<number> {
  const asked = readOptions(argv, process.env)
  if (asked === undefined) return 0
  if (asked.kind === 'run') return await compareServer(asked)
  const [first, second] = await Promise.all([readRecording(asked.first), readRecording(asked.second)])
  return tell(compareRecordings(first, second), first.length, [asked.first, asked.second])
}

/** Runs the suite against the server, and holds it against a recording or a fresh Sandflare. */
async function compareServer (asked: Run): Promise<number> {
  const expected = asked.compare === undefined ? undefined : await readRecording(asked.compare)
  const driver = serverDriver(asked)
  const zone = await readZone(driver, asked)
  const { exchanges, left, failure } = await driveSuite(driver, asked, zone)
  if (asked.record !== undefined) await writeFile(asked.record, `${JSON.stringify({ format: FORMAT, exchanges }, null, 2)}\n`)
  for (const path of left) console.error(`left behind: ${path}`)
  if (failure !== undefined) throw failure
  const first = expected ?? await exchangesOfReference(asked, zone)
  return tell(compareRecordings(first, exchanges), exchanges.length, [asked.compare ?? 'Sandflare', 'the server'])
}

async function exchangesOfReference (asked: Run, zone: ZoneFacts): Promise<readonly Exchange[]> {
  const reference = await startReference(zone, 'token' in asked.credentials ? 'token' : 'key')
  try {
    const { exchanges, failure } = await driveSuite(reference, { ...asked, keep: true }, zone)
    if (failure !== undefined) throw failure
    return exchanges
  } finally {
    await reference.close()
  }
}

async function driveSuite (driver: Driver, { zone: zoneId, suffix, credentials, keep }: Run, zone: ZoneFacts): Promise<Driven> {
  // Hostnames of an earlier run that was cut off must not be in the way.
  const prefix = `sandflare-parity-${process.pid.toString(36)}${Math.floor(performance.timeOrigin / 1000).toString(36)}-`
  const names = { zone_id: zoneId, zone_name: zone.name, hostname_prefix: prefix, suffix: suffix ?? 'example.com' }
  const secrets: Secrets = [
    ...Object.entries(credentials).map(([kind, secret]: [string, string]) => [secret, `<${kind}>`] as const),
    [zone.id, '<zone_id>'], [zone.name, '<zone_name>'], [zone.accountId, '<account_id>'], [prefix, '<prefix>'], [names.suffix, '<suffix>']
  ]
  const cancelled = new AbortController()
  const cancel = (): void => { cancelled.abort(new Error('stopped; what had been created was deleted')) }
  process.once('SIGINT', cancel)
  try {
    return await drive({ driver, steps: suffix === undefined ? READING : [...READING, ...WRITING], names, secrets, keep, signal: cancelled.signal })
  } finally {
    process.off('SIGINT', cancel)
  }
}

/** The zone as the server knows it. */
async function readZone (driver: Driver, { zone: id }: Run): Promise<ZoneFacts> {
  const { status, text } = await driver.send({ method: 'GET', path: `/zones/${id}` })
  if (status !== 200) throw new Error(`the zone cannot be read, the server answers ${status}: check --zone, the credentials and their permissions`)
  const { result } = JSON.parse(text) as { readonly result: { readonly name: string, readonly account: { readonly id: string } } }
  const origin = await driver.send({ method: 'GET', path: `/zones/${id}/custom_hostnames/fallback_origin` })
  return { id, name: result.name, accountId: result.account.id, hasFallbackOrigin: origin.status === 200 }
}

function tell (differences: readonly Difference[], steps: number, sides: readonly [string, string]): number {
  if (differences.length > 0) console.log(report(differences, sides))
  console.log(`${steps} steps, ${differences.length} differences`)
  return differences.length === 0 ? 0 : 1
}

async function readRecording (file: string): Promise<readonly Exchange[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => { throw new Error(`${file} cannot be read: ${error.message}`) })
  return parseRecording(text, file).exchanges
}

/** `fetch` hides why behind words that say nothing. */
function reasonOf (error: Error): string {
  const { cause } = error
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message.replace(/^error: /, '')
}
