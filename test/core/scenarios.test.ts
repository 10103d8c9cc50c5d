import t from 'tap'
import { chooseScenario, createCatalogue, NO_SCENARIO } from '../../src/core/scenarios/catalogue.ts'
import { changeDurations } from '../../src/core/scenarios/durations.ts'
import { ScenarioError } from '../../src/core/scenarios/reading.ts'
import { readScenario } from '../../src/core/scenarios/scenario.ts'
import { zoneUnder } from '../../src/core/scenarios/settings.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { REALISTIC } from './support.ts'

const base = { name: 'late', description: 'Late.', shows: 'late', example: 'late.customer.com', effects: {} }
const counted = {
  ...base,
  name: 'late-by',
  label: 'late-by-<n>',
  parameters: [{ name: 'n', description: 'How late.', minimum: 2, maximum: 9 }],
  effects: { dcv: [{ checks: { before: 'n' }, finds: 'fails' }], durations: { all: { factor: 'n' } } }
}
const settings = defaultZoneSettings({ plan: 'enterprise', schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google' })

/** The place of what is wrong. */
function faultOf (read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    return error instanceof ScenarioError && error.message.startsWith(`scenario: ${error.path === '' ? '(root)' : error.path} `) ? error.path : String(error)
  }
}

t.test('what is wrong in a scenario is named with its place', async t => {
  const faulty: ReadonlyArray<readonly [unknown, string]> = [
    [[], ''], [{ ...base, more: 1 }, 'more'], [{ ...base, name: '' }, 'name'], [{ ...base, label: 'UPPER' }, 'label'], [{ ...base, label: 'late-<n>' }, 'label'],
    [{ ...counted, label: 'late' }, 'label'], [{ ...base, creation_only: 'yes' }, 'creation_only'], [{ ...base, parameters: {} }, 'parameters'], [{ ...base, cause: { ssl: '' } }, 'cause.ssl'],
    [{ ...base, effects: { magic: true } }, 'effects.magic'], [{ ...base, effects: { dcv: [{ finds: 'explodes' }] } }, 'effects.dcv.0.finds'],
    [{ ...base, effects: { dcv: [{ finds: 'fails', errors: ['no_cname'] }] } }, 'effects.dcv.0.errors.0'], [{ ...base, effects: { dcv: [{ finds: 'fails', texts: [4] }] } }, 'effects.dcv.0.texts.0'],
    [{ ...base, effects: { dcv: [{ finds: 'passes', errors: [] }] } }, 'effects.dcv.0.errors'], [{ ...base, effects: { ownership: [{ finds: 'blocked' }] } }, 'effects.ownership.0.errors'],
    [{ ...base, effects: { ownership: [{ finds: 'fails', while: 'asleep' }] } }, 'effects.ownership.0.while'], [{ ...base, effects: { ownership: [{ finds: 'fails', orders: {} }] } }, 'effects.ownership.0.orders'],
    [{ ...base, effects: { dcv: [{ finds: 'fails', checks: { before: 'n' } }] } }, 'effects.dcv.0.checks.before'], [{ ...base, effects: { dcv: [{ finds: 'fails', again: 1 }] } }, 'effects.dcv.0.again'],
    [{ ...base, effects: { stages: [{ stage: 'lunch' }] } }, 'effects.stages.0.stage'], [{ ...base, effects: { durations: { lunch: { factor: 2 } } } }, 'effects.durations.lunch'],
    [{ ...base, effects: { durations: { all: { seconds: 2 } } } }, 'effects.durations.all.seconds'], [{ ...base, effects: { durations: { 'hostname.recheck': {} } } }, 'effects.durations.hostname.recheck'],
    [{ ...base, effects: { settings: { plan: 'free' } } }, 'effects.settings.plan'], [{ ...base, effects: { settings: { certificate_authority: 'acme' } } }, 'effects.settings.certificate_authority'],
    [{ ...base, effects: { settings: { entitlements: { lunch: true } } } }, 'effects.settings.entitlements.lunch'], [{ ...base, effects: { refuses: 'lunch' } }, 'effects.refuses'],
    [{ ...base, effects: { refuses: 'customOriginServerNotInZone' } }, 'effects.refuses'], [{ ...base, effects: { edits_ignore: ['hostname'] } }, 'effects.edits_ignore.0']
  ]
  for (const [file, path] of faulty) t.equal(faultOf(() => readScenario(file)), path, JSON.stringify(file))
  t.equal(faultOf(() => createCatalogue([base, base])), 'name')
})

t.test('a label with a number is the scenario with that number, within its bounds', async t => {
  const catalogue = createCatalogue([counted, base])
  t.match(catalogue.find('late-by-4'), { label: 'late-by-4', parameters: { n: 4 }, effects: { dcv: [{ checks: { from: 0, before: 4 } }], durations: { all: { factor: 4 } } } })
  t.equal(catalogue.find('late-by-4'), catalogue.find('late-by-4'), 'the same object each time')
  for (const label of ['late-by-1', 'late-by-10', 'late-by-04', 'late-by-', 'late-by-4x', 'late-by-<n>', 'late-by', 'constructor', '']) t.equal(catalogue.find(label), undefined, label)
  t.equal(catalogue.faultOf('late-by'), '"late-by" is not late-by-<n>, where <n> is a whole number from 2 to 9')
  t.equal(catalogue.faultOf('lat'), 'there is no scenario "lat"; nearest: late, late-by-<n>')
  t.equal(faultOf(() => catalogue.definitions.find(({ name }) => name === 'late-by')?.with({ n: 1 })), 'n')
})

t.test('own scenario, label and zone are asked in this order', async t => {
  const catalogue = createCatalogue([counted, base])
  const chosen = (hostname: { hostname: string, scenario?: string } | undefined, given: Partial<typeof settings> = {}): string | undefined => {
    const found = chooseScenario(catalogue, { ...settings, ...given }, hostname)
    return found === undefined ? undefined : `${found.scenario.label} by ${found.from}`
  }
  const zone = { scenario: 'late-by-9' }
  t.equal(chosen({ hostname: 'late.customer.com', scenario: 'late-by-2' }, zone), 'late-by-2 by hostname')
  t.equal(chosen({ hostname: 'late.customer.com' }, zone), 'late by label')
  t.equal(chosen({ hostname: '*.late.customer.com' }), 'late by label')
  t.equal(chosen({ hostname: 'late.customer.com' }, { ...zone, scenarioLabels: false }), 'late-by-9 by zone')
  t.equal(chosen({ hostname: 'app.customer.com' }, zone), 'late-by-9 by zone')
  t.equal(chosen(undefined, zone), 'late-by-9 by zone')
  t.equal(chosen({ hostname: 'late.customer.com', scenario: NO_SCENARIO }, zone), undefined)
  t.equal(chosen({ hostname: 'late.customer.com', scenario: 'gone' }, zone), undefined, 'one that this version does not know is none')
  for (const hostname of ['late.com', '*.late.com', 'late', '', 'app.late.customer.com']) t.equal(chosen({ hostname }), undefined, hostname)
})

t.test('durations are longer, or as long as said, and the rest is as it was', async t => {
  t.equal(changeDurations(REALISTIC, {}), REALISTIC)
  const slow = createCatalogue([counted]).find('late-by-3')?.effects.durations ?? {}
  const longer = changeDurations(REALISTIC, slow)
  t.equal(changeDurations(REALISTIC, slow), longer, 'made once')
  t.strictSame(longer.hostname.retries.dueMs.slice(0, 3), [0, 180_000, 369_000])
  t.equal(longer.certificate.timeoutMs, 3 * REALISTIC.certificate.timeoutMs)
  t.strictSame([longer.certificate.validityMs, longer.certificate.tokenLifetimeMs], [REALISTIC.certificate.validityMs, REALISTIC.certificate.tokenLifetimeMs])
  const fixed = changeDurations(REALISTIC, { 'certificate.initializing': { ms: 5 }, 'hostname.recheck': { factor: 0 } })
  t.strictSame([fixed.certificate.initializingMs, fixed.hostname.recheckMs, fixed.certificate.issuanceMs], [5, 1000, 30_000])
})

t.test('changed settings hold beside all others', async t => {
  const changes = { strict: true, entitlements: { apex: true } }
  const zone = zoneUnder({ settings }, changes)
  t.strictSame(zone.settings, { ...settings, strict: true, entitlements: { ...settings.entitlements, apex: true } })
  t.equal(zoneUnder({ settings }, changes).settings, zone.settings, 'made once')
  const same = { settings }
  t.equal(zoneUnder(same, undefined), same)
})
