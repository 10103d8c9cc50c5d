// The load: a process of its own that asks over keep-alive connections and counts what is answered. It writes bytes that were
// made before and reads no more of an answer than its status and length, so that it takes less time than any server under it.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { LoadPlan, LoadResult } from './loading.ts'

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadPlan
const headers = `host: 127.0.0.1:${plan.port}\r\nauthorization: ${plan.authorization}\r\n`
const nextRequest = plan.kind === 'create' ? creations(plan.path, plan.prefix) : readings(plan.paths, plan.kind === 'each')
console.log(JSON.stringify(await run()))

async function run (): Promise<LoadResult> {
  let answered = 0
  let answeredInAll = 0
  let failed = 0
  let counting = false
  let ended = false
  const times: number[] = []
  const answer = (status: number, milliseconds: number): void => {
    answeredInAll++
    if (!counting) return
    if (status >= 200 && status < 300) answered++
    else failed++
    if (plan.kind === 'each') times.push(milliseconds)
  }
  const next = (): Buffer | undefined => ended ? undefined : nextRequest()
  const connections = Array.from({ length: plan.connections }, async () => { await converse(next, answer) })
  if (plan.kind !== 'each') await wait(plan.warmUpSeconds)
  counting = true
  const began = performance.now()
  const busy = process.cpuUsage()
  if (plan.kind === 'each') await Promise.all(connections)
  else await wait(plan.seconds)
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(busy)
  counting = false
  ended = true
  await Promise.all(connections)
  return { answered, answeredInAll, failed, seconds, busy: (user + system) / 1e6 / seconds, times }
}

async function wait (seconds: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, seconds * 1000))
}

/** One connection: a request, its answer, the next request. */
async function converse (next: () => Buffer | undefined, answer: (status: number, milliseconds: number) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(plan.port, '127.0.0.1')
    let head = Buffer.alloc(0)
    let missing = -1
    let status = 0
    let asked = 0
    const send = (): void => {
      const request = next()
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

/** GETs: each path once in its order, or any of them for as long as it takes. */
function readings (paths: readonly string[], once: boolean): () => Buffer | undefined {
  const requests = paths.map(path => Buffer.from(`GET ${path} HTTP/1.1\r\n${headers}\r\n`))
  let sent = 0
  return () => requests[once ? sent++ : Math.floor(Math.random() * requests.length)]
}

function creations (path: string, prefix: string): () => Buffer {
  let number = 0
  return () => {
    const body = JSON.stringify({ hostname: `${prefix}-${number++}.storefront.com`, ssl: { method: 'http', type: 'dv' } })
    return Buffer.from(`POST ${path} HTTP/1.1\r\n${headers}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  }
}
