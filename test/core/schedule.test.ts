import t from 'tap'
import realistic from '../../fixtures/schedules/realistic.json' with { type: 'json' }
import { advance, dueAt, newLifecycle } from '../../src/core/custom-hostname.ts'
import { DAY } from '../../src/core/instant.ts'
import { parseSchedule, retryDelaySeconds, ScheduleError } from '../../src/core/schedule.ts'
import type { Backoff } from '../../src/core/schedule.ts'
import { resolveSchedule, scheduleOf } from '../../src/schedules.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { NO_CNAME, NO_TOKEN, REALISTIC, rules } from './support.ts'

/** Rows of the published table: attempt, its delay in seconds, and all delays up to and with it. */
const TABLE: ReadonlyArray<readonly [number, number, number]> = [
  [0, 60, 60], [1, 63, 123], [2, 66, 189], [3, 69, 258], [4, 72, 330], [5, 76, 406], [6, 80, 486], [7, 84, 570], [8, 88, 658], [9, 93, 751],
  [10, 242, 993], [11, 279, 1272], [12, 321, 1593], [13, 369, 1962], [14, 424, 2386], [15, 488, 2874], [16, 561, 3435], [17, 645, 4080],
  [18, 742, 4822], [19, 853, 5675], [20, 981, 6656], [21, 1129, 7785], [22, 1298, 9083], [23, 1493, 10576], [24, 1717, 12293],
  [25, 1975, 14268], [26, 2271, 16539], [27, 2612, 19151], [28, 3003, 22154], [29, 3454, 25608], [30, 3972, 29580], [31, 4568, 34148],
  [32, 5253, 39401], [33, 6041, 45442], [34, 6948, 52390], [35, 7990, 60380], [36, 9189, 69569], [37, 10567, 80136], [38, 12152, 92288],
  [39, 13975, 106263], [40, 14400, 120663], [41, 14400, 135063], [50, 14400, 264663], [60, 14400, 408663], [70, 14400, 552663],
  [74, 14400, 610263], [75, 14400, 624663], [80, 14400, 696663], [90, 14400, 840663], [100, 14400, 984663], [110, 14400, 1128663],
  [119, 14400, 1258263]
]

/** Due moments of the retries, in seconds. */
function dueSeconds ({ dueMs }: Backoff): number[] {
  return dueMs.map(ms => ms / 1000)
}

t.test('the formula gives every published delay', async t => {
  const formula = { base: 60, growth: [{ from: 0, factor: 1.05 }, { from: 10, factor: 1.15 }], max: 14_400 }
  for (const [attempt, delay] of TABLE) t.equal(retryDelaySeconds(attempt, formula), delay, `attempt ${attempt}`)
})

t.test('the realistic certificate table is the published one, to the second', async t => {
  const { retries } = REALISTIC.certificate
  t.equal(retries.delaysMs.length, 120)
  for (const [attempt, delay, sum] of TABLE) {
    t.equal(retries.delaysMs[attempt], delay * 1000, `delay ${attempt}`)
    t.equal(dueSeconds(retries)[attempt + 1], sum, `sum with row ${attempt}`)
  }
  for (let row = 40; row < 120; row++) t.equal(retries.delaysMs[row], 14_400_000, `row ${row}`)
  t.equal(dueSeconds(retries).at(-1), 1_258_263)
})

t.test('the realistic hostname table has the same rows and ends after 75 of them', async t => {
  const { retries } = REALISTIC.hostname
  t.equal(retries.delaysMs.length, 75)
  t.same(retries.delaysMs, REALISTIC.certificate.retries.delaysMs.slice(0, 75))
  t.equal(dueSeconds(retries).at(-1), 610_263)
  t.equal((dueSeconds(retries).at(-1) ?? 0) + 14_400, 624_663, 'with the row that no retry follows')
  t.equal(dueSeconds(retries).filter(second => second > 0 && second <= 4 * 3600).length, 26, 'retries of the first four hours')
})

t.test('other durations of the realistic schedule add up to about 90 seconds', async t => {
  const { certificate, hostname } = REALISTIC
  t.equal(certificate.initializingMs + certificate.firstCheckMs + certificate.issuanceMs + certificate.deploymentMs, 90_000)
  t.equal(hostname.movedToDeletedMs, 7 * DAY)
  t.equal(certificate.validityMs, 90 * DAY)
  t.equal(certificate.renewalLeadMs, 30 * DAY)
  t.equal(certificate.renewalStopMs, DAY)
  t.same(certificate.tokenLifetimeMs, { google: 14 * DAY, lets_encrypt: 7 * DAY, ssl_com: 14 * DAY, digicert: 30 * DAY })
})

t.test('the fast schedule is the realistic one at a thirtieth', async t => {
  const fast = resolveSchedule('fast')
  const thirtieth = (ms: number): number => Math.round(ms / 30)
  t.same(fast.hostname.retries.delaysMs, REALISTIC.hostname.retries.delaysMs.map(thirtieth))
  t.same(fast.certificate.retries.delaysMs, REALISTIC.certificate.retries.delaysMs.map(thirtieth))
  t.equal(fast.hostname.movedToDeletedMs, thirtieth(7 * DAY))
  t.equal(fast.hostname.firstCheckMs, 500)
  t.equal(fast.certificate.initializingMs, 100)
  t.equal(fast.certificate.tokenLifetimeMs.google, thirtieth(14 * DAY))
  t.equal(fast.certificate.validityMs, 90 * DAY, 'a certificate lives as long as it says')
  t.equal(fast.certificate.renewalLeadMs, 30 * DAY)
})

