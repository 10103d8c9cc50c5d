import type { Context } from './context.ts'
import { toWireText } from './custom-hostnames/wire.ts'
import { baseDomain, publicSuffix } from './public-suffix.ts'
import type { Scheduler } from './scheduler/scheduler.ts'
import { scenarioOf, zoneFor } from './scenarios.ts'
import { scheduleOf } from './schedules.ts'

/** What use cases receive, from the parts of a sandbox. */
export function contextOf (parts: Pick<Context, 'store' | 'random' | 'clock' | 'certificates'>, { now, rulesFor, displaceElsewhere, wake }: Scheduler): Context {
  const wireParts = { tokens: parts.random, certificates: parts.store.certificates, baseDomain }
  return {
    ...parts,
    now,
    scheduleOf,
    scenarioOf,
    zoneFor,
    rulesFor,
    displaceElsewhere,
    wake,
    publicSuffix,
    baseDomain,
    renderHostname: (zone, customHostname) => toWireText(customHostname, { zone: zoneFor(zone, customHostname), ...wireParts })
  }
}
