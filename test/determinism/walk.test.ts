import assert from 'node:assert/strict'
import t from 'tap'
import type { Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { FALLBACK_ORIGIN } from '../admin/support.ts'
import type { Receiver } from '../webhooks/support.ts'
import { ALERT_TYPE, startReceiver } from '../webhooks/support.ts'
import { repeatable } from './exchanges.ts'
import type { Exchange } from './recorder.ts'

type Call = readonly [method: string, path: string, body?: unknown]

const ZONE = '023e105f4ecef8ad9ca31a8372d0c353'
const ADMIN_ZONE = `/__admin/zones/${ZONE}`
const HOSTNAMES = `/client/v4/zones/${ZONE}/custom_hostnames`
const ALERTING = '/client/v4/accounts/01a7362d577a6c3019a474fd6f485823/alerting/v3'

/** Every call of the admin API, some of them refused; `{hostname}` and the like stand for what the calls before made. */
const WALK: readonly Call[] = [
  ['GET', '/__admin/zones'],
  ['PUT', `${HOSTNAMES}/fallback_origin`, { origin: FALLBACK_ORIGIN }],
  ['POST', '/__admin/dns/records', { name: 'app.customer.com', type: 'CNAME', content: 'customers.saasprovider.com' }],
  ['GET', '/__admin/dns/records'],
  ['POST', '/__admin/dns/faults', { name: 'app.customer.com', kind: 'servfail' }],
  ['GET', '/__admin/dns/faults'],
  ['DELETE', '/__admin/dns/faults/{fault}'],
  ['DELETE', '/__admin/dns/faults'],
  ['PUT', '/__admin/http-overrides', { name: 'app.customer.com', address: '127.0.0.1', port: 8080 }],
  ['GET', '/__admin/http-overrides'],
  ['DELETE', '/__admin/http-overrides'],
  ['PUT', '/__admin/origins', { name: 'app.saasprovider.com', target: '127.0.0.1:3000' }],
  ['GET', '/__admin/origins'],
  ['DELETE', '/__admin/origins'],
  ['POST', `${ALERTING}/destinations/webhooks`, { name: 'certificates', url: '{receiver}', secret: 'open sesame' }],
  ['POST', `${ALERTING}/policies`, { name: 'SaaS', enabled: true, alert_type: ALERT_TYPE, mechanisms: { webhooks: [{ id: '{destination}' }] } }],
  ['POST', HOSTNAMES, { hostname: 'app.customer.com', ssl: { method: 'email', type: 'dv' } }],
  ['GET', `${ADMIN_ZONE}/custom_hostnames/{hostname}`],
  ['GET', '/__admin/scenarios'],
  ['PUT', `${ADMIN_ZONE}/custom_hostnames/{hostname}/scenario`, { scenario: 'slow-2x' }],
  ['GET', `${ADMIN_ZONE}/next_checks`],
  ['DELETE', `${ADMIN_ZONE}/custom_hostnames/{hostname}/scenario`],
  ['POST', `${ADMIN_ZONE}/clock/advance`, { by: '1h' }],
  ['POST', '/__admin/snapshots/walk'],
  ['GET', '/__admin/snapshots'],
  ['GET', '/__admin/mail'],
  ['GET', '/__admin/mail/{mail}'],
  ['GET', '/__admin/mail/{mail}/html'],
  ['POST', `${ADMIN_ZONE}/custom_hostnames/{hostname}/check`, { outcome: 'pass' }],
  ['POST', `${ADMIN_ZONE}/clock/advance`, { by: '1h' }],
  ['GET', `${ADMIN_ZONE}/custom_hostnames/{hostname}/certificate`],
  ['GET', `${ADMIN_ZONE}/custom_hostnames/{hostname}/certificate?key_type=rsa`],
  ['GET', '/__admin/webhooks/deliveries'],
  ['GET', '/__admin/webhooks/deliveries/{delivery}'],
  ['POST', '/__admin/webhooks/deliveries/{delivery}/redeliver'],
  ['GET', '/__admin/webhooks/deliveries/{delivery}'],
  ['DELETE', '/__admin/webhooks/deliveries'],
  ['PUT', `${ADMIN_ZONE}/custom_hostnames/{hostname}/inspector`, { inspector: 'manual' }],
  ['PUT', `${ADMIN_ZONE}/custom_hostnames/{hostname}/state`, { ssl_status: 'validation_timed_out' }],
  ['GET', `${ADMIN_ZONE}/custom_hostnames/{hostname}`],
  ['POST', '/__admin/zones', { template: ZONE }],
  ['POST', '/__admin/zones', {}],
  ['POST', '/__admin/zones', { name: 'not a name' }],
  ['POST', `${ADMIN_ZONE}/tokens`],
  ['POST', '/__admin/faults', { match: { method: 'GET' }, answer: { status: 503 }, probability: 0.5 }],
  ['GET', '/client/v4/zones'],
  ['GET', `${HOSTNAMES}/{hostname}`],
  ['GET', `${HOSTNAMES}/{hostname}`],
  ['GET', `${HOSTNAMES}?hostname=app.customer.com`],
  ['GET', '/client/v4/unserved'],
  ['GET', '/__admin/faults'],
  ['GET', '/__admin/faults/{injected}'],
  ['DELETE', '/__admin/faults/{injected}'],
  ['DELETE', '/__admin/faults'],
  ['GET', '/__admin/requests'],
  ['GET', '/__admin/requests/{request}'],
  ['GET', '/__admin/requests/count'],
  ['GET', '/__admin/requests/polling'],
  ['DELETE', '/__admin/requests'],
  ['PATCH', ADMIN_ZONE, { settings: { auto_pass_at_attempt: 3 } }],
  ['GET', ADMIN_ZONE],
  ['GET', `${ADMIN_ZONE}/clock`],
  ['POST', `${ADMIN_ZONE}/clock/freeze`],
  ['POST', '/__admin/clock/advance', { by: '15d' }],
  ['POST', '/__admin/clock/freeze'],
  ['GET', '/__admin/clock'],
  ['GET', '/__admin/events?limit=1000'],
  ['GET', '/__admin/dns/queries'],
  ['DELETE', '/__admin/dns/queries'],
  ['DELETE', '/__admin/dns/records/{record}'],
  ['DELETE', '/__admin/dns/records'],
  ['DELETE', '/__admin/mail'],
  ['GET', '/__admin/ca/roots/0'],
  ['GET', '/__admin/ca/intermediates/google'],
  ['GET', '/__admin/seed-schema.json'],
  ['POST', '/__admin/snapshots/walk/restore'],
  ['GET', '/__admin/events?limit=1000'],
  ['DELETE', '/__admin/snapshots/walk'],
  ['DELETE', `/__admin/zones/${'f'.repeat(32)}`],
  ['DELETE', ADMIN_ZONE],
  ['POST', '/__admin/reset'],
  ['GET', '/__admin/nothing'],
  ['GET', '/client/v4/zones'],
  ['GET', '/client/v4/nothing'],
  ['GET', '/livez'],
  ['GET', '/readyz'],
  ['GET', '/openapi.json'],
  ['GET', '/__admin/openapi.json']
]

/** What the first id in the answer of a call is, for calls that follow. */
const NAMED: ReadonlyMap<string, string> = new Map([
  [`POST ${HOSTNAMES}`, 'hostname'], ['GET /__admin/mail', 'mail'], ['POST /__admin/dns/records', 'record'], ['POST /__admin/dns/faults', 'fault'],
  [`POST ${ALERTING}/destinations/webhooks`, 'destination'], ['GET /__admin/webhooks/deliveries', 'delivery'], ['POST /__admin/faults', 'injected'], ['GET /__admin/requests', 'request']
])

/** Calls that answer with what a machine has of its own: time that went by, a connection that stays, the file of a database, a clock that runs on. */
const NOT_REPEATABLE = ['GET /health', 'GET /events/stream', 'GET /requests/stream', 'GET /snapshots/{name}/export', 'PUT /snapshots/{name}', 'POST /zones/{zone_id}/clock/resume', 'POST /clock/resume']

async function walk (sandbox: Sandbox, receiver: Receiver): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = []
  const known = new Map([['receiver', receiver.url]])
  const fill = (text: string): string => text.replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = known.get(name)
    assert.ok(value, `no answer had the id of a ${name}`)
    return value
  })
  for (const [method, pattern, body] of WALK) {
    const path = fill(pattern)
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: fill(JSON.stringify(body)) })
    })
    const text = await response.text()
    exchanges.push({ request: `${method} ${path}`, head: `${response.status}\n${Array.from(response.headers, ([name, value]) => `${name}: ${value}`).join('\n')}\n`, body: text.replaceAll(sandbox.url, '') })
    const named = NAMED.get(`${method} ${path}`)
    const [, id] = /"id":"?([^",]+)/.exec(text) ?? []
    if (named !== undefined && id !== undefined) known.set(named, id)
  }
  return exchanges
}

