import t from 'tap'
import type { CustomHostname } from '../../src/core/custom-hostname.ts'
import type { Zone } from '../../src/core/zone.ts'
import type { Store } from '../../src/store/store.ts'
import type { OpenStore } from './support.ts'
import { addZone, newHostname, rest } from './support.ts'

interface Kept {
  readonly store: Store
  readonly zone: Zone
  readonly hostname: CustomHostname
}

/** What changes a hostname, or what it looks like, without rendering it anew. */
const CHANGES: Readonly<Record<string, (kept: Kept) => Promise<unknown>>> = {
  'a save': async ({ store, zone, hostname }) => { await store.customHostnames.save(zone.no, hostname, undefined, []) },
  'a removal': async ({ store, zone, hostname }) => { await store.customHostnames.remove(zone.no, hostname, []) },
  'a settlement': async ({ store, zone }) => await store.customHostnames.settleDue(zone.no, { until: 9, limit: 9, also: [], expand: events => events }, rest()),
  'new durations': async ({ store, zone }) => {
    await store.customHostnames.rearm(zone.no, ({ lifecycle }) => ({ lifecycle: { ...lifecycle, ownership: { ...lifecycle.ownership, since: 7 } }, dueAt: undefined }))
  },
  'another look of the whole zone': async ({ store, zone }) => { await store.customHostnames.forgetWires(zone.no) },
  'a certificate': async ({ store, hostname: { seq } }) => { await store.certificates.savePack({ seq, pack: 1, leaves: [] }) },
  'a reset': async ({ store }) => { await store.clear() }
}

/** Rendered forms that were read are not given out any longer once their hostnames have changed. */
export function wireSuite (open: OpenStore): void {
  for (const [what, change] of Object.entries(CHANGES)) {
    t.test(`${what} makes a form that was read stale`, async t => {
      const kept = await keep(open(t))
      await change(kept)
      t.equal(read(kept), undefined)
    })
  }

  t.test('the form before a change is not given out in the place of the one after it', async t => {
    const kept = await keep(open(t))
    const { store, zone, hostname } = kept
    await store.customHostnames.save(zone.no, hostname, undefined, [])
    store.customHostnames.keepWire({ ...hostname, version: 2 }, wireOf(hostname, 'after'))
    await store.saveMeta('then', 'now')
    t.equal(read(kept), wireOf(hostname, 'after'))
    t.equal(read(kept), wireOf(hostname, 'after'), 'nor when it was read again')
  })

  t.test('a snapshot brings back the form that it was taken with', async t => {
    const kept = await keep(open(t))
    const { store, zone, hostname } = kept
    await store.snapshots.take('before', { createdAt: 0, takenAt: 0, seed: '1', held: {} })
    await store.customHostnames.save(zone.no, hostname, undefined, [])
    store.customHostnames.keepWire({ ...hostname, version: 2 }, wireOf(hostname, 'after'))
    await store.saveMeta('then', 'now')
    t.equal(read(kept), wireOf(hostname, 'after'))
    await store.snapshots.restore('before', 0)
    t.equal(read(kept), wireOf(hostname, 'before'))
  })

  t.test('an id that leads to the same key is another one', async t => {
    const { store, zone, hostname } = await keep(open(t))
    const alike = `${hostname.id.slice(0, -1)}~`
    t.equal(store.customHostnames.findWire(zone.no, alike), undefined)
    t.equal(store.customHostnames.findWire(zone.no, hostname.id.slice(0, 8)), undefined)
    t.equal(store.customHostnames.findWire(zone.no, hostname.id), wireOf(hostname, 'before'))
  })
}

/** A hostname whose form was read. */
async function keep (store: Store): Promise<Kept> {
  const zone = await addZone(store)
  const hostname = newHostname(store, zone, 'app.customer.com')
  await store.customHostnames.insert(zone.no, { customHostname: hostname, wire: wireOf(hostname, 'before') }, 5, [])
  const kept = { store, zone, hostname }
  t.equal(read(kept), wireOf(hostname, 'before'))
  return kept
}

function read ({ store, zone, hostname }: Kept): string | undefined {
  return store.customHostnames.findWire(zone.no, hostname.id)
}

function wireOf ({ id }: CustomHostname, status: string): string {
  return JSON.stringify({ id, status })
}
