import { strict as assert } from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { nearestRoute } from '../../src/core/nearest-route.ts'
import { summarizePolls } from '../../src/core/polling.ts'
import { REDACTED, redactBody, redactHeaders, redactQuery } from '../../src/core/redaction.ts'

const ROUTES = [
  { method: 'GET', url: '/client/v4/zones' },
  { method: 'GET', url: '/client/v4/zones/:zone_id/custom_hostnames' },
  { method: 'POST', url: '/client/v4/zones/:zone_id/custom_hostnames' },
  { method: 'GET', url: '/client/v4/zones/:zone_id/custom_hostnames/:custom_hostname_id' },
  { method: 'PUT', url: '/client/v4/zones/:zone_id/custom_hostnames/fallback_origin' }
]

t.test('the nearest route is the one that was probably meant', async t => {
  const nearest = (method: string, path: string): string | undefined => {
    const route = nearestRoute(method, path, ROUTES)
    return route === undefined ? undefined : `${route.method} ${route.url}`
  }
  t.equal(nearest('GET', '/client/v4/zones/1/custom_hostname'), 'GET /client/v4/zones/:zone_id/custom_hostnames')
  t.equal(nearest('POST', '/client/v4/zones/1/custom-hostnames'), 'POST /client/v4/zones/:zone_id/custom_hostnames')
  t.equal(nearest('DELETE', '/client/v4/zones/1/custom_hostnames'), 'GET /client/v4/zones/:zone_id/custom_hostnames')
  t.equal(nearest('PUT', '/client/v4/zones/1/custom_hostnames/fallback-origin'), 'PUT /client/v4/zones/:zone_id/custom_hostnames/fallback_origin')
  t.equal(nearest('GET', '/client/v4/zone/1/custom_hostnames/2'), 'GET /client/v4/zones/:zone_id/custom_hostnames/:custom_hostname_id')
  t.equal(nearest('GET', '/metrics'), undefined)
  t.equal(nearest('GET', `/${'a/'.repeat(8000)}`), undefined)
  t.equal(nearestRoute('GET', '/client/v4/zones', []), undefined)
})

t.test('a route is nearest to itself, whatever fills its parameters', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(fc.constantFrom(...ROUTES), fc.string({ unit: fc.constantFrom('a', 'f', '0', '-'), minLength: 1, maxLength: 36 }), (route, filled) => {
      const found = nearestRoute(route.method, route.url.replaceAll(/:\w+/g, filled), ROUTES)
      assert.equal(found?.method, route.method)
      assert.equal(found.url, route.url)
    }))
  })
})

t.test('polls are summed up by the time between them', async t => {
  t.equal(summarizePolls([]), undefined)
  t.strictSame(summarizePolls([5]), { polls: 1, firstAt: 5, lastAt: 5 })
  t.strictSame(summarizePolls([60, 0, 10, 30]), { polls: 4, firstAt: 0, lastAt: 60, intervals: { leastMs: 10, medianMs: 20, mostMs: 30 } })
  t.strictSame(summarizePolls([0, 10, 40])?.intervals, { leastMs: 10, medianMs: 20, mostMs: 30 })
})

t.test('the sum of polls does not depend on their order, and intervals lie within the whole', async t => {
  t.doesNotThrow(() => {
    fc.assert(fc.property(fc.array(fc.nat(100_000), { minLength: 2 }), moments => {
      const sum = summarizePolls(moments)
      assert.deepEqual(sum, summarizePolls(moments.toReversed()))
      const { leastMs, medianMs, mostMs } = sum?.intervals ?? assert.fail()
      assert.ok(leastMs <= medianMs && medianMs <= mostMs && mostMs <= (sum?.lastAt ?? 0) - (sum?.firstAt ?? 0))
    }))
  })
})

t.test('headers keep no secret', async t => {
  t.strictSame(redactHeaders({
    authorization: 'Bearer secret', 'x-auth-key': 'secret', 'x-auth-email': 'developer@saasprovider.com', cookie: 'a=secret', 'set-cookie': ['a=secret', 'b=secret'], accept: '*/*', age: 3, via: undefined
  }), {
    authorization: `Bearer ${REDACTED}`, 'x-auth-key': REDACTED, 'x-auth-email': 'd***@saasprovider.com', cookie: REDACTED, 'set-cookie': REDACTED, accept: '*/*', age: '3'
  })
  t.strictSame(redactHeaders({ authorization: 'secret', 'x-auth-email': 'nobody' }), { authorization: REDACTED, 'x-auth-email': REDACTED })
  t.equal(redactQuery('a=1&api_token=secret&to%6ben=secret&b'), `a=1&api_token=${REDACTED}&to%6ben=${REDACTED}&b`)
})

const KEY = '-----BEGIN EC PRIVATE KEY-----\nsecret\n-----END EC PRIVATE KEY-----\n'

t.test('bodies keep no private key and no secret, whole or cut', async t => {
  t.strictSame(redactBody(JSON.stringify({ ssl: { custom_key: KEY, custom_cert_bundle: [{ custom_key: KEY, custom_certificate: 'public' }] }, secret: 'x', note: `a ${KEY}` })), {
    ssl: { custom_key: REDACTED, custom_cert_bundle: [{ custom_key: REDACTED, custom_certificate: 'public' }] }, secret: REDACTED, note: `a ${REDACTED}\n`
  })
  t.equal(redactBody('{"custom\\u005fkey":"secret"}') instanceof Object && JSON.stringify(redactBody('{"custom\\u005fkey":"secret"}')).includes('"secret"'), false)
  t.strictSame([redactBody('null'), redactBody('not json'), redactBody('3')], [null, 'not json', 3])
  const whole = JSON.stringify({ hostname: 'app.customer.com', ssl: { custom_key: `${KEY}"quoted"` }, secret: 'hidden' })
  for (let end = 1; end < whole.length; end++) {
    const shown = String(redactBody(whole.slice(0, end)))
    t.notMatch(shown, /hidden|nsecret|PRIVATE KEY/, whole.slice(0, end))
  }
})
