import { STATUS_CODES } from 'node:http'
import { sendPage } from './answer.ts'
import type { Page } from './error-page.ts'
import { errorPage } from './error-page.ts'
import { plainRefusal } from './errors.ts'
import type { Journey, JourneyParts } from './journey.ts'
import { decideJourney } from './journey.ts'
import type { OriginProxy, Refuse, Upgrade } from './origin-proxy.ts'
import type { VisitorRequest, VisitorResponse } from './visitor-request.ts'
import { readRequest } from './visitor-request.ts'

export interface HandlerParts extends JourneyParts {
  readonly proxy: OriginProxy
  /** The next ray id, 16 hex digits. */
  readonly nextRay: () => string
  readonly onError: (error: unknown) => void
}

/** What the listeners call. Neither call throws. */
export interface Handler {
  request (req: VisitorRequest, res: VisitorResponse): void
  upgrade (upgrade: Upgrade): void
}

/** The place that the service names in its rays. */
const DATA_CENTRE = 'SJC'

export function createHandler (parts: HandlerParts): Handler {
  const { proxy, nextRay, onError } = parts
  return {
    request (req, res) {
      // Visitors go away at any moment; what they leave behind is noticed elsewhere.
      req.on('error', () => {})
      res.on('error', () => {})
      const ray = `${nextRay()}-${DATA_CENTRE}`
      const refuse = refuser(req, ray, page => { sendPage(page, req, res) })
      decide(req, ray, parts).then(async journey => {
        if (journey.kind === 'page') return sendPage(journey.page, req, res)
        if (journey.kind === 'refused') return refuse(journey.refusal)
        await proxy.pass({ req, res, refuse }, journey.errand)
      }).catch((error: unknown) => {
        onError(error)
        refuse(plainRefusal(500, 'Something went wrong inside the edge; its log says what.'))
      })
    },
    upgrade (upgrade) {
      const { req, socket } = upgrade
      const ray = `${nextRay()}-${DATA_CENTRE}`
      const write = (page: Page): void => { socket.end(pageBytes(page)) }
      const refuse = refuser(req, ray, write)
      decide(req, ray, parts).then(async journey => {
        switch (journey.kind) {
          case 'page': return write(journey.page)
          case 'refused': return refuse(journey.refusal)
          case 'errand': return await proxy.upgrade(upgrade, journey.errand, refuse)
        }
      }).catch((error: unknown) => {
        onError(error)
        socket.destroy()
      })
    }
  }
}

async function decide (req: VisitorRequest, ray: string, parts: JourneyParts): Promise<Journey> {
  const head = readRequest(req)
  return 'status' in head ? { kind: 'refused', refusal: head } : await decideJourney(head, ray, parts)
}

/** Keeps what a page says of the request: on the way to an origin its headers are exchanged. */
function refuser ({ headers }: VisitorRequest, ray: string, send: (page: Page) => void): Refuse {
  const { host, accept } = headers
  return refusal => { send(errorPage(refusal, { ray, host: host ?? authorityOf(headers), accept })) }
}

function authorityOf (headers: Readonly<Record<string, unknown>>): string | undefined {
  const authority = headers[':authority']
  return typeof authority === 'string' ? authority : undefined
}

/** A page for a connection that has left HTTP's own machinery. */
function pageBytes ({ status, headers, body }: Page): Buffer {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), 'connection: close', '', '']
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body])
}
