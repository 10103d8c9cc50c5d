import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRate, timeEach } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import { ask, startPlain, startSandflare } from './processes.ts'
import { ZONE_ID } from './world.ts'

export const COLLECTION = `/client/v4/zones/${ZONE_ID}/custom_hostnames`

/** One hostname by its id, any of the zone's, beside a route that answers the same JSON from memory: as it is read for the first time, and after all were read. */
export const get: Measure = {
  name: 'get',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.small()
    const paths = zone.ids.map(id => `${COLLECTION}/${id}`)
    const sandflare = await startSandflare(zone.file)
    const fixture = join(lab.folder, 'get.json')
    writeFileSync(fixture, JSON.stringify({ item: JSON.parse(await ask(sandflare.port, paths[0] ?? '')) as unknown }))
    const plain = await startPlain(fixture)
    const compare = async () => {
      const beside = await loadRate(lab, plain, { kind: 'any', paths })
      const own = await loadRate(lab, sandflare, { kind: 'any', paths })
      return { sandflare: own.perSecond, beside: beside.perSecond, busy: beside.busy, ratio: own.perProcessorSecond / beside.perProcessorSecond }
    }
    lab.say('get: for the first time')
    const unread = await compare()
    await timeEach(lab, sandflare.port, paths)
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`get: round ${number}`)
      return await compare()
    })
    await Promise.all([sandflare.stop(), plain.stop()])
    return [{
      name: 'get',
      what: `GET one hostname by id, zone of ${zone.ids.length}, each read once before, beside a plain route`,
      unit: 'requests/s',
      reach: { atLeast: 0.75 },
      rounds,
      notes: {
        'ratio by processor time': median(rounds.map(({ ratio }) => ratio)),
        'share of its core that the load took': median(rounds.map(({ busy }) => busy))
      }
    }, {
      name: 'get-unread',
      what: `GET one hostname by id, zone of ${zone.ids.length}, most for the first time, beside a plain route`,
      unit: 'requests/s',
      rounds: [unread]
    }]
  }
}
