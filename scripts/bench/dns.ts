import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { encode } from 'dns-packet'
import { CNAME_TARGET, namesIn } from './deployed.ts'
import { loadRate } from './loading.ts'
import type { Finding, Lab, Measure } from './measure.ts'
import { median, repeat } from './measure.ts'
import type { Server } from './processes.ts'
import { freePort, startBare, startSandflare } from './processes.ts'

/** Answers over UDP: an address of the zone, and customers' names that lead there; beside a socket that sends a prepared packet. */
export const dns: Measure = {
  name: 'dns',
  async run (lab: Lab): Promise<Finding[]> {
    const zone = await lab.deployed()
    const port = await freePort()
    const sandflare = await startSandflare(zone.file, [], { dns: port })
    const responder = { ...sandflare, port }
    const findings = [
      await compare(lab, responder, { name: 'dns-address', what: 'the address of a proxied name', names: [CNAME_TARGET] }),
      await compare(lab, responder, { name: 'dns-customers', what: `any of ${zone.ids.length} customers' names, with the CNAME record and the address behind it`, names: namesIn(zone) })
    ]
    await sandflare.stop()
    return findings
  }
}

interface Asked {
  readonly name: string
  readonly what: string
  readonly names: readonly string[]
}

async function compare (lab: Lab, responder: Server, { name, what, names }: Asked): Promise<Finding> {
  const packets = names.map(question => encode({ id: 1, type: 'query', flags: 0x100, questions: [{ type: 'A', name: question, class: 'IN' }] }))
  const requests = { kind: 'questions', packets: packets.map(packet => packet.toString('base64')) } as const
  const bare = await startBare('dns', (await answerTo(packets[0] ?? Buffer.alloc(0), responder.port)).toString('base64'))
  const rounds = await repeat(lab.options.rounds, async number => {
    lab.say(`${name}: round ${number}`)
    const beside = await loadRate(lab, bare, requests)
    const own = await loadRate(lab, responder, requests)
    return { sandflare: own.perSecond, beside: beside.perSecond, busy: beside.busy, ratio: own.perProcessorSecond / beside.perProcessorSecond }
  })
  await bare.stop()
  return {
    name,
    what: `DNS answers over UDP: ${what}, beside a socket that sends a prepared packet`,
    unit: 'answers/s',
    rounds,
    notes: {
      'ratio by processor time': median(rounds.map(({ ratio }) => ratio)),
      'share of its core that the load took': median(rounds.map(({ busy }) => busy))
    }
  }
}

async function answerTo (packet: Buffer, port: number): Promise<Buffer> {
  const socket = createSocket('udp4')
  socket.send(packet, port, '127.0.0.1')
  const [answer] = await once(socket, 'message') as [Buffer]
  socket.close()
  return answer
}
