import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { advance, dueAt, newLifecycle } from '../../src/core/custom-hostname.ts'
import { expandRuns } from '../../src/core/events.ts'
import { DAY, HOUR } from '../../src/core/instant.ts'
import type { Outlook, Rules } from '../../src/core/outlook.ts'
import { PASSES } from '../../src/core/outlook.ts'
import { rearm } from '../../src/core/rearm.ts'
import { changeDurations } from '../../src/core/scenarios/durations.ts'
import type { Scenario } from '../../src/core/scenarios/scenario.ts'
import { shapeOutlook } from '../../src/core/scenarios/shaped-outlook.ts'
import { scenarios } from '../../src/scenarios.ts'
import { resolveSchedule } from '../../src/schedules.ts'
import { orders } from '../core/arbitraries.ts'
import { assertStepsAddUp, stored } from '../core/stepping.ts'
import { NO_CNAME, NO_TOKEN } from '../core/support.ts'

const RUNS = { numRuns: 400 }

/** Every scenario with numbers in its bounds. */
const drawn: fc.Arbitrary<Scenario> = fc.constantFrom(...scenarios().definitions).chain(definition =>
  fc.record(Object.fromEntries(definition.parameters.map(({ name, minimum, maximum }) => [name, fc.integer({ min: minimum, max: maximum })]))).map(numbers => definition.with(numbers)))

/** What an inspector that knows the world finds where no rule speaks. */
const inspected: fc.Arbitrary<Outlook> = fc.constantFrom(1, 5, Infinity).map(passesFrom => ({
  ownership: (check: number) => check >= passesFrom ? PASSES : NO_CNAME, dcv: (check: number) => check >= passesFrom ? PASSES : NO_TOKEN, stage: () => PASSES, activeHolds: true
}))

const worlds = fc.record({ schedule: fc.constantFrom('realistic', 'fast', 'instant').map(resolveSchedule), outlook: inspected, scenario: drawn })
const gaps = fc.oneof(fc.integer({ min: 0, max: HOUR }), fc.integer({ min: 0, max: 15 * DAY }))

function rulesOf ({ schedule, outlook, scenario: { effects } }: Rules & { readonly scenario: Scenario }): Rules {
  return { schedule: changeDurations(schedule, effects.durations), outlook: shapeOutlook(effects, outlook, { ownership: NO_CNAME, dcv: NO_TOKEN }) }
}

t.test('in every scenario one long advance equals many short ones', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(worlds, fc.option(orders, { nil: undefined }), fc.array(gaps, { minLength: 1, maxLength: 8 }), (world, order, cuts) => {
    assertStepsAddUp(rulesOf(world), order, cuts)
  }), RUNS))
})

t.test('in every scenario hundreds of attempts fold into few events', async t => {
  const schedule = resolveSchedule('realistic')
  for (const definition of scenarios().definitions.filter(({ name }) => !name.startsWith('renewal'))) {
    const scenario = definition.with(Object.fromEntries(definition.parameters.map(({ name, maximum }) => [name, maximum])))
    const rules = rulesOf({ schedule, scenario, outlook: { ownership: () => PASSES, dcv: () => PASSES, stage: () => PASSES, activeHolds: true } })
    const { events } = advance(newLifecycle(0, rules, { number: 1, authority: 'google', wildcard: false }), 40 * DAY, rules)
    const runs = events.filter(({ type }) => type === 'checks_failed')
    t.ok(runs.length <= 4, `${definition.name}: ${runs.length} runs`)
  }
})

t.test('whatever scenario begins or ends on a live hostname, nothing of it falls due in the past and nothing stands still', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(worlds, drawn, orders, fc.array(gaps, { minLength: 1, maxLength: 6 }), (world, other, order, cuts) => {
    const first = rulesOf(world)
    const second = rulesOf({ ...world, scenario: other })
    let now = 0
    let lifecycle = newLifecycle(0, first, order)
    let rules = first
    for (const gap of cuts) {
      now += gap
      lifecycle = stored(advance(lifecycle, now, rules).lifecycle)
      rules = rules === first ? second : first
      lifecycle = rearm(lifecycle, now, rules)
      assert.deepEqual([lifecycle.ownership.status, lifecycle.certificate?.status], [stored(lifecycle).ownership.status, stored(lifecycle).certificate?.status])
      for (const { at } of expandRuns(advance(lifecycle, now + 2 * DAY, rules).events, rules.schedule)) assert.ok(at >= now, `at ${at}, before ${now}`)
      assert.equal(rearm(lifecycle, now, rules), lifecycle, 'once is enough')
      assert.ok((dueAt(lifecycle, rules) ?? Infinity) >= now)
    }
  }), RUNS))
})
