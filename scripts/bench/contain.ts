import { COLLECTION } from './get.ts'
import { timeEach } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import { runScript, startSandflare } from './processes.ts'

/** `common` is in one hostname of 97, `everywhere` in each of them. */
const KINDS = ['rare', 'absent', 'common', 'everywhere'] as const
type Kind = typeof KINDS[number]

/** Terms in each round. */
const TERMS = 5

/**
 * `hostname.contain`, asked over HTTP with its page and total, beside a scan with LIKE that only counts. Every term of a round is
 * another one, so that no count is remembered; how long it takes where one is stands in the notes.
 */
export const contain: Measure = {
  name: 'contain',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.large()
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`contain: round ${number}`)
      const terms = KINDS.map(kind => ({ kind, terms: Array.from({ length: TERMS }, (_, i) => termOf(kind, number * TERMS + i, zone.ids.length)) }))
      const scans = await runScript<number[]>('server', 'statement.ts', [
        zone.file, ...[warmUp, ...terms.flatMap(each => each.terms)].map(term => `SELECT count(*) FROM custom_hostnames WHERE zone_no = 1 AND hostname LIKE '%${term}%'`)
      ])
      const sandflare = await startSandflare(zone.file)
      const paths = [warmUp, ...terms.flatMap(each => each.terms)].map(term => `${COLLECTION}?per_page=50&hostname.contain=${term}`)
      const times = await timeEach(lab, sandflare.port, paths)
      const again = await timeEach(lab, sandflare.port, paths)
      await sandflare.stop()
      return KINDS.map((kind, place) => {
        const own = (all: readonly number[]): number => median(all.slice(1 + place * TERMS, 1 + (place + 1) * TERMS))
        return { kind, sandflare: own(times), beside: own(scans), again: own(again) }
      })
    })
    return KINDS.map(kind => ({
      name: `contain-${kind}`,
      what: `hostname.contain with a ${kind} term, zone of ${zone.ids.length}, beside a LIKE scan`,
      unit: 'ms',
      // Exact totals of what every name has take a look at every name; only the next pages of such a search are quick.
      reach: { atMost: kind === 'everywhere' ? 1 : 1 / 20 },
      rounds: rounds.flatMap(round => round.filter(each => each.kind === kind)),
      notes: { 'ms when asked again': median(rounds.flatMap(round => round.filter(each => each.kind === kind).map(({ again }) => again))) }
    }))
  }
}

const warmUp = 'warm'

function termOf (kind: Kind, number: number, size: number): string {
  switch (kind) {
    case 'rare': return `shop-${(number * 7919) % size}.`
    case 'absent': return `quux-${number}`
    case 'common': return `.storefront-${number % 97}.`
    case 'everywhere': return partOf('.storefront-', number)
  }
}

/** Another part of the text for each number, as long as there are any: at least four characters. */
function partOf (text: string, number: number): string {
  const parts: string[] = []
  for (let length = 4; length <= text.length; length++) {
    for (let start = 0; start + length <= text.length; start++) parts.push(text.slice(start, start + length))
  }
  return parts[number % parts.length] ?? text
}
