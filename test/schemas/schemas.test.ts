import type { TSchema } from '@sinclair/typebox'
import { KindGuard } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import * as clock from '../../schemas/admin/clock.ts'
import * as webhook from '../../schemas/admin/webhook.ts'
import * as alerting from '../../schemas/alerting.ts'
import * as adminError from '../../schemas/admin/error.ts'
import * as event from '../../schemas/admin/event.ts'
import * as explain from '../../schemas/admin/explain.ts'
import * as health from '../../schemas/admin/health.ts'
import * as state from '../../schemas/admin/state.ts'
import * as adminZone from '../../schemas/admin/zone.ts'
import * as customHostname from '../../schemas/custom-hostname.ts'
import * as dcvDelegation from '../../schemas/dcv-delegation.ts'
import * as dnsRecord from '../../schemas/dns-record.ts'
import * as envelope from '../../schemas/envelope.ts'
import * as fallbackOrigin from '../../schemas/fallback-origin.ts'
import * as parameters from '../../schemas/parameters.ts'
import * as quota from '../../schemas/quota.ts'
import * as scalars from '../../schemas/scalars.ts'
import * as ssl from '../../schemas/ssl.ts'
import * as statuses from '../../schemas/statuses.ts'
import * as user from '../../schemas/user.ts'
import * as zone from '../../schemas/zone.ts'
import * as messages from '../../src/core/messages.ts'
import * as core from '../../src/core/statuses.ts'

const modules = [
  adminError, adminZone, alerting, clock, customHostname, dcvDelegation, dnsRecord, envelope, event, explain, fallbackOrigin, health,
  parameters, quota, scalars, ssl, state, statuses, user, webhook, zone
]

const id = '0d89c70d-ad9f-4843-b99f-6cc0252067e9'
const token = '5cc07c04-ea62-4a5a-95f0-419334a875a4'
const pack = '9f5bfae9-7a4c-4d3e-9d2b-1a0f5d7c3e21'
const name = 'app.customer-site.com'
const zoneId = '023e105f4ecef8ad9ca31a8372d0c353'

const created = {
  id,
  hostname: name,
  ssl: { id: pack, type: 'dv', method: 'http', status: 'initializing', wildcard: false, certificate_authority: 'google' },
  status: 'pending',
  ownership_verification: { type: 'txt', name: `_cf-custom-hostname.${name}`, value: token },
  ownership_verification_http: { http_url: `http://${name}/.well-known/cf-custom-hostname-challenge/${id}`, http_body: token },
  created_at: '2025-06-26T14:08:11.886267Z'
}

const record = { status: 'pending', txt_name: `_acme-challenge.${name}`, txt_value: 'q'.repeat(43) }

const pending = {
  ...created,
  ssl: {
    ...created.ssl,
    method: 'txt',
    status: 'pending_validation',
    bundle_method: 'ubiquitous',
    txt_name: record.txt_name,
    txt_value: record.txt_value,
    validation_records: [record],
    dcv_delegation_records: [{ cname: `_acme-challenge.${name}`, cname_target: `${name}.abc123def456ghi7.dcv.cloudflare.com` }]
  },
  verification_errors: ['custom hostname does not CNAME to this zone.']
}

const { txt_name: _name, txt_value: _value, ...withoutCopies } = pending.ssl
const wildcard = {
  ...pending,
  ssl: { ...withoutCopies, wildcard: true, validation_records: [record, { ...record, txt_value: 'r'.repeat(43) }] }
}

const envelopeOf = (result: unknown) => ({ result, success: true, errors: [], messages: [] })

/** The exported schemas of every module by their names, each once. */
function allSchemas (): Array<[string, TSchema]> {
  const found = new Map<string, TSchema>()
  for (const exports of modules) {
    for (const [key, value] of Object.entries(exports)) if (KindGuard.IsSchema(value)) found.set(key, value)
  }
  return [...found]
}

/** A schema with everything that it is made of. */
function within (value: unknown): TSchema[] {
  if (typeof value !== 'object' || value === null) return []
  return [...(KindGuard.IsSchema(value) ? [value] : []), ...Object.values(value).flatMap(within)]
}

