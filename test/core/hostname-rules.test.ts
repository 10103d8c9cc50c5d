import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { NameErrors } from '../../src/core/hostname-rules.ts'
import { isMalformed, nameFault } from '../../src/core/hostname-rules.ts'
import { baseDomain, publicSuffix } from '../../src/public-suffix.ts'

const ERRORS: NameErrors = {
  invalid: 'invalidCustomHostname',
  notAscii: 'customHostnameNotAscii',
  reserved: 'customHostnameReserved',
  unparsable: 'customHostnameWithoutDomain',
  prohibited: 'customHostnameProhibited'
}

function fault (name: string, strict = true): string | undefined {
  return nameFault(name, { strict, publicSuffix }, ERRORS)?.error
}

t.test('ordinary names are good', async t => {
  for (const name of ['app.customer.com', 'customer.com', 'customer.co.uk', 'a.b.c.d.customer.io', 'xn--bcher-kva.de', '1.2.3.4.com', 'shop.customer.github.io', 'a-b.customer.com']) {
    t.equal(fault(name), undefined, name)
  }
})

t.test('malformed names are invalid', async t => {
  const long = `${'a'.repeat(63)}.`.repeat(4)
  const names = ['', '192.0.2.1', '2001:db8::1', 'a b.com', 'under_score.customer.com', '-a.com', 'a.com-', 'a..com', '.a.com', 'a.com.', `${'a'.repeat(64)}.com`, `${long}com`, `${long.slice(0, -2)}.co`]
  for (const name of names) t.equal(fault(name, false), 'invalidCustomHostname', name.slice(0, 30))
  for (const character of "_~`!@#$%^*()=+{}[]|\\;:'\",<>/?") t.ok(isMalformed(`a${character}b.com`), character)
  t.notOk(isMalformed(`${long.slice(0, -5)}.com`), 'up to 255 characters')
})

t.test('a name beyond ASCII has a code of its own', async t => {
  for (const name of ['bücher.de', 'ｅxample.com', 'a.みんな']) t.equal(fault(name, false), 'customHostnameNotAscii', name)
})

t.test('reserved names are refused in strict mode alone', async t => {
  for (const name of ['app.test', 'a.b.example', 'app.invalid', 'app.localhost']) {
    t.equal(fault(name), 'customHostnameReserved', name)
    t.equal(fault(name, false), undefined, name)
  }
  for (const name of ['example.com', 'app.example.com', 'a.b.example.net', 'example.org']) {
    t.equal(fault(name), 'customHostnameProhibited', name)
    t.equal(fault(name, false), undefined, name)
  }
  for (const name of ['myexample.com', 'example.com.customer.com', 'test.com', 'example.dev']) t.equal(fault(name), undefined, name)
})

t.test('a public suffix is no name of anybody', async t => {
  for (const name of ['com', 'co.uk', 'github.io', 'localhost']) {
    t.same(nameFault(name, { strict: false, publicSuffix }, ERRORS), {
      error: 'customHostnameWithoutDomain',
      parameters: { reason: `publicsuffix: cannot derive eTLD+1 for domain "${name}"` }
    }, name)
  }
})

t.test('the registrable domain is the public suffix and one label more', async t => {
  t.equal(baseDomain('a.b.customer.com'), 'customer.com')
  t.equal(baseDomain('a.b.customer.co.uk'), 'customer.co.uk')
  t.equal(baseDomain('a.customer.github.io'), 'customer.github.io')
  t.equal(baseDomain('com'), 'com')
  t.equal(publicSuffix('app.test'), 'test')
})

t.test('every well-formed name under a known suffix is good, and a special character spoils it', async t => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/)
  const names = fc.tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.constantFrom('com', 'dev', 'co.uk', 'com.br')).map(([labels, suffix]) => `${labels.join('.')}.${suffix}`)
  t.doesNotThrow(() => fc.assert(fc.property(names, fc.constantFrom(..."_~`!@#$%^*()=+{}[]|\\;:'\",<>/? "), fc.nat(), (name, special, place) => {
    // A drawn label may complete a longer suffix of the list, or a reserved name.
    fc.pre(publicSuffix(name).length < name.length && !/(^|\.)example\.com$/.test(name))
    assert.equal(fault(name), undefined)
    const at = place % name.length
    assert.equal(fault(name.slice(0, at) + special + name.slice(at)), 'invalidCustomHostname')
  })))
})
