import t from 'tap'
import { Value } from '@sinclair/typebox/value'
import { CreateCustomHostnameSchema, EditCustomHostnameSchema } from '../../schemas/custom-hostname.ts'
import type { CustomHostnameWire } from '../../schemas/custom-hostname.ts'
import { formOf, toCreate, toEdit } from '../../src/dashboard/browser/pages/hostname/form.ts'
import { isOnTheWay } from '../../src/dashboard/browser/words.ts'
import { tasksOf } from '../../src/dashboard/browser/pages/hostname/tasks.ts'

const origin = { origin: 'proxy-fallback.saasprovider.com', status: 'active', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' } as const
const HOSTNAME: CustomHostnameWire = {
  id: '0d89c70d-ad9f-4843-b99f-6cc0252067e9',
  hostname: 'app.customer.com',
  status: 'pending',
  ssl: {
    id: '1d89c70d-ad9f-4843-b99f-6cc0252067e9',
    type: 'dv',
    method: 'txt',
    status: 'pending_validation',
    wildcard: true,
    certificate_authority: 'google',
    settings: { min_tls_version: '1.2' },
    validation_records: [{ status: 'pending', txt_name: '_acme-challenge.app.customer.com', txt_value: 'value' }],
    dcv_delegation_records: [{ cname: '_acme-challenge.app.customer.com', cname_target: 'app.customer.com.801025861f305260.dcv.cloudflare.com' }]
  },
  custom_metadata: { customer: 'A-17' },
  ownership_verification: { type: 'txt', name: '_cf-custom-hostname.app.customer.com', value: '2d89c70d-ad9f-4843-b99f-6cc0252067e9' },
  created_at: '2026-01-01T00:00:00Z'
}

t.test('what the dialog sends to create a hostname is what the API takes', async t => {
  const form = { ...formOf(undefined), hostname: ' app.customer.com ', metadata: '{"tier":2}', minTls: '1.3' as const, authority: 'ssl_com' as const }
  const body = toCreate(form)
  t.same(body, {
    hostname: 'app.customer.com',
    ssl: { method: 'http', type: 'dv', wildcard: false, certificate_authority: 'ssl_com', settings: { min_tls_version: '1.3' } },
    custom_metadata: { tier: 2 }
  })
  t.ok(Value.Check(CreateCustomHostnameSchema, body))
  t.same(toCreate({ ...formOf(undefined), hostname: 'a.b.com', method: 'none' }), { hostname: 'a.b.com' })
  for (const metadata of ['[1]', 'null', '{"a":', '7']) t.throws(() => toCreate({ ...form, metadata }), { message: /^Metadata/ }, metadata)
})

t.test('an edit sends what was changed and nothing else', async t => {
  const before = formOf(HOSTNAME)
  t.same(toEdit(before, before), {})
  t.same(toEdit({ ...before, metadata: '' }, before), { custom_metadata: null })
  t.same(toEdit({ ...before, origin: 'origin.saasprovider.com', sni: ':request_host_header:' }, before), {
    custom_origin_server: 'origin.saasprovider.com', custom_origin_sni: ':request_host_header:'
  })
  const ssl = toEdit({ ...before, method: 'email', wildcard: false }, before)
  t.same(ssl, { ssl: { method: 'email', type: 'dv', wildcard: false, certificate_authority: 'google', settings: { min_tls_version: '1.2' } } })
  t.ok(Value.Check(EditCustomHostnameSchema, ssl))
  t.same(toEdit({ ...before, method: 'none' }, before), { ssl: null })
})

t.test('only what is on its way is waited for', async t => {
  const { ssl, ...bare } = HOSTNAME
  t.equal(isOnTheWay(HOSTNAME), true)
  t.equal(isOnTheWay(bare), true)
  t.equal(isOnTheWay({ ...bare, status: 'active' }), false, 'it is there')
  for (const status of ['blocked', 'moved', 'deleted', 'pending_deletion'] as const) t.equal(isOnTheWay({ ...HOSTNAME, status }), false, status)
  if (ssl !== undefined) t.equal(isOnTheWay({ ...HOSTNAME, ssl: { ...ssl, status: 'validation_timed_out' } }), false)
})

t.test('the customer is told to point the hostname here and to validate, each record with its alternatives', async t => {
  t.same(tasksOf(HOSTNAME, origin).map(({ purpose, deeds, optional = false }) => [purpose, deeds.length, optional]), [
    ['Point the hostname here', 1, false], ['Or prove ownership ahead of that', 1, true], ['Validate the certificate', 1, false], ['Or delegate validation for good', 1, true]
  ])
  t.match(tasksOf(HOSTNAME, origin)[0]?.deeds, [{ kind: 'dns', type: 'CNAME', name: 'app.customer.com', content: origin.origin }])
  const { ownership_verification: _token, ...active } = { ...HOSTNAME, status: 'active' as const }
  t.same(tasksOf(active, origin).map(({ purpose }) => purpose), ['Validate the certificate', 'Or delegate validation for good'])
  t.equal(tasksOf(HOSTNAME, undefined)[0]?.purpose, 'Or prove ownership ahead of that', 'without an origin there is nothing to point at')
  const { ssl: _ssl, ...bare } = active
  t.same(tasksOf(bare, origin), [])
})
