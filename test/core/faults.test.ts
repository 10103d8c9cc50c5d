import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { wantedFailure } from '../../src/core/documented-error.ts'
import type { ErrorName } from '../../src/core/errors.ts'
import { ApiError, failureBody } from '../../src/core/errors.ts'
import type { Fault, FaultMatch } from '../../src/core/faults.ts'
import { concerns, meet } from '../../src/core/faults.ts'
import { compilePath } from '../../src/core/path-pattern.ts'
import { parsePrefer } from '../../src/core/prefer.ts'

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const HOSTNAMES = `/client/v4/zones/${ZONE}/custom_hostnames`

t.test('a pattern is matched against the whole path or what follows /client/v4', async t => {
  const fits = (pattern: string, path: string): boolean | undefined => compilePath(pattern)?.(path)
  for (const pattern of [HOSTNAMES, `/zones/${ZONE}/custom_hostnames`, '/zones/:zone_id/custom_hostnames', '*', '/zones/*', '*/custom_hostnames', '/client/v4/*_hostnames', '/zones/*host*']) {
    t.equal(fits(pattern, HOSTNAMES), true, pattern)
  }
  for (const pattern of ['/zones', '/zones/:zone_id', '/zones/:zone_id/custom_hostnames/:id', '/zones/*/dns_records', '/zone.*', '/:any']) {
    t.equal(fits(pattern, HOSTNAMES), false, pattern)
  }
  t.equal(fits('/zones/:zone_id/custom_hostnames/:id', `${HOSTNAMES}/1`), true)
  t.equal(fits('/a.b', '/client/v4/axb'), false, 'a dot is a dot')
})

t.test('what is no pattern of a path is refused', async t => {
  for (const pattern of ['', 'zones', 'https://a/b', `/${'a'.repeat(500)}`, '/*/*/*/*/*/*']) t.equal(compilePath(pattern), undefined, pattern)
})

t.test('a star stands for any text, whatever else the path is made of', async t => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '(', '+'), maxLength: 8 })
  t.doesNotThrow(() => {
    fc.assert(fc.property(text, text, text, text, (a, filled, b, other) => {
      const matches = compilePath(`/${a}*${b}`)
      assert.equal(matches?.(`/${a}${filled}${b}`), true)
      const naive = other.startsWith(a) && other.endsWith(b) && other.length >= a.length + b.length
      assert.equal(matches(`/${other}`), naive)
    }))
  })
})

t.test('every part of a match has to fit', async t => {
  const facts = { method: 'POST', path: HOSTNAMES, zoneId: ZONE, hostnames: ['app.customer.com'] }
  const fits = (match: FaultMatch): boolean => concerns(match, match.path === undefined ? undefined : compilePath(match.path), facts)
  for (const match of [{}, { method: 'POST' }, { zoneId: ZONE, hostname: 'app.customer.com' }, { path: '/zones/:zone_id/custom_hostnames', method: 'POST' }]) t.ok(fits(match))
  for (const match of [{ method: 'GET' }, { zoneId: 'f'.repeat(32) }, { hostname: 'other.customer.com' }, { method: 'POST', path: '/zones' }]) t.notOk(fits(match))
})

t.test('counts never pass times, and nothing is applied that did not match', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true })), fc.option(fc.integer({ min: 1, max: 5 })), fc.option(fc.double({ min: 0, max: 1, noNaN: true })), (chances, times, probability) => {
      const start: Fault = { id: 'a', match: {}, delayMs: 1, ...(times === null ? {} : { times }), ...(probability === null ? {} : { probability }), matched: 0, applied: 0 }
      const last = chances.reduce((fault, chance) => {
        const met = meet(fault, chance)
        assert.equal(met.fault.applied - fault.applied, met.applies ? 1 : 0)
        if (met.applies) assert.ok(chance < (probability ?? 1))
        return met.fault
      }, start)
      assert.ok(last.applied <= (times ?? Infinity))
      assert.ok(last.applied <= last.matched && last.matched <= chances.length)
    }))
  })
})

t.test('a Prefer header says what is to happen to its request', async t => {
  t.strictSame(parsePrefer('code=429'), { effect: { answer: { status: 429 } }, applied: 'code=429' })
  t.strictSame(parsePrefer('respond-async, Code="503", delay=1.5s; x=1'), { effect: { answer: { status: 503 }, delayMs: 1500 }, applied: 'code=503, delay=1.5s' })
  t.strictSame(parsePrefer('break=reset, code=500'), { effect: { break: 'reset' }, applied: 'break=reset, code=500' })
  t.strictSame(parsePrefer('code=404, code=500'), { effect: { answer: { status: 404 } }, applied: 'code=404' })
  for (const header of ['', 'return=minimal', 'code=200', 'code=600', 'code=soon', 'delay=2', 'delay=2h', 'break=everything']) t.equal(parsePrefer(header), undefined, header)
})

t.test('a wanted status is answered with the entry of its service', async t => {
  const of = (path: string, status: number, rest = {}) => wantedFailure({ path, status, phrase: 'Words', ...rest })
  const catalogued = (name: ErrorName) => failureBody(new ApiError(name)).body
  t.strictSame(of(`${HOSTNAMES}/1`, 404), catalogued('customHostnameNotFound'))
  t.strictSame(of(HOSTNAMES, 409), catalogued('duplicateCustomHostname'))
  t.strictSame(of(`${HOSTNAMES}/fallback_origin`, 500), catalogued('fallbackOriginInternalError'))
  t.strictSame(of(`/client/v4/zones/${ZONE}/custom_csrs/1`, 404), catalogued('csrNotFound'))
  t.strictSame(of(HOSTNAMES, 429), catalogued('rateLimited'))
  t.strictSame(of(HOSTNAMES, 403, { code: 9109 }), catalogued('unknownToken'))
  t.strictSame(of(HOSTNAMES, 503), { success: false, errors: [{ code: 9503, message: 'Words' }], messages: [], result: null })
  t.strictSame(of(HOSTNAMES, 429, { code: 10300, message: 'Slow down.' }), { success: false, errors: [{ code: 10300, message: 'Slow down.' }], messages: [], result: null })
})
