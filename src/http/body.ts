import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ErrorName } from '../core/errors.ts'
import { ApiError } from '../core/errors.ts'

/** A body as it came: whether it is JSON is judged after the credentials, by the service that reads it. */
type ReceivedBody =
  | { readonly kind: 'json', readonly text: string }
  | { readonly kind: 'other', readonly contentType: string }

/** Largest body that is read, in bytes. */
export const BODY_LIMIT = 64 * 1024

/** Keeps every body as text. An empty one with a JSON content type is as good as none: several clients send that on DELETE. */
export function receiveBodies (app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, text, done) => {
    done(null, { kind: 'json', text: String(text) } satisfies ReceivedBody)
  })
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (request, _text, done) => {
    done(null, { kind: 'other', contentType: request.headers['content-type'] ?? '' } satisfies ReceivedBody)
  })
}

/** The text of a JSON body as it came; undefined when there is none. */
export function receivedText (request: FastifyRequest): string | undefined {
  const body = request.body as ReceivedBody | undefined | null
  return body?.kind === 'json' ? body.text : undefined
}

/** The JSON value of the body; undefined when there is none. Throws `undecodable`, the error of the service that reads it. */
export function readJson (request: FastifyRequest, undecodable: ErrorName): unknown {
  const body = request.body as ReceivedBody | undefined | null
  if (body === undefined || body === null) return undefined
  if (body.kind === 'other') {
    throw new ApiError(body.contentType.startsWith('multipart/form-data') ? undecodable : 'unsupportedContentType')
  }
  if (body.text.trim() === '') return undefined
  try {
    return JSON.parse(body.text)
  } catch {
    throw new ApiError(undecodable)
  }
}

/** The body as an object; anything else is as bad as no JSON, unless `unusable` names an error of its own. */
export function readObject (request: FastifyRequest, undecodable: ErrorName, unusable = undecodable): Readonly<Record<string, unknown>> {
  const value = readJson(request, undecodable)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ApiError(unusable)
  return value as Readonly<Record<string, unknown>>
}
