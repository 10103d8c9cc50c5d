import { STATUS_CODES } from 'node:http'

/** Why the edge itself answers a request, in place of an origin. */
export interface Refusal {
  readonly status: number
  /** The number that the page shows; missing on plain refusals such as 400. */
  readonly code?: number
  readonly title: string
  /** What it means, for the visitor. */
  readonly meaning: string
  /** What exactly is wrong, for whoever runs the sandbox; goes into a header. */
  readonly reason?: string
}

/** Every numbered error of the edge. Numbers, titles and statuses are the service's own. */
export const EDGE_ERRORS = {
  prohibitedAddress: { code: 1000, status: 403, title: 'DNS points to prohibited IP', meaning: 'The address behind this name is one that requests may not be sent to.' },
  unknownHost: { code: 1001, status: 409, title: 'DNS resolution error', meaning: 'No zone and no active custom hostname answers for this name.' },
  nameMismatch: { code: 1013, status: 403, title: 'HTTP hostname and TLS SNI hostname mismatch', meaning: 'The connection was opened for one name and the request names another.' },
  crossUserCname: { code: 1014, status: 403, title: 'CNAME Cross-User Banned', meaning: 'This name is a CNAME into a zone of another account, which has no active custom hostname for it.' },
  originUnresolved: { code: 1016, status: 530, title: 'Origin DNS error', meaning: 'The name of the origin server does not lead to an address.' },
  unknownError: { code: 520, status: 520, title: 'Web server is returning an unknown error', meaning: 'The origin server was reached, but what it answered is not HTTP, or it hung up.' },
  serverDown: { code: 521, status: 521, title: 'Web server is down', meaning: 'The origin server refused the connection.' },
  connectionTimedOut: { code: 522, status: 522, title: 'Connection timed out', meaning: 'The origin server did not take the connection in time.' },
  unreachable: { code: 523, status: 523, title: 'Origin is unreachable', meaning: 'There is no way through the network to the origin server.' },
  responseTimedOut: { code: 524, status: 524, title: 'A timeout occurred', meaning: 'The origin server took the request but did not answer in time.' },
  handshakeFailed: { code: 525, status: 525, title: 'SSL handshake failed', meaning: 'The TLS handshake with the origin server failed.' },
  invalidCertificate: { code: 526, status: 526, title: 'Invalid SSL certificate', meaning: 'The certificate of the origin server is not trusted, has expired or is for another name.' }
} as const satisfies Readonly<Record<string, Refusal>>

export type EdgeErrorName = keyof typeof EDGE_ERRORS

/** A numbered error, with what exactly is wrong. */
export function edgeError (name: EdgeErrorName, reason?: string): Refusal {
  return reason === undefined ? EDGE_ERRORS[name] : { ...EDGE_ERRORS[name], reason }
}

/** A refusal that has an HTTP status only. */
export function plainRefusal (status: number, meaning: string): Refusal {
  return { status, title: STATUS_CODES[status] ?? 'Error', meaning }
}
