import type { CustomHostname } from '../../core/custom-hostname.ts'
import { VERIFICATION_ERRORS } from '../../core/messages.ts'
import type { Verdict } from '../../core/outlook.ts'
import { PASSES } from '../../core/outlook.ts'
import { ownershipTokens } from '../../core/ownership-tokens.ts'
import type { Zone } from '../../core/zone.ts'
import type { Look } from './look.ts'
import { contentsOf } from './resolver.ts'

const POINTS_HERE: Verdict = { passes: true, pointsHere: true }

/** What proves that a hostname may be routed through this zone: its DNS, or a token ahead of that. Every way is tried. */
export async function checkOwnership (customHostname: CustomHostname, look: Look): Promise<Verdict> {
  const destination = await look.destination(customHostname.hostname)
  if (destination.here) return POINTS_HERE
  // A name that another zone proxies already would be taken from it by a token alone.
  if (destination.elsewhere) return failing(look.zone, VERIFICATION_ERRORS.already_proxied)
  const { txtName, httpUrl, value } = ownershipTokens(customHostname, look.parts.tokens)
  if (contentsOf(await look.query(txtName, 'TXT')).includes(value)) return PASSES
  return await look.serves(httpUrl, value) ? PASSES : failing(look.zone)
}

/**
 * The recheck of an active hostname. Tokens may be removed once a hostname is active, so one whose DNS was never seen to
 * lead here stays; one that led here and leads elsewhere now has moved. A lookup that fails proves neither.
 */
export async function recheckOwnership ({ hostname, lifecycle: { ownership } }: CustomHostname, look: Look): Promise<Verdict> {
  const destination = await look.destination(hostname)
  if (destination.here) return POINTS_HERE
  const pointed = 'pointed' in ownership && ownership.pointed === true
  if (!pointed || destination.trouble !== undefined) return PASSES
  return destination.elsewhere ? failing(look.zone, VERIFICATION_ERRORS.already_proxied) : failing(look.zone)
}

/** Zones with apex proxying are told about addresses and tokens, all others about the CNAME. */
function failing ({ settings }: Zone, ...more: readonly string[]): Verdict {
  return { passes: false, errors: [VERIFICATION_ERRORS[settings.entitlements.apex ? 'no_address_or_token' : 'no_cname'], ...more] }
}
