import type { FastifyRequest } from 'fastify'
import type { Instant } from '../core/instant.ts'
import { receivedText } from '../http/body.ts'

/** Longest part of a body that is shown, in characters. */
export const BODY_SHOWN = 16 * 1024

/** Most characters of bodies that are kept of all requests together. */
const BODIES_KEPT = 8 * 1024 * 1024

type Headers = Readonly<Record<string, string | readonly string[] | number | undefined>>

/** A request as it passed, nothing of it read or rendered yet. Secrets are still in it: show it by way of `journal-entry.ts` only. */
export interface Passed {
  /** Grows with every request. */
  readonly id: number
  /** When it was answered, in the machine's time. */
  readonly receivedAt: Instant
  /** In the time of its zone, or in the machine's where it has none. */
  readonly at: Instant
  readonly method: string
  /** With its query. */
  readonly url: string
  /** Pattern of the route; undefined when none serves it. */
  readonly route: string | undefined
  readonly ray: string
  /** 0: the connection broke before an answer was there. */
  readonly status: number
  readonly durationMs: number
  readonly headers: Headers
  readonly body: string | undefined
  readonly answer: string | undefined
  /** Undefined where they follow from the rest. */
  readonly answerHeaders: Headers | undefined
  readonly faultId: string | undefined
  /** A rate limit refused it. */
  readonly limited: boolean
}

type Slot = { -readonly [Key in keyof Passed]: Passed[Key] }

/** What is kept of a request that is done. */
export interface Noted {
  readonly request: FastifyRequest
  readonly durationMs: number
  readonly route: string | undefined
  readonly receivedAt: Instant
  readonly status: number
  readonly answer: string | undefined
  readonly at: Instant
  readonly answerHeaders?: Headers | undefined
  readonly faultId?: string | undefined
  readonly limited: boolean
}

/** The last requests to the v4 API. They live in memory, as many as there is room for. */
export interface Journal {
  note (noted: Noted): void
  /** The kept requests after an id, oldest first. */
  list (after?: number): Iterable<Passed>
  find (id: number): Passed | undefined
  lastId (): number
  /** Takes away those that `fits` says, or all. */
  clear (fits?: (passed: Passed) => boolean): number
  /** Called for each request that is noted. Returns what ends it. */
  subscribe (listener: () => void): () => void
}

/**
 * A ring whose places are made once and filled with references: noting a request costs next to nothing, and what a reader wants to see is made when
 * it reads.
 */
export function createJournal (size: number): Journal {
  const slots = Array.from({ length: size }, emptySlot)
  const listeners = new Set<() => void>()
  let lastId = 0
  let oldest = 1
  let kept = 0
  const isFull = (): boolean => kept > BODIES_KEPT
  const placeOf = (id: number): Slot | undefined => slots[(id - 1) % size]
  const drop = (id: number): void => {
    const slot = placeOf(id)
    if (slot === undefined) return
    kept -= lengthOf(slot)
    Object.assign(slot, emptySlot())
  }
  return {
    note (noted) {
      const slot = placeOf(lastId + 1)
      if (slot === undefined) return
      kept -= lengthOf(slot)
      fill(slot, ++lastId, noted)
      kept += lengthOf(slot)
      if (oldest <= lastId - size) oldest = lastId - size + 1
      for (; isFull() && oldest < lastId; oldest++) drop(oldest)
      if (listeners.size > 0) for (const listener of listeners) listener()
    },
    * list (after = 0) {
      for (let id = Math.max(oldest, after + 1); id <= lastId; id++) {
        const slot = placeOf(id)
        if (slot?.id === id) yield slot
      }
    },
    find (id) {
      const slot = Number.isSafeInteger(id) && id > 0 ? placeOf(id) : undefined
      return slot?.id === id ? slot : undefined
    },
    lastId: () => lastId,
    clear (fits = () => true) {
      let cleared = 0
      for (const { id } of slots.filter(slot => slot.id > 0 && fits(slot))) {
        drop(id)
        cleared++
      }
      return cleared
    },
    subscribe (listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    }
  }
}

function fill (slot: Slot, id: number, { request, durationMs, route, receivedAt, status, answer, at, answerHeaders, faultId, limited }: Noted): void {
  slot.id = id
  slot.receivedAt = receivedAt
  slot.at = at
  slot.method = request.method
  slot.url = request.url
  slot.route = route
  slot.ray = request.id
  slot.status = status
  slot.durationMs = durationMs
  slot.headers = request.headers
  slot.body = receivedText(request)
  slot.answer = answer
  slot.answerHeaders = answerHeaders
  slot.faultId = faultId
  slot.limited = limited
}

function emptySlot (): Slot {
  return {
    id: 0,
    receivedAt: 0,
    at: 0,
    method: '',
    url: '',
    route: undefined,
    ray: '',
    status: 0,
    durationMs: 0,
    headers: {},
    body: undefined,
    answer: undefined,
    answerHeaders: undefined,
    faultId: undefined,
    limited: false
  }
}

function lengthOf ({ body, answer }: Slot): number {
  return (body?.length ?? 0) + (answer?.length ?? 0)
}
