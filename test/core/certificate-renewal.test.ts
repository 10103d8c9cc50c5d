import t from 'tap'
import type { CertificateState } from '../../src/core/certificate.ts'
import { advanceCertificate, certificateDueAt, forcedCertificate, newCertificate, recheckCertificate } from '../../src/core/certificate.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Rules } from '../../src/core/outlook.ts'
import { PASSES } from '../../src/core/outlook.ts'
import { NO_TOKEN, passesFrom, path, rules } from './support.ts'

const TOKENLESS = rules({ dcv: () => NO_TOKEN })

/** When the first certificate of these tests ends: it was issued at second 70. */
const EXPIRES = 70_000 + 90 * DAY
const RENEWS = EXPIRES - 30 * DAY

function live (state: CertificateState, until: number, rules: Rules): { state: CertificateState, events: LifecycleEvent[] } {
  const events: LifecycleEvent[] = []
  return { state: advanceCertificate(state, until, rules, events), events }
}

const ACTIVE = live(newCertificate(0, { number: 1, authority: 'google', wildcard: false }), DAY, rules()).state

t.test('a certificate is renewed 30 days before it expires', async t => {
  t.equal(certificateDueAt(ACTIVE, rules()), RENEWS)
  const { state, events } = live(ACTIVE, RENEWS, rules())
  t.same(events, [
    { type: 'renewal_due', at: RENEWS, expiresAt: EXPIRES },
    { type: 'status_changed', axis: 'ssl_status', at: RENEWS, from: 'active', to: 'pending_deployment' }
  ])
  t.match(state, { status: 'pending_deployment', order: { number: 2 }, serving: { pack: 1 }, next: { pack: 2 } })
  t.match(live(state, RENEWS + 20_000, rules()).state, { status: 'active', serving: { pack: 2, issuedAt: RENEWS, expiresAt: RENEWS + 90 * DAY } })
})

t.test('renewals repeat for as long as the clock advances', async t => {
  const { state, events } = live(ACTIVE, 3650 * DAY, rules())
  const due = events.flatMap(event => event.type === 'renewal_due' ? [event.at] : [])
  t.equal(due.length, 60)
  t.ok(due.every((at, i) => i === 0 || at - (due[i - 1] ?? 0) === 60 * DAY), 'sixty days apart')
  t.match(state, { status: 'active', serving: { pack: 61 } })
})

t.test('a renewal that does not pass waits with new tokens while the old certificate serves', async t => {
  const { state, events } = live(ACTIVE, RENEWS, TOKENLESS)
  t.match(state, { status: 'pending_validation', renewal: true, order: { number: 2 }, tokensAt: RENEWS, serving: { pack: 1 } })
  t.same(path(events, 'ssl_status'), [[RENEWS / 1000, 'pending_validation']])
  t.match(live(state, RENEWS + DAY, rules()).state, { status: 'active', serving: { pack: 2 } })
})

t.test('a renewal passes at a later check', async t => {
  const { events } = live(ACTIVE, EXPIRES, rules({ dcv: passesFrom(3, NO_TOKEN) }))
  const renewed = RENEWS / 1000 + 123
  t.same(path(events, 'ssl_status'), [
    [RENEWS / 1000, 'pending_validation'], [renewed, 'pending_issuance'], [renewed + 30, 'pending_deployment'], [renewed + 50, 'active']
  ])
})

t.test('a renewal that never passes is given up a day before the end, and the certificate expires', async t => {
  const { state, events } = live(ACTIVE, 200 * DAY, TOKENLESS)
  t.same(path(events, 'ssl_status'), [
    [RENEWS / 1000, 'pending_validation'], [(EXPIRES - DAY) / 1000, 'validation_timed_out'], [EXPIRES / 1000, 'expired']
  ])
  t.match(state, { status: 'expired', since: EXPIRES })
  t.equal(certificateDueAt(state, TOKENLESS), undefined)
})

t.test('a renewal is tried until its last day, beyond one table of attempts', async t => {
  const { events } = live(ACTIVE, 200 * DAY, TOKENLESS)
  const runs = events.flatMap(event => event.type === 'checks_failed' ? [[event.armedAt, event.first, event.last]] : [])
  t.same(runs.at(0), [RENEWS, 0, 116], 'until the tokens end after fourteen days')
  t.ok(runs.some(([armedAt]) => armedAt === RENEWS + 1_258_263_000 + 14_400_000), 'the table starts again')
  t.same(events.flatMap(event => event.type === 'tokens_replaced' ? [(event.at - RENEWS) / DAY] : []), [14, 28])
})

t.test('the old certificate serves until its end, whatever the renewal does', async t => {
  const timedOut = live(ACTIVE, EXPIRES - DAY, TOKENLESS).state
  t.match(timedOut, { status: 'validation_timed_out', serving: { pack: 1 } })
  t.equal(certificateDueAt(timedOut, TOKENLESS), EXPIRES)
  const deployment = rules({ stage: stage => stage === 'deployment' ? NO_TOKEN : PASSES })
  t.match(live(ACTIVE, RENEWS + 8 * DAY, deployment).state, { status: 'deployment_timed_out', serving: { pack: 1 } })
  t.match(live(ACTIVE, EXPIRES, deployment).state, { status: 'expired', since: EXPIRES })
})

t.test('a PATCH in the last day or after the end starts anew', async t => {
  const timedOut = live(ACTIVE, EXPIRES - DAY, TOKENLESS).state
  const reordered = recheckCertificate(timedOut, EXPIRES - DAY, rules(), [])
  t.match(reordered, { status: 'initializing', serving: { pack: 1 } })
  t.match(live(reordered, EXPIRES, rules()).state, { status: 'active', serving: { pack: 2 } })
  const expired = live(ACTIVE, EXPIRES, TOKENLESS).state
  const again = recheckCertificate(expired, EXPIRES + DAY, rules(), [])
  t.match(again, { status: 'initializing', since: EXPIRES + DAY })
  t.notOk('serving' in again)
  t.match(live(again, EXPIRES + 2 * DAY, rules()).state, { status: 'active' })
})

t.test('a PATCH during a renewal checks at once and the renewal still ends in time', async t => {
  const waiting = live(ACTIVE, RENEWS + 20 * DAY, TOKENLESS).state
  const again = recheckCertificate(waiting, RENEWS + 20 * DAY, TOKENLESS, [])
  t.match(again, { status: 'pending_validation', renewal: true, attempt: 1, armedAt: RENEWS + 20 * DAY })
  t.match(live(again, EXPIRES, TOKENLESS).events.filter(event => event.type === 'status_changed'), [{ at: EXPIRES - DAY }, { at: EXPIRES, to: 'expired' }])
})

t.test('a certificate forced to be active long after its end is renewed at once', async t => {
  const forced = forcedCertificate('active', EXPIRES + DAY, ACTIVE, rules())
  t.equal(certificateDueAt(forced, rules()), EXPIRES + DAY)
  t.match(live(forced, EXPIRES + DAY + 20_000, rules()).state, { status: 'active', serving: { pack: 2 } })
})
