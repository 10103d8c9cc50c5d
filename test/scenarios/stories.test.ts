import { strict as assert } from 'node:assert'
import t from 'tap'
import type { ScenarioWire } from '../../schemas/admin/scenario.ts'
import { scenarios } from '../../src/scenarios.ts'
import { CERTIFICATE_STORIES } from './stories/certificate.ts'
import { OWNERSHIP_STORIES } from './stories/ownership.ts'
import { RECORD_STORIES } from './stories/records.ts'
import { REFUSAL_STORIES } from './stories/refusals.ts'
import type { Way } from './support.ts'
import { stageOf } from './support.ts'

const STORIES = { ...OWNERSHIP_STORIES, ...CERTIFICATE_STORIES, ...RECORD_STORIES, ...REFUSAL_STORIES }

t.test('every scenario has its story told here', async t => {
  t.strictSame(Object.keys(STORIES).toSorted(), scenarios().definitions.map(({ name }) => name))
})

for (const { name, example, creationOnly } of scenarios().definitions) {
  const label = example.split('.')[0] ?? name
  const ways: readonly Way[] = creationOnly ? ['label', 'zone'] : ['label', 'hostname', 'zone'] satisfies ScenarioWire['ways']
  for (const way of ways) {
    t.test(`a hostname lives through ${label} by its ${way === 'hostname' ? 'own scenario' : way}`, async t => {
      const stage = await stageOf(t, label, way)
      await assert.doesNotReject(async () => await STORIES[name]?.(stage))
    })
  }
}
