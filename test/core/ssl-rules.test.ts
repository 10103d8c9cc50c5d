import t from 'tap'
import type { GivenSsl } from '../../src/core/ssl-rules.ts'
import { acceptSsl, decodeSsl, sslRequest } from '../../src/core/ssl-rules.ts'
import { CERTIFICATE_AUTHORITIES, VALIDATION_METHODS } from '../../src/core/statuses.ts'
import { CIPHERS } from '../../src/core/tls-settings.ts'
import { planEntitlements } from '../../src/core/zone.ts'

const GIVEN: GivenSsl = { method: 'http', type: 'dv' }

function accept (given: Partial<GivenSsl>, { strict = false, edits = false, plan = 'enterprise' }: { strict?: boolean, edits?: boolean, plan?: 'free' | 'enterprise' } = {}) {
  return acceptSsl({ ...GIVEN, ...given }, { strict, edits, uploaded: false, entitlements: planEntitlements(plan) })
}

function settings (given: Record<string, unknown>) {
  return accept({ settings: given })
}

t.test('an object with method and type is all that is needed', async t => {
  for (const method of VALIDATION_METHODS) t.same(accept({ method }), { value: { method } })
})

t.test('wrong JSON types cannot be decoded, and null counts as missing', async t => {
  for (const ssl of [{ method: 1 }, { type: true }, { bundle_method: [] }, { certificate_authority: {} }, { wildcard: 'yes' }, { cloudflare_branding: 1 }, { settings: [] }, { settings: 'on' }]) {
    t.equal(decodeSsl(ssl), undefined, JSON.stringify(ssl))
  }
  const none = { method: null, type: null, bundle_method: null, certificate_authority: null, wildcard: null, cloudflare_branding: null, settings: null, custom_key: null }
  t.same(decodeSsl(none), {})
  t.same(decodeSsl({ method: 'txt', type: 'dv', bundle_method: 'optimal', certificate_authority: '', wildcard: true, cloudflare_branding: false, settings: { http2: 'on' }, more: 1 }), {
    method: 'txt', type: 'dv', bundleMethod: 'optimal', authority: '', wildcard: true, branding: false, settings: { http2: 'on' }
  })
  for (const key of ['custom_certificate', 'custom_key', 'custom_csr_id']) t.ok(decodeSsl({ [key]: 'x' })?.upload, key)
})

t.test('the first fault in the documented order is the answer', async t => {
  const { method, type, ...neither } = GIVEN
  const entitlements = planEntitlements('enterprise')
  const bare = (given: GivenSsl, edits: boolean) => acceptSsl(given, { strict: false, edits, uploaded: false, entitlements })
  t.same(bare({ ...neither, method: 'http' }, false), { error: 'validationTypeAndMethodRequired' })
  t.same(bare({ ...neither, type: 'dv' }, true), { error: 'validationTypeAndMethodRequired' })
  t.same(bare({ ...neither, authority: 'google' }, true), { error: 'sslAttributeInvalid' })
  t.same(bare({ ...neither, authority: 'google' }, false), { error: 'validationTypeAndMethodRequired' })
  t.same(accept({ method: 'dns', type: 'ev' }), { error: 'invalidValidationMethod' })
  t.same(accept({ type: 'ev', bundleMethod: 'some' }), { error: 'invalidValidationType' })
  t.same(accept({ bundleMethod: 'some', wildcard: true }), { error: 'invalidBundleMethod' })
  t.same(accept({ wildcard: true, authority: 'sectigo' }), { error: 'wildcardRequiresTxt' })
  t.same(accept({ authority: 'sectigo', settings: { http2: 'yes' } }), { error: 'sslAttributeInvalid' })
  t.same(accept({ authority: 'google', settings: { http2: 'yes' } }, { plan: 'free' }), { error: 'invalidHttp2' })
  t.same(accept({ method: 'txt', wildcard: true, authority: 'google' }, { plan: 'free' }), { error: 'certificateAuthorityNotGranted' })
  t.same(accept({ method: 'txt', wildcard: true }, { plan: 'free' }), { error: 'wildcardNotGranted' })
})

t.test('the older CNAME method is refused in strict mode', async t => {
  t.same(accept({ method: 'cname' }, { strict: true }), { error: 'invalidValidationMethod' })
  t.same(accept({ method: 'cname' }), { value: { method: 'cname' } })
})

t.test('an authority is chosen by those who may, and given back by anybody', async t => {
  for (const authority of CERTIFICATE_AUTHORITIES) t.same(accept({ authority }), { value: { method: 'http', authority } })
  t.same(accept({ authority: '' }, { plan: 'free' }), { value: { method: 'http', defaultAuthority: true } })
  t.same(accept({ wildcard: false }, { plan: 'free' }), { value: { method: 'http', wildcard: false } })
})

t.test('TLS settings have an error each', async t => {
  t.same(settings({ http2: 'yes' }), { error: 'invalidHttp2' })
  t.same(settings({ tls_1_3: true }), { error: 'invalidTls13' })
  t.same(settings({ tls_1_2_only: 1 }), { error: 'invalidTls12Only' })
  t.same(settings({ early_hints: '' }), { error: 'sslAttributeInvalid' })
  t.same(settings({ min_tls_version: '1.4' }), { error: 'invalidMinTlsVersion' })
  t.same(settings({ min_tls_version: 1.2 }), { error: 'invalidMinTlsVersion' })
  t.same(settings({ ciphers: 'AES128-SHA' }), { error: 'customHostnameUndecodable' })
  t.same(settings({ ciphers: ['AES128-SHA', 1] }), { error: 'customHostnameUndecodable' })
  t.same(settings({ ciphers: ['TLS_AES_128_GCM_SHA256'] }), { error: 'invalidCiphers' })
  t.same(settings({ ciphers: ['AES128-SHA'], min_tls_version: '1.3' }), { error: 'ciphersWithTls13' })
})

t.test('good TLS settings are kept, each cipher once, and unknown ones are left out', async t => {
  t.same(settings({ http2: 'on', http3: 'off', early_hints: 'on', tls_1_3: 'off', min_tls_version: '1.2', ciphers: ['AES128-SHA', 'AES128-SHA'], colour: 'red' }), {
    value: { method: 'http', settings: { http2: 'on', http3: 'off', early_hints: 'on', tls_1_3: 'off', min_tls_version: '1.2', ciphers: ['AES128-SHA'] } }
  })
  t.same(settings({ http2: null, ciphers: [], min_tls_version: '1.3' }), { value: { method: 'http', settings: { ciphers: [], min_tls_version: '1.3' } } })
  t.same(settings({ ciphers: [...CIPHERS] }), { value: { method: 'http', settings: { ciphers: [...CIPHERS] } } })
})

t.test('an edit replaces what it names and keeps the rest', async t => {
  const before = sslRequest({ method: 'http', bundleMethod: 'optimal', settings: { http2: 'on', tls_1_3: 'on' }, branding: true })
  t.same(before, { method: 'http', bundleMethod: 'optimal', settings: { http2: 'on', tls_1_3: 'on' }, cloudflareBranding: true })
  t.same(sslRequest({ method: 'txt' }, before), { ...before, method: 'txt' })
  t.same(sslRequest({ method: 'http', settings: { http2: 'off' } }, before), { ...before, settings: { http2: 'off' } })
  t.same(sslRequest({ method: 'http', settings: {}, branding: false }, before), { method: 'http', bundleMethod: 'optimal' })
  t.same(sslRequest({ method: 'http' }), { method: 'http' })
})
