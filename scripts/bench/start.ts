import { join } from 'node:path'
import { COLLECTION } from './get.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import { ask, startSandflare, timeNode } from './processes.ts'

/** From the spawn to the first answer, on a database file that is made on the way, beside Node doing nothing. */
export const start: Measure = {
  name: 'start',
  async run (lab: Lab): Promise<Finding[]> {
    // A start is short beside the other measures, so it is repeated more often.
    const rounds = await repeat(lab.options.rounds * 3, async number => {
      lab.say(`start: round ${number}`)
      const beside = await timeNode(['-e', '0'])
      const began = performance.now()
      const sandflare = await startSandflare(join(lab.folder, `start-${number}.db`))
      await ask(sandflare.port, COLLECTION)
      const milliseconds = performance.now() - began
      await sandflare.stop()
      return { sandflare: milliseconds, beside }
    })
    return [{ name: 'start', what: 'cold start, spawn to first answer, beside node -e 0', unit: 'ms', reach: { atMost: 8 }, rounds }]
  }
}
