import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import stories from '../../fixtures/stories.json' with { type: 'json' }
import { PAGE, scenariosPage } from '../../scripts/docs/scenarios.ts'
import { SCENARIO_FILES } from '../../src/scenario-files.ts'
import { scenarios } from '../../src/scenarios.ts'

t.test('the page of scenarios is the one that the data makes', async t => {
  t.equal(scenariosPage(), readFileSync(PAGE, 'utf8'), 'bring it up to date with: npm run docs')
})

t.test('every file of the folder is a scenario of its own name', async t => {
  const folder = new URL('../../fixtures/scenarios/', import.meta.url)
  const files = readdirSync(folder)
  t.strictSame(files.toSorted(), scenarios().definitions.map(({ name }) => `${name}.json`).toSorted())
  t.equal(SCENARIO_FILES.length, files.length)
})

t.test('every story from the field is a scenario, or is said to need none', async t => {
  const fromTheField = [
    'records-late', 'records-vanish', 'wildcard-two-txt', 'http-on-wildcard', 'txt-but-http-wins', 'split-brain-active', 'errors-while-pending', 'apex-orange-cloud',
    'acme-conflict', 'caa-blocked', 'servfail', 'dnssec-bogus', 'ca-rate-limited', 'ca-internal', 'multi-perspective-caa', 'validation-timeout', 'stale-token', 'moved',
    'moved-deleted', 'blocked-hold', 'fallback-not-ready', 'fallback-async-delete', 'fallback-status-flap', 'soft-delete-readable', 'no-saas-quota', 'ca-not-entitled',
    'origin-not-entitled', 'metadata-not-entitled', 'quota-exceeded', 'duplicate', 'ssl-null', 'bad-body-on-ssl', 'validation-errors-array', 'paging-51', 'rate-limited',
    'patch-noop', 'ssl-settings-drift', 'webhook-*', 'renewal', 'long-cn', 'foreign-owner', 'reserved-hostname'
  ]
  const told = new Set([...scenarios().definitions, ...stories].map(({ name }) => name))
  t.strictSame(fromTheField.filter(name => !told.has(name)), [])
})