t.test('a walk through the admin API gives the same bytes in two sandboxes of one seed', async t => {
  const runs: string[][] = []
  const receiver = await startReceiver(t)
  for (const sandbox of [await createSandbox({ randomSeed: 7 }), await createSandbox({ randomSeed: 7 })]) {
    t.teardown(sandbox.close)
    runs.push(repeatable(await walk(sandbox, receiver)))
  }
  const [first = [], second = []] = runs
  t.strictSame(first.flatMap((exchange, i) => exchange === second[i] ? [] : [{ first: exchange.slice(0, 3000), second: second[i]?.slice(0, 3000) }]), [])
  await using other = await createSandbox({ randomSeed: 8 })
  t.notSame(repeatable(await walk(other, receiver)), first, 'another seed gives others')
})

t.test('the walk leaves out no call of the admin API', async t => {
  await using sandbox = await createSandbox()
  const document = await (await fetch(`${sandbox.url}/__admin/openapi.json`)).json() as { readonly paths: Readonly<Record<string, object>> }
  const served = Object.entries(document.paths).flatMap(([path, calls]) => Object.keys(calls).map(method => `${method.toUpperCase()} ${path.replace(/^\/__admin/, '')}`))
  const visited = WALK.map(([method, path]) => ({ method, path: path.split('?', 1)[0] ?? path }))
  const missing = served.filter(call => {
    const [method, path = ''] = call.split(' ')
    const pattern = new RegExp(`^/__admin${path.replace(/\{[a-z_]+\}/g, '[^/]+')}$`)
    return !NOT_REPEATABLE.includes(call) && !visited.some(each => each.method === method && pattern.test(each.path))
  })
  t.strictSame(missing, [])
})
