import type { CertificateState, Order } from '../core/certificate.ts'
import { advance } from '../core/custom-hostname.ts'
import type { CustomHostname, SslRequest } from '../core/custom-hostname.ts'
import type { Instant } from '../core/instant.ts'
import { VERIFICATION_ERRORS } from '../core/messages.ts'
import type { Outlook, Verdict } from '../core/outlook.ts'
import { PASSES } from '../core/outlook.ts'
import { shapeOutlook } from '../core/scenarios/shaped-outlook.ts'
import { scenarioOf, scheduleFor } from '../scenarios.ts'
import type { DueHostname } from '../store/store.ts'
import type { EvidenceParts, Look } from './evidence/look.ts'
import { createLook } from './evidence/look.ts'
import { checkOwnership, recheckOwnership } from './evidence/ownership.ts'
import { checkValidation } from './evidence/validation.ts'
import { fallbackOriginVerdict, isHeld, usualFailures } from './foreseeing.ts'
import type { Inspector, Stretch } from './inspector.ts'

export interface DnsInspectorParts extends EvidenceParts {
  /** True when a recipient of the mail of a hostname's order approved it. */
  readonly isApproved: (seq: number, order: number) => boolean
}

/** What no check asked for; it is not evidence. */
const NOT_LOOKED: Verdict = { passes: false, errors: [] }

const HELD: Verdict = { passes: false, errors: [VERIFICATION_ERRORS.held], blocked: true }

/** `dns`: looks at the world as it is, for each check anew. */
export function createDnsInspector (parts: DnsInspectorParts): Inspector {
  const looksOf = createLooks(parts)
  return {
    async gather (stretch, due, at) {
      const asked = stretch.everything === true ? everyCheck(due) : dueChecks(stretch, due, at)
      const customHostname = asked.ownership || asked.dcv ? await parts.store.customHostnames.find(stretch.zone.no, due.id) : undefined
      if (customHostname === undefined) return outlookOf(stretch, due, NOT_LOOKED, NOT_LOOKED)
      const looks = looksOf(stretch)
      const [ownership, dcv] = await Promise.all([
        asked.ownership ? inspectOwnership(customHostname, looks[0]) : NOT_LOOKED,
        asked.dcv ? inspectCertificate(customHostname, looks, at, parts) : NOT_LOOKED
      ])
      return outlookOf(stretch, due, ownership, dcv)
    }
  }
}

type Looks = readonly [Look, ...Look[]]

/** What is seen in one stretch of time is seen once. */
function createLooks (parts: EvidenceParts): (stretch: Stretch) => Looks {
  const byStretch = new WeakMap<Stretch, Looks>()
  return stretch => {
    const known = byStretch.get(stretch)
    if (known !== undefined) return known
    const [first, ...others] = parts.resolversOf(stretch.zone)
    const looks: Looks = [createLook(stretch.zone, first, parts), ...others.map(resolver => createLook(stretch.zone, resolver, parts))]
    byStretch.set(stretch, looks)
    return looks
  }
}

interface AskedChecks {
  readonly ownership: boolean
  readonly dcv: boolean
}

/** The checks that a hostname in its present state can have, be it now or later. */
function everyCheck ({ lifecycle: { ownership, certificate } }: DueHostname): AskedChecks {
  return {
    ownership: ownership.status === 'pending' || isActive(ownership.status),
    dcv: certificate?.status === 'initializing' || certificate?.status === 'pending_validation'
  }
}

/** The checks that fall due: what the core asks for on its way, were everything in place. */
function dueChecks ({ zone }: Stretch, hostname: DueHostname, at: Instant): AskedChecks {
  const asked = { ownership: false, dcv: false }
  const asking = (check: keyof AskedChecks) => (): Verdict => {
    asked[check] = true
    return PASSES
  }
  const outlook: Outlook = { ownership: asking('ownership'), dcv: asking('dcv'), stage: () => PASSES, activeHolds: false }
  advance(hostname.lifecycle, at, { schedule: scheduleFor(zone, hostname), outlook })
  return asked
}

async function inspectOwnership (customHostname: CustomHostname, look: Look): Promise<Verdict> {
  const { hostname, lifecycle: { ownership } } = customHostname
  if (isActive(ownership.status)) return await recheckOwnership(customHostname, look)
  return isHeld(look.zone, hostname) ? HELD : await checkOwnership(customHostname, look)
}

async function inspectCertificate (customHostname: CustomHostname, looks: Looks, at: Instant, { isApproved }: DnsInspectorParts): Promise<Verdict> {
  const { ssl, lifecycle: { certificate } } = customHostname
  if (ssl === undefined || certificate === undefined) return NOT_LOOKED
  const order = orderAt(customHostname, certificate, looks[0], at)
  return await checkValidation({ customHostname: withSsl(customHostname, ssl), order, isApproved }, looks)
}

function withSsl (customHostname: CustomHostname, ssl: SslRequest): CustomHostname & { readonly ssl: SslRequest } {
  return { ...customHostname, ssl }
}

/** A renewal begins with a check of its new order, and so does an order whose tokens have just become stale. */
function orderAt (customHostname: CustomHostname, certificate: CertificateState, { zone }: Look, at: Instant): Order {
  const { order } = certificate
  const lifetime = scheduleFor(zone, customHostname).certificate.tokenLifetimeMs[order.authority]
  const replaced = certificate.status === 'active' || (certificate.status === 'pending_validation' && certificate.tokensAt + lifetime <= at)
  return replaced ? { ...order, number: order.number + 1 } : order
}

/** A scenario comes before what was found, and the fallback origin before both: one that is active already does not depend on it. */
function outlookOf ({ zone, fallbackOrigin }: Stretch, hostname: DueHostname, ownership: Verdict, dcv: Verdict): Outlook {
  const found: Outlook = { ownership: () => ownership, dcv: () => dcv, stage: () => PASSES, activeHolds: false }
  const scenario = scenarioOf(zone, hostname)
  const outlook = scenario === undefined ? found : shapeOutlook(scenario.effects, found, usualFailures(zone))
  const held = !ownership.passes && ownership.blocked === true
  return {
    ...outlook,
    ownership (check, at, asked) {
      if (held) return ownership
      const fallback = asked.status === 'active' ? PASSES : fallbackOriginVerdict(fallbackOrigin.statusAt(at))
      return fallback.passes ? outlook.ownership(check, at, asked) : fallback
    }
  }
}

function isActive (status: DueHostname['lifecycle']['ownership']['status']): boolean {
  return status === 'active' || status === 'active_redeploying'
}
