import t from 'tap'
import { scenarios } from '../../src/scenarios.ts'
import { SSL_STATUSES, HOSTNAME_STATUSES } from '../../src/core/statuses.ts'
import { openStage, stageOf, statusesOf } from './support.ts'

const ssl = { method: 'txt', type: 'dv' } as const

/** When each scenario that blocks something does so, in time since creation. */
const BLOCKING: Readonly<Record<string, { readonly at: string, readonly says: RegExp, readonly toDo: RegExp }>> = {
  'passes-at-attempt': { at: '100s', says: /first check of the hostname that passes is number 4\.$/, toDo: /^Nobody: wait for attempt 4/ },
  'passes-after': { at: '10m', says: /needs 90 minutes to do their part for the certificate\.$/, toDo: /^Nobody: wait until 90 minutes have passed\.$/ },
  'never-passes': { at: '1h', says: /created no record for the hostname/, toDo: /^Customer: point the hostname here with the record HOST CNAME proxy-fallback\.saasprovider\.com\.$/ },
  'stuck-validation': { at: '1h', says: /nowhere to be found/, toDo: /^Customer: validate the certificate with the record _acme-challenge\.HOST TXT "[\w-]{43}"\.$/ },
  'validation-timeout': { at: '15d', says: /token of the first order/, toDo: /^Provider: start a new order with PATCH \/client\/v4\/zones\/\w+\/custom_hostnames\/[\w-]+; it has new validation tokens\.$/ },
  'records-late': { at: '10s', says: /ten times as long as usual/, toDo: /^You: end the scenario with PUT / },
  'stale-token': { at: '1h', says: /outdated validation token/, toDo: /^Provider: read ssl\.validation_records again/ },
  'tokens-rotate': { at: '1m', says: /every PATCH makes another one/, toDo: /^Customer: validate the certificate with the record _acme-challenge\.HOST TXT/ },
  'txt-but-http-wins': { at: '1m', says: /CNAME does not lead here yet/, toDo: /^Customer: point the hostname here/ },
  'split-brain-active': { at: '1h', says: /validation token of the certificate is missing/, toDo: /^Customer: validate the certificate with the record/ },
  'split-brain-certificate': { at: '1h', says: /the hostname does not lead here/, toDo: /^Customer, ahead of that: prove ownership with the record _cf-custom-hostname\.HOST TXT "[\w-]{36}"/ },
  'errors-while-pending': { at: '100s', says: /not visible everywhere yet/, toDo: /^Customer: see that every name server of customer\.com gives the same answers/ },
  'apex-orange-cloud': { at: '1h', says: /resolves to Cloudflare through a zone of their own/, toDo: /replace its record with HOST CNAME proxy-fallback\.saasprovider\.com/ },
  moved: { at: '5h', says: /took away the record that led here\.$/, toDo: /^Provider: bring it back with PATCH/ },
  'moved-deleted': { at: '9d', says: /took away the record that led here for good/, toDo: /^Customer: point the hostname here with the record HOST CNAME/ },
  'blocked-hold': { at: '1m', says: /no other zone may use the name/, toDo: /^Customer: release the hold of the Cloudflare zone that HOST lies under/ },
  'foreign-owner': { at: '5h', says: /validated in another account/, toDo: /^Provider: take the name back with a PATCH/ },
  'fallback-not-ready': { at: '1m', says: /still sees the fallback origin being deployed/, toDo: /^Nobody: wait; the fallback origin/ },
  'caa-blocked': { at: '1h', says: /^The scenario caa-blocked, which its label asks for: A CAA record of HOST or of a name above it/, toDo: /with the record HOST CAA 0 issue "pki\.goog"/ },
  'caa-error': { at: '1h', says: /not allowed to issue by a CAA record/, toDo: /with the record HOST CAA 0 issue "pki\.goog"/ },
  'caa-servfail': { at: '1h', says: /answer CAA queries with SERVFAIL/, toDo: /^Customer: see that every name server of customer\.com answers for HOST/ },
  servfail: { at: '1h', says: /answer with SERVFAIL/, toDo: /without SERVFAIL\.$/ },
  'dnssec-bogus': { at: '1h', says: /do not fit the DS record/, toDo: /^Customer: repair DNSSEC of customer\.com/ },
  'multi-perspective-caa': { at: '1h', says: /CAA queries from some parts of the world/, toDo: /same answers to everybody/ },
  'multi-perspective': { at: '1h', says: /in some parts of the world only/, toDo: /same answers to everybody/ },
  'ca-rate-limited': { at: '1d', says: /limit of the authority ends/, toDo: /order from another authority with PATCH/ },
  'ca-internal': { at: '5m', says: /an outage, which ends by itself/, toDo: /^Nobody: wait for the authority/ },
  'ca-refuses': { at: '1h', says: /policy of the authority/, toDo: /order from another authority with PATCH/ },
  'high-risk': { at: '1h', says: /listed as dangerous/, toDo: /^Customer: have HOST taken off the list/ },
  'acme-conflict': { at: '1h', says: /A TXT record of the customer at _acme-challenge\.HOST stands in the way/, toDo: /^Customer: remove every TXT record at _acme-challenge\.HOST/ },
  'initializing-timeout': { at: '1h', says: /does not answer the order/, toDo: /^Provider: wait until the order times out/ },
  'issuance-timeout': { at: '1h', says: /does not deliver the certificate/, toDo: /^Nobody: wait for the authority/ },
  'deployment-timeout': { at: '1h', says: /The edge does not take the certificate/, toDo: /^Provider: wait until the deployment times out/ },
  'renewal-fails': { at: '45m', says: /cannot be renewed\.$/, toDo: /with the record HOST CAA 0 issue "pki\.goog"/ },
  'renewal-retried': { at: '43m', says: /just when the certificate is renewed/, toDo: /without SERVFAIL\.$/ }
}

