import t from 'tap'
import type { SslWire } from '../../schemas/ssl.ts'
import { openContract, sslOf } from './support.ts'

const TOKEN = '[A-Za-z0-9_-]{43}'
const NAME = 'app.customer.com'
const ACME = { http_url: new RegExp(`^http://${NAME.replaceAll('.', '\\.')}/\\.well-known/acme-challenge/${TOKEN}$`), http_body: new RegExp(`^${TOKEN}\\.${TOKEN}$`) }
const FILE = { http_url: /\/\.well-known\/pki-validation\/[0-9A-F]{32}\.txt$/, http_body: /^[0-9A-F]{64}\nssl\.com$/ }
const DIGICERT_FILE = { http_url: /\/\.well-known\/pki-validation\/ca3-[0-9a-f]{32}\.txt$/, http_body: /^ca3-[0-9a-f]{32}$/ }
const TXT = { txt_name: `_acme-challenge.${NAME}`, txt_value: new RegExp(`^${TOKEN}$`) }
const MAIL = { emails: [/^[0-9a-f]{12}@contactprivacy\.email$/, 'administrator@customer.com', 'admin@customer.com', 'hostmaster@customer.com', 'postmaster@customer.com', 'webmaster@customer.com'] }

interface Case {
  readonly method: string
  readonly authority: NonNullable<SslWire['certificate_authority']>
  readonly wildcard?: true
  readonly records: number
  readonly record: Readonly<Record<string, unknown>>
}

const CASES: readonly Case[] = [
  { method: 'http', authority: 'google', records: 1, record: ACME },
  { method: 'http', authority: 'lets_encrypt', records: 1, record: ACME },
  { method: 'http', authority: 'ssl_com', records: 2, record: FILE },
  { method: 'http', authority: 'digicert', records: 1, record: DIGICERT_FILE },
  { method: 'txt', authority: 'google', records: 1, record: TXT },
  { method: 'txt', authority: 'lets_encrypt', records: 1, record: TXT },
  { method: 'txt', authority: 'ssl_com', records: 2, record: TXT },
  { method: 'txt', authority: 'digicert', records: 1, record: { ...TXT, txt_value: /^ca3-[0-9a-f]{32}$/ } },
  { method: 'txt', authority: 'google', wildcard: true, records: 2, record: TXT },
  { method: 'txt', authority: 'lets_encrypt', wildcard: true, records: 2, record: TXT },
  { method: 'txt', authority: 'ssl_com', wildcard: true, records: 4, record: TXT },
  { method: 'email', authority: 'google', records: 1, record: MAIL },
  { method: 'email', authority: 'lets_encrypt', records: 1, record: MAIL },
  { method: 'email', authority: 'ssl_com', records: 1, record: MAIL },
  { method: 'email', authority: 'digicert', records: 1, record: MAIL },
  { method: 'cname', authority: 'digicert', records: 1, record: { cname: /^_ca3-[0-9a-f]{32}\.app\.customer\.com$/, cname_target: 'dcv.digicert.com' } }
]

t.test('every method and authority has its own validation records and comes to active', async t => {
  const { sandbox: { advance }, create, read, hostnames, setFallbackOrigin } = await openContract(t)
  await setFallbackOrigin()
  for (const { method, authority, wildcard, records, record } of CASES) {
    const what = [method, authority, ...(wildcard === true ? ['wildcard'] : [])].join(' ')
    const ssl = { method, type: 'dv', certificate_authority: authority, ...(wildcard === true ? { wildcard } : {}) }
    const { id } = await create(NAME, ssl)
    await advance('3s')
    const waiting = sslOf(await read(id))
    const { validation_records: found = [] } = waiting
    t.equal(found.length, records, what)
    for (const one of found) {
      t.match(one, { status: 'pending', ...record }, what)
      t.strictSame(Object.keys(one).toSorted(), ['status', ...Object.keys(record)].toSorted(), `${what}: nothing of other methods`)
    }
    const values = found.map(({ status, ...proof }) => JSON.stringify(proof))
    t.equal(new Set(values).size, records, `${what}: no two are the same`)
    const { status, ...only } = found[0] ?? {}
    const copied = Object.fromEntries(Object.keys(record).map(key => [key, waiting[key as keyof SslWire]]))
    t.strictSame(copied, records === 1 ? only : Object.fromEntries(Object.keys(record).map(key => [key, undefined])), `${what}: a copy beside the list of one`)

    await advance('87s')
    const active = sslOf(await read(id))
    t.equal(active.status, 'active', what)
    t.strictSame(active.hosts, wildcard === true ? [NAME, `*.${NAME}`] : [NAME])
    t.equal(active.certificate_authority, authority)
    t.equal((await hostnames('DELETE', `/${id}`)).status, 200)
  }
})

t.test('the authority of a hostname that asks for none is that of the zone; the retired method has DigiCert', async t => {
  const { create, hostnames, settings } = await openContract(t)
  const made = await create('a.customer.com', { method: 'txt', type: 'dv' })
  t.equal(sslOf(made).certificate_authority, 'google')
  t.equal(sslOf(await create('b.customer.com', { method: 'cname', type: 'dv' })).certificate_authority, 'digicert')
  await settings({ certificate_authority: 'ssl_com' })
  t.equal(sslOf(await create('c.customer.com', { method: 'txt', type: 'dv', certificate_authority: '' })).certificate_authority, 'ssl_com')
  const { result } = await hostnames('PATCH', `/${made.id}`, { ssl: { method: 'txt', type: 'dv', certificate_authority: '' } })
  t.match(result['ssl'], { certificate_authority: 'ssl_com', status: 'initializing' }, 'an empty text gives it back to the zone, with a new order')
})

t.test('a deleted and recreated hostname has other tokens', async t => {
  const { sandbox: { advance }, create, read, hostnames } = await openContract(t)
  const first = await create(NAME)
  await advance('3s')
  const before = sslOf(await read(first.id))
  await hostnames('DELETE', `/${first.id}`)
  const second = await create(NAME)
  await advance('3s')
  const after = sslOf(await read(second.id))
  t.not(second.id, first.id)
  t.not(after.id, before.id)
  t.not(after.http_body, before.http_body)
  t.not(second.ownership_verification?.value, first.ownership_verification?.value)
})

t.test('the target of a delegated validation follows from the uuid of the account', async t => {
  const { ask, create, read, sandbox: { zone, advance } } = await openContract(t)
  const { result: { uuid } } = await ask('GET', `/zones/${zone.id}/dcv_delegation/uuid`)
  t.match(uuid, /^[0-9a-f]{16}$/)
  const { id } = await create(NAME, { method: 'txt', type: 'dv', wildcard: true })
  await advance('3s')
  t.strictSame(sslOf(await read(id)).dcv_delegation_records, [{ cname: `_acme-challenge.${NAME}`, cname_target: `${NAME}.${String(uuid)}.dcv.cloudflare.com` }])
})
