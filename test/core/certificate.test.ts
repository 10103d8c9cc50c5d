import t from 'tap'
import type { CertificateState, Order } from '../../src/core/certificate.ts'
import {
  advanceCertificate, certificateDueAt, forcedCertificate, newCertificate, recheckCertificate, reorderCertificate, replaceTokens
} from '../../src/core/certificate.ts'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { DAY } from '../../src/core/instant.ts'
import type { Rules, Stage } from '../../src/core/outlook.ts'
import { PASSES } from '../../src/core/outlook.ts'
import { SSL_STATUSES } from '../../src/core/statuses.ts'
import { NO_TOKEN, passesFrom, path, rules } from './support.ts'

const ORDER: Order = { number: 1, authority: 'google', wildcard: false }
const TOKENLESS = rules({ dcv: () => NO_TOKEN })

function live (state: CertificateState, until: number, rules: Rules): { state: CertificateState, events: LifecycleEvent[] } {
  const events: LifecycleEvent[] = []
  return { state: advanceCertificate(state, until, rules, events), events }
}

function stalling (stalled: Stage): Rules {
  return rules({ stage: stage => stage === stalled ? NO_TOKEN : PASSES })
}

t.test('a certificate goes from initializing to active in 90 seconds when the token is in place', async t => {
  const { state, events } = live(newCertificate(0, ORDER), DAY, rules())
  t.same(path(events, 'ssl_status'), [[3, 'pending_validation'], [40, 'pending_issuance'], [70, 'pending_deployment'], [90, 'active']])
  t.same(state, {
    status: 'active',
    since: 90_000,
    order: ORDER,
    serving: { pack: 1, authority: 'google', wildcard: false, issuedAt: 70_000, expiresAt: 70_000 + 90 * DAY }
  })
})

t.test('tokens appear after a few seconds, with the first check ahead', async t => {
  const { state } = live(newCertificate(0, ORDER), 3000, rules())
  t.same(state, { status: 'pending_validation', since: 3000, order: ORDER, tokensAt: 3000, armedAt: 40_000, attempt: 0, checks: 0 })
  t.equal(certificateDueAt(state, rules()), 40_000)
})

t.test('a certificate is validated at the check that finds its token', async t => {
  const fourth = rules({ dcv: passesFrom(4, NO_TOKEN) })
  const { events } = live(newCertificate(0, ORDER), DAY, fourth)
  t.same(path(events, 'ssl_status')[1], [40 + 189, 'pending_issuance'])
  t.same(events[1], { type: 'checks_failed', axis: 'ssl_status', at: 40_000, armedAt: 40_000, first: 0, last: 2, errors: ['no token'] })
})

t.test('findings that differ are runs of their own', async t => {
  const other = { passes: false, errors: ['CAA'] } as const
  const { events } = live(newCertificate(0, ORDER), 1000 * 1000, rules({ dcv: check => check < 3 ? NO_TOKEN : check < 5 ? other : PASSES }))
  t.match(events.filter(event => event.type === 'checks_failed'), [{ first: 0, last: 1, errors: ['no token'] }, { first: 2, last: 3, errors: ['CAA'] }])
})

t.test('validation times out at the end of the table, and says why', async t => {
  const { state, events } = live(newCertificate(0, ORDER), 30 * DAY, TOKENLESS)
  t.match(state, { status: 'validation_timed_out', since: (40 + 1_258_263) * 1000, errors: ['no token'] })
  t.match(events.at(-1), { to: 'validation_timed_out', errors: ['no token'] })
  t.equal(certificateDueAt(state, TOKENLESS), undefined)
})

t.test('tokens are replaced when their life ends, and the schedule goes on', async t => {
  const replaced = (order: Order): number[] =>
    live(newCertificate(0, order), 30 * DAY, TOKENLESS).events.flatMap(event => event.type === 'tokens_replaced' ? [event.at - 3000] : [])
  t.same(replaced({ ...ORDER, authority: 'lets_encrypt' }), [7 * DAY, 14 * DAY])
  t.same(replaced(ORDER), [14 * DAY])
  t.same(replaced({ ...ORDER, authority: 'ssl_com' }), [14 * DAY])
  t.same(replaced({ ...ORDER, authority: 'digicert' }), [], 'its tokens outlive the table')
  const { state } = live(newCertificate(0, { ...ORDER, authority: 'lets_encrypt' }), 7 * DAY + 3000, TOKENLESS)
  t.match(state, { order: { number: 2 }, tokensAt: 7 * DAY + 3000, armedAt: 40_000 })
})

t.test('an authority that never answers times out after seven days', async t => {
  const stalled = stalling('initializing')
  const { state } = live(newCertificate(0, ORDER), 30 * DAY, stalled)
  t.match(state, { status: 'initializing_timed_out', since: 7 * DAY, errors: ['no token'] })
})

t.test('a stage that fails is tried again and times out after seven days', async t => {
  for (const [stage, status] of [['issuance', 'issuance_timed_out'], ['deployment', 'deployment_timed_out']] as const) {
    const { state, events } = live(newCertificate(0, ORDER), 30 * DAY, stalling(stage))
    const entered = stage === 'issuance' ? 40_000 : 70_000
    const first = entered + (stage === 'issuance' ? 30_000 : 20_000)
    t.match(state, { status, since: entered + 7 * DAY, errors: ['no token'] }, stage)
    const failures = events.filter(event => event.type === 'check_failed')
    t.same(failures.slice(0, 3).map(({ at }) => at - first), [0, 60_000, 123_000])
    t.equal(certificateDueAt(state, stalling(stage)), undefined, 'rests without a certificate to serve')
  }
})

