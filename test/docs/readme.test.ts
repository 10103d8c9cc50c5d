import { readFileSync } from 'node:fs'
import t from 'tap'
import { withOptionsTable } from '../../scripts/docs/options.ts'

t.test('the configuration table of the README is the one that the program has', async t => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  t.equal(withOptionsTable(readme), readme, 'bring it up to date with: npm run docs')
})
