import assert from 'node:assert/strict'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import t from 'tap'
import { countContaining, groupsOf, strike } from '../../src/store/sqlite/name-groups.ts'

const label = fc.stringMatching(/^[ab012-]{1,4}$/)
const hostname = fc.oneof(
  { weight: 8, arbitrary: fc.array(label, { minLength: 1, maxLength: 4 }).map(labels => labels.join('.')) },
  { weight: 1, arbitrary: label.map(name => `*.${name}.com`) }
)
const term = fc.stringMatching(/^[ab012.*-]{3,7}$/)

t.test('names kept in groups are counted as they would be one by one, whatever is struck out', t => {
  const db = new Database(':memory:')
  t.teardown(() => db.close())
  db.exec('CREATE TABLE kept (seq INTEGER PRIMARY KEY, hostname TEXT NOT NULL)')
  const insert = db.prepare('INSERT INTO kept (hostname) VALUES (?)')
  const clear = db.prepare('DELETE FROM kept')
  const group = db.prepare<[], { place: number, names: string }>(groupsOf('seq / 8', 'kept'))
  const textOf = (names: readonly string[]): string => {
    clear.run()
    for (const name of names) insert.run(name)
    return group.all().map(row => row.names).join('')
  }
  const worlds = fc.uniqueArray(hostname, { maxLength: 40 })
  t.doesNotThrow(() => {
    fc.assert(fc.property(worlds, fc.array(term, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (names, terms, first, second) => {
      // Parts of names that are there are asked for too: what was drawn alone is mostly in none.
      const asked = [...terms, ...names.flatMap(name => [name, name.slice(1), name.slice(0, -1)])].filter(part => part.length > 2)
      const check = (text: string, expected: readonly string[]): void => {
        for (const part of asked) assert.equal(countContaining(text, part), expected.filter(name => name.includes(part)).length, part)
      }
      const half = Math.floor(names.length / 2)
      let text = textOf(names.slice(0, half)) + textOf(names.slice(half))
      check(text, names)
      let left = names
      for (const place of [first, second]) {
        const gone = left[place % Math.max(left.length, 1)]
        if (gone === undefined) return
        left = left.filter(name => name !== gone)
        text = strike(text, gone)
        check(text, left)
      }
    }), { numRuns: 300 })
  })
  t.end()
})

t.test('a group holds as many names as a page can have', t => {
  const db = new Database(':memory:')
  t.teardown(() => db.close())
  db.exec('CREATE TABLE kept (seq INTEGER PRIMARY KEY, hostname TEXT NOT NULL)')
  db.exec("INSERT INTO kept (hostname) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1024) SELECT 'host-' || n || '.customer.com' FROM numbers")
  const { names } = db.prepare<[], { names: string }>(groupsOf('1', 'kept')).get() ?? { names: '' }
  t.equal(countContaining(names, '.customer'), 1024)
  t.equal(countContaining(names, '4.customer'), 103)
  t.equal(countContaining(names, 'host'), 1024)
  t.equal(countContaining(strike(names, 'host-64.customer.com'), '.customer'), 1023)
  t.equal(strike(names, 'host-64.elsewhere.com'), names, 'what is not there changes nothing')
  t.end()
})