t.test('every scenario that has a cause is explained here', async t => {
  const blocking = scenarios().definitions.filter(({ with: instance, parameters }) =>
    Object.keys(instance(Object.fromEntries(parameters.map(({ name, maximum }) => [name, maximum]))).cause).length > 0)
  t.strictSame(Object.keys(BLOCKING).toSorted(), blocking.map(({ name }) => name))
})

for (const { name, example } of scenarios().definitions) {
  const blocking = BLOCKING[name]
  if (blocking === undefined) continue
  t.test(`explain says what blocks a hostname in ${name}, and what to do about it`, async t => {
    const stage = await stageOf(t, example.split('.')[0] ?? name, 'label')
    await stage.create()
    await stage.sandbox.advance(blocking.at)
    const { scenario, blocked_by: blockedBy, to_do: toDo, timeline } = await stage.explain()
    const onStage = (pattern: RegExp): RegExp => new RegExp(pattern.source.replaceAll('HOST', stage.hostname.replaceAll('.', '\\.')))
    t.match(scenario, { name, from: 'label' })
    t.ok(blockedBy.some(sentence => onStage(blocking.says).test(sentence)), blockedBy.join('\n'))
    t.ok(toDo.some(sentence => onStage(blocking.toDo).test(sentence)), toDo.join('\n'))
    t.match(toDo.at(-1), /^You: end the scenario with PUT \/__admin\/.*\/scenario and \{"scenario": null\}\.$/)
    t.notOk([...blockedBy, ...toDo].some(sentence => /[{][a-z]+[}]/.test(sentence)), 'every name is filled in')
    t.ok(timeline.past.length > 0)
    await stage.sandbox.admin.scenarios.set(stage.zone.zone_id, (await stage.explain()).id, null)
    const ended = await stage.explain()
    t.strictSame([ended.scenario, ended.blocked_by.filter(sentence => sentence.startsWith('The scenario'))], [null, []])
    await stage.patch()
    t.strictSame(statusesOf(await stage.after('30m')), ['active', 'active'], 'without the scenario all goes well')
  })
}

t.test('a scenario blocks nothing before its time, and the timeline shows it coming', async t => {
  const stage = await stageOf(t, 'moved', 'label')
  await stage.create()
  const { blocked_by: blockedBy, timeline: { to_come: toCome } } = await stage.explain()
  t.strictSame(blockedBy, [])
  t.strictSame(toCome.filter(({ type }) => type === 'custom_hostname.status_changed').map(({ to }) => to), ['active', 'moved', 'deleted'])
})

t.test('where the inspector is right and nothing is set, nothing blocks but the missing fallback origin', async t => {
  const { sandbox: { admin }, client, zone } = await openStage(t)
  const other = await admin.zones.create()
  const { id } = await client.customHostnames.create({ zone_id: other.id, hostname: 'app.customer.com', ssl })
  const { scenario, blocked_by: blockedBy, to_do: [first] } = await admin.explain(other.id, id)
  t.strictSame([scenario, blockedBy], [null, ['The zone has no fallback origin.']])
  t.match(first, /^Provider: set the fallback origin with PUT/)
  t.not(other.id, zone.zone_id)
})

t.test('explain has words for every status of both axes', async t => {
  const stage = await stageOf(t, 'app', 'label')
  const { admin } = stage.sandbox
  const { id } = await stage.create()
  await stage.after('90s')
  // What is being deleted is gone at once in this schedule.
  for (const status of HOSTNAME_STATUSES.filter(word => word !== 'pending_deletion')) {
    const { status: axis, blocked_by: blockedBy } = await admin.force(stage.zone.zone_id, id, { status })
    t.ok(axis.next_step.length > 10, status)
    const rests = !['active', 'active_redeploying', 'pending'].includes(status)
    t.equal(blockedBy.some(sentence => sentence.includes(`status ${status}`)), rests, status)
  }
  await admin.force(stage.zone.zone_id, id, { status: 'active' })
  for (const status of SSL_STATUSES) {
    const { ssl_status: axis, blocked_by: blockedBy } = await admin.force(stage.zone.zone_id, id, { ssl_status: status })
    t.ok((axis?.next_step.length ?? 0) > 10, status)
    const moves = ['active', 'initializing', 'pending_validation', 'pending_issuance', 'pending_deployment'].includes(status)
    t.equal(blockedBy.some(sentence => sentence.includes(`status ${status}`)), !moves, status)
  }
})
