import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { isValidAt, toMachineValidity } from '../../src/ca/validity.ts'

const DAY = 86_400_000
const systemNow = Date.parse('2026-01-01T00:00:00Z')
const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000)
const dates = fc.tuple(instant, fc.integer({ min: 1, max: 400 })).map(([notBefore, days]) => ({ notBefore, notAfter: notBefore + days * DAY }))

t.test('dates are kept when both clocks agree on the certificate', async (t) => {
  const valid = { notBefore: systemNow - 10 * DAY, notAfter: systemNow + 80 * DAY }
  t.same(toMachineValidity(valid, { zoneNow: systemNow, systemNow }), valid)
  t.same(toMachineValidity(valid, { zoneNow: systemNow + 30 * DAY, systemNow }), valid)
})

t.test('a certificate of a zone far in the future becomes as old on the machine as it is in its zone', async (t) => {
  const zoneNow = Date.parse('2061-02-03T04:05:06Z')
  const moved = toMachineValidity({ notBefore: zoneNow - 60 * DAY, notAfter: zoneNow + 30 * DAY }, { zoneNow, systemNow })
  t.same(moved, { notBefore: systemNow - 60 * DAY, notAfter: systemNow + 30 * DAY })
})

t.test('a certificate that has expired in its zone is expired on the machine', async (t) => {
  const moved = toMachineValidity({ notBefore: systemNow, notAfter: systemNow + 90 * DAY }, { zoneNow: systemNow + 100 * DAY, systemNow })
  t.same(moved, { notBefore: systemNow - 100 * DAY, notAfter: systemNow - 10 * DAY })
})

t.test('fractions of a second are cut', async (t) => {
  const validity = toMachineValidity({ notBefore: systemNow - 1, notAfter: systemNow + DAY + 999 }, { zoneNow: systemNow, systemNow })
  t.same(validity, { notBefore: systemNow - 1000, notAfter: systemNow + DAY })
})

t.test('a certificate is valid on the machine exactly when it is in its zone, for as long', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(dates, instant, instant, (validity, zoneNow, systemNow) => {
    const moved = toMachineValidity(validity, { zoneNow, systemNow })
    assert.equal(isValidAt(moved, systemNow), isValidAt(validity, zoneNow))
    assert.equal(moved.notAfter - moved.notBefore, validity.notAfter - validity.notBefore)
  })))
})
