import { Writable } from 'node:stream'
import t from 'tap'
import { EventSchema } from '../../schemas/admin/event.ts'
import type { EventWire } from '../../schemas/admin/event.ts'
import { followEvents } from '../../src/admin/event-feed.ts'
import { defaultZoneSettings } from '../../src/core/zone-settings.ts'
import { openSqliteStore } from '../../src/store/sqlite/index.ts'
import { createHostname, faultOf, setFallbackOrigin, start } from './support.ts'

async function take (stream: AsyncGenerator<EventWire>, count: number): Promise<EventWire[]> {
  const taken: EventWire[] = []
  for await (const event of stream) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

t.test('events are listed in order, page by page and filtered', async t => {
  const sandbox = await start(t)
  const { admin: { events, zones }, zone } = sandbox
  await setFallbackOrigin(sandbox)
  const id = await createHostname(sandbox)
  await createHostname(sandbox, 'other.customer.com')
  await sandbox.advance('90s')
  const other = await zones.create()
  const all = await events.list()
  for (const event of all) t.equal(faultOf(EventSchema, event), undefined)
  t.strictSame(all.map(event => event.id).toSorted((a, b) => a - b), all.map(event => event.id))
  const paged: EventWire[] = []
  for (;;) {
    const page = await events.list({ limit: 4, after: paged.at(-1)?.id ?? 0 })
    if (page.length === 0) break
    paged.push(...page)
  }
  t.strictSame(paged, all)
  const only = async (query: Parameters<typeof events.list>[0], keep: (event: EventWire) => boolean) => {
    const found = await events.list(query)
    t.ok(found.length > 0)
    t.strictSame(found, all.filter(keep), JSON.stringify(query))
  }
  await only({ zone_id: zone.id }, event => event.zone_id === zone.id)
  await only({ zone_id: other.id }, event => event.zone_id === other.id)
  await only({ hostname: 'App.customer.com' }, event => event.hostname === 'app.customer.com')
  await only({ custom_hostname_id: id }, event => event.custom_hostname_id === id)
  await only({ type: 'ssl.status_changed' }, event => event.type === 'ssl.status_changed')
  await t.rejects(events.list({ limit: 0 }), { status: 400, message: /^\/limit: / })
})

t.test('failed checks kept together have ids of their own that stay the same', async t => {
  const sandbox = await start(t)
  // So many events in one write that the store keeps each hostname's in one row.
  for (let i = 0; i < 70; i++) await createHostname(sandbox, `app${i}.customer.com`)
  const { events: answered, events_total: total } = await sandbox.advance('8d')
  t.equal(total, 70 * 81)
  const seen = new Map<number, EventWire>()
  let after = (answered[0]?.id ?? 0) - 1
  for (;;) {
    const page = await sandbox.admin.events.list({ after, limit: 333 })
    if (page.length === 0) break
    for (const event of page) seen.set(event.id, event)
    after = page.at(-1)?.id ?? after
  }
  t.equal(seen.size, total)
  t.strictSame([...seen.values()].slice(0, 1000), answered)
})

t.test('the stream tells what happens from now on', async t => {
  const sandbox = await start(t)
  await createHostname(sandbox)
  const stream = sandbox.admin.events.stream()
  const first = take(stream, 1)
  // The first byte of the answer says that the stream has begun; an event after that cannot be missed.
  const begun = await fetch(`${sandbox.url}/__admin/events/stream`)
  await begun.body?.cancel()
  await sandbox.advance('3s')
  t.match(await first, [{ type: 'ssl.status_changed', to: 'pending_validation' }])
})

t.test('the stream goes on where the client stopped', async t => {
  const sandbox = await start(t)
  await setFallbackOrigin(sandbox)
  await createHostname(sandbox)
  await sandbox.advance('90s')
  const all = await sandbox.admin.events.list()
  t.strictSame(await take(sandbox.admin.events.stream({ after: 0 }), all.length), all)
  const third = all[2]?.id ?? 0
  t.strictSame(await take(sandbox.admin.events.stream({ after: third }), 2), all.slice(3, 5))
  const response = await fetch(`${sandbox.url}/__admin/events/stream?after=0`, { headers: { 'last-event-id': String(third) } })
  t.equal(response.headers.get('content-type'), 'text/event-stream')
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes('data: ')) break
  }
  t.match(text, new RegExp(`^:\\n\\nid: ${all[3]?.id}\\nevent: ${all[3]?.type}\\ndata: \\{"id":${all[3]?.id},`))
  t.strictSame(await take(sandbox.admin.events.stream({ after: 0, type: 'custom_hostname.created' }), 1), all.filter(({ type }) => type === 'custom_hostname.created'))
})

t.test('followers learn that a zone was deleted', async t => {
  const { admin } = await start(t)
  const zone = await admin.zones.create()
  const last = (await admin.events.list()).at(-1)?.id ?? 0
  const stream = admin.events.stream({ after: last - 1 })
  const created = await stream.next()
  t.match(created.value, { type: 'zone.created', zone_id: zone.id })
  await admin.zones.delete(zone.id)
  t.match((await stream.next()).value, { type: 'zone.deleted', zone_id: zone.id })
  await stream.return(undefined)
})

t.test('open streams end when the sandbox closes', async t => {
  const sandbox = await start(t)
  await createHostname(sandbox)
  const stream = sandbox.admin.events.stream({ after: 0 })
  await stream.next()
  const rest = stream.next().catch(() => ({ done: true }))
  await sandbox.close()
  t.match(await rest, { done: true })
})

t.test('a client that does not read is dropped', async t => {
  const store = openSqliteStore(':memory:')
  t.teardown(async () => { await store.close() })
  await store.identities.insertAccount({ id: 'a', name: 'a', createdAt: 0 })
  const { accountId, ...zone } = { id: 'b', name: 'b.example', accountId: 'a', status: 'active', type: 'full', createdAt: 0, clock: { mode: 'frozen', now: 0 } } as const
  const { no } = await store.zones.insert({ ...zone, accountId, settings: defaultZoneSettings({ plan: 'free', schedule: 'realistic', inspector: 'auto', strict: false, certificateAuthority: 'google' }) })
  await store.events.record(no, [{ events: [{ type: 'zone_created', at: 0 }] }])
  // It takes what is written and never says that it is done with it.
  const out = new Writable({ highWaterMark: 1, write () {} })
  // Heartbeats keep no process alive, and nothing else here does.
  const alive = setInterval(() => {}, 1000)
  await followEvents({ store, out, filter: { after: 0 }, heartbeatMs: 1 })
  clearInterval(alive)
  t.equal(out.destroyed, true)
})
