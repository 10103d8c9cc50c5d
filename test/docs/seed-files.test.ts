import { readFileSync } from 'node:fs'
import t from 'tap'
import { PAGE, seedFilesPage } from '../../scripts/docs/seed-files.ts'

t.test('the page of seed files describes the schema that the program reads them by', async t => {
  t.equal(readFileSync(PAGE, 'utf8'), seedFilesPage(), 'bring it up to date with: npm run docs')
})
