import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { delegationTarget, delegationUuid } from '../../src/core/dcv-delegation.ts'
import type { ValidationRecord } from '../../src/core/dcv.ts'
import { approvers, validationRecords } from '../../src/core/dcv.ts'
import type { CertificateAuthority, ValidationMethod } from '../../src/core/statuses.ts'
import { CERTIFICATE_AUTHORITIES, VALIDATION_METHODS } from '../../src/core/statuses.ts'
import { createRandom } from '../../src/random.ts'
import { orders } from './arbitraries.ts'

const HOSTNAME = 'app.customer.com'
const tokens = createRandom('1')

function records (method: ValidationMethod, authority: CertificateAuthority, wildcard = false, number = 1): ValidationRecord[] {
  const customHostname = { hostname: HOSTNAME, seed: 'a seed' }
  return validationRecords({ customHostname, method, order: { number, authority, wildcard }, baseDomain: 'customer.com' }, tokens)
}

/** How many records each method has: for a plain name and for a wildcard. */
const COUNTS: Readonly<Record<ValidationMethod, Readonly<Record<CertificateAuthority, readonly [number, number]>>>> = {
  txt: { google: [1, 2], lets_encrypt: [1, 2], ssl_com: [2, 4], digicert: [1, 2] },
  http: { google: [1, 1], lets_encrypt: [1, 1], ssl_com: [2, 2], digicert: [1, 1] },
  email: { google: [1, 1], lets_encrypt: [1, 1], ssl_com: [1, 1], digicert: [1, 1] },
  cname: { google: [1, 1], lets_encrypt: [1, 1], ssl_com: [1, 1], digicert: [1, 1] }
}

const KEYS: Readonly<Record<ValidationMethod, readonly string[]>> = {
  txt: ['status', 'txt_name', 'txt_value'],
  http: ['http_body', 'http_url', 'status'],
  email: ['emails', 'status'],
  cname: ['cname', 'cname_target', 'status']
}

t.test('each method, authority and kind of name has its number of records, with the keys of the method', async t => {
  for (const method of VALIDATION_METHODS) {
    for (const authority of CERTIFICATE_AUTHORITIES) {
      for (const wildcard of [false, true]) {
        const given = records(method, authority, wildcard)
        t.equal(given.length, COUNTS[method][authority][wildcard ? 1 : 0], `${method}, ${authority}, wildcard ${wildcard}`)
        for (const record of given) {
          t.same(Object.keys(record).toSorted(), KEYS[method])
          t.equal(record.status, 'pending')
        }
      }
    }
  }
})

t.test('a TXT record stands at _acme-challenge and holds a digest', async t => {
  for (const authority of ['google', 'lets_encrypt', 'ssl_com'] as const) {
    for (const { txt_name: name, txt_value: value } of records('txt', authority, true)) {
      t.equal(name, '_acme-challenge.app.customer.com')
      t.match(value, /^[\w-]{43}$/, authority)
    }
  }
  t.match(records('txt', 'digicert')[0]?.txt_value, /^ca3-[0-9a-f]{32}$/)
})

t.test('the records of a wildcard share a name and differ in their values', async t => {
  for (const authority of CERTIFICATE_AUTHORITIES) {
    const given = records('txt', authority, true)
    t.equal(new Set(given.map(record => record.txt_name)).size, 1)
    t.equal(new Set(given.map(record => record.txt_value)).size, given.length, authority)
  }
})

t.test('an HTTP record names a file in the form of its authority', async t => {
  for (const authority of ['google', 'lets_encrypt'] as const) {
    const [{ http_url: url, http_body: body } = { http_url: '', http_body: '' }] = records('http', authority)
    t.match(url, /^http:\/\/app\.customer\.com\/\.well-known\/acme-challenge\/[\w-]{43}$/)
    t.match(body, /^[\w-]{43}\.[\w-]{43}$/)
    t.equal(body?.split('.')[0], url?.split('/').at(-1), 'the body begins with the token')
    const [later] = records('http', authority, false, 2)
    t.equal(later?.http_body?.split('.')[1], body?.split('.')[1], 'the thumbprint is that of the account')
    t.not(later?.http_url, url)
  }
  t.match(records('http', 'ssl_com')[0]?.http_url, /^http:\/\/app\.customer\.com\/\.well-known\/pki-validation\/[0-9A-F]{32}\.txt$/)
  t.match(records('http', 'ssl_com')[0]?.http_body, /^[0-9A-F]{64}\nssl\.com$/)
  t.match(records('http', 'digicert')[0]?.http_url, /\/\.well-known\/pki-validation\/ca3-[0-9a-f]{32}\.txt$/)
  t.match(records('http', 'digicert')[0]?.http_body, /^ca3-[0-9a-f]{32}$/)
  const [rsa, ecdsa] = records('http', 'ssl_com')
  t.not(rsa?.http_url, ecdsa?.http_url, 'one file per key type')
})

t.test('approval mail goes to a WHOIS contact and the five role addresses of the base domain', async t => {
  const [record] = records('email', 'digicert')
  t.match(record?.emails?.[0], /^[0-9a-f]{12}@contactprivacy\.email$/)
  t.same(record?.emails?.slice(1), ['administrator@customer.com', 'admin@customer.com', 'hostmaster@customer.com', 'postmaster@customer.com', 'webmaster@customer.com'])
  t.same(records('email', 'digicert', false, 2)[0]?.emails, record?.emails, 'contacts do not change with the order')
  t.same(approvers('customer.com', 'a seed', tokens), record?.emails)
})

t.test('the CNAME method names the older authority', async t => {
  t.match(records('cname', 'digicert')[0], { cname: /^_ca3-[0-9a-f]{32}\.app\.customer\.com$/, cname_target: 'dcv.digicert.com' })
})

t.test('the same order always has the same tokens, and another one has others', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(orders, fc.constantFrom('txt', 'http', 'cname'), fc.string(), fc.string(), (order, method, seed, other) => {
    const of = (seed: string, number: number) => JSON.stringify(validationRecords({
      customHostname: { hostname: HOSTNAME, seed }, method, order: { ...order, number }, baseDomain: 'customer.com'
    }, createRandom('any')))
    assert.equal(of(seed, order.number), of(seed, order.number))
    assert.notEqual(of(seed, order.number), of(seed, order.number + 1))
    if (seed !== other) assert.notEqual(of(seed, order.number), of(other, order.number))
  })))
})

t.test('the delegation target of a zone stays the same within its account', async t => {
  const uuid = delegationUuid({ id: 'zone', accountId: 'account' }, tokens)
  t.match(uuid, /^[0-9a-f]{16}$/)
  t.equal(delegationUuid({ id: 'zone', accountId: 'account' }, createRandom('2')), uuid)
  t.not(delegationUuid({ id: 'zone', accountId: 'other' }, tokens), uuid)
  t.not(delegationUuid({ id: 'other', accountId: 'account' }, tokens), uuid)
  t.equal(delegationTarget(HOSTNAME, '0123456789abcdef'), 'app.customer.com.0123456789abcdef.dcv.cloudflare.com')
})
