import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { ApiError, ERRORS, failureBody, formatError } from '../../src/core/errors.ts'
import { ALERTING_ERRORS } from '../../src/core/errors/alerting.ts'
import { CUSTOM_CSR_ERRORS } from '../../src/core/errors/custom-csrs.ts'
import { CUSTOM_HOSTNAME_ERRORS } from '../../src/core/errors/custom-hostnames.ts'
import { DNS_RECORD_ERRORS } from '../../src/core/errors/dns-records.ts'
import { FALLBACK_ORIGIN_ERRORS } from '../../src/core/errors/fallback-origin.ts'
import { GATEWAY_ERRORS } from '../../src/core/errors/gateway.ts'
import { SSL_ERRORS } from '../../src/core/errors/ssl.ts'
import { ZONE_ERRORS } from '../../src/core/errors/zones.ts'
import type { ErrorEntry, ErrorName, ErrorText } from '../../src/core/errors.ts'

const NAMES = Object.keys(ERRORS) as ErrorName[]
const PLACEHOLDER = /\{([a-z][A-Za-z]*)\}/g

function textsOf (name: ErrorName): ErrorText[] {
  const entry: ErrorEntry = ERRORS[name]
  return [entry, ...(entry.chain ?? []), ...(entry.also ?? [])]
}

function placeholdersOf (name: ErrorName): string[] {
  const keys = textsOf(name).flatMap(({ message }) => [...message.matchAll(PLACEHOLDER)].map(match => match[1] ?? ''))
  return [...new Set(keys)]
}

function parametersFor (name: ErrorName, value: string): Record<string, string> {
  return Object.fromEntries(placeholdersOf(name).map(key => [key, value]))
}

t.test('no service takes an error name of another one', async t => {
  const services = [
    GATEWAY_ERRORS, ZONE_ERRORS, DNS_RECORD_ERRORS, CUSTOM_HOSTNAME_ERRORS, SSL_ERRORS, FALLBACK_ORIGIN_ERRORS, CUSTOM_CSR_ERRORS, ALERTING_ERRORS
  ]
  const named = services.flatMap(service => Object.keys(service))
  t.same(named.toSorted(), NAMES.toSorted())
})

t.test('every entry has whole numbers and clean words', async t => {
  for (const name of NAMES) {
    const entry: ErrorEntry = ERRORS[name]
    assert.match(name, /^[a-z][A-Za-z0-9]+$/)
    assert.ok(Number.isInteger(entry.status) && entry.status >= 400 && entry.status < 600, name)
    assert.ok(entry.documented.length > 0 && entry.documented.trim() === entry.documented, name)
    for (const { code, message } of textsOf(name)) {
      assert.ok(Number.isInteger(code) && code > 0, name)
      assert.ok(message.length > 0 && message.trim() === message, name)
      assert.ok(!message.includes('undefined') && !message.includes('${'), name)
    }
  }
  t.pass(`${NAMES.length} entries`)
})

t.test('no placeholder is left once its parameter is given, and none may be missing', async t => {
  for (const name of NAMES) {
    const parameters = parametersFor(name, 'filled')
    const { body } = failureBody(new ApiError(name, parameters))
    assert.doesNotMatch(JSON.stringify(body), PLACEHOLDER, name)
    for (const missing of placeholdersOf(name)) {
      const rest = Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== missing))
      assert.throws(() => formatError(name, rest), { name: 'Error', message: new RegExp(`${name} .* ${missing}$`) })
      assert.throws(() => new ApiError(name, rest), { name: 'Error' })
    }
  }
  t.throws(() => formatError('customHostnameWithoutDomain'), 'a missing parameter in the message')
  t.throws(() => new ApiError('invalidTtl'), 'a missing parameter in the chain')
})

t.test('a parameter appears as it is, whatever it holds', async t => {
  t.doesNotThrow(() => fc.assert(fc.property(
    fc.oneof(fc.string(), fc.constantFrom('{path}', '{method}', '$&', '$1', '__proto__')),
    path => assert.equal(
      formatError('unknownRoute', { path }),
      `Could not route to ${path}, perhaps your object identifier is invalid?`
    )
  )))
  t.equal(
    formatError('invalidPaging', { parameter: 'per_page', minimum: 5, maximum: 1000 }),
    'Invalid per_page query parameter. The per_page query parameter has to be an integer between 5 and 1000. Please check your input and try again.'
  )
})

