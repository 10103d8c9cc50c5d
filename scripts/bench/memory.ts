import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COLLECTION } from './get.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import type { Server } from './processes.ts'
import { ask, residentMemory, startPlain, startSandflare } from './processes.ts'

/** Milliseconds after the last answer until memory is read. */
const REST = 2000

/** Resident memory: fresh and at rest beside plain Fastify, and with a large zone that has been read beside itself at rest. */
export const memory: Measure = {
  name: 'memory',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.large()
    const item = `${COLLECTION}/${zone.ids[0] ?? ''}`
    const pages = [1, Math.ceil(zone.ids.length / 50)].map(page => `${COLLECTION}?per_page=50&page=${page}`)
    const some = Array.from({ length: 200 }, (_, i) => `${COLLECTION}/${zone.ids[Math.floor(i * zone.ids.length / 200)] ?? ''}`)
    const fixture = join(lab.folder, 'memory.json')
    writeFileSync(fixture, JSON.stringify({ item: {} }))
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`memory: round ${number}`)
      return {
        plain: await restOf(await startPlain(fixture), [item]),
        rest: await restOf(await startSandflare(join(lab.folder, `memory-${number}.db`)), [COLLECTION]),
        full: await restOf(await startSandflare(zone.file), [...some, ...pages, `${COLLECTION}?hostname.contain=storefront`])
      }
    })
    return [{
      name: 'memory-at-rest',
      what: 'resident memory at rest beside plain Fastify',
      unit: 'MiB',
      reach: { atMost: 2.5 },
      rounds: rounds.map(round => ({ sandflare: round.rest, beside: round.plain }))
    }, {
      name: 'memory-full',
      what: `resident memory with ${zone.ids.length} hostnames that have been read, beside itself at rest`,
      unit: 'MiB',
      reach: { atMost: 1.5 },
      rounds: rounds.map(round => ({ sandflare: round.full, beside: round.rest }))
    }]
  }
}

async function restOf (server: Server, paths: readonly string[]): Promise<number> {
  for (const path of paths) await ask(server.port, path)
  await new Promise(resolve => setTimeout(resolve, REST))
  const resident = residentMemory(server.pid)
  await server.stop()
  return resident
}
