import t from 'tap'
import type { Settlement } from '../../src/store/store.ts'
import type { OpenStore } from './support.ts'
import { add, addZone, lifecycle, rest } from './support.ts'

const SETTLEMENT: Settlement = { until: 100, limit: 100, also: [], expand: events => events }

/** The due queue. */
export function dueSuite (open: OpenStore): void {
  t.test('what is due is taken in the order of its moments, then of creation', async t => {
    const store = open(t)
    const zone = await addZone(store)
    for (const [hostname, dueAt] of [['a', 50], ['b', 20], ['c', undefined], ['d', 20], ['e', 101], ['f', 100]] as const) {
      await add(store, zone, `${hostname}.customer.com`, dueAt === undefined ? {} : { dueAt })
    }
    t.same(await store.customHostnames.countDue(zone.no, 100), { waiting: 5, due: 4 })
    const due = (await store.customHostnames.listDue(zone.no, 100, 3)).map(({ hostname }) => hostname)
    t.same(due, ['b.customer.com', 'd.customer.com', 'a.customer.com'])
    const settled = await store.customHostnames.settleDue(zone.no, { ...SETTLEMENT, limit: 3 }, rest())
    t.same(settled.map(({ hostname }) => hostname.hostname), due)
    t.equal(store.customHostnames.earliestDue(zone.no), 100)
    t.same((await store.customHostnames.settleDue(zone.no, SETTLEMENT, rest(300))).map(({ hostname }) => hostname.hostname), ['f.customer.com'])
    t.same(await store.customHostnames.settleDue(zone.no, SETTLEMENT, rest()), [])
    t.equal(store.customHostnames.earliestDue(zone.no), 101)
    t.same((await store.customHostnames.listDue(zone.no, 1000, 9)).map(({ hostname }) => hostname), ['e.customer.com', 'f.customer.com'])
  })

  t.test('a settlement keeps what came out and makes what was read before stale', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const before = await add(store, zone, 'a.customer.com', { dueAt: 1 })
    const going = await add(store, zone, 'b.customer.com', { dueAt: 2 })
    await store.customHostnames.settleDue(zone.no, SETTLEMENT, ({ hostname }) => hostname === 'b.customer.com'
      ? { lifecycle: lifecycle({ status: 'deleted' }), dueAt: undefined, events: [], remove: true }
      : { lifecycle: lifecycle({ status: 'active', sslStatus: 'active', wildcard: true }), dueAt: 7, events: [] })
    t.match(await store.customHostnames.find(zone.no, before.id), { version: 2, lifecycle: { ownership: { status: 'active' } } })
    t.equal(store.customHostnames.findWire(zone.no, before.id), undefined)
    t.equal(await store.customHostnames.find(zone.no, going.id), undefined)
    t.equal(await store.customHostnames.count(zone.no), 1)
    t.equal(store.customHostnames.earliestDue(zone.no), 7)
    await t.rejects(store.customHostnames.save(zone.no, before, undefined, []))
  })

  t.test('the earliest due moment is that of the zone, and its listeners hear when it comes nearer', async t => {
    const store = open(t)
    const [zone, other] = [await addZone(store, 'one.com'), await addZone(store, 'two.com')]
    const heard: number[] = []
    store.customHostnames.onEarlierDue(zoneNo => { heard.push(zoneNo) })
    const first = await add(store, zone, 'a.customer.com', { dueAt: 50 })
    t.same(heard, [zone.no], 'also when nobody had asked before')
    await add(store, zone, 'b.customer.com', { dueAt: 60 })
    await add(store, other, 'c.customer.com')
    t.same(heard, [zone.no])
    t.equal(store.customHostnames.earliestDue(zone.no), 50)
    t.equal(store.customHostnames.earliestDue(other.no), undefined)
    await store.customHostnames.save(zone.no, first, 10, [])
    t.same(heard, [zone.no, zone.no])
    t.equal(store.customHostnames.earliestDue(zone.no), 10)
  })

  t.test('a zone whose settings changed is due anew', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await Promise.all(Array.from({ length: 1001 }, async (_, i) => await add(store, zone, `${i}.customer.com`, { dueAt: 5, status: i === 1000 ? 'active' : 'pending' })))
    await store.customHostnames.rearm(zone.no, ({ lifecycle }) => ({ lifecycle, dueAt: lifecycle.ownership.status === 'active' ? 9 : undefined }))
    t.equal(store.customHostnames.earliestDue(zone.no), 9)
    t.same((await store.customHostnames.listDue(zone.no, 1000, 5)).map(({ hostname }) => hostname), ['1000.customer.com'])
  })
}
