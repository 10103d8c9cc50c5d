import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { DAY, formatInstant, HOUR, MINUTE, parseDuration, parseInstant, SECOND } from '../../src/core/instant.ts'

t.test('an instant is written in UTC without a needless fraction', async t => {
  t.equal(formatInstant(0), '1970-01-01T00:00:00Z')
  t.equal(formatInstant(Date.UTC(2026, 0, 1)), '2026-01-01T00:00:00Z')
  t.equal(formatInstant(Date.UTC(2026, 0, 1) + 500), '2026-01-01T00:00:00.5Z')
  t.equal(formatInstant(Date.UTC(2026, 0, 1) + 120), '2026-01-01T00:00:00.12Z')
  t.equal(formatInstant(Date.UTC(2026, 0, 1) + 7), '2026-01-01T00:00:00.007Z')
  t.equal(formatInstant(Date.UTC(2026, 0, 1, 10, 20, 30)), '2026-01-01T10:20:30Z')
})

t.test('what is written can be read', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(
    fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }),
    instant => assert.equal(parseInstant(formatInstant(instant)), instant)
  )))
})

t.test('instants are read with any offset and any fraction', async t => {
  t.equal(parseInstant('2026-01-08T01:00:00+01:00'), Date.UTC(2026, 0, 8))
  t.equal(parseInstant('2026-01-08t00:00:00z'), Date.UTC(2026, 0, 8))
  t.equal(parseInstant('2025-06-26T14:08:11.886267Z'), Date.UTC(2025, 5, 26, 14, 8, 11, 886))
  for (const text of ['', 'tomorrow', '2026-01-08', '2026-01-08T00:00:00', '2026-13-08T00:00:00Z', '2026-01-08 00:00:00Z', '1767830400000']) {
    t.equal(parseInstant(text), undefined, text)
  }
})

t.test('durations are read in every unit and in sums', async t => {
  t.equal(parseDuration('250ms'), 250)
  t.equal(parseDuration('90s'), 90 * SECOND)
  t.equal(parseDuration('2m'), 2 * MINUTE)
  t.equal(parseDuration('1h30m'), 90 * MINUTE)
  t.equal(parseDuration('15d'), 15 * DAY)
  t.equal(parseDuration('2w'), 14 * DAY)
  t.equal(parseDuration('1.5h'), 90 * MINUTE)
  t.equal(parseDuration('0s'), 0)
  t.equal(parseDuration('1d2h3m4s5ms'), DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5)
  for (const text of ['', '90', 's', '-1s', '1 h', '1y', '1H', '.5s', '1h 30m']) t.equal(parseDuration(text), undefined, text)
})
