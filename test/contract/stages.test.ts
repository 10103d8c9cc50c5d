import t from 'tap'
import realistic from '../../fixtures/schedules/realistic.json' with { type: 'json' }
import { HOSTNAME_STATUSES, SSL_STATUSES } from '../../src/core/statuses.ts'
import { openContract, sslOf } from './support.ts'
import type { Contract } from './support.ts'

const ASKED = ['id', 'type', 'method', 'status', 'wildcard', 'certificate_authority']
const PACK = ['hosts', 'issuer', 'serial_number', 'signature', 'uploaded_on', 'expires_on', 'certificates']
const TOP = ['id', 'hostname', 'ssl', 'status', 'ownership_verification', 'ownership_verification_http', 'created_at']
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z$/

const sorted = (...keys: ReadonlyArray<string | readonly string[]>): string[] => keys.flat().toSorted()

/** The keys of a hostname and of its certificate, and both statuses. */
async function stage ({ read }: Contract, id: string) {
  const hostname = await read(id)
  const ssl = sslOf(hostname)
  return { hostname, ssl, top: sorted(Object.keys(hostname)), keys: sorted(Object.keys(ssl)), statuses: [hostname.status, ssl.status] }
}

t.test('a hostname has the keys of its stage from creation to active', async t => {
  const contract = await openContract(t)
  const { sandbox: { advance }, create, setFallbackOrigin } = contract
  await setFallbackOrigin()
  const made = await create('app.customer.com', { method: 'txt', type: 'dv' })
  t.strictSame(sorted(Object.keys(made)), sorted(TOP))
  t.strictSame(sorted(Object.keys(sslOf(made))), sorted(ASKED), 'no validation records yet')
  t.strictSame([made.status, sslOf(made).status], ['pending', 'initializing'])
  t.strictSame(made.ownership_verification, {
    type: 'txt', name: '_cf-custom-hostname.app.customer.com', value: made.ownership_verification_http?.http_body
  })
  t.equal(made.ownership_verification_http?.http_url, `http://app.customer.com/.well-known/cf-custom-hostname-challenge/${made.id}`)
  t.not(made.ownership_verification?.value, made.id)
  t.equal(made.created_at, '2026-01-01T00:00:05Z')

  await advance('3s')
  const waiting = await stage(contract, made.id)
  t.strictSame(waiting.statuses, ['pending', 'pending_validation'])
  t.strictSame(waiting.top, sorted(TOP))
  t.strictSame(waiting.keys, sorted(ASKED, ['bundle_method', 'validation_records', 'dcv_delegation_records', 'txt_name', 'txt_value']))
  t.equal(waiting.ssl.bundle_method, 'ubiquitous')
  t.match(waiting.ssl.dcv_delegation_records?.[0], { cname: '_acme-challenge.app.customer.com', cname_target: /^app\.customer\.com\.[0-9a-f]{16}\.dcv\.cloudflare\.com$/ })

  await advance('12s')
  const owned = await stage(contract, made.id)
  t.strictSame(owned.statuses, ['active', 'pending_validation'], 'the two axes move on their own')
  t.strictSame(owned.top, sorted(TOP.filter(key => !key.startsWith('ownership'))), 'ownership tokens are gone once they are not needed')

  for (const [by, status] of [['25s', 'pending_issuance'], ['30s', 'pending_deployment']] as const) {
    await advance(by)
    const { statuses, keys } = await stage(contract, made.id)
    t.strictSame(statuses, ['active', status])
    t.strictSame(keys, sorted(ASKED, 'bundle_method'), `${status}: the tokens are gone`)
  }

  await advance('20s')
  const active = await stage(contract, made.id)
  t.strictSame(active.statuses, ['active', 'active'], '90 seconds after its creation')
  t.strictSame(active.keys, sorted(ASKED, 'bundle_method', PACK))
  t.strictSame(active.ssl.hosts, ['app.customer.com'])
  t.match(active.ssl.serial_number, /^[1-9]\d+$/)
  t.match(active.ssl.uploaded_on, TIME)
  t.match(active.ssl.expires_on, TIME)
  t.strictSame(active.ssl.certificates?.map(({ signature }) => signature), ['ECDSAWithSHA256', 'SHA256WithRSA'])
  t.equal(active.ssl.id, sslOf(made).id, 'the pack keeps its id')
})

