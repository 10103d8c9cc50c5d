import { onCopy } from './advance.ts'
import { namesIn } from './deployed.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import { runScript } from './processes.ts'

/** Packs in each round: enough for a second. */
const PACKS = 500

/** Packs made and kept, an ECDSA and an RSA certificate each, beside the key and the two signatures alone. */
export const certificates: Measure = {
  name: 'certificates',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.deployed()
    const names = namesIn(zone).slice(0, PACKS)
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`certificates: round ${number}`)
      const [beside = NaN] = await runScript<number[]>('server', 'make-packs.ts', ['bare', String(names.length)])
      const [sandflare = NaN] = await onCopy(lab, zone, async file => await runScript<number[]>('server', 'make-packs.ts', ['kept', file, String(names.length)]))
      return { sandflare, beside }
    })
    return [{
      name: 'certificates',
      what: 'certificate packs made and kept in the file, beside an ECDSA key and two signatures with the same library',
      unit: 'packs/s',
      rounds
    }]
  }
}
