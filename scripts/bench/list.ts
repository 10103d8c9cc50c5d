import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COLLECTION } from './get.ts'
import { loadRate } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { repeat } from './measure.ts'
import { ask, startPlain, startSandflare } from './processes.ts'

const PER_PAGE = 50

/** The first and the last page of a large zone, and a route that serialises the same items. */
export const list: Measure = {
  name: 'list',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.large()
    const last = `${COLLECTION}?per_page=${PER_PAGE}&page=${Math.ceil(zone.ids.length / PER_PAGE)}`
    const first = `${COLLECTION}?per_page=${PER_PAGE}&page=1`
    const sandflare = await startSandflare(zone.file)
    const item: unknown = JSON.parse(await ask(sandflare.port, `${COLLECTION}/${zone.ids[0] ?? ''}`))
    const fixture = join(lab.folder, 'list.json')
    writeFileSync(fixture, JSON.stringify({ item, list: JSON.parse(await ask(sandflare.port, first)) as unknown }))
    const plain = await startPlain(fixture)
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`list: round ${number}`)
      return {
        plain: (await loadRate(lab, plain, { kind: 'any', paths: [first] })).perSecond,
        first: (await loadRate(lab, sandflare, { kind: 'any', paths: [first] })).perSecond,
        last: (await loadRate(lab, sandflare, { kind: 'any', paths: [last] })).perSecond
      }
    })
    await Promise.all([sandflare.stop(), plain.stop()])
    const what = `${PER_PAGE} in a zone of ${zone.ids.length}`
    return [{
      name: 'list-last-page',
      what: `list ${what}: time of the last page beside the first`,
      unit: 'ms',
      reach: { atMost: 2 },
      rounds: rounds.map(round => ({ sandflare: 1000 / round.last, beside: 1000 / round.first }))
    }, {
      name: 'list-first-page',
      what: `list ${what}: the first page beside a plain route that serialises the same`,
      unit: 'requests/s',
      reach: { atLeast: 0.3 },
      rounds: rounds.map(round => ({ sandflare: round.first, beside: round.plain }))
    }]
  }
}
