import t from 'tap'
import type { CreateCustomCsrWire } from '../../schemas/custom-csr.ts'
import type { CustomCertificatePairWire } from '../../schemas/ssl.ts'
import type { KeyType } from '../../src/ca/keys.ts'
import { someAuthorities, someLeaf } from '../ca/support.ts'
import { startReceiver } from '../webhooks/support.ts'
import { publishedDocument, PUBLISHED_SCHEMA } from './published.ts'
import type { JsonObject } from './openapi.ts'
import { findRoute, ROUTES } from './routes.ts'
import { openContract, published, sslOf } from './support.ts'
import type { Sent } from './support.ts'

t.test('every route that is served is in the contract, and the other way round', async t => {
  const { sandbox: { url } } = await openContract(t)
  const document = await (await fetch(`${url}/openapi.json`)).json() as { readonly paths: Readonly<Record<string, object>> }
  const served = Object.entries(document.paths).flatMap(([path, calls]) => Object.keys(calls).map(method => `${method.toUpperCase()} ${path}`))
  t.strictSame(served.toSorted(), ROUTES.map(({ method, path }) => `${method} /client/v4${path}`).toSorted())
})

t.test('every route answers its success, which is what every schema at hand says', async t => {
  const { ask, create, sandbox, sandbox: { zone } } = await openContract(t)
  const visited: string[] = []
  const visit = async (method: string, path: string, sent: Sent = {}): Promise<string> => {
    const { status, body, result } = await ask(method, path, sent)
    t.ok(status < 300, `${method} ${path}: ${JSON.stringify(body['errors'])}`)
    const route = findRoute(method, path)
    visited.push(`${method} ${route?.path ?? path}`)
    return String(result['id'])
  }
  const [hostnames, records] = [`/zones/${zone.id}/custom_hostnames`, `/zones/${zone.id}/dns_records`]
  const csrs = `/zones/${zone.id}/custom_csrs`
  const origin = { origin: `proxy-fallback.${zone.name}` }
  const record = { type: 'TXT', name: 'text', content: 'words' }
  await visit('PUT', `${hostnames}/fallback_origin`, { body: origin })
  await visit('GET', `${hostnames}/fallback_origin`)
  const hostname = await visit('POST', hostnames, { body: { hostname: 'app.customer.com', ssl: { method: 'http', type: 'dv' } } })
  await visit('GET', hostnames)
  await visit('GET', `${hostnames}/quota`)
  await visit('GET', `${hostnames}/${hostname}`)
  await visit('PATCH', `${hostnames}/${hostname}`, { body: {} })
  await visit('DELETE', `${hostnames}/${hostname}`)
  await visit('DELETE', `${hostnames}/fallback_origin`)
  const [ecdsa, newer, rsa] = await makePairs(['ecdsa', 'ecdsa', 'rsa'])
  const uploaded = await create('app.customer.com', { custom_cert_bundle: [ecdsa, rsa], bundle_method: 'force' })
  const { id: pack, certificates: [first, second] = [] } = sslOf(uploaded)
  const certificates = `${hostnames}/${uploaded.id}/certificate_pack/${pack}/certificates`
  await visit('PUT', `${certificates}/${first?.id ?? ''}`, { body: newer })
  await visit('DELETE', `${certificates}/${second?.id ?? ''}`)
  const csr = await visit('POST', csrs, { body: REQUESTED })
  await visit('GET', csrs)
  await visit('GET', `${csrs}/${csr}`)
  await visit('DELETE', `${csrs}/${csr}`)
  const text = await visit('POST', records, { body: record })
  await visit('GET', records)
  await visit('GET', `${records}/${text}`)
  await visit('PUT', `${records}/${text}`, { body: { ...record, content: 'others' } })
  await visit('PATCH', `${records}/${text}`, { body: { comment: 'seen' } })
  await visit('DELETE', `${records}/${text}`)
  const made = await visit('POST', '/zones', { body: { name: 'new-provider.com', account: { id: zone.accountId } } })
  await visit('GET', '/zones')
  await visit('GET', `/zones/${made}`)
  await visit('DELETE', `/zones/${made}`)
  for (const path of [`/zones/${zone.id}/dcv_delegation/uuid`, '/user', '/accounts', '/user/tokens/verify']) await visit('GET', path)
  const ofAccount = { headers: { authorization: `Bearer ${'cfat_'.padEnd(45, 'a')}` } }
  await visit('GET', `/accounts/${zone.accountId}/tokens/verify`, ofAccount)
  const alerting = `/accounts/${zone.accountId}/alerting/v3`
  const { url } = await startReceiver(t)
  const destination = await visit('POST', `${alerting}/destinations/webhooks`, { body: { name: 'certificates', url } })
  const alert = { name: 'certificates', enabled: true, alert_type: 'custom_ssl_certificate_event_type', mechanisms: { webhooks: [{ id: destination }] } }
  const policy = await visit('POST', `${alerting}/policies`, { body: alert })
  await create('told.customer.com')
  await sandbox.advance('2m')
  await visit('PUT', `${alerting}/destinations/webhooks/${destination}`, { body: { name: 'ours', url } })
  await visit('PUT', `${alerting}/policies/${policy}`, { body: { description: 'for us' } })
  for (const path of ['/destinations/webhooks', `/destinations/webhooks/${destination}`, '/policies', `/policies/${policy}`, '/available_alerts', '/history']) await visit('GET', `${alerting}${path}`)
  await visit('DELETE', `${alerting}/policies/${policy}`)
  await visit('DELETE', `${alerting}/destinations/webhooks/${destination}`)
  t.strictSame(visited.toSorted(), ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted())
})

