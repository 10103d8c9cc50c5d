import fc from 'fast-check'
import type { Order } from '../../src/core/certificate.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Outlook, Verdict } from '../../src/core/outlook.ts'
import { PASSES } from '../../src/core/outlook.ts'
import type { Schedule } from '../../src/core/schedule.ts'
import { parseSchedule } from '../../src/core/schedule.ts'
import { CERTIFICATE_AUTHORITIES } from '../../src/core/statuses.ts'
import { resolveSchedule } from '../../src/schedules.ts'
import { BLOCKED, NO_CNAME, NO_TOKEN } from './support.ts'

const seconds = (max: number, min = 0) => fc.integer({ min, max })

const retries = fc.oneof(
  fc.record({ attempts: seconds(30), delays: fc.array(seconds(20_000), { minLength: 1, maxLength: 6 }) }),
  fc.record({
    attempts: seconds(30),
    base: seconds(600),
    growth: fc.constantFrom([{ from: 0, factor: 1.05 }, { from: 10, factor: 1.15 }], [{ from: 0, factor: 2 }], [{ from: 3, factor: 1 }]),
    max: seconds(20_000)
  })
)

/** A certificate's life with a renewal that starts before its end and stops before it too. */
const life = fc.record({ validity: seconds(90 * 86_400, 86_400), lead: seconds(86_399), stop: seconds(86_399) })
  .map(({ validity, lead, stop }) => ({ validity, renewal_lead: lead, renewal_stop: Math.min(stop, lead) }))

const written = fc.record({
  name: fc.constant('drawn'),
  speed: fc.constantFrom(1, 1, 3, 30),
  fallback_origin: fc.record({ initializing: seconds(60), pending_deployment: seconds(60), pending_deletion: seconds(60), timed_out: seconds(3600) }),
  hostname: fc.record({
    first_check: seconds(100), retries, recheck: seconds(40_000, 20_000), active_redeploying: seconds(100), moved_to_deleted: seconds(700_000), pending_deletion: seconds(100)
  }),
  certificate: fc.tuple(life, fc.record({
    initializing: seconds(20),
    first_check: seconds(100),
    retries,
    pending_issuance: seconds(1000),
    pending_deployment: seconds(1000),
    timed_out: seconds(700_000),
    token_lifetime: fc.record({
      google: seconds(1_300_000, 20_000), lets_encrypt: seconds(700_000, 20_000), ssl_com: seconds(1_300_000, 20_000), digicert: seconds(2_600_000, 20_000)
    })
  })).map(([own, rest]) => ({ ...own, ...rest }))
})

/** Built-in schedules and any other that can be written down. */
export const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constantFrom('realistic', 'fast', 'instant').map(resolveSchedule),
  written.map(parseSchedule)
)

export const orders: fc.Arbitrary<Order> = fc.record({
  number: fc.integer({ min: 1, max: 5 }), authority: fc.constantFrom(...CERTIFICATE_AUTHORITIES), wildcard: fc.boolean()
})

const CAA: Verdict = { passes: false, errors: ['CAA'] }

/** What a check finds: passes from an attempt on, or while the world is right; otherwise one of two findings. */
const finding = (failure: Verdict) => fc.record({
  passAt: fc.oneof(fc.integer({ min: 1, max: 140 }), fc.constantFrom(1, Infinity)),
  goodFrom: fc.integer({ min: 0, max: 40 * DAY }),
  goodUntil: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 200 * DAY })),
  secondFrom: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 }))
}).map(({ passAt, goodFrom, goodUntil, secondFrom }) => (check: number, at: number): Verdict => {
  if (check >= passAt && at >= goodFrom && at < goodUntil) return PASSES
  return check >= secondFrom ? CAA : failure
})

/** A world that answers any question about any moment, the same way each time. */
export const outlooks: fc.Arbitrary<Outlook> = fc.record({
  ownership: finding(NO_CNAME),
  blockedFrom: fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 10 * DAY }) }),
  dcv: finding(NO_TOKEN),
  stalled: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom('initializing', 'issuance', 'deployment') }),
  activeHolds: fc.boolean()
}).map(({ ownership, blockedFrom, dcv, stalled, activeHolds }) => ({
  ownership: (check: number, at: number) => at >= blockedFrom ? BLOCKED : ownership(check, at),
  dcv,
  stage: stage => stage === stalled ? NO_TOKEN : PASSES,
  activeHolds
}))
