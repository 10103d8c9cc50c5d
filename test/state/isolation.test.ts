import assert from 'node:assert/strict'
import t from 'tap'
import type { EventWire } from '../../schemas/admin/event.ts'
import type { Sandbox } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'
import { call } from './support.ts'

const ZONES = 200
const HOSTNAMES = 20
const WORKERS = 20
/** Zones of a kind differ in names and clocks, and in nothing else. */
const KINDS = 20
const HOUR = 3_600_000
const START = Date.UTC(2026, 0, 1)

/** What a zone goes through: each has a clock, names and a pace of its own. */
interface Plan {
  readonly number: number
  readonly id: string
  readonly name: string
  readonly startMs: number
  readonly hostnames: readonly string[]
  /** The first check that passes. */
  readonly passesAt: number
  readonly advances: readonly string[]
}

function planOf (number: number): Plan {
  const kind = number % KINDS
  return {
    number,
    id: number.toString(16).padStart(32, '0'),
    name: `provider-${number}.com`,
    startMs: START + number * 7 * HOUR,
    hostnames: Array.from({ length: HOSTNAMES }, (_, i) => `shop-${i}.customer-${number}.com`),
    passesAt: 1 + kind % 4,
    advances: [`${1 + kind % 3}m`, `${10 + kind % 7}m`, `${1 + kind % 5}h`]
  }
}

interface Lived {
  /** Everything that happened, without the numbers that all zones of a sandbox share. */
  readonly events: ReadonlyArray<Omit<EventWire, 'id'>>
  readonly ids: readonly number[]
  readonly answers: readonly string[]
}

/** Lives through a plan over HTTP, giving others their turn at each call. */
async function live (sandbox: Sandbox, { id, name, startMs, hostnames, passesAt, advances }: Plan): Promise<Lived> {
  const answers: string[] = []
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const { status, text } = await call(sandbox, method, path, body)
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`)
    return text
  }
  const zone = `/client/v4/zones/${id}`
  await ask('POST', '/__admin/zones', { id, name, template: sandbox.zone.id, clock: { mode: 'frozen', now: new Date(startMs).toISOString() }, settings: { auto_pass_at_attempt: passesAt } })
  await ask('PUT', `${zone}/custom_hostnames/fallback_origin`, { origin: `proxy-fallback.${name}` })
  const half = hostnames.length / 2
  for (const [i, hostname] of hostnames.entries()) {
    if (i === half) await ask('POST', `/__admin/zones/${id}/clock/advance`, { by: advances[0] })
    await ask('POST', `${zone}/custom_hostnames`, { hostname, ssl: { method: 'txt', type: 'dv' } })
  }
  for (const by of advances) await ask('POST', `/__admin/zones/${id}/clock/advance`, { by })
  answers.push(await ask('GET', `${zone}/custom_hostnames?per_page=50`), await ask('GET', `${zone}/dns_records`), await ask('GET', `/__admin/zones/${id}`))
  const { events } = JSON.parse(await ask('GET', `/__admin/events?zone_id=${id}&limit=1000`)) as { readonly events: readonly EventWire[] }
  return { events: events.map(({ id: _id, ...event }) => event), ids: events.map(event => event.id), answers }
}

/** Throws unless every event is one of this zone, of its time and in order, and none is missing. */
function check (plan: Plan, { events, ids }: Lived): void {
  const end = plan.startMs + 24 * HOUR
  let last = plan.startMs
  for (const event of events) {
    const at = Date.parse(event.at)
    assert.equal(event.zone_id, plan.id)
    assert.ok(event.hostname === undefined || plan.hostnames.includes(event.hostname), `${plan.name}: ${event.hostname}`)
    assert.ok(at >= last && at < end, `${plan.name}: ${event.at} after ${new Date(last).toISOString()}`)
    last = at
  }
  assert.deepEqual(ids, ids.toSorted((a, b) => a - b))
  assert.equal(new Set(ids).size, ids.length)
  for (const hostname of plan.hostnames) {
    const its = events.filter(event => event.hostname === hostname)
    assert.equal(its.filter(({ type }) => type === 'custom_hostname.created').length, 1, hostname)
    assert.equal(its.filter(({ type, to }) => type === 'custom_hostname.status_changed' && to === 'active').length, 1, hostname)
    assert.deepEqual(its.filter(({ type }) => type === 'ssl.status_changed').map(({ to }) => to), ['pending_validation', 'pending_issuance', 'pending_deployment', 'active'], hostname)
    assert.equal(its.filter(({ type }) => type === 'ssl.check_failed').length, plan.passesAt - 1, hostname)
  }
}

/** What a zone lived through in words that are the same for all of its kind. */
function ofItsKind ({ number, id, startMs }: Plan, { events }: Lived): readonly unknown[] {
  return events.map(({ at, custom_hostname_id: hostnameId, ...event }) => {
    const text = JSON.stringify({ ...event, ...(hostnameId === undefined ? {} : { hostnameId: event.hostname }), after: Date.parse(at) - startMs })
    return JSON.parse(text.replaceAll(id, 'zone').replaceAll(`.customer-${number}.com`, '.customer.com').replaceAll(`provider-${number}.com`, 'provider.com')) as unknown
  })
}

/** Throws unless each hostname has one id in all its events, and no other has it. */
function checkIds (lived: Iterable<Lived>): void {
  const hostnames = new Map<string, string>()
  for (const { events } of lived) {
    for (const { custom_hostname_id: id, hostname } of events) {
      if (id === undefined || hostname === undefined) continue
      assert.equal(hostnames.get(id) ?? hostname, hostname)
      hostnames.set(id, hostname)
    }
  }
  assert.equal(hostnames.size, ZONES * HOSTNAMES)
}

t.setTimeout(180_000)

t.test('200 zones that 20 workers drive at once know nothing of each other', { timeout: 180_000 }, async t => {
  await using sandbox = await createSandbox()
  const plans = Array.from({ length: ZONES }, (_, i) => planOf(i + 1))
  const lived = new Map<string, Lived>()
  const waiting = [...plans]
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) lived.set(plan.id, await live(sandbox, plan))
  }))
  t.equal(lived.size, ZONES)
  const ids = [...lived.values()].flatMap(each => each.ids)
  t.equal(new Set(ids).size, ids.length, `${ids.length} events`)

  checkIds(lived.values())

  const kinds: Array<readonly unknown[]> = []
  for (const plan of plans) {
    const together = lived.get(plan.id)
    assert.ok(together !== undefined)
    check(plan, together)
    if (plan.number <= KINDS) {
      await using own = await createSandbox()
      const alone = await live(own, plan)
      assert.deepEqual(together.events, alone.events, `${plan.name} lives as it does when nothing else is there`)
      assert.deepEqual(together.answers, alone.answers)
      kinds[plan.number % KINDS] = ofItsKind(plan, alone)
    }
    assert.deepEqual(ofItsKind(plan, together), kinds[plan.number % KINDS], `${plan.name} lives as the one of its kind that is alone`)
  }
  t.equal(kinds.length, KINDS, 'every zone lived as it does alone')
})
