import { constants, copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import { ask, runScript, startSandflare } from './processes.ts'
import { changeSettings, statusesIn, ZONE_ID } from './world.ts'
import type { FilledZone } from './world.ts'

const KINDS = ['all pass', 'none pass'] as const

/** Fifteen days of a frozen zone in one call of the admin API, beside one transaction that updates every row. */
export const advance: Measure = {
  name: 'advance',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.large()
    const ends = new Map<string, string>()
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`advance: round ${number}, bare UPDATE`)
      const beside = await onCopy(lab, zone, async file => {
        const [milliseconds = NaN] = await runScript<number[]>('server', 'statement.ts', [file, 'UPDATE custom_hostnames SET version = version + 1'])
        return milliseconds / 1000
      })
      const lived = await repeat(KINDS.length, async i => {
        const kind = KINDS[i - 1] ?? 'all pass'
        lab.say(`advance: round ${number}, ${kind}`)
        return { kind, beside, sandflare: await onCopy(lab, zone, async file => await live(file, kind, ends)) }
      })
      return lived
    })
    return KINDS.map(kind => ({
      name: `advance-${kind.replace(' ', '-')}`,
      what: `a frozen zone of ${zone.ids.length} lives through 15 days, ${kind}, beside one UPDATE of every row`,
      unit: 's',
      reach: { atMost: 8 },
      rounds: rounds.flatMap(round => round.filter(each => each.kind === kind).map(({ sandflare, beside }) => ({ sandflare, beside }))),
      notes: { 'at the end': ends.get(kind) ?? '' }
    }))
  }
}

/** Seconds that the call takes. */
async function live (file: string, kind: typeof KINDS[number], ends: Map<string, string>): Promise<number> {
  if (kind === 'none pass') await changeSettings(file, { autoPassAtAttempt: 'never' })
  const sandflare = await startSandflare(file)
  const began = performance.now()
  await ask(sandflare.port, `/__admin/zones/${ZONE_ID}/clock/advance`, { by: '15d' })
  const seconds = (performance.now() - began) / 1000
  await sandflare.stop()
  ends.set(kind, await statusesIn(file))
  return seconds
}

/** Does something with a copy of a zone's file, which is gone afterwards. */
export async function onCopy<T> (lab: Lab, { file }: FilledZone, work: (file: string) => Promise<T>): Promise<T> {
  const copy = join(lab.folder, 'copy.db')
  copyFileSync(file, copy, constants.COPYFILE_FICLONE)
  try {
    return await work(copy)
  } finally {
    for (const side of ['', '-wal', '-shm']) rmSync(`${copy}${side}`, { force: true })
  }
}
