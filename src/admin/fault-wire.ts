import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { CreateFaultWire, FaultAnswerWire, FaultMatchWire, FaultWire } from '../../schemas/admin/fault.ts'
import type { Fault, FaultAnswer, FaultMatch, FaultRule } from '../core/faults.ts'
import { LONGEST_DELAY_MS } from '../core/faults.ts'
import { parseDuration } from '../core/instant.ts'
import { compilePath, PATTERN_RULES } from '../core/path-pattern.ts'
import { invalidRequest } from '../http/admin-refusal.ts'

/** Longest body of an injected answer, in characters of its JSON. */
const LONGEST_BODY = 64 * 1024

/** These follow from the body and the connection; another value would break HTTP itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection'])

/** A fault as it is answered. */
export function faultToWire ({ id, match, answer, delayMs, break: kind, times, probability, matched, applied }: Fault): FaultWire {
  return {
    id,
    match: {
      ...(match.method === undefined ? {} : { method: match.method }),
      ...(match.path === undefined ? {} : { path: match.path }),
      ...(match.zoneId === undefined ? {} : { zone_id: match.zoneId }),
      ...(match.hostname === undefined ? {} : { hostname: match.hostname })
    },
    ...(answer === undefined ? {} : { answer: { ...answer, ...(answer.headers === undefined ? {} : { headers: { ...answer.headers } }) } }),
    ...(delayMs === undefined ? {} : { delay: delayMs % 1000 === 0 ? `${delayMs / 1000}s` : `${delayMs}ms` }),
    ...(kind === undefined ? {} : { break: kind }),
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability }),
    matched,
    applied
  }
}

/** A fault that a caller sent. Throws 400 with the path of what cannot be used. */
export function readFault ({ match = {}, answer, delay, break: kind, times, probability }: CreateFaultWire): FaultRule {
  if (answer === undefined && delay === undefined && kind === undefined) throw invalidRequest('', 'a fault needs one of answer, delay and break')
  if (answer !== undefined && kind !== undefined) throw invalidRequest('/break', 'there is no answer where the connection breaks: leave one of both out')
  return {
    match: readMatch(match),
    ...(answer === undefined ? {} : { answer: readAnswer(answer) }),
    ...(delay === undefined ? {} : { delayMs: readDelay(delay) }),
    ...(kind === undefined ? {} : { break: kind }),
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability })
  }
}

function readMatch ({ method, path, zone_id: zoneId, hostname }: FaultMatchWire): FaultMatch {
  if (path !== undefined) checkPattern('/match/path', path)
  return {
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(path === undefined ? {} : { path }),
    ...(zoneId === undefined ? {} : { zoneId }),
    ...(hostname === undefined ? {} : { hostname: hostname.toLowerCase() })
  }
}

/** Throws 400 when a pattern of paths cannot be used. */
export function checkPattern (where: string, pattern: string): void {
  if (compilePath(pattern) !== undefined) return
  throw invalidRequest(where, `"${pattern}" is no pattern of a path: it begins with / or *, has at most ${PATTERN_RULES.mostStars} * and no query`)
}

function readDelay (delay: string): number {
  const ms = parseDuration(delay)
  if (ms === undefined || ms > LONGEST_DELAY_MS) throw invalidRequest('/delay', `"${delay}" is not a duration up to ${LONGEST_DELAY_MS / 1000}s, such as 2s or 1500ms`)
  return ms
}

function readAnswer ({ status, code, message, headers, body }: FaultAnswerWire): FaultAnswer {
  if (body !== undefined && (code !== undefined || message !== undefined)) {
    throw invalidRequest('/answer/body', 'code and message stand in the envelope, which a body replaces: leave one of both out')
  }
  if (body !== undefined && JSON.stringify(body).length > LONGEST_BODY) throw invalidRequest('/answer/body', `must be shorter than ${LONGEST_BODY} characters`)
  for (const [name, value] of Object.entries(headers ?? {})) checkHeader(name, value)
  return {
    status,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body })
  }
}

function checkHeader (name: string, value: string): void {
  const path = `/answer/headers/${name}`
  if (OWN_HEADERS.has(name.toLowerCase())) throw invalidRequest(path, 'follows from the body and the connection')
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch {
    throw invalidRequest(path, 'is not a header that HTTP can carry')
  }
}
