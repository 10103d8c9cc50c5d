import type { Exchange } from './exchange.ts'
import type { Secrets } from './redact.ts'
import { redact, redactHeaders } from './redact.ts'
import type { Step } from './suite.ts'

/** One call as it is sent; `path` lies below the base URL. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly credentials?: Step['credentials']
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** A server that the suite is run against. */
export interface Driver {
  send (call: Call): Promise<Answer>
  /** Sends a call again until the certificate in its answer has left `initializing`, as long as that is worth waiting for. */
  settle (call: Call): Promise<Answer>
}

export interface Drive {
  readonly driver: Driver
  readonly steps: readonly Step[]
  /** What names in braces stand for: `zone_id`, `zone_name`, `hostname_prefix`, `suffix`. */
  readonly names: Readonly<Record<string, string>>
  readonly secrets: Secrets
  /** Leaves what was created where it is. */
  readonly keep: boolean
  readonly signal?: AbortSignal
}

export interface Driven {
  readonly exchanges: readonly Exchange[]
  /** Paths of what was created and is still there. */
  readonly left: readonly string[]
  /** Why it ended before its last step: a call that failed, or the signal. */
  readonly failure?: unknown
}

/**
 * Runs steps in their order; those that need an id that no answer gave are left out. Whatever happens, what was created is deleted at
 * the end, and what could not be is told.
 */
export async function drive (parts: Drive): Promise<Driven> {
  const created = new Set<string>()
  const exchanges: Exchange[] = []
  const known: Record<string, string> = { ...parts.names }
  let failure: unknown
  try {
    for (const step of parts.steps) {
      parts.signal?.throwIfAborted()
      const call = callOf(step, known)
      if (call !== undefined) exchanges.push(await take(step, call, { ...parts, known, created }))
    }
  } catch (error) {
    failure = error
  }
  if (!parts.keep) await cleanUp(parts.driver, created)
  return { exchanges, left: [...created], ...(failure === undefined ? {} : { failure }) }
}

interface Progress extends Drive {
  readonly known: Record<string, string>
  readonly created: Set<string>
}

/** Takes one step and records it. */
async function take (step: Step, call: Call, { driver, secrets, known, created }: Progress): Promise<Exchange> {
  const answer = step.settles === true ? await driver.settle(call) : await driver.send(call)
  const body = bodyOf(answer)
  follow(call, answer, body, created)
  const id = idOf(body)
  if (step.learns !== undefined && isSuccess(answer) && id !== undefined) known[step.learns] = id
  return {
    step: step.name,
    method: step.method,
    path: step.path,
    ...(step.body === undefined ? {} : { request: redact(step.body, secrets) }),
    status: answer.status,
    headers: redactHeaders(answer.headers),
    body: redact(body, secrets)
  }
}

/** The call of a step; undefined when it needs a name that is not known. */
function callOf ({ method, path, body, credentials }: Step, known: Readonly<Record<string, string>>): Call | undefined {
  const missing = [...path.matchAll(/\{([a-z_]+)\}/g)].some(([, name = '']) => known[name] === undefined)
  if (missing) return undefined
  const filled = fill(path, known)
  return { method, path: filled, ...(body === undefined ? {} : { body: fillBody(body, known) }), ...(credentials === undefined ? {} : { credentials }) }
}

function fill (text: string, known: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) => known[name] ?? whole)
}

function fillBody (body: unknown, known: Readonly<Record<string, string>>): unknown {
  if (typeof body === 'string') return fill(body, known)
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, fillBody(value, known)]))
}

/** Keeps the account of what exists by now: every POST that succeeded has to be deleted, also one that should have been refused. */
function follow ({ method, path }: Call, answer: Answer, body: unknown, created: Set<string>): void {
  if (!isSuccess(answer)) return
  const id = idOf(body)
  if (method === 'POST' && id !== undefined) created.add(`${path}/${id}`)
  if (method === 'DELETE') created.delete(path)
}

async function cleanUp (driver: Driver, created: Set<string>): Promise<void> {
  for (const path of [...created].toReversed()) {
    // Whatever cannot be deleted is named at the end.
    const answer = await driver.send({ method: 'DELETE', path }).catch(() => undefined)
    if (answer !== undefined && (isSuccess(answer) || answer.status === 404)) created.delete(path)
  }
}

function isSuccess ({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

function bodyOf ({ text }: Answer): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function idOf (body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('result' in body)) return undefined
  const { result } = body
  return typeof result === 'object' && result !== null && 'id' in result && typeof result.id === 'string' ? result.id : undefined
}