t.test('a stage that recovers goes on', async t => {
  const stuck = live(newCertificate(0, ORDER), 100_000, stalling('issuance'))
  t.match(stuck.state, { status: 'pending_issuance', attempt: 1, errors: ['no token'] })
  t.match(live(stuck.state, DAY, rules()).state, { status: 'active' })
})

t.test('a PATCH on a timed-out certificate begins with new tokens', async t => {
  for (const status of ['initializing_timed_out', 'validation_timed_out', 'issuance_timed_out', 'deployment_timed_out', 'expired', 'deleted'] as const) {
    const events: LifecycleEvent[] = []
    const next = recheckCertificate(forcedCertificate(status, 0, newCertificate(0, ORDER), rules()), DAY, rules(), events)
    t.match(next, { status: 'initializing', since: DAY, order: { number: 2, authority: 'google' } }, status)
    t.match(events, [{ type: 'status_changed', at: DAY, from: status, to: 'initializing' }])
    t.match(live(next, DAY + 90_000, rules()).state, { status: 'active' })
  }
})

t.test('a PATCH checks the tokens in place at once and keeps them', async t => {
  const { state } = live(newCertificate(0, ORDER), 2 * DAY, TOKENLESS)
  const events: LifecycleEvent[] = []
  const next = recheckCertificate(state, 2 * DAY, TOKENLESS, events)
  t.match(next, { status: 'pending_validation', since: 3000, tokensAt: 3000, order: { number: 1 }, armedAt: 2 * DAY, attempt: 1 })
  t.equal(certificateDueAt(next, TOKENLESS), 2 * DAY + 60_000)
  t.match(events, [{ type: 'checks_failed', at: 2 * DAY, first: 0, last: 0 }])
  const passed: LifecycleEvent[] = []
  t.match(recheckCertificate(state, 2 * DAY, rules(), passed), { status: 'pending_issuance', since: 2 * DAY })
  t.match(passed, [{ from: 'pending_validation', to: 'pending_issuance' }])
})

t.test('a PATCH leaves every other status of the certificate alone', async t => {
  const moving = new Set(['pending_validation', 'expired', 'deleted', 'initializing_timed_out', 'validation_timed_out', 'issuance_timed_out', 'deployment_timed_out'])
  for (const status of SSL_STATUSES) {
    const state = forcedCertificate(status, 0, newCertificate(0, ORDER), rules())
    t.match(state, { status, since: 0, order: ORDER })
    if (!moving.has(status)) t.equal(recheckCertificate(state, DAY, rules(), []), state, status)
  }
})

t.test('a forced status lives on from there', async t => {
  const from = newCertificate(0, ORDER)
  const end = (status: typeof SSL_STATUSES[number]): string => live(forcedCertificate(status, DAY, from, rules()), 2 * DAY, rules()).state.status
  for (const status of ['initializing', 'pending_validation', 'pending_issuance', 'pending_deployment', 'active'] as const) t.equal(end(status), 'active', status)
  for (const status of ['holding_deployment', 'staging_active', 'inactive', 'pending_cleanup', 'validation_timed_out'] as const) t.equal(end(status), status)
})

t.test('a new order has new tokens and lets the old certificate serve', async t => {
  const { state } = live(newCertificate(0, ORDER), DAY, rules())
  const events: LifecycleEvent[] = []
  const next = reorderCertificate(state, DAY, { authority: 'lets_encrypt', wildcard: true }, events)
  t.match(next, { status: 'initializing', order: { number: 2, authority: 'lets_encrypt', wildcard: true }, serving: { pack: 1, authority: 'google' } })
  t.match(events, [{ from: 'active', to: 'initializing', at: DAY }])
  for (const second of [3, 40, 70]) t.match(live(next, DAY + second * 1000, rules()).state, { serving: { pack: 1 } }, `second ${second}`)
  t.match(live(next, DAY + 90_000, rules()).state, { status: 'active', serving: { pack: 2, authority: 'lets_encrypt', wildcard: true } })
})

t.test('an expired certificate does not serve under a new order', async t => {
  const { state } = live(newCertificate(0, ORDER), DAY, rules())
  const expired = forcedCertificate('expired', DAY, state, rules())
  t.notOk('serving' in reorderCertificate(expired, DAY, ORDER, []))
})

t.test('tokens are replaced only while a validation waits for them', async t => {
  const { state } = live(newCertificate(0, ORDER), DAY, TOKENLESS)
  const events: LifecycleEvent[] = []
  const next = replaceTokens(state, DAY, events)
  t.match(next, { order: { number: 2 }, tokensAt: DAY, armedAt: DAY, attempt: 1, since: 3000 })
  t.same(events, [{ type: 'tokens_replaced', at: DAY, order: 2 }])
  const born = newCertificate(0, ORDER)
  t.equal(replaceTokens(born, DAY, events), born)
})