t.test('the answers that the service documents are custom hostnames', async t => {
  const { CustomHostnameSchema } = customHostname
  for (const example of [created, pending, wildcard]) {
    t.strictSame([...Value.Errors(CustomHostnameSchema, example)], [])
    t.ok(Value.Check(envelope.textSingleOf(CustomHostnameSchema), envelopeOf(example)))
  }
  const { ssl: _ssl, ...withoutSsl } = created
  t.ok(Value.Check(CustomHostnameSchema, withoutSsl), 'a hostname made without ssl has none')
  t.ok(Value.Check(CustomHostnameSchema, { ...created, custom_metadata: { tier: 2, beta: true, nested: { any: [null] } } }))
  const page = { page: 1, per_page: 20, count: 2, total_count: 2, total_pages: 1 }
  t.ok(Value.Check(envelope.textListOf(CustomHostnameSchema), { ...envelopeOf([created, pending]), result_info: page }))
})

t.test('an answer with a wrong field is no custom hostname', async t => {
  const wrong = {
    'no id': { ...created, id: undefined },
    'the id of a zone': { ...created, id: zoneId },
    'ssl null': { ...created, ssl: null },
    'unknown status': { ...created, status: 'initializing' },
    'no status': { ...created, status: undefined },
    'unknown ssl status': { ...created, ssl: { ...created.ssl, status: 'pending' } },
    'a misspelt field': { ...created, custom_origin: 'origin.saasprovider.com' },
    'the private key': { ...created, ssl: { ...created.ssl, custom_key: 'secret' } },
    'a time with an offset': { ...created, created_at: '2025-06-26T14:08:11+02:00' },
    'a time with trailing zeros': { ...created, created_at: '2025-06-26T14:08:11.500Z' },
    'an empty time': { ...created, created_at: '' },
    'errors as objects': { ...created, verification_errors: [{ message: 'no' }] },
    'records without an array': { ...pending, ssl: { ...pending.ssl, validation_records: record } }
  }
  for (const [why, example] of Object.entries(wrong)) t.notOk(Value.Check(customHostname.CustomHostnameSchema, example), why)
})

t.test('requests know the values of today', async t => {
  const { CreateCustomHostnameSchema: create, EditCustomHostnameSchema: edit } = customHostname
  t.ok(Value.Check(create, { hostname: name, ssl: { method: 'http', type: 'dv' } }))
  t.ok(Value.Check(create, { hostname: name, ssl: null }))
  t.ok(Value.Check(create, { hostname: name, ssl: { method: 'txt', type: 'dv', wildcard: true, settings: {}, certificate_authority: '' } }))
  t.notOk(Value.Check(create, { ssl: { method: 'http', type: 'dv' } }), 'hostname is required')
  t.notOk(Value.Check(create, { hostname: name, ssl: { method: 'cname', type: 'dv' } }))
  t.notOk(Value.Check(create, { hostname: name, ssl: { method: 'http', type: 'ov' } }))
  t.ok(Value.Check(edit, {}))
  t.ok(Value.Check(edit, { hostname: name, ownership_verification: {}, ownership_verification_http: {} }), 'fields to ignore do no harm')
})

t.test('a failure carries at least one error and no result', async t => {
  const error = { code: 6003, message: 'Invalid request headers', error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }] }
  const failure = { success: false, errors: [error], messages: [], result: null }
  t.ok(Value.Check(envelope.FailureSchema, failure))
  t.notOk(Value.Check(envelope.FailureSchema, { ...failure, errors: [] }))
  t.notOk(Value.Check(envelope.FailureSchema, { ...failure, success: true }))
  t.notOk(Value.Check(envelope.FailureSchema, { ...failure, result: {} }))
})

t.test('messages are texts for custom hostnames and objects elsewhere', async t => {
  const usage = { allocated: 100, used: 50, exceeded: false, hard_cap: 200 }
  const verified = { code: 10000, message: 'This API Token is valid and active', type: null }
  const withMessage = (message: unknown) => ({ ...envelopeOf(usage), messages: [message] })
  t.ok(Value.Check(envelope.textSingleOf(quota.QuotaSchema), withMessage('over the allocation')))
  t.notOk(Value.Check(envelope.textSingleOf(quota.QuotaSchema), withMessage(verified)))
  t.ok(Value.Check(envelope.singleOf(quota.QuotaSchema), withMessage(verified)))
  t.notOk(Value.Check(envelope.singleOf(quota.QuotaSchema), withMessage('over the allocation')))
})

