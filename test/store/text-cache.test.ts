import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { createTextCache } from '../../src/store/sqlite/text-cache.ts'

const ROOM = 20

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('hold' as const), key: fc.nat(9), text: fc.string({ maxLength: ROOM + 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), key: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) }
)

t.test('holds the texts that were given last, as many as there is room for', t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const cache = createTextCache(ROOM)
      let expected: Array<{ key: number, text: string }> = []
      for (const taken of steps) {
        if (taken.do === 'clear') {
          cache.clear()
          expected = []
        } else {
          expected = expected.filter(({ key }) => key !== taken.key)
          if (taken.do === 'forget') cache.forget(taken.key)
          else {
            cache.hold(taken.key, taken.text)
            expected.push({ key: taken.key, text: taken.text })
            while (expected.reduce((sum, { text }) => sum + text.length, 0) > ROOM) expected.shift()
          }
        }
        for (let key = 0; key < 10; key++) assert.equal(cache.find(key), expected.find(held => held.key === key)?.text)
      }
    }))
  })
  t.end()
})