t.test('the words that clients compare are those of the wire', async t => {
  const invalid = "Invalid custom hostname. Custom hostnames have to be smaller than 256 characters in length, cannot be IP addresses, cannot contain spaces, cannot contain any special characters such as _~`!@#$%^*()=+{}[]|\\;:'\",<>/? and cannot begin or end with a '-' character. Please check your input and try again."
  t.equal(formatError('invalidCustomHostname'), invalid)
  t.equal(formatError('invalidHostnameFilter'), invalid)
  t.equal(
    formatError('certificateAuthorityNotGranted'),
    "Certificate Authority selection is only available on an Enterprise plan.  If you're interested in the Enterprise plan,  please fill out this form and someone from our sales team will contact you: https://www.cloudflare.com/plans/enterprise/contact/"
  )
  t.equal(
    formatError('noQuotaAllocated'),
    "No quota has been allocated for this zone or for this account. If you're already a paid SSL for SaaS customer, please contact your Customer Success Manager for additional provisioning. If you're not yet enrolled, please fill out this form and someone from our sales team will contact you: https://www.cloudflare.com/plans/enterprise/contact/."
  )
  t.equal(
    formatError('customOriginServerNotInZone', { zone: '023e105f4ecef8ad9ca31a8372d0c353' }),
    'The custom origin hostname you specified does not exist on Cloudflare as a DNS record (A, AAAA or CNAME) in your zone:`023e105f4ecef8ad9ca31a8372d0c353`. Please check your input and try again.'
  )
  t.equal(formatError('duplicateCustomHostname'), 'Duplicate custom hostname found.')
})

t.test('where reports differ, the status is the one that was settled', async t => {
  const settled = {
    noQuotaAllocated: [403, 1404],
    noQuotaAllocatedBadRequest: [400, 1404],
    fallbackOriginNotGranted: [401, 1456],
    unknownKey: [403, 9103],
    brandingRequired: [400, 1469],
    malformedZoneId: [400, 7003],
    malformedZoneIdNotFound: [404, 7003],
    unknownRoute: [404, 7003],
    methodNotAvailable: [405, 7001],
    recordIsFallbackOrigin: [400, 1039],
    rateLimited: [429, 971]
  } as const satisfies Partial<Record<ErrorName, readonly [number, number]>>
  for (const [name, expected] of Object.entries(settled)) {
    const { status, code } = ERRORS[name as keyof typeof settled]
    t.same([status, code], expected, name)
  }
})

t.test('an ordinary failure has the whole envelope', async t => {
  t.strictSame(failureBody(new ApiError('customHostnameNotFound')), {
    status: 404,
    body: { success: false, errors: [{ code: 1436, message: 'The custom hostname was not found.' }], messages: [], result: null }
  })
})

t.test('a nested cause becomes an error chain', async t => {
  t.strictSame(failureBody(new ApiError('malformedAuthorization')), {
    status: 400,
    body: {
      success: false,
      errors: [{
        code: 6003,
        message: 'Invalid request headers',
        error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }]
      }],
      messages: [],
      result: null
    }
  })
})

t.test('an unknown route is two errors', async t => {
  t.strictSame(failureBody(new ApiError('unknownRoute', { path: '/client/v4/zones/x' })).body.errors, [
    { code: 7003, message: 'Could not route to /client/v4/zones/x, perhaps your object identifier is invalid?' },
    { code: 7000, message: 'No route for that URI' }
  ])
})

t.test('a refusal by rate has neither result nor messages', async t => {
  t.strictSame(failureBody(new ApiError('rateLimited')), {
    status: 429,
    body: { success: false, errors: [{ code: 971, message: 'Please wait and consider throttling your request speed' }] }
  })
})

t.test('an error says its name and reads like its message', async t => {
  const error = new ApiError('zoneNameTaken', { zone: 'saasprovider.com' })
  t.equal(error.name, 'ApiError')
  t.equal(error.errorName, 'zoneNameTaken')
  t.strictSame(error.parameters, { zone: 'saasprovider.com' })
  t.equal(error.message, 'saasprovider.com already exists')
  t.ok(error instanceof Error)
})
