import fc from 'fast-check'
import t from 'tap'
import type { CustomerRecordWire, DnsFaultWire } from '../../schemas/admin/dns.ts'
import type { CustomHostnameWire } from '../../schemas/custom-hostname.ts'
import type { Seen, Step } from '../../src/dashboard/browser/pages/world/plan.ts'
import { planOf } from '../../src/dashboard/browser/pages/world/plan.ts'

const origin = { origin: 'proxy-fallback.saasprovider.com', status: 'active', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' } as const
const NAME = 'app.customer.com'
const TXT = { name: `_acme-challenge.${NAME}`, type: 'TXT', content: 'token' } as const
const CNAME = { name: NAME, type: 'CNAME', content: origin.origin } as const
const HOSTNAME: CustomHostnameWire = {
  id: '0d89c70d-ad9f-4843-b99f-6cc0252067e9',
  hostname: NAME,
  status: 'pending',
  ssl: {
    id: '1d89c70d-ad9f-4843-b99f-6cc0252067e9',
    type: 'dv',
    method: 'txt',
    status: 'pending_validation',
    wildcard: true,
    certificate_authority: 'google',
    validation_records: [{ status: 'pending', txt_name: TXT.name, txt_value: TXT.content }]
  },
  created_at: '2026-01-01T00:00:00Z'
}

let made = 0

function record (name: string, type: CustomerRecordWire['type'], content: string): CustomerRecordWire {
  return { id: `record${++made}`, name, type, content, ttl: 300 }
}

function seen (records: readonly CustomerRecordWire[] = [], faults: readonly DnsFaultWire[] = []): Seen {
  return { hostname: HOSTNAME, origin, records, faults }
}

/** The world after a plan was carried out. */
function after ({ records, faults, ...rest }: Seen, plan: readonly Step[]): Seen {
  const gone = new Set(plan.flatMap(step => step.kind === 'put' ? [] : [step.id]))
  return {
    ...rest,
    records: [...records.filter(({ id }) => !gone.has(id)), ...plan.flatMap(step => step.kind === 'put' ? [record(step.name, step.type, step.content)] : [])],
    faults: faults.filter(({ id }) => !gone.has(id))
  }
}

t.test('the plan is what the to-do list asks for and is not there', async t => {
  t.same(planOf(seen()), [{ kind: 'put', ...CNAME }, { kind: 'put', ...TXT }])
  t.same(planOf(seen([record(NAME, 'CNAME', 'PROXY-fallback.saasprovider.com.')])), [{ kind: 'put', ...TXT }], 'names are the same in any case, and with a dot behind them')
  t.same(planOf({ ...seen(), origin: undefined }), [{ kind: 'put', ...TXT }], 'without a fallback origin there is nothing to point at')
  const { ssl: _ssl, ...bare } = HOSTNAME
  t.same(planOf({ ...seen(), hostname: { ...bare, status: 'active' } }), [])
})

t.test('what is in the way of a CNAME goes first', async t => {
  const [old, address, text] = [record(NAME, 'CNAME', 'old.host.example'), record(NAME, 'A', '192.0.2.1'), record(NAME, 'TXT', 'v=spf1')]
  t.same(planOf(seen([old, address, text])).map(step => step.kind === 'put' ? step.type : step.id), [old.id, address.id, 'CNAME', 'TXT'])
  const right = record(NAME, 'CNAME', origin.origin)
  t.same(planOf(seen([right, old, address])).map(step => step.kind === 'put' ? step.type : step.id), [old.id, 'TXT'])
})

t.test('a lookup that fails is repaired where the hostname needs it', async t => {
  const faults: DnsFaultWire[] = [{ id: 'a', name: NAME, kind: 'servfail' }, { id: 'b', name: 'other.example', kind: 'timeout' }]
  t.match(planOf(seen([], faults))[0], { kind: 'repair', id: 'a', fault: 'servfail' })
  t.equal(planOf(seen([], faults)).filter(({ kind }) => kind === 'repair').length, 1)
})

t.test('an authority that CAA records keep out is let in at the level that decides', async t => {
  const caa = (...records: ReadonlyArray<readonly [string, string]>): readonly Step[] =>
    planOf(seen(records.map(([name, content]) => record(name, 'CAA', content)))).filter(step => step.kind === 'put' && step.type === 'CAA')
  const permitted = { kind: 'put', type: 'CAA', name: 'customer.com', content: '0 issue "pki.goog"' }
  t.same(caa(['customer.com', '0 issue "letsencrypt.org"']), [permitted])
  t.same(caa(['customer.com', '0 issue ";"']), [permitted])
  t.same(caa(['customer.com', '0 issue "pki.goog; cansignhttpexchanges=yes"']), [])
  t.same(caa(['customer.com', '0 iodef "mailto:a@customer.com"']), [])
  t.same(caa(['com', '0 issue "other.example"'], [NAME, '0 issue "pki.goog"']), [], 'a nearer level hides those above it')
  t.same(caa(['customer.com', '0 issuewild "other.example"']), [{ ...permitted, content: '0 issuewild "pki.goog"' }], 'a wildcard certificate needs the leave for wildcards')
})

t.test('once a plan is carried out there is nothing left to do', async () => {
  const names = fc.constantFrom(NAME, TXT.name, 'customer.com', 'com', 'other.example')
  const records = fc.uniqueArray(fc.oneof(
    fc.tuple(names, fc.constantFrom('A', 'TXT', 'NS'), fc.constantFrom('192.0.2.1', 'token')),
    fc.tuple(names, fc.constant('CNAME'), fc.constantFrom(origin.origin, 'old.host.example')),
    fc.tuple(names, fc.constant('CAA'), fc.tuple(fc.constantFrom('issue', 'issuewild', 'iodef'), fc.constantFrom('pki.goog', 'ssl.com', ';')).map(([tag, value]) => `0 ${tag} "${value}"`))
  ), { maxLength: 8, selector: String })
  const faults = fc.array(fc.tuple(names, fc.constantFrom('servfail', 'timeout', 'dnssec_bogus')), { maxLength: 3 })
  fc.assert(fc.property(records, faults, (given, failing) => {
    const world = seen(
      given.map(([name, type, content]) => record(name, type as CustomerRecordWire['type'], content)),
      failing.map(([name, kind], n) => ({ id: `fault${n}`, name, kind: kind as DnsFaultWire['kind'] }))
    )
    const next = after(world, planOf(world))
    return planOf(next).length === 0 && next.records.filter(({ name, type }) => name === NAME && type === 'CNAME').length === 1
  }))
})
