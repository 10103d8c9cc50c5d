import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { createRandom, randomSeed } from '../src/random.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

t.test('a seed gives the same bytes on every machine', async t => {
  const random = createRandom('1')
  t.equal(random.uuid('seed', 'id/1'), '34aa6f6b-e9c9-4f0e-83f6-2c4629fc25b7')
  t.equal(random.hex('seed', 'id/1', 32), '34aa6f6be9c99f0e43f62c4629fc25b7')
  t.equal(random.base64url('seed', 't', 43), 'wkpDEVNiV81s5Kn9q2nITyDU4t74hW1zXMAYD797alv')
  t.equal(random.digits('seed', 't', 18), '899669898746903051')
  const next = random.stream('faults')
  t.same([next(), next(), next()], [0.04452272108756006, 0.6588311151135713, 0.06742681679315865])
})

t.test('values follow from seed and label alone, whatever was asked before', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string(), fc.string(), fc.string(), fc.integer({ min: 0, max: 100 }), (sandbox, seed, label, length) => {
    const used = createRandom(sandbox)
    used.uuid(seed, 'other')
    used.stream('x')()
    const fresh = createRandom(`not ${sandbox}`)
    assert.equal(used.uuid(seed, label), fresh.uuid(seed, label))
    assert.equal(used.hex(seed, label, length), fresh.hex(seed, label, length))
    assert.equal(used.base64url(seed, label, length), fresh.base64url(seed, label, length))
    assert.equal(used.digits(seed, label, length), fresh.digits(seed, label, length))
  })))
})

t.test('a uuid has version 4 and its variant', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string(), fc.string(), (seed, label) => assert.match(createRandom('1').uuid(seed, label), UUID))))
})

t.test('texts have their length and alphabet', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(fc.string(), fc.integer({ min: 0, max: 80 }), (seed, length) => {
    const random = createRandom('1')
    assert.match(random.hex(seed, 'l', length), new RegExp(`^[0-9a-f]{${length}}$`))
    assert.match(random.base64url(seed, 'l', length), new RegExp(`^[\\w-]{${length}}$`))
    assert.match(random.digits(seed, 'l', length), new RegExp(`^[0-9]{${length}}$`))
  })))
})

t.test('many labels give many values', async t => {
  const random = createRandom('1')
  const uuids = new Set(Array.from({ length: 20_000 }, (_, i) => random.uuid('seed', String(i))))
  t.equal(uuids.size, 20_000)
  t.not(random.uuid('ab', 'c'), random.uuid('a', 'bc'))
})

t.test('every character is about as frequent as any other', async t => {
  const random = createRandom('1')
  const even = (text: string, characters: number): void => {
    const counts = new Map<string, number>()
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
    t.equal(counts.size, characters)
    const share = text.length / characters
    for (const [character, count] of counts) t.ok(Math.abs(count - share) < 6 * Math.sqrt(share), `${character}: ${count} of ${share}`)
  }
  const across = (draw: (label: string) => string): string => Array.from({ length: 2000 }, (_, i) => draw(String(i))).join('')
  even(across(label => random.hex('seed', label, 16)), 16)
  even(across(label => random.digits('seed', label, 16)), 10)
  even(across(label => random.base64url('seed', label, 32)), 64)
})

t.test('a stream of chance is even and begins again for the same seed', async t => {
  const random = createRandom('1')
  const draw = (): number[] => {
    const next = random.stream('faults')
    return Array.from({ length: 10_000 }, next)
  }
  const drawn = draw()
  t.same(draw(), drawn)
  t.ok(drawn.every(value => value >= 0 && value < 1))
  t.ok(Math.abs(drawn.reduce((sum, value) => sum + value, 0) / drawn.length - 0.5) < 0.02)
  t.not(random.stream('other')(), drawn[0])
  random.reseed('2')
  t.equal(random.seed, '2')
  t.not(random.stream('faults')(), drawn[0])
})

t.test('a seed that nobody chose is never the same', async t => {
  t.match(randomSeed(), /^[0-9a-f]{32}$/)
  t.not(randomSeed(), randomSeed())
})