t.test('the instant schedule ends every story within one moment', async t => {
  const schedule = resolveSchedule('instant')
  const order = { number: 1, authority: 'google', wildcard: false } as const
  const good = rules({}, schedule)
  const born = newLifecycle(1000, good, order)
  t.equal(dueAt(born, good), 1000)
  const { lifecycle } = advance(born, 1000, good)
  t.match(lifecycle, { ownership: { status: 'active', since: 1000 }, certificate: { status: 'active', since: 1000 } })

  const bad = rules({ ownership: () => NO_CNAME, dcv: () => NO_TOKEN, stage: () => NO_TOKEN }, schedule)
  t.match(advance(born, 1000, bad).lifecycle, { ownership: { status: 'deleted' }, certificate: { status: 'initializing_timed_out' } })
  const tokenless = rules({ ownership: () => NO_CNAME, dcv: () => NO_TOKEN }, schedule)
  t.match(advance(born, 1000, tokenless).lifecycle, { certificate: { status: 'validation_timed_out', since: 1000 } })
})

t.test('a renewal that never passes ends on the instant schedule too', async t => {
  const schedule = resolveSchedule('instant')
  const order = { number: 1, authority: 'google', wildcard: false } as const
  const { lifecycle } = advance(newLifecycle(0, rules({}, schedule), order), 0, rules({}, schedule))
  let checks = 0
  const dcv = () => {
    checks++
    return NO_TOKEN
  }
  const { lifecycle: { certificate }, events } = advance(lifecycle, 100 * DAY, rules({ dcv }, schedule))
  t.match(certificate, { status: 'expired', since: 90 * DAY })
  t.ok(checks < 50_000, `${checks} checks`)
  t.ok(events.length < 1000, `${events.length} events`)
})

/** The realistic schedule with one place changed; undefined takes it away. */
function changed (place: string, value: unknown): unknown {
  const copy = structuredClone(realistic) as unknown as Record<string, unknown>
  const keys = place.split('.')
  const last = keys.pop() ?? ''
  let target = copy
  for (const key of keys) target = target[key] as Record<string, unknown>
  target[last] = value
  return copy
}

t.test('a fault is reported with its path', async t => {
  const faults: ReadonlyArray<readonly [string, unknown, string?]> = [
    ['name', ''], ['name', 7], ['speed', 0], ['speed', 'fast'], ['speed', 1001], ['colour', 'red'], ['hostname', null], ['hostname', []],
    ['hostname.recheck', 0], ['hostname.recheck', undefined], ['hostname.first_check', -1], ['hostname.first_check', NaN], ['hostname.retry', 1],
    ['hostname.retries.attempts', 1.5], ['hostname.retries.attempts', 10_001], ['hostname.retries.max', '4h'], ['hostname.retries.growth', []],
    ['hostname.retries.growth', [{ from: 0 }], 'hostname.retries.growth[0].factor'],
    ['hostname.retries.growth', [{ from: 0, factor: 1, to: 2 }], 'hostname.retries.growth[0].to'],
    ['hostname.retries.delays', []], ['hostname.retries.delays', 'soon'], ['hostname.retries.delays', [1, 'two'], 'hostname.retries.delays.1'],
    ['certificate.token_lifetime', { google: 1 }, 'certificate.token_lifetime.lets_encrypt'], ['certificate.token_lifetime.sectigo', 1],
    ['certificate.token_lifetime.google', 0], ['certificate.renewal_lead', 7_776_000], ['certificate.renewal_stop', 2_592_001],
    ['fallback_origin.timed_out', Infinity], ['fallback_origin', undefined]
  ]
  for (const [place, value, path = place] of faults) {
    try {
      parseSchedule(changed(place, value))
      t.fail(`${place} = ${JSON.stringify(value)} is taken`)
    } catch (error) {
      t.ok(error instanceof ScheduleError && error.path === path, `${place} = ${JSON.stringify(value)}: ${String(error)}`)
    }
  }
  t.throws(() => parseSchedule('slow'), { path: '', message: 'schedule: (root) must be an object' })
  t.throws(() => resolveSchedule('slow'), { path: '', message: /realistic, fast, instant/ })
  t.throws(() => parseSchedule(changed('speed', true)), { message: 'schedule: speed must be a number, 0.001 or more, not true' })
})

t.test('listed delays replace the formula, and the last one goes on', async t => {
  const { hostname } = parseSchedule(changed('hostname.retries', { attempts: 4, delays: [1, 5] }))
  t.same(hostname.retries, { delaysMs: [1000, 5000, 5000, 5000], dueMs: [0, 1000, 6000, 11_000, 16_000] })
  t.same(parseSchedule(changed('hostname.retries', { attempts: 0, delays: [1] })).hostname.retries, { delaysMs: [], dueMs: [0] })
  t.equal(parseSchedule(changed('speed', undefined)).hostname.firstCheckMs, 15_000, 'speed is 1 unless it is given')
})

t.test('a zone follows the schedule of its settings, read once', async t => {
  const settings = defaultZoneSettings({ plan: 'free', schedule: 'fast', inspector: 'auto', strict: false, certificateAuthority: 'google' })
  t.same(scheduleOf({ settings }), resolveSchedule('fast'))
  t.equal(scheduleOf({ settings: { ...settings } }), scheduleOf({ settings }))
  const own = { ...settings, schedule: changed('name', 'own') }
  t.equal(scheduleOf({ settings: own }).name, 'own')
  t.equal(scheduleOf({ settings: own }), scheduleOf({ settings: own }))
})
