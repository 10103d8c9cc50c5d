import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import type { ForecastEventWire } from '../../schemas/admin/event.ts'
import type { ExplainWire } from '../../schemas/admin/explain.ts'
import { layOut } from '../../src/dashboard/browser/timeline/layout.ts'

const CREATED = '2026-01-01T00:00:00Z'
const zone = '023e105f4ecef8ad9ca31a8372d0c353'
const at = (seconds: number): string => new Date(Date.parse(CREATED) + seconds * 1000).toISOString()

function failed (axis: 'custom_hostname' | 'ssl', seconds: number, attempt: number): ForecastEventWire {
  return { at: at(seconds), zone_id: zone, type: `${axis}.check_failed`, attempt }
}

function changed (axis: 'custom_hostname' | 'ssl', seconds: number, from: string, to: string): ForecastEventWire {
  return { at: at(seconds), zone_id: zone, type: `${axis}.status_changed`, from, to }
}

function explained (past: readonly ForecastEventWire[], toCome: readonly ForecastEventWire[], { now = 100, ssl = 'active' as 'active' | 'pending_validation' | null } = {}): ExplainWire {
  const axis = { since: CREATED, attempt: 0, attempts_allowed: 0, next_check_at: null, next_step: '', errors: [] }
  return {
    id: '0d89c70d-ad9f-4843-b99f-6cc0252067e9',
    hostname: 'app.customer.com',
    zone_id: zone,
    now: at(now),
    status: { ...axis, value: 'pending' },
    ssl_status: ssl === null ? null : { ...axis, value: ssl },
    next_check_at: null,
    blocked_by: [],
    to_do: [],
    scenario: null,
    timeline: { past: past.map((event, i) => ({ ...event, id: i + 1 })), to_come: [...toCome] }
  }
}

t.test('the past ends at now, and the present status goes on from there', async t => {
  const { hostname, certificate, now } = layOut(explained(
    [changed('ssl', 5, 'initializing', 'pending_validation'), failed('custom_hostname', 60, 1), changed('ssl', 80, 'pending_validation', 'active')],
    [failed('custom_hostname', 200, 2), changed('custom_hostname', 400, 'pending', 'moved')]
  ), CREATED, Date.parse(at(100)))
  t.match(hostname.segments.map(({ status, future }) => [status, future]), [['pending', false], ['pending', true], ['moved', true]])
  t.match(certificate?.segments.map(({ status, future }) => [status, future]), [['initializing', false], ['pending_validation', false], ['active', false], ['active', true]])
  t.equal(hostname.segments[0]?.from, 0)
  t.equal(hostname.segments[0]?.to, now)
  t.equal(hostname.segments[1]?.from, now)
  t.equal(hostname.segments.at(-1)?.to, 1)
  t.match(hostname.attempts, [{ number: 1, future: false }, { number: 2, future: true }])
})

t.test('a check stands the higher the longer was waited for it', async t => {
  const { hostname: { attempts } } = layOut(explained([60, 180, 600, 4000].map((seconds, i) => failed('custom_hostname', seconds, i + 1)), [], { now: 5000 }), CREATED, Date.parse(at(5000)))
  const heights = attempts.map(({ height }) => height)
  t.same(heights, heights.toSorted((a, b) => a - b))
  t.equal(heights.at(-1), 1)
})

t.test('a hostname without a certificate has one lane, and one without a story a line', async t => {
  const { certificate, hostname } = layOut(explained([], [], { ssl: null }), CREATED, Date.parse(at(100)))
  t.equal(certificate, undefined)
  t.match(hostname.segments, [{ status: 'pending', future: false }, { status: 'pending', future: true }])
  const atOnce = layOut(explained([], [], { now: 0 }), CREATED, Date.parse(CREATED))
  t.match(atOnce.hostname.segments, [{ status: 'pending', from: 0, to: 1, future: true }])
})

t.test('whatever happened, places keep the order of time and lie within the drawing', async t => {
  const moments = fc.uniqueArray(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 300 })
  t.doesNotThrow(() => {
    fc.assert(fc.property(moments, fc.integer({ min: 0, max: 10_000_000 }), (seconds, now) => {
      const sorted = seconds.toSorted((a, b) => a - b)
      const events = sorted.map((second, i) => i % 3 === 0 ? changed('ssl', second, 'initializing', 'pending_validation') : failed(i % 3 === 1 ? 'ssl' : 'custom_hostname', second, i))
      const timeline = layOut(explained(events.filter((_, i) => (sorted[i] ?? 0) <= now), events.filter((_, i) => (sorted[i] ?? 0) > now), { now, ssl: 'pending_validation' }), CREATED, Date.parse(at(now)))
      for (const lane of [timeline.hostname, timeline.certificate]) {
        const places = lane?.attempts.map(({ x }) => x) ?? []
        assert.deepEqual(places, places.toSorted((a, b) => a - b))
        for (const { height } of lane?.attempts ?? []) assert(height >= 0 && height <= 1)
        for (const { from, to, future } of lane?.segments ?? []) {
          assert(from >= 0 && from < to && to <= 1)
          assert(future ? from >= timeline.now : to <= timeline.now)
        }
        for (const { x, future } of lane?.attempts ?? []) assert(future ? x >= timeline.now : x <= timeline.now)
      }
    }))
  })
})
