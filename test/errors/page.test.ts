import { readFileSync } from 'node:fs'
import t from 'tap'
import { errorsPage, PAGE } from '../../scripts/docs/errors.ts'
import { ERRORS } from '../../src/core/errors.ts'

t.test('the page of errors is what the catalogue says', async t => {
  t.equal(readFileSync(PAGE, 'utf8'), errorsPage(), 'run npm run docs')
})

t.test('every entry has its row', async t => {
  const rows = errorsPage().split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| HTTP') && !line.startsWith('| ---'))
  t.strictSame(rows.map(row => /`(\w+)` \|$/.exec(row)?.[1]).toSorted(), Object.keys(ERRORS).toSorted())
  for (const row of rows) t.equal(row.replaceAll('\\|', '').split('|').length, 7, row)
})
