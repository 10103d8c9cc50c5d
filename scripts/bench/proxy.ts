import { FALLBACK_ORIGIN, namesIn } from './deployed.ts'
import { loadRate } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import { freePort, startBare, startSandflare } from './processes.ts'

/** Requests over HTTP through the edge to an origin, for any of many hostnames, beside the same library that knows one target. */
export const proxy: Measure = {
  name: 'proxy',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.deployed()
    const requests = { kind: 'visits', hosts: namesIn(zone) } as const
    const origin = await startBare('origin')
    const bare = await startBare('proxy', `http://127.0.0.1:${origin.port}`)
    const port = await freePort()
    const sandflare = await startSandflare(zone.file, ['--origin', `${FALLBACK_ORIGIN}=127.0.0.1:${origin.port}`], { edgeHttp: port })
    const rounds = await repeat(lab.options.rounds, async number => {
      lab.say(`proxy: round ${number}`)
      const beside = await loadRate(lab, bare, requests)
      const own = await loadRate(lab, { ...sandflare, port }, requests)
      return { sandflare: own.perSecond, beside: beside.perSecond, busy: beside.busy, ratio: own.perProcessorSecond / beside.perProcessorSecond }
    })
    await Promise.all([sandflare.stop(), bare.stop(), origin.stop()])
    return [{
      name: 'proxy',
      what: `requests through the edge to an origin, any of ${zone.ids.length} hostnames, beside a bare proxy with the same library`,
      unit: 'requests/s',
      rounds,
      notes: {
        'ratio by processor time': median(rounds.map(({ ratio }) => ratio)),
        'share of its core that the load took, without the origin': median(rounds.map(({ busy }) => busy))
      }
    }]
  }
}
