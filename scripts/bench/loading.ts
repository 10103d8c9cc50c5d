import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from './measure.ts'
import type { Server } from './processes.ts'
import { processorTime, runScript } from './processes.ts'
import { AUTHORIZATION } from './world.ts'

interface Common {
  readonly port: number
  readonly authorization: string
  readonly connections: number
  readonly seconds: number
  /** Load before the count begins. */
  readonly warmUpSeconds: number
}

type Requests =
  /** GET of any of the paths. */
  | { readonly kind: 'any', readonly paths: readonly string[] }
  /** GET of each path once, timed each. */
  | { readonly kind: 'each', readonly paths: readonly string[] }
  /** POST of hostnames that begin with the prefix. */
  | { readonly kind: 'create', readonly path: string, readonly prefix: string }
  /** GET of the root of any of the hosts. */
  | { readonly kind: 'visits', readonly hosts: readonly string[] }
  /** TLS handshakes with any of the names, or with each once. */
  | { readonly kind: 'handshakes', readonly names: readonly string[], readonly once: boolean }
  /** DNS questions over UDP, any of these packets in base64. */
  | { readonly kind: 'questions', readonly packets: readonly string[] }

export type LoadPlan = Common & Requests

/** Told of every answer: an HTTP status, or what stands for one. */
export type Answered = (status: number, milliseconds: number) => void

export interface LoadResult {
  /** Answers with a 2xx while it was counted. */
  readonly answered: number
  /** Answers with the warm-up's. */
  readonly answeredInAll: number
  readonly failed: number
  readonly seconds: number
  /** The share of its core that the load itself took: near 1, it would be the load that was measured. */
  readonly busy: number
  /** Milliseconds of each request, where each is timed. */
  readonly times: readonly number[]
}

export interface Rate {
  readonly perSecond: number
  /** Answers per second of the server's processor time, which says the same on a quiet machine and more on a busy one. */
  readonly perProcessorSecond: number
  readonly busy: number
  readonly answered: number
}

const CONNECTIONS = 64

/** Loads a server for a round and answers its requests per second. */
export async function loadRate (lab: Lab, { port, pid }: Server, requests: Requests): Promise<Rate> {
  const before = processorTime(pid)
  const result = await load(lab, port, requests, CONNECTIONS)
  const used = processorTime(pid) - before
  return {
    perSecond: result.answered / result.seconds, perProcessorSecond: result.answeredInAll / used, busy: result.busy, answered: result.answered
  }
}

/** Asks for each path once, one after another; answers the milliseconds of each. */
export async function timeEach (lab: Lab, port: number, paths: readonly string[]): Promise<readonly number[]> {
  return (await load(lab, port, { kind: 'each', paths }, 1)).times
}

/** Handshakes with each of the names, once; answers how many were finished in a second. */
export async function shakeEach (lab: Lab, port: number, names: readonly string[]): Promise<number> {
  const { answered, seconds } = await load(lab, port, { kind: 'handshakes', names, once: true }, CONNECTIONS)
  return answered / seconds
}

async function load (lab: Lab, port: number, requests: Requests, connections: number): Promise<LoadResult> {
  const file = join(lab.folder, 'load.json')
  const plan: LoadPlan = { port, authorization: AUTHORIZATION, connections, seconds: lab.options.seconds, warmUpSeconds: lab.options.seconds / 4, ...requests }
  writeFileSync(file, JSON.stringify(plan))
  const result = await runScript<LoadResult>('load', 'load.ts', [file])
  if (result.failed > 0) throw new Error(`${result.failed} requests were refused`)
  return result
}
