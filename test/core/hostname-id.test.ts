import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { hostnameId, hostnameNumber } from '../../src/core/hostname-id.ts'

const UUID = '00000000-1111-4222-8333-444444444444'
const zoneIds = fc.stringMatching(/^[0-9a-f]{32}$/)
const numbers = fc.integer({ min: 0, max: 2 ** 32 - 1 })

t.test('the number of a hostname is read back from its id', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(zoneIds, numbers, (zoneId, number) => {
      const id = hostnameId(zoneId, number, UUID)
      assert.match(id, /^[0-9a-f]{8}-1111-4222-8333-444444444444$/)
      assert.equal(hostnameNumber(zoneId, id), number)
    }))
  })
})

t.test('neighbours have ids that do not look like neighbours', async t => {
  const zone = '023e105f4ecef8ad9ca31a8372d0c353'
  t.strictSame([1, 2, 3].map(number => hostnameId(zone, number, UUID).slice(0, 8)), ['6ad7d429', 'cca089ed', '2e68e5f4'])
})
