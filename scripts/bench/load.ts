// The load: a process of its own that asks over keep-alive connections and counts what is answered. It writes bytes that were
// made before and reads no more of an answer than its status and length, so that it takes less time than any server under it.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { askQuestions } from './load-dns.ts'
import { shakeHands } from './load-tls.ts'
import type { Answered, LoadPlan, LoadResult } from './loading.ts'

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadPlan
/** Whether the plan ends when everything was asked. */
const once = plan.kind === 'each' || (plan.kind === 'handshakes' && plan.once)
const headers = `host: 127.0.0.1:${plan.port}\r\nauthorization: ${plan.authorization}\r\n`
const converseAll = conversation()
console.log(JSON.stringify(await run()))

async function run (): Promise<LoadResult> {
  let answered = 0
  let answeredInAll = 0
  let failed = 0
  let counting = false
  let ended = false
  const times: number[] = []
  const answer: Answered = (status, milliseconds) => {
    answeredInAll++
    if (!counting) return
    if (status >= 200 && status < 300) answered++
    else failed++
    if (plan.kind === 'each') times.push(milliseconds)
  }
  const connections = Array.from({ length: plan.connections }, async () => { await converseAll(() => ended, answer) })
  if (!once) await wait(plan.warmUpSeconds)
  counting = true
  const began = performance.now()
  const busy = process.cpuUsage()
  if (once) await Promise.all(connections)
  else await wait(plan.seconds)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(busy)
  counting = false
  ended = true
  await Promise.all(connections)
  return { answered, answeredInAll, failed, seconds, busy: (user + system) / 1e6 / seconds, times }
}

/** What one connection does until the end. */
function conversation (): (ended: () => boolean, answer: Answered) => Promise<void> {
  switch (plan.kind) {
    case 'handshakes': return shakeHands(plan, once ? inOrder(plan.names) : byChance(plan.names))
    case 'questions': return askQuestions(plan, byChance(plan.packets.map(packet => Buffer.from(packet, 'base64'))))
    case 'create': return converse(creations(plan.path, plan.prefix))
    case 'visits': return converse(byChance(plan.hosts.map(host => Buffer.from(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`))))
    case 'any': return converse(byChance(readings(plan.paths)))
    case 'each': return converse(inOrder(readings(plan.paths)))
  }
}

async function wait (seconds: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, seconds * 1000))
}

/** One connection: a request, its answer, the next request. */
function converse (nextRequest: () => Buffer | undefined): (ended: () => boolean, answer: Answered) => Promise<void> {
  return async (ended, answer) => await new Promise<void>((resolve, reject) => {
    const socket = connect(plan.port, '127.0.0.1')
    let head = Buffer.alloc(0)
    let missing = -1
    let status = 0
    let asked = 0
    const send = (): void => {
      const request = ended() ? undefined : nextRequest()
      if (request === undefined) {
        socket.end()
        return
      }
      asked = performance.now()
      socket.write(request)
    }
    socket.setNoDelay(true)
    socket.on('connect', send)
    socket.on('data', chunk => {
      if (missing < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return
        const text = head.toString('latin1', 0, end)
        status = Number(text.slice(9, 12))
        missing = Number(/content-length: (\d+)/i.exec(text)?.[1]) - (head.length - end - 4)
        head = Buffer.alloc(0)
      } else missing -= chunk.length
      if (missing > 0) return
      missing = -1
      answer(status, performance.now() - asked)
      send()
    })
    socket.on('close', () => { resolve() })
    socket.on('error', reject)
  })
}

function readings (paths: readonly string[]): readonly Buffer[] {
  return paths.map(path => Buffer.from(`GET ${path} HTTP/1.1\r\n${headers}\r\n`))
}

/** Any of them, for as long as it takes. */
function byChance<T> (all: readonly T[]): () => T | undefined {
  return () => all[Math.floor(Math.random() * all.length)]
}

/** Each of them once. */
function inOrder<T> (all: readonly T[]): () => T | undefined {
  let sent = 0
  return () => all[sent++]
}

function creations (path: string, prefix: string): () => Buffer {
  let number = 0
  return () => {
    const body = JSON.stringify({ hostname: `${prefix}-${number++}.storefront.com`, ssl: { method: 'http', type: 'dv' } })
    return Buffer.from(`POST ${path} HTTP/1.1\r\n${headers}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  }
}
