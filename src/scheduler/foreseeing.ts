import type { Instant } from '../core/instant.ts'
import { fallbackOriginNotActive, VALIDATION_ERRORS, VERIFICATION_ERRORS } from '../core/messages.ts'
import type { Outlook, Verdict } from '../core/outlook.ts'
import { PASSES } from '../core/outlook.ts'
import type { FallbackOriginStatus } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import type { FallbackOriginHistory, Inspector, Stretch } from './inspector.ts'

const NO_FALLBACK_ORIGIN = failing([VERIFICATION_ERRORS.no_fallback_origin])
const HELD: Verdict = { passes: false, errors: [VERIFICATION_ERRORS.held], blocked: true }

/** `auto`: the world is right, so checks pass at the first attempt, or at the one that the zone's settings name. */
export const autoInspector: Inspector = foreseeing(({ settings }) => settings.autoPassAtAttempt === 'never' ? Infinity : settings.autoPassAtAttempt)

/** `manual`: scheduled checks fail; only the admin API makes one pass. */
export const manualInspector: Inspector = foreseeing(() => Infinity)

function foreseeing (passesFrom: (zone: Zone) => number): Inspector {
  const foresee = ({ zone, fallbackOrigin }: Stretch): ((hostname: { readonly hostname: string }) => Outlook) => {
    const outlook = zoneOutlook(zone, fallbackOrigin, passesFrom(zone))
    if (zone.settings.holds.length === 0) return () => outlook
    const held: Outlook = { ...outlook, ownership: () => HELD }
    return ({ hostname }) => isHeld(zone, hostname) ? held : outlook
  }
  return { foresee, gather: async (stretch, hostname) => foresee(stretch)(hostname) }
}

/** True when the hostname lies under a hold of its owner's zone. */
export function isHeld ({ settings }: Pick<Zone, 'settings'>, hostname: string): boolean {
  return settings.holds.some(hold => hold.includeSubdomains && (hostname === hold.name || hostname.endsWith(`.${hold.name}`)))
}

/** What a failed ownership check says, by the zone's settings: accounts with apex proxying get another text. */
export function ownershipErrors ({ settings }: Pick<Zone, 'settings'>): readonly string[] {
  const reason = settings.autoFailure.status ?? (settings.entitlements.apex ? 'no_address_or_token' : 'no_cname')
  return [VERIFICATION_ERRORS[reason]]
}

/** A pre-flight check that finds no token asks no authority, so it has no text unless the settings name one. */
export function validationErrors ({ settings }: Pick<Zone, 'settings'>): readonly string[] {
  return settings.autoFailure.sslStatus === undefined ? [] : [VALIDATION_ERRORS[settings.autoFailure.sslStatus]]
}

/** Without an active fallback origin no hostname of the zone validates, whatever else is in place. */
export function fallbackOriginVerdict (status: FallbackOriginStatus | undefined): Verdict {
  if (status === 'active') return PASSES
  return status === undefined ? NO_FALLBACK_ORIGIN : failing([fallbackOriginNotActive(status)])
}

function zoneOutlook (zone: Zone, fallbackOrigin: FallbackOriginHistory, passesFrom: number): Outlook {
  const ownership = failing(ownershipErrors(zone))
  const dcv = failing(validationErrors(zone))
  // One verdict object per status: the core tells runs of the same finding apart by identity.
  const byStatus = new Map<FallbackOriginStatus | undefined, Verdict>()
  const fallbackAt = (at: Instant): Verdict => {
    const status = fallbackOrigin.statusAt(at)
    const verdict = byStatus.get(status) ?? fallbackOriginVerdict(status)
    byStatus.set(status, verdict)
    return verdict
  }
  return {
    ownership (check, at) {
      const fallback = fallbackAt(at)
      if (!fallback.passes) return fallback
      return check >= passesFrom ? PASSES : ownership
    },
    dcv: check => check >= passesFrom ? PASSES : dcv,
    stage: () => PASSES,
    activeHolds: true
  }
}

function failing (errors: readonly string[]): Verdict {
  return { passes: false, errors }
}