t.test('a hostname without ssl has the hostname axis only', async t => {
  const { sandbox: { advance }, hostnames, read, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  for (const body of [{ hostname: 'plain.customer.com' }, { hostname: 'null.customer.com', ssl: null }]) {
    const { status, result } = await hostnames('POST', '', body)
    t.equal(status, 201)
    t.notOk('ssl' in result)
    await advance('15s')
    const later = await read(String(result['id']))
    t.strictSame([later.status, later.ssl], ['active', undefined])
  }
  const { items } = await hostnames('GET', '?ssl=1')
  t.strictSame(items, [])
  t.equal((await hostnames('GET', '?ssl=0')).items.length, 2, '0 filters nothing')
})

t.test('what was configured comes back, and nothing else', async t => {
  const { hostnames, create, read, ask, sandbox: { zone } } = await openContract(t)
  await ask('POST', `/zones/${zone.id}/dns_records`, { body: { type: 'A', name: 'origin', content: '192.0.2.7', proxied: true } })
  const settings = { http2: 'on', min_tls_version: '1.2', ciphers: ['AES128-SHA'] }
  const metadata = { customer: 'A-17', tier: 2, beta: true, tags: ['a'], nothing: null }
  const origin = { custom_origin_server: 'origin.saasprovider.com', custom_origin_sni: ':request_host_header:' }
  const ssl = { method: 'http', type: 'dv', settings, bundle_method: 'force', cloudflare_branding: true, custom_key: null }
  const made = await create('Full.Customer.COM', ssl, { custom_metadata: metadata, ...origin, unknown: 1, ownership_verification: {} })
  t.equal(made.hostname, 'full.customer.com')
  t.match(made, { custom_metadata: metadata, ...origin })
  t.strictSame(sslOf(made).settings, settings)
  t.equal(sslOf(made).bundle_method, 'force')
  for (const key of ['cloudflare_branding', 'custom_key']) t.notOk(key in sslOf(made), `${key} is not answered`)
  t.strictSame(await read(made.id), made)

  const emptied = await hostnames('PATCH', `/${made.id}`, { custom_metadata: {}, custom_origin_server: null, custom_origin_sni: null })
  t.equal(emptied.status, 202)
  t.strictSame(emptied.result['custom_metadata'], {})
  t.notOk('custom_origin_server' in emptied.result || 'custom_origin_sni' in emptied.result)
})

t.test('settings that stand for an open question change what is shown', async t => {
  const { sandbox: { advance }, create, read, setFallbackOrigin, settings } = await openContract(t)
  await setFallbackOrigin()
  const { id } = await create('app.customer.com')
  t.equal(sslOf(await read(id)).settings, undefined)
  await advance('90s')
  t.equal((await read(id)).ownership_verification, undefined)
  await settings({ keep_ownership_verification: true, default_ssl_settings: { min_tls_version: '1.0' } })
  const kept = await read(id)
  t.match(kept.ownership_verification, { type: 'txt' })
  t.strictSame(sslOf(kept).settings, { min_tls_version: '1.0' })
})

t.test('every status of both axes is answered as the schemas have it, and found by its filter', async t => {
  // By the standard schedule a hostname that is being deleted is gone before anyone reads it.
  const lingering = { ...realistic, hostname: { ...realistic.hostname, pending_deletion: 60 } }
  const { sandbox: { admin, zone }, create, read, hostnames } = await openContract(t, { schedule: lingering })
  const { id } = await create('app.customer.com', { method: 'txt', type: 'dv' })
  for (const status of HOSTNAME_STATUSES) {
    await admin.force(zone.id, id, { status })
    t.equal((await read(id)).status, status)
    t.equal((await hostnames('GET', `?hostname_status=${status}`)).items.length, 1, status)
  }
  await admin.force(zone.id, id, { status: 'active' })
  for (const status of SSL_STATUSES) {
    await admin.force(zone.id, id, { ssl_status: status })
    t.equal(sslOf(await read(id)).status, status)
    t.equal((await hostnames('GET', `?ssl_status=${status}`)).items.length, 1, status)
  }
})
