import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip } from 'node:zlib'
import type { Page } from './error-page.ts'
import type { Errand } from './journey.ts'
import { visitorHeaders } from './origin-headers.ts'
import type { RequestHead, VisitorRequest, VisitorResponse } from './visitor-request.ts'

/** Sends a page of the edge's own, or ends the connection of a visitor who has part of an answer already. */
export function sendPage ({ status, headers, body }: Page, req: VisitorRequest, res: VisitorResponse): void {
  if (res instanceof ServerResponse ? res.destroyed : res.stream.destroyed) return
  if (res.headersSent) {
    res.destroy()
    return
  }
  for (const name of res.getHeaderNames()) res.removeHeader(name)
  res.statusCode = status
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  // Whatever is left of a body that nobody wants is not waited for.
  if (res instanceof ServerResponse && !req.complete) res.setHeader('connection', 'close')
  if (req.method === 'HEAD') res.end()
  else res.end(body)
}

/** Passes an origin's answer on as it comes in. Throws when it cannot be expressed towards the visitor. */
export function sendAnswer (answer: IncomingMessage, res: VisitorResponse, { head, ray }: Errand): void {
  const headers = visitorHeaders(answer.headers, ray)
  const decoder = decoderFor(answer, head)
  if (decoder !== undefined) {
    delete headers['content-encoding']
    delete headers['content-length']
  }
  const { statusCode = 502, statusMessage } = answer
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  if (res instanceof ServerResponse) {
    res.writeHead(statusCode, statusMessage)
    // Without a length this may be an event stream, whose first byte comes when it comes.
    if (headers['content-length'] === undefined) res.flushHeaders()
  } else {
    res.writeHead(statusCode)
  }
  // httpxy ends either side when the other one breaks off.
  if (decoder === undefined) {
    answer.pipe(res)
    return
  }
  decoder.on('error', () => { res.destroy() })
  res.once('close', () => { decoder.destroy() })
  answer.pipe(decoder).pipe(res)
}

/** Origins are asked for `br, gzip` whatever the visitor takes; what the visitor does not take is unpacked. */
function decoderFor ({ headers, statusCode }: IncomingMessage, { method, acceptEncoding }: RequestHead): Transform | undefined {
  const coding = headers['content-encoding']?.trim().toLowerCase()
  if (coding !== 'gzip' && coding !== 'br') return undefined
  if (method === 'HEAD' || statusCode === 204 || statusCode === 206 || statusCode === 304) return undefined
  if (takes(acceptEncoding, coding)) return undefined
  return coding === 'gzip' ? createGunzip() : createBrotliDecompress()
}

function takes (accepted: string, coding: string): boolean {
  const codings = new Map(accepted.toLowerCase().split(',').map(item => {
    const [name = '', ...parameters] = item.split(';').map(part => part.trim())
    return [name, !parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter))] as const
  }))
  return codings.get(coding) ?? codings.get('*') ?? false
}
