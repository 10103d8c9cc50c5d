import assert from 'node:assert/strict'
import t from 'tap'
import { StaleError } from '../../src/store/store.ts'
import type { OpenStore } from './support.ts'
import { add, addZone, lifecycle, names, newHostname } from './support.ts'

/** Rows of custom hostnames: their versions, names, counters and rendered forms. */
export function customHostnameSuite (open: OpenStore): void {
  t.test('a hostname is found as it was kept', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const full = {
      ...newHostname(store, zone, 'app.customer.com', { sslStatus: 'active', customOriginServer: 'origin.saasprovider.com' }),
      ssl: { method: 'txt', settings: { http2: 'on' } } as const,
      customMetadata: { tier: 'gold', nested: { deep: [1, null] } },
      customOriginSni: 'sni.saasprovider.com'
    }
    t.equal(await store.customHostnames.insert(zone.no, { customHostname: full, wire: '{}' }, 5, []), 'inserted')
    t.same(await store.customHostnames.find(zone.no, full.id), full)
    t.same(await store.customHostnames.findByHostname(zone.no, 'app.customer.com'), full)
    t.equal(store.customHostnames.findWire(zone.no, full.id), '{}')
    t.equal(await store.customHostnames.find(zone.no, 'other'), undefined)
    t.equal(await store.customHostnames.findByHostname(zone.no, 'customer.com'), undefined)
    t.equal(store.customHostnames.findWire(zone.no, 'other'), undefined)
  })

  t.test('a zone sees its own hostnames only', async t => {
    const store = open(t)
    const [one, two] = [await addZone(store, 'one.com'), await addZone(store, 'two.com')]
    const mine = await add(store, one, 'app.customer.com')
    const theirs = await add(store, two, 'app.customer.com')
    t.equal(await store.customHostnames.find(two.no, mine.id), undefined)
    t.equal(store.customHostnames.findWire(two.no, mine.id), undefined)
    t.match(await store.customHostnames.findByHostname(two.no, 'app.customer.com'), { id: theirs.id })
    t.match(await store.customHostnames.findElsewhere(one.no, 'app.customer.com'), [{ zoneNo: two.no, customHostname: { id: theirs.id } }])
    await store.zones.remove(two.no)
    t.same(await store.customHostnames.findElsewhere(one.no, 'app.customer.com'), [])
    t.same(await names(store, one), { names: ['app.customer.com'], total: 1 })
  })

  t.test('a write that lost a race is refused and leaves no trace', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const read = await add(store, zone, 'app.customer.com')
    const active = { ...read, lifecycle: lifecycle({ status: 'active' }) }
    const late = { ...read, lifecycle: lifecycle({ status: 'moved' }) }
    const [first, second] = await Promise.allSettled([
      store.customHostnames.save(zone.no, active, 1, [{ type: 'edited', at: 1 }]),
      store.customHostnames.save(zone.no, late, 2, [{ type: 'edited', at: 2 }])
    ])
    t.equal(first.status, 'fulfilled')
    t.ok(second.status === 'rejected' && second.reason instanceof StaleError)
    t.match(await store.customHostnames.find(zone.no, read.id), { version: 2, lifecycle: { ownership: { status: 'active' } } })
    t.same((await store.events.list({ zoneNo: zone.no, limit: 10 })).map(({ event }) => event.at), [read.seq, 1])
    await t.resolves(assert.rejects(store.customHostnames.remove(zone.no, read, []), StaleError))
    await store.customHostnames.remove(zone.no, { ...read, version: 2 }, [{ type: 'deleted', at: 3 }])
    await t.resolves(assert.rejects(store.customHostnames.save(zone.no, { ...read, version: 2 }, 1, []), StaleError))
    t.equal(await store.customHostnames.count(zone.no), 0)
  })

  t.test('a name is taken once, and one that is deleted makes room', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const old = await add(store, zone, 'app.customer.com')
    const again = newHostname(store, zone, 'app.customer.com')
    const insert = async () => await store.customHostnames.insert(zone.no, { customHostname: again, wire: again.hostname }, undefined, [])
    t.equal(await insert(), 'duplicate')
    t.equal(await store.customHostnames.count(zone.no), 1)
    await store.customHostnames.save(zone.no, { ...old, lifecycle: lifecycle({ status: 'deleted' }) }, undefined, [])
    t.equal(await insert(), 'inserted')
    t.equal(await store.customHostnames.find(zone.no, old.id), undefined)
    t.same(await names(store, zone), { names: ['app.customer.com'], total: 1 })
  })

  t.test('counters follow every change', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await add(store, zone, 'a.customer.com', { status: 'active', sslStatus: 'active' })
    await add(store, zone, 'b.customer.com', { status: 'active', sslStatus: 'active' })
    const plain = await add(store, zone, 'c.customer.com')
    await add(store, zone, 'd.customer.com', { status: 'deleted' })
    t.equal(await store.customHostnames.count(zone.no), 4)
    t.equal(await store.customHostnames.countUsed(zone.no), 3, 'a deleted one does not count against the quota')
    const counted = await store.customHostnames.countByStatus(zone.no)
    t.same(counted.toSorted((a, b) => a.status.localeCompare(b.status)), [
      { status: 'active', sslStatus: 'active', count: 2 }, { status: 'deleted', count: 1 }, { status: 'pending', count: 1 }
    ])
    await store.customHostnames.remove(zone.no, plain, [])
    t.equal(await store.customHostnames.count(zone.no), 3)
    t.equal(await store.customHostnames.countUsed(zone.no), 2)
    t.equal(await store.customHostnames.countUsed(zone.no + 1), 0)
  })

  t.test('a rendered form is kept until its hostname changes', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const hostname = await add(store, zone, 'app.customer.com')
    await store.customHostnames.save(zone.no, hostname, undefined, [])
    t.equal(store.customHostnames.findWire(zone.no, hostname.id), undefined)
    store.customHostnames.keepWire(hostname, 'of the old version')
    store.customHostnames.keepWire({ ...hostname, version: 2 }, 'of the new version')
    await store.saveMeta('then', 'now')
    t.equal(store.customHostnames.findWire(zone.no, hostname.id), 'of the new version')
    t.same((await store.customHostnames.list(zone.no, { order: 'created', direction: 'asc', offset: 0, limit: 5 })).rows, ['of the new version'])
    await store.customHostnames.forgetWires(zone.no)
    t.equal(store.customHostnames.findWire(zone.no, hostname.id), undefined)
  })

  t.test('one failing write leaves the others of its turn', async t => {
    const store = open(t)
    const zone = await addZone(store)
    const first = await add(store, zone, 'a.customer.com', { dueAt: 1 })
    const insert = async (hostname: string, seq?: number) =>
      await store.customHostnames.insert(zone.no, { customHostname: { ...newHostname(store, zone, hostname), ...(seq === undefined ? {} : { seq }) }, wire: hostname }, undefined, [{ type: 'created', at: 9 }])
    const results = await Promise.allSettled([
      insert('b.customer.com'),
      insert('c.customer.com', first.seq),
      store.customHostnames.settleDue(zone.no, { until: 5, limit: 10, also: [{ events: [{ type: 'edited', at: 9 }] }], expand: events => events }, () => { throw new Error('step') }),
      store.customHostnames.save(zone.no, { ...first, version: 7 }, undefined, [{ type: 'edited', at: 9 }]),
      insert('d.customer.com')
    ])
    t.same(results.map(({ status }) => status), ['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'])
    t.same(await names(store, zone), { names: ['d.customer.com', 'b.customer.com', 'a.customer.com'], total: 3 })
    t.equal(await store.customHostnames.count(zone.no), 3)
    t.same((await store.events.list({ limit: 10 })).map(({ hostname }) => hostname), ['a.customer.com', 'b.customer.com', 'd.customer.com'])
    t.equal(store.customHostnames.earliestDue(zone.no), 1)
  })
}
