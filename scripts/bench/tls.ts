import { join } from 'node:path'
import { onCopy } from './advance.ts'
import { namesIn } from './deployed.ts'
import { loadRate, shakeEach } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import { freePort, runScript, startBare, startSandflare } from './processes.ts'

/** Full TLS handshakes with any of many hostnames, whose certificates were made by a first handshake each, beside a server with one certificate. */
export const tls: Measure = {
  name: 'tls',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.deployed()
    const names = namesIn(zone)
    const pem = join(lab.folder, 'bare.pem')
    await runScript('server', 'make-packs.ts', ['one', pem])
    const bare = await startBare('tls', pem)
    const measured = await onCopy(lab, zone, async file => {
      const port = await freePort()
      const sandflare = await startSandflare(file, [], { edgeHttps: port })
      lab.say(`tls: a first handshake with each of ${names.length} hostnames`)
      const first = await shakeEach(lab, port, names)
      const compare = async (what: string, asked: readonly string[]) => await repeat(lab.options.rounds, async number => {
        lab.say(`tls: ${what}, round ${number}`)
        const beside = await loadRate(lab, bare, { kind: 'handshakes', names: asked, once: false })
        const own = await loadRate(lab, { ...sandflare, port }, { kind: 'handshakes', names: asked, once: false })
        return { sandflare: own.perSecond, beside: beside.perSecond, busy: beside.busy, ratio: own.perProcessorSecond / beside.perProcessorSecond }
      })
      const any = await compare('any hostname', names)
      const few = await compare('a hundred hostnames', names.slice(0, 100))
      await sandflare.stop()
      return { first, any, few }
    })
    await bare.stop()
    const finding = (name: string, what: string, rounds: typeof measured.any): Finding => ({
      name,
      what: `TLS handshakes with ${what}, beside node:tls with one certificate`,
      unit: 'handshakes/s',
      rounds,
      notes: {
        'ratio by processor time': median(rounds.map(({ ratio }) => ratio)),
        'share of its core that the load took': median(rounds.map(({ busy }) => busy)),
        'first handshakes a second, each with the making of the certificates': measured.first
      }
    })
    return [
      finding('tls', `any of ${names.length} hostnames`, measured.any),
      finding('tls-few', `any of ${Math.min(names.length, 100)} of these hostnames`, measured.few)
    ]
  }
}
