import type { Instant } from '../core/instant.ts'
import { fallbackOriginNotActive, VALIDATION_ERRORS, VERIFICATION_ERRORS } from '../core/messages.ts'
import type { Outlook, Verdict } from '../core/outlook.ts'
import { PASSES } from '../core/outlook.ts'
import type { Starring } from '../core/scenarios/catalogue.ts'
import type { Scenario } from '../core/scenarios/scenario.ts'
import { shapeOutlook } from '../core/scenarios/shaped-outlook.ts'
import type { UsualFailures } from '../core/scenarios/shaped-outlook.ts'
import type { FallbackOriginStatus } from '../core/statuses.ts'
import type { Zone } from '../core/zone.ts'
import { scenarioOf } from '../scenarios.ts'
import type { FallbackOriginHistory, Inspector, Stretch } from './inspector.ts'

const NO_FALLBACK_ORIGIN = failing([VERIFICATION_ERRORS.no_fallback_origin])
const HELD: Verdict = { passes: false, errors: [VERIFICATION_ERRORS.held], blocked: true }

/** `auto`: the world is right, so checks pass at the first attempt, or at the one that the zone's settings name. */
export const autoInspector: Inspector = foreseeing(({ settings }) => settings.autoPassAtAttempt === 'never' ? Infinity : settings.autoPassAtAttempt)

/** `manual`: scheduled checks fail; only the admin API makes one pass. */
export const manualInspector: Inspector = foreseeing(() => Infinity)

function foreseeing (passesFrom: (zone: Zone) => number): Inspector {
  const foresee = ({ zone, fallbackOrigin }: Stretch): ((hostname: Starring) => Outlook) => {
    const failures = usualFailures(zone)
    const inspected = zoneOutlook(passesFrom(zone), failures)
    const guarded = guard(fallbackOrigin)
    const outlook = guarded(inspected)
    // One outlook for each scenario and not for each hostname.
    const shaped = new Map<Scenario, Outlook>()
    const outlookIn = (scenario: Scenario): Outlook => {
      const known = shaped.get(scenario) ?? guarded(shapeOutlook(scenario.effects, inspected, failures))
      shaped.set(scenario, known)
      return known
    }
    const outlookOf = (hostname: Starring): Outlook => {
      const scenario = scenarioOf(zone, hostname)
      return scenario === undefined ? outlook : outlookIn(scenario)
    }
    if (zone.settings.holds.length === 0) return outlookOf
    return hostname => isHeld(zone, hostname.hostname) ? { ...outlookOf(hostname), ownership: () => HELD } : outlookOf(hostname)
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

/** What failing checks of a zone find when nothing more special is known. */
export function usualFailures (zone: Zone): UsualFailures {
  return { ownership: failing(ownershipErrors(zone)), dcv: failing(validationErrors(zone)) }
}

function zoneOutlook (passesFrom: number, { ownership, dcv }: UsualFailures): Outlook {
  return {
    ownership: check => check >= passesFrom ? PASSES : ownership,
    dcv: check => check >= passesFrom ? PASSES : dcv,
    stage: () => PASSES,
    activeHolds: true
  }
}

/** Puts the fallback origin before what checks find of a hostname; one that is active already does not depend on it. */
function guard (fallbackOrigin: FallbackOriginHistory): (outlook: Outlook) => Outlook {
  // One verdict object per status: the core tells runs of the same finding apart by identity.
  const byStatus = new Map<FallbackOriginStatus | undefined, Verdict>()
  const fallbackAt = (at: Instant): Verdict => {
    const status = fallbackOrigin.statusAt(at)
    const verdict = byStatus.get(status) ?? fallbackOriginVerdict(status)
    byStatus.set(status, verdict)
    return verdict
  }
  return outlook => ({
    ...outlook,
    ownership (check, at, asked) {
      const fallback = asked.status === 'active' ? PASSES : fallbackAt(at)
      return fallback.passes ? outlook.ownership(check, at, asked) : fallback
    }
  })
}

function failing (errors: readonly string[]): Verdict {
  return { passes: false, errors }
}