t.test('the answer to a deletion has the id outside and inside of the envelope', async t => {
  t.ok(Value.Check(customHostname.DeletedSchema, { id, ...envelopeOf({ id }) }))
  t.notOk(Value.Check(customHostname.DeletedSchema, { id }))
  t.notOk(Value.Check(customHostname.DeletedSchema, envelopeOf({ id })))
})

t.test('a clock is advanced in exactly one of three ways', async t => {
  const { AdvanceClockSchema: advance } = clock
  const until = { hostname: name, status: 'active' }
  for (const body of [{ by: '1h30m' }, { to: '2026-01-08T00:00:00+02:00' }, { until, at_most: '15d' }]) t.ok(Value.Check(advance, body))
  for (const body of [{}, { by: '90' }, { by: 90 }, { by: '90s', to: '2026-01-08T00:00:00Z' }, { until: { hostname: name } }]) t.notOk(Value.Check(advance, body))
})

t.test('what a zone shows as its settings can be given as settings', async t => {
  const settings = Value.Create(adminZone.ZoneSettingsSchema)
  t.ok(Value.Check(adminZone.ZoneSettingsSchema, settings))
  t.ok(Value.Check(adminZone.GivenZoneSettingsSchema, settings))
  t.ok(Value.Check(adminZone.GivenZoneSettingsSchema, { quota: { hard_cap: 3 }, entitlements: { wildcard: false }, auto_pass_at_attempt: 'never' }))
  t.notOk(Value.Check(adminZone.GivenZoneSettingsSchema, { auto_pass_at_attempt: 0 }))
  t.notOk(Value.Check(adminZone.GivenZoneSettingsSchema, { inspecter: 'auto' }), 'a misspelt setting is none')
  t.notOk(Value.Check(adminZone.ZoneSettingsSchema, { plan: 'free' }), 'an answer shows every setting')
})

t.test('the wire and the core know the same words', async t => {
  const words = (schema: { anyOf: Array<{ const: string }> }) => schema.anyOf.map(literal => literal.const).sort()
  const { status, ssl_status: sslStatus } = adminZone.AutoFailureSchema.properties
  t.strictSame(words(statuses.HostnameStatusSchema), [...core.HOSTNAME_STATUSES].sort())
  t.strictSame(words(statuses.SslStatusSchema), [...core.SSL_STATUSES].sort())
  t.strictSame(words(statuses.FallbackOriginStatusSchema), [...core.FALLBACK_ORIGIN_STATUSES].sort())
  t.strictSame(words(statuses.CertificateAuthoritySchema), [...core.CERTIFICATE_AUTHORITIES].sort())
  t.strictSame(words(statuses.AnsweredDcvMethodSchema), [...core.VALIDATION_METHODS].sort())
  t.strictSame(words(statuses.BundleMethodSchema), [...core.BUNDLE_METHODS].sort())
  t.strictSame(words(status), Object.keys(messages.VERIFICATION_ERRORS).sort())
  t.strictSame(words(sslStatus), Object.keys(messages.VALIDATION_ERRORS).sort())
})

t.test('every schema says what it is about, and its examples are true', async t => {
  const schemas = allSchemas()
  t.ok(schemas.length > 60)
  for (const [key, schema] of schemas) {
    t.type(schema.description, 'string', `${key} has a description`)
    for (const part of within(schema)) {
      for (const example of part['examples'] ?? []) {
        const errors = [...Value.Errors(part, example)].map(({ path, message }) => `${path} ${message}`)
        t.strictSame(errors, [], `${key}: ${JSON.stringify(example)}`)
      }
    }
  }
})

t.test('only the parameters of lists have defaults', async t => {
  // A serializer writes a default where an answer has no such field, and a validator where a change leaves one out.
  for (const [key, schema] of allSchemas()) {
    if (key.endsWith('QuerySchema') || key === 'PageSchema' || key === 'MatchSchema') continue
    t.strictSame(within(schema).filter(part => 'default' in part).map(part => part.description), [], key)
  }
})
