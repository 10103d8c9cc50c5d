import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { wantedFailure } from '../core/documented-error.ts'
import type { FaultAnswer, FaultEffect } from '../core/faults.ts'
import { parsePrefer } from '../core/prefer.ts'
import { pathOf } from '../http/gate.ts'
import type { Store } from '../store/store.ts'
import { breakAnswer, CUT_JSON, pause } from './breaking.ts'
import type { FaultList } from './fault-list.ts'
import { factsOf } from './request-facts.ts'

export interface InterferenceParts {
  readonly store: Store
  readonly faults: FaultList
  /** A request is done with: by this answer, or broken with the status 0. */
  readonly note: (request: FastifyRequest, reply: FastifyReply, status: number, answer: string | undefined) => void
}

/** What injected faults and `Prefer` headers do to requests. */
export function createInterference ({ store, faults, note }: InterferenceParts) {
  const ending = new AbortController()
  /** The faults that met requests. */
  const met = new WeakMap<FastifyRequest, string>()

  async function effectOn (request: FastifyRequest, reply: FastifyReply): Promise<FaultEffect | undefined> {
    const { prefer } = request.headers
    const preferred = prefer === undefined ? undefined : parsePrefer(String(prefer))
    if (preferred !== undefined) {
      reply.header('preference-applied', preferred.applied)
      return preferred.effect
    }
    const fault = faults.isEmpty ? undefined : faults.take(await factsOf(request, store, faults.asksForHostnames))
    if (fault !== undefined) met.set(request, fault.id)
    return fault
  }

  return {
    faultOf: (request: FastifyRequest): string | undefined => met.get(request),
    stop: (): void => { ending.abort() },

    /** False when the request is done with. */
    async admit (request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
      const effect = await effectOn(request, reply)
      if (effect === undefined) return true
      const { raw } = reply
      if (effect.delayMs !== undefined) await pause(effect.delayMs, ending.signal, raw)
      if (raw.destroyed || ending.signal.aborted) {
        reply.hijack()
        raw.socket?.destroy()
        note(request, reply, 0, undefined)
        return false
      }
      if (effect.break !== undefined) {
        reply.hijack()
        if (effect.break === 'malformed') note(request, reply, 200, CUT_JSON)
        else note(request, reply, 0, undefined)
        await breakAnswer(effect.break, raw, ending.signal)
        return false
      }
      if (effect.answer === undefined) return true
      const { status, headers, body } = answerOf(effect.answer, pathOf(request))
      reply.code(status).headers(headers).send(body)
      note(request, reply, status, body)
      return false
    }
  }
}

interface Sent {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** What an injected answer sends: a body of its own, or the service's envelope. */
function answerOf ({ status, code, message, headers = {}, body }: FaultAnswer, path: string): Sent {
  const own = { 'content-type': 'application/json', ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])) }
  if (body !== undefined) return { status, headers: own, body: typeof body === 'string' ? body : JSON.stringify(body) }
  const phrase = STATUS_CODES[status] ?? 'Error'
  return { status, headers: own, body: JSON.stringify(wantedFailure({ status, path, code, message, phrase })) }
}
