import assert from 'node:assert'
import fc from 'fast-check'
import t from 'tap'
import { createOriginOverrides, formatOriginTarget, parseOriginOverride, parseOriginTarget } from '../../src/core/origin-target.ts'

t.test('a target is a server with a port, plain HTTP unless it says otherwise', async t => {
  const good: ReadonlyArray<readonly [string, string]> = [
    ['127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['localhost:3000', 'http://localhost:3000'],
    ['Web:80', 'http://web:80'],
    ['web', 'http://web:80'],
    ['http://web', 'http://web:80'],
    ['https://web', 'https://web:443'],
    ['HTTPS://127.0.0.1:8443/', 'https://127.0.0.1:8443'],
    ['[::1]:3000', 'http://[::1]:3000'],
    ['https://[::1]', 'https://[::1]:443']
  ]
  for (const [text, formatted] of good) {
    const target = parseOriginTarget(text)
    t.equal(target === undefined ? undefined : formatOriginTarget(target), formatted, text)
  }
  for (const text of ['', ':80', 'web:', 'web:0', 'web:65536', 'web:1:2', 'ftp://web', 'http://web/path', 'http://user@web', 'a b', 'a,b', '::1', '[::1', '[web]:80']) {
    t.equal(parseOriginTarget(text), undefined, text)
  }
})

t.test('an override is a name and a target', async t => {
  t.strictSame(parseOriginOverride('App.SaaSprovider.com=127.0.0.1:3000'), { name: 'app.saasprovider.com', target: { scheme: 'http', host: '127.0.0.1', port: 3000 } })
  for (const text of ['', 'app', '=127.0.0.1:3000', 'app=', 'a b=127.0.0.1:3000', 'app=a=b', `${'a'.repeat(254)}=web`]) t.equal(parseOriginOverride(text), undefined, text)
})

t.test('what is written is read as the same', async t => {
  const host = fc.oneof(fc.ipV4(), fc.constantFrom('::1', 'fd00::1'), fc.domain())
  t.doesNotThrow(() => fc.assert(fc.property(fc.constantFrom('http' as const, 'https' as const), host, fc.integer({ min: 1, max: 65535 }), (scheme, host, port) => {
    const target = { scheme, host: host.toLowerCase(), port }
    assert.deepEqual(parseOriginTarget(formatOriginTarget(target)), target)
  })))
})

t.test('overrides are changed one by one and go back to the first ones', async t => {
  const first = { name: 'b.example', target: { scheme: 'http', host: 'web', port: 80 } } as const
  const second = { name: 'a.example', target: { scheme: 'https', host: '127.0.0.1', port: 443 } } as const
  const overrides = createOriginOverrides([first])
  overrides.put(second)
  t.strictSame(overrides.list(), [second, first])
  t.strictSame(overrides.find('a.example'), second.target)
  t.equal(overrides.find('c.example'), undefined)
  t.equal(overrides.remove('b.example'), true)
  t.equal(overrides.remove('b.example'), false)
  t.strictSame(overrides.list(), [second])
  overrides.reset()
  t.strictSame(overrides.list(), [first])
})