const REQUESTED = {
  country: 'PT',
  state: 'Lisboa',
  locality: 'Lisboa',
  organization: 'Padaria, Lda.',
  organizational_unit: 'Loja',
  common_name: 'app.customer.com',
  sans: ['app.customer.com', '*.app.customer.com'],
  key_type: 'p256v1',
  name: 'ours',
  description: 'for this year'
} as const satisfies CreateCustomCsrWire

/** Certificates of an authority that the sandbox does not know, as an upload sends them. */
async function makePairs (keyTypes: readonly KeyType[]): Promise<readonly CustomCertificatePairWire[]> {
  const authorities = await someAuthorities()
  return await Promise.all(keyTypes.map(async keyType => {
    const { chainPem, privateKeyPem } = await someLeaf(authorities, { keyType, hosts: ['app.customer.com'] })
    return { custom_certificate: chainPem, custom_key: privateKeyPem }
  }))
}

t.test('a published document is at hand, or the test says that none was given', async t => {
  const document = published
  if (document === undefined) {
    t.comment(`no published OpenAPI document at PUBLISHED_SCHEMA (${PUBLISHED_SCHEMA}): answers are held against our own schemas only`)
    t.pass('no published document was given')
    return
  }
  t.comment(`answers are held against ${PUBLISHED_SCHEMA}, ${document.paths} paths`)
  const known = ROUTES.filter(({ method, path }) => document.describes(method, path))
  for (const { method, path, status } of known) {
    for (const answer of [{ status, body: { id: 1, result: { id: 1 }, success: false } }, { status: 400, body: { success: true } }]) t.throws(() => { document.check(method, path, answer) }, `${method} ${path}`)
  }
  t.ok(known.length > 0, `it describes ${known.length} of ${ROUTES.length} routes`)
})

t.test('a document is read as OpenAPI 3.0 means it', async t => {
  const failure = { type: 'object', properties: { success: { enum: [false] } }, required: ['success', 'result'] }
  const document: JsonObject = {
    paths: {
      '/zones/{zone_id}': {
        get: {
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/zone' } } } },
            '4XX': { content: { 'application/json': { schema: { allOf: [{ $ref: '#/components/schemas/zone' }, { $ref: '#/components/schemas/a_failure' }] } } } }
          }
        }
      }
    },
    components: {
      schemas: {
        zone: { type: 'object', properties: { at: { type: 'string', nullable: true, example: null }, ttl: { type: 'integer', minimum: 0, exclusiveMinimum: true } }, required: ['at'] },
        a_failure: failure
      }
    },
    'x-corrections': [{ ops: [{ op: 'add', path: '/components/schemas/zone/required/-', value: 'ttl' }, { op: 'remove', path: '/components/no/such/place' }] }]
  }
  const { check, describes, paths } = publishedDocument(document)
  const judge = (status: number, body: unknown) => () => { check('GET', '/zones/{zone_id}', { status, body }) }
  t.equal(paths, 1)
  t.ok(describes('GET', '/zones/{zone_id}'))
  t.notOk(describes('PUT', '/zones/{zone_id}'))
  t.doesNotThrow(judge(200, { at: null, ttl: 1 }))
  t.doesNotThrow(judge(201, { at: 'x', ttl: 1 }), 'the schema of 200 stands for every success')
  t.throws(judge(200, { at: null, ttl: 0 }), 'an exclusive bound excludes')
  t.throws(judge(200, { at: null }), 'corrections are applied')
  t.throws(judge(200, { at: 1, ttl: 1 }))
  t.doesNotThrow(judge(400, { success: false, result: null }), 'a failure is judged as one alone')
  t.throws(judge(400, { success: true, result: null }))
})
