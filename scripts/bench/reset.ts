import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { onCopy } from './advance.ts'
import { COLLECTION } from './get.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import type { Server } from './processes.ts'
import { ask, runScript, startSandflare } from './processes.ts'

/** What a test can spare before it begins. */
const SPARE_MS = 20

/** Hostnames of the sandboxes that are reset. */
const SIZES = [5, 10_000] as const

/** Hostnames created at the same time. */
const AT_ONCE = 50

/** Back to the seed, and states put aside and brought back. */
export const reset: Measure = {
  name: 'reset',
  run: async (lab: Lab): Promise<Finding[]> => [...await resets(lab), ...await snapshots(lab)]
}

async function resets (lab: Lab): Promise<Finding[]> {
  const sandflare = await startSandflare(join(lab.folder, 'reset.db'), ['--clock', 'frozen'])
  const findings: Finding[] = []
  for (const size of SIZES) {
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`reset: round ${number}, ${size} hostnames`)
      for (let made = 0; made < size; made += AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, size - made) }, async (_, i) =>
          await ask(sandflare.port, COLLECTION, { hostname: `shop-${made + i}.customer.com`, ssl: { method: 'http', type: 'dv' } })))
      }
      return { sandflare: await time(sandflare, '/__admin/reset'), beside: SPARE_MS }
    })
    findings.push({ name: `reset-${size}`, what: `reset of a sandbox with ${size} hostnames, on a file, beside ${SPARE_MS} ms`, unit: 'ms', reach: { atMost: 1 }, rounds })
  }
  await sandflare.stop()
  return findings
}

/** A snapshot of the small zone, beside SQLite copying its file. */
async function snapshots (lab: Lab): Promise<Finding[]> {
  const zone = await lab.small()
  const rounds = await repeat(lab.options.rounds, async number => await onCopy(lab, zone, async file => {
    lab.say(`reset: round ${number}, snapshot`)
    const copied = `${file}.copied`
    const [beside = NaN] = await runScript<number[]>('server', 'statement.ts', [file, `VACUUM INTO '${copied}'`])
    const sandflare = await startSandflare(file)
    const took = await time(sandflare, '/__admin/snapshots/bench')
    const restored = await time(sandflare, '/__admin/snapshots/bench/restore')
    await sandflare.stop()
    rmSync(copied, { force: true })
    rmSync(`${file}.snapshots`, { recursive: true })
    return { beside, took, restored }
  }))
  const beside = `of ${zone.ids.length} hostnames, beside SQLite copying the file`
  return [
    { name: 'snapshot', what: `a snapshot taken ${beside}`, unit: 'ms', rounds: rounds.map(round => ({ sandflare: round.took, beside: round.beside })) },
    { name: 'restore', what: `a snapshot restored ${beside}`, unit: 'ms', rounds: rounds.map(round => ({ sandflare: round.restored, beside: round.beside })) }
  ]
}

async function time ({ port }: Server, path: string): Promise<number> {
  const began = performance.now()
  await ask(port, path, {})
  return performance.now() - began
}
