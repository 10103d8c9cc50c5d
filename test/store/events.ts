import t from 'tap'
import type { LifecycleEvent } from '../../src/core/events.ts'
import { expandRuns } from '../../src/core/events.ts'
import type { KeptEvent, Settlement, Store, ZoneEvent } from '../../src/store/store.ts'
import { REALISTIC } from '../core/support.ts'
import type { OpenStore } from './support.ts'
import { add, addZone } from './support.ts'

const EXPANDING: Settlement = { until: 0, limit: 9000, also: [], expand: events => expandRuns(events as LifecycleEvent[], REALISTIC) }

function run (last: number): LifecycleEvent {
  return { type: 'checks_failed', axis: 'status', at: 0, armedAt: 0, first: 0, last, errors: [] }
}

async function everything (store: Store): Promise<readonly KeptEvent[]> {
  return await store.events.list({ limit: 100_000 })
}

/** What happened, in order. */
export function eventSuite (open: OpenStore): void {
  t.test('events of one settlement are interleaved by their time', async t => {
    const store = open(t)
    const zone = await addZone(store)
    for (const name of ['a', 'b']) await add(store, zone, name, { dueAt: 0 })
    const start = store.events.lastId()
    const origin: ZoneEvent = { type: 'fallback_origin_changed', at: 61_000, from: undefined, to: 'active' }
    await store.customHostnames.settleDue(zone.no, { ...EXPANDING, also: [{ events: [origin] }] }, ({ lifecycle, hostname }) => ({
      lifecycle, dueAt: undefined, events: hostname === 'a' ? [run(2)] : [run(1)]
    }))
    const kept = await store.events.list({ after: start, limit: 100 })
    t.same(kept.map(({ hostname, event }) => [event.at, hostname]), [[0, 'a'], [0, 'b'], [60_000, 'a'], [60_000, 'b'], [61_000, undefined], [123_000, 'a']])
    t.ok(kept.every(({ event }) => event.type !== 'checks_failed'))
    t.ok(kept.every(({ id }, i) => i === 0 || id > (kept[i - 1]?.id ?? 0)), 'ids grow')
  })

  t.test('changes of status are counted, and nothing else is', async t => {
    const store = open(t)
    const zone = await addZone(store)
    for (const name of ['a', 'b', 'c']) await add(store, zone, name, { dueAt: 0 })
    const change = (axis: 'status' | 'ssl_status', from: string, to: string): LifecycleEvent => ({ type: 'status_changed', axis, at: 0, from, to })
    await store.customHostnames.settleDue(zone.no, EXPANDING, ({ lifecycle, hostname }) => ({
      lifecycle, dueAt: undefined, events: [run(1), change('status', 'pending', 'active'), ...(hostname === 'a' ? [change('ssl_status', 'pending', 'active')] : [])]
    }))
    await store.events.record(zone.no, [{ events: [change('status', 'active', 'moved')] }])
    t.same(store.events.countTransitions(), [
      { axis: 'status', from: 'pending', to: 'active', count: 3 }, { axis: 'status', from: 'active', to: 'moved', count: 1 },
      { axis: 'ssl_status', from: 'pending', to: 'active', count: 1 }
    ])
  })

  t.test('more than five thousand at once stay grouped by hostname', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await Promise.all(Array.from({ length: 80 }, async (_, i) => await add(store, zone, `${i}.customer.com`, { dueAt: 0 })))
    const start = store.events.lastId()
    const changed: LifecycleEvent = { type: 'status_changed', axis: 'status', at: 700_000_000, from: 'pending', to: 'moved' }
    await store.customHostnames.settleDue(zone.no, EXPANDING, ({ lifecycle }) => ({ lifecycle, dueAt: undefined, events: [run(75), changed] }))
    const kept = await store.events.list({ after: start, limit: 1000 })
    t.equal(kept.length, 160, 'a run stays one event')
    t.same(kept.slice(0, 4).map(({ hostname, event }) => [hostname, event.type]), [
      ['0.customer.com', 'checks_failed'], ['0.customer.com', 'status_changed'], ['1.customer.com', 'checks_failed'], ['1.customer.com', 'status_changed']
    ])
    t.equal(new Set(kept.map(({ id }) => id)).size, 160)
  })

  t.test('events are read on from any of them, in pages of any size', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const group = (from: number) => ({ events: Array.from({ length: 5 }, (_, i): ZoneEvent => ({ type: 'edited', at: from + i })) })
    await store.events.record(zone.no, [group(0), group(10)])
    const grouped = { hostname: { seq: 1, id: 'id', hostname: 'a' }, events: [run(6000), { type: 'edited', at: 20 } as const, { type: 'edited', at: 21 } as const] }
    await store.events.record(zone.no, [grouped])
    const all = await everything(store)
    t.equal(all.length, 13)
    for (const limit of [1, 2, 3, 5, 100]) {
      const read: KeptEvent[] = []
      for (;;) {
        const page = await store.events.list({ after: read.at(-1)?.id ?? 0, limit })
        if (page.length === 0) break
        t.ok(page.length <= limit)
        read.push(...page)
      }
      t.same(read, all, `pages of ${limit}`)
    }
    t.same(await store.events.list({ after: store.events.lastId(), limit: 10 }), [])
  })

  t.test('events are read of one zone or one hostname', async t => {
    const store = open(t)
    const [one, two] = [await addZone(store, 'one.com'), await addZone(store, 'two.com')]
    const hostname = await add(store, one, 'a.customer.com')
    await add(store, two, 'b.customer.com')
    await store.events.record(one.no, [{ events: [{ type: 'edited', at: 3 }] }])
    t.same((await store.events.list({ zoneNo: one.no, limit: 9 })).map(({ event }) => event.type), ['created', 'edited'])
    t.match(await store.events.list({ hostnameSeq: hostname.seq, limit: 9 }), [{ zoneNo: one.no, customHostnameId: hostname.id, hostname: 'a.customer.com' }])
    t.equal((await everything(store)).length, 3)
    await store.zones.remove(one.no)
    t.equal((await everything(store)).length, 1)
  })

  t.test('a subscriber hears of each commit until it leaves', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const heard: KeptEvent[] = []
    const turn = async (): Promise<void> => { await new Promise(resolve => { setImmediate(resolve) }) }
    const end = store.events.subscribe(events => { heard.push(...events) })
    await add(store, zone, 'a.customer.com')
    await turn()
    t.same(heard, await everything(store))
    end()
    await add(store, zone, 'b.customer.com')
    await turn()
    t.equal(heard.length, 1)
  })
}
