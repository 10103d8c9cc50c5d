import { isIP } from 'node:net'
import type { Plan } from '../core/zone.ts'
import type { Page } from './error-page.ts'
import { edgeHeaders } from './error-page.ts'
import type { Refusal } from './errors.ts'
import { edgeError, plainRefusal } from './errors.ts'
import type { OriginAddresses, OriginLocation, Route, RouteSource } from './ports.ts'
import type { RequestHead } from './visitor-request.ts'

/** A request that goes on to an origin. */
export interface Errand {
  readonly head: RequestHead
  readonly route: Route
  readonly ray: string
  readonly scheme: 'http' | 'https'
  /** An address, never a name: what was checked is what is connected to. */
  readonly address: string
  readonly port: number
  /** The origin's certificate has to be right. */
  readonly strict: boolean
  /** Bytes that the plan lets through in one body. */
  readonly bodyLimit: number
}

/** What becomes of a request. */
export type Journey =
  | { readonly kind: 'errand', readonly errand: Errand }
  | { readonly kind: 'page', readonly page: Page }
  | { readonly kind: 'refused', readonly refusal: Refusal }

export interface JourneyParts {
  readonly routes: RouteSource
  readonly origins: OriginAddresses
  readonly isAllowed: (address: string) => boolean
  /** Where plain HTTP is served: what a zone with encryption `off` sends its visitors to; undefined: nowhere. */
  readonly httpPort: () => number | undefined
}

/** The largest bodies, in bytes, as the plans state them. */
const BODY_LIMITS: Readonly<Record<Plan, number>> = { free: 100_000_000, pro: 100_000_000, business: 200_000_000, enterprise: 500_000_000 }

/** Files of validation and verification: the checks themselves ask for them. */
const WELL_KNOWN = /^\/\.well-known\/(acme-challenge|pki-validation|cf-custom-hostname-challenge)\//

/** Decides where a request goes, in the documented order: validation files, the name, its state, the origin. */
export async function decideJourney (head: RequestHead, ray: string, parts: JourneyParts): Promise<Journey> {
  const { routes } = parts
  const { name, path } = head
  const wellKnown = WELL_KNOWN.test(path)
  const file = wellKnown ? await routes.findValidationFile(name, path.split('?', 1)[0] ?? '') : undefined
  if (file !== undefined) return { kind: 'page', page: filePage(file, ray) }
  // A zone's checks hold it while they ask for these files: waiting for the zone here would be waiting for oneself.
  const routing = await routes.find(name, { waits: !wellKnown })
  if (routing === undefined) return refused(edgeError('unknownHost', `no zone and no custom hostname is called ${name}`))
  return 'refusal' in routing ? refused(routing.refusal) : await toOrigin(routing.route, head, ray, parts)
}

async function toOrigin (route: Route, head: RequestHead, ray: string, { origins, isAllowed, httpPort }: JourneyParts): Promise<Journey> {
  const { zone, origin } = route
  const { encryption } = zone.settings
  if (encryption === 'off' && head.scheme === 'https') return { kind: 'page', page: redirectPage(head, ray, httpPort()) }
  const bodyLimit = BODY_LIMITS[zone.settings.plan]
  if (head.contentLength > bodyLimit) return refused(plainRefusal(413, 'The body is larger than the plan of this zone allows.'))
  const location = await origins.resolve(origin, zone)
  const address = location?.addresses.find(candidate => isIP(candidate) !== 0)
  if (location === undefined || address === undefined) return refused(edgeError('originUnresolved', `${origin} does not resolve`))
  if (!isAllowed(address)) {
    return refused(edgeError('prohibitedAddress', `${origin} leads to ${address}, which is not among --allowed-addresses; --origin ${origin}=127.0.0.1:3000 leads it elsewhere`))
  }
  const scheme = schemeOf(location, head, encryption)
  const port = location.port ?? (scheme === 'https' ? 443 : 80)
  return { kind: 'errand', errand: { head, route, ray, scheme, address, port, strict: encryption === 'strict', bodyLimit } }
}

/** An override says what its server speaks; else the zone's mode does, and never more than the visitor's own scheme asks for. */
function schemeOf ({ scheme }: OriginLocation, head: RequestHead, encryption: 'off' | 'flexible' | 'full' | 'strict'): 'http' | 'https' {
  if (scheme !== undefined) return scheme
  return encryption === 'full' || encryption === 'strict' ? head.scheme : 'http'
}

function refused (refusal: Refusal): Journey {
  return { kind: 'refused', refusal }
}

function filePage (text: string, ray: string): Page {
  const body = Buffer.from(text)
  return { status: 200, headers: { 'content-type': 'text/plain', 'content-length': String(body.length), ...edgeHeaders(ray) }, body }
}

function redirectPage ({ name, path }: RequestHead, ray: string, port: number | undefined): Page {
  const location = `http://${name}${port === undefined || port === 80 ? '' : `:${port}`}${path}`
  return { status: 301, headers: { location, 'content-length': '0', ...edgeHeaders(ray) }, body: Buffer.alloc(0) }
}
