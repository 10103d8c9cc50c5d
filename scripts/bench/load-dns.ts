import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Answered } from './loading.ts'

/** Milliseconds after which an answer is taken as lost. */
const LOST = 1000

/** Questions over one socket, each sent when the last one is answered. */
export function askQuestions ({ port }: { readonly port: number }, nextPacket: () => Buffer | undefined): (ended: () => boolean, answer: Answered) => Promise<void> {
  return async (ended, answer) => {
    const socket = createSocket('udp4')
    socket.connect(port, '127.0.0.1')
    await once(socket, 'connect')
    await new Promise<void>(resolve => {
      let asked = 0
      const send = (): void => {
        const packet = ended() ? undefined : nextPacket()
        if (packet === undefined) {
          resolve()
          return
        }
        asked = performance.now()
        socket.send(packet)
        lost.refresh()
      }
      const lost = setTimeout(() => {
        answer(504, LOST)
        send()
      }, LOST)
      socket.on('message', reply => {
        answer(isAnswer(reply) ? 200 : 500, performance.now() - asked)
        send()
      })
      send()
      socket.once('close', () => { clearTimeout(lost) })
    })
    socket.close()
  }
}

/** NOERROR, with a record at least. */
function isAnswer (reply: Buffer): boolean {
  return (reply.readUInt16BE(2) & 0xf) === 0 && reply.readUInt16BE(6) > 0
}
