import t from 'tap'
import { lifecycle, add, addZone, names } from './support.ts'
import type { OpenStore } from './support.ts'

/** The substring search: a scan in a small zone, an index that is filled in batches in a large one. */
export function searchSuite (open: OpenStore): void {
  for (const count of [40, 1100, 2300]) {
    t.test(`a substring is found among ${count} hostnames, whatever was deleted`, async t => {
      const store = open(t)
      const zone = await addZone(store)
      const other = await addZone(store, 'other.com')
      const added = await Promise.all(Array.from({ length: count }, async (_, i) => await add(store, zone, `host-${i}.customer.com`)))
      await add(store, other, 'host-1.customer.com')
      let model = added.map(({ hostname }) => hostname)
      const compare = async (moment: string): Promise<void> => {
        for (const term of ['host-1', '-3', '9.', '.customer.com', 'st-2', 'none', '9.c', 'o']) {
          const expected = model.filter(hostname => hostname.includes(term)).toReversed()
          const found = await names(store, zone, { contain: term, limit: 20 })
          t.same(found, { names: expected.slice(0, 20), total: expected.length }, `${term}, ${moment}`)
          const end = await names(store, zone, { contain: term, limit: 20, offset: Math.max(expected.length - 15, 0) })
          t.same(end.names, expected.slice(-15), `${term} from the end, ${moment}`)
        }
        const both = await names(store, zone, { contain: 'host-1', status: 'pending', direction: 'asc', order: 'ssl', limit: 5 })
        t.same(both.names, model.filter(hostname => hostname.includes('host-1')).slice(0, 5))
      }
      await compare('at first')
      const [first, , third] = added
      const last = added.at(-1)
      const gone = [first, third, last].filter(hostname => hostname !== undefined)
      await Promise.all(gone.map(async hostname => { await store.customHostnames.remove(zone.no, hostname, []) }))
      model = model.filter(hostname => !gone.some(row => row.hostname === hostname))
      await compare('after deletions')
      model.push((await add(store, zone, 'host-1-late.customer.com')).hostname)
      await compare('after another one')
      const replaced = added[1]
      if (replaced === undefined) return
      await store.customHostnames.save(zone.no, { ...replaced, lifecycle: lifecycle({ status: 'deleted' }) }, undefined, [])
      await add(store, zone, replaced.hostname)
      model = [...model.filter(hostname => hostname !== replaced.hostname), replaced.hostname]
      await compare('after one made room')
      t.same((await names(store, other, { contain: 'host-1' })).names, ['host-1.customer.com'], 'another zone has its own')
    })
  }

  t.test('signs of the search language mean themselves', async t => {
    const store = open(t)
    const zone = await addZone(store)
    await Promise.all(Array.from({ length: 1001 }, async (_, i) => await add(store, zone, `host-${i}.customer.com`)))
    for (const term of ['host*', 'host OR', '"', '"""', "o' OR", 'NEAR(', '^host', 'hos%', 'h_st', '-host:']) {
      t.same(await names(store, zone, { contain: term }), { names: [], total: 0 }, term)
    }
  })
}
