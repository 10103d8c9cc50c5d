import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateCustomHostnameSchema } from '../../schemas/custom-hostname.ts'
import { COLLECTION } from './get.ts'
import { loadRate } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import { ask, startPlain, startSandflare } from './processes.ts'
import { hostnamesIn } from './world.ts'

/** A hostname, answered when it is committed to the file, beside a route that validates the body and answers the same. */
export const post: Measure = {
  name: 'post',
  async run (lab: Lab): Promise<Finding[]> {
    const file = join(lab.folder, 'post.db')
    const sandflare = await startSandflare(file, ['--clock', 'frozen'])
    const created: unknown = JSON.parse(await ask(sandflare.port, COLLECTION, { hostname: 'first.storefront.com', ssl: { method: 'http', type: 'dv' } }))
    const fixture = join(lab.folder, 'post.json')
    writeFileSync(fixture, JSON.stringify({ item: created, created, createSchema: CreateCustomHostnameSchema }))
    const plain = await startPlain(fixture)
    let answered = 0
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`post: round ${number}`)
      const requests = { kind: 'create', path: COLLECTION, prefix: `shop-${number}` } as const
      const beside = await loadRate(lab, plain, requests)
      const own = await loadRate(lab, sandflare, requests)
      answered += own.answered
      return { sandflare: own.perSecond, beside: beside.perSecond, busy: beside.busy, ratio: own.perProcessorSecond / beside.perProcessorSecond }
    })
    await Promise.all([sandflare.stop(), plain.stop()])
    const kept = await hostnamesIn(file)
    if (kept < answered) throw new Error(`${answered} hostnames were answered with 201, the file holds ${kept}`)
    return [{
      name: 'post',
      what: 'POST a hostname, durable in the file, beside a plain route with the same validation and answer',
      unit: 'requests/s',
      reach: { atLeast: 0.4 },
      rounds,
      notes: {
        'hostnames in the file at the end': kept,
        'ratio by processor time': median(rounds.map(({ ratio }) => ratio)),
        'share of its core that the load took': median(rounds.map(({ busy }) => busy))
      }
    }]
  }
}
