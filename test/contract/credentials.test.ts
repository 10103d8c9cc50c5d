import t from 'tap'
import { readDefaultWorld } from '../../src/seed/seed.ts'
import { openContract } from './support.ts'
import type { Fields, Reply } from './support.ts'

const UNKNOWN = 'cfut_'.padEnd(45, 'z')
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const errorsOf = ({ body }: Reply): unknown => (body['errors'] as readonly Fields[]).map(({ code, error_chain: chain }) => chain === undefined ? code : [code, (chain as readonly Fields[])[0]?.['code']])

t.test('any well-formed credential passes where nobody looks them up', async t => {
  const { ask, sandbox: { zone, email, key } } = await openContract(t)
  const path = `/zones/${zone.id}/custom_hostnames`
  const good: ReadonlyArray<Readonly<Record<string, string>>> = [
    bearer('a'.repeat(40)), bearer(UNKNOWN), bearer('cfat_'.padEnd(53, 'A')), { authorization: `bearer ${'b'.repeat(40)}` },
    { 'x-auth-email': email, 'x-auth-key': key }, { 'x-auth-email': 'someone@elsewhere.com', 'x-auth-key': '0'.repeat(37) },
    { 'x-auth-email': 'someone@elsewhere.com', 'x-auth-key': 'cfk_'.padEnd(52, 'x') }, { ...bearer(UNKNOWN), 'x-auth-key': 'ignored' }
  ]
  for (const headers of good) t.equal((await ask('GET', path, { headers })).status, 200, JSON.stringify(headers))
})

t.test('credentials of a wrong form are refused everywhere, before anything else', async t => {
  for (const auth of ['any', 'tokens'] as const) {
    const { ask, sandbox: { zone } } = await openContract(t, { auth })
    const wrong: ReadonlyArray<readonly [headers: Readonly<Record<string, string>>, errors: unknown]> = [
      [{}, [9106]],
      [{ 'x-auth-key': '0'.repeat(37) }, [9106]],
      [{ 'x-auth-email': 'user@saasprovider.com' }, [9107]],
      [{ authorization: 'Basic dXNlcjprZXk=' }, [[6003, 6111]]],
      [{ authorization: 'Bearer' }, [[6003, 6111]]],
      [bearer('short'), [[6003, 6111]]],
      [bearer(`${'a'.repeat(39)}!`), [[6003, 6111]]],
      [{ 'x-auth-email': 'user', 'x-auth-key': '0'.repeat(37) }, [[6003, 6102]]],
      [{ 'x-auth-email': 'user@saasprovider.com', 'x-auth-key': 'no key' }, [[6003, 6103]]],
      [bearer('cfk_'.padEnd(52, 'x')), [10000]]
    ]
    for (const [headers, errors] of wrong) {
      for (const path of [`/zones/${zone.id}/custom_hostnames`, '/zones', '/zones/malformed/custom_hostnames', '/nothing/here']) {
        t.strictSame(errorsOf(await ask('GET', path, { headers })), errors, `${auth} ${path} ${JSON.stringify(headers)}`)
      }
    }
  }
})

t.test('known credentials reach their zones, with their permissions', async t => {
  const world = readDefaultWorld()
  const [zone] = world.zones
  const account = zone?.account_id ?? ''
  const second = { id: 'a'.repeat(32), name: 'second-provider.com', account_id: account }
  const token = (letter: string): string => 'cfut_'.padEnd(45, letter)
  const tokens = [
    { token: token('w'), account_id: account },
    { token: token('r'), account_id: account, permissions: ['SSL and Certificates Read', 'DNS Read', 'Zone Read'] },
    { token: token('o'), account_id: account, zone_ids: [zone?.id] },
    { token: token('d'), account_id: account, permissions: ['DNS Write'] }
  ]
  const { ask, sandbox: { admin, email, key } } = await openContract(t, { auth: 'tokens', seed: { ...world, tokens, zones: [...world.zones, second] } })
  const made = await admin.zones.create({ name: 'third-provider.com' })
  const at = (id: string, rest = 'custom_hostnames'): string => `/zones/${id}/${rest}`
  const [first, other] = [zone?.id ?? '', second.id]
  const cases: ReadonlyArray<readonly [letter: string, method: string, path: string, status: number, code?: number]> = [
    ['w', 'GET', at(first), 200], ['w', 'POST', at(other), 201], ['w', 'GET', at(made.id), 200],
    ['r', 'GET', at(first), 200], ['r', 'POST', at(first), 403, 10000], ['r', 'GET', at(first, 'dns_records'), 200], ['r', 'POST', at(first, 'dns_records'), 403, 10000],
    ['r', 'POST', '/zones', 403, 10000], ['r', 'GET', '/zones', 200],
    ['o', 'GET', at(first), 200], ['o', 'GET', at(other), 403, 9109], ['o', 'GET', at('f'.repeat(32)), 403, 9109], ['o', 'GET', `/zones/${other}`, 403, 9109],
    ['o', 'POST', '/zones', 403, 9109],
    ['d', 'GET', at(first, 'dns_records'), 200], ['d', 'GET', at(first), 403, 10000], ['d', 'GET', '/zones', 403, 10000], ['d', 'GET', at(first, 'dcv_delegation/uuid'), 403, 10000],
    ['w', 'GET', at('f'.repeat(32)), 403, 10000], ['w', 'GET', at('not-an-id'), 400, 7003], ['z', 'GET', at(first), 403, 9109]
  ]
  const records = { type: 'A', name: 'new', content: '192.0.2.1' }
  const bodyFor = (path: string): object => path === '/zones' ? { name: 'new-provider.com', account: { id: account } } : { hostname: 'app.customer.com', ...records }
  for (const [letter, method, path, status, code] of cases) {
    const reply = await ask(method, path, { headers: bearer(token(letter)), ...(method === 'POST' ? { body: bodyFor(path) } : {}) })
    t.strictSame([reply.status, reply.code], [status, code], `${letter} ${method} ${path}`)
  }
  t.strictSame((await ask('GET', '/zones', { headers: bearer(token('o')) })).items.map(item => item['id']), [first], 'a list shows what the token covers')

  const byKey = { headers: { 'x-auth-email': email, 'x-auth-key': key } }
  t.equal((await ask('GET', at(other), byKey)).status, 200, 'the global key covers everything')
  t.equal((await ask('GET', at('f'.repeat(32)), byKey)).code, 9109)
  t.strictSame(errorsOf(await ask('GET', at(first), { headers: { ...byKey.headers, 'x-auth-key': '0'.repeat(37) } })), [9103])
  const own = { headers: bearer(made.api_token) }
  t.strictSame([(await ask('GET', at(made.id), own)).status, (await ask('GET', at(first), own)).code], [200, 9109], 'a zone of the admin API has a token of its own')
})

t.test('the credentials of the default world are made anew where they matter', async t => {
  const { ask, sandbox: { token, zone } } = await openContract(t, { auth: 'tokens' })
  const standard = readDefaultWorld().tokens?.[0]?.token ?? ''
  t.not(token, standard)
  t.equal((await ask('GET', `/zones/${zone.id}/custom_hostnames`)).status, 200)
  t.equal((await ask('GET', `/zones/${zone.id}/custom_hostnames`, { headers: bearer(standard) })).code, 9109)
})
