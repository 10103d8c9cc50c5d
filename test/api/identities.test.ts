import { Value } from '@sinclair/typebox/value'
import t from 'tap'
import type { Test } from 'tap'
import { listOf, singleOf } from '../../schemas/envelope.ts'
import { AccountSchema, TokenVerificationSchema, UserSchema } from '../../schemas/user.ts'
import type { AuthMode } from '../../src/http/auth.ts'
import { hashSecret } from '../../src/http/auth.ts'
import { ACCOUNT_ID, createApi, START, tokenOf, TOKEN, UNKNOWN_TOKEN, USER, USER_HEADERS } from './support.ts'
import type { TestApi } from './support.ts'

const VERIFIED = [{ code: 10000, message: 'This API Token is valid and active', type: null }]
const ACCOUNT_TOKEN = 'cfat_'.padEnd(45, 'b')
const OF_ACCOUNT = `/accounts/${ACCOUNT_ID}/tokens/verify`

async function open (t: Test, auth: AuthMode): Promise<TestApi> {
  const api = await createApi({ auth })
  t.teardown(api.close)
  await api.store.identities.insertToken(tokenOf(ACCOUNT_TOKEN, { owner: 'account' }))
  return api
}

const as = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } })

t.test('the user is the one of the credentials, or the first of the sandbox', async t => {
  const { ask, store } = await open(t, 'tokens')
  const second = { id: '2'.repeat(32), email: 'second@saasprovider.com', keyHash: hashSecret('d'.repeat(37)) }
  await store.identities.insertUser(second)
  const { body, result } = await ask('GET', '/user', as(TOKEN))
  t.strictSame([...Value.Errors(singleOf(UserSchema), body)], [])
  t.match(result, { id: USER.id, email: USER.email, first_name: null, has_enterprise_zones: true, has_pro_zones: false, betas: [] })
  t.equal((await ask('GET', '/user', { headers: { 'x-auth-email': second.email, 'x-auth-key': 'd'.repeat(37) } })).result['id'], second.id)
  t.equal((await ask('GET', '/user', as(UNKNOWN_TOKEN))).code, 9109)
})

t.test('a good token is verified on the path of its kind', async t => {
  const { ask } = await open(t, 'tokens')
  const user = await ask('GET', '/user/tokens/verify', as(TOKEN))
  t.strictSame([...Value.Errors(singleOf(TokenVerificationSchema), user.body)], [])
  t.strictSame(user.body, { result: { id: tokenOf(TOKEN).id, status: 'active' }, success: true, errors: [], messages: VERIFIED })
  t.strictSame((await ask('GET', OF_ACCOUNT, as(ACCOUNT_TOKEN))).body, {
    result: { id: tokenOf(ACCOUNT_TOKEN).id, status: 'active' }, success: true, errors: [], messages: VERIFIED
  })
  const refused: ReadonlyArray<readonly [path: string, secret: string]> = [
    ['/user/tokens/verify', ACCOUNT_TOKEN],
    [OF_ACCOUNT, TOKEN],
    [`/accounts/${'9'.repeat(32)}/tokens/verify`, ACCOUNT_TOKEN],
    ['/user/tokens/verify', UNKNOWN_TOKEN],
    [OF_ACCOUNT, 'cfat_'.padEnd(45, 'y')]
  ]
  for (const [path, secret] of refused) {
    const { status, code } = await ask('GET', path, as(secret))
    t.strictSame([status, code], [401, 1000], `${path} ${secret.slice(0, 6)}`)
  }
  t.equal((await ask('GET', '/user/tokens/verify', { headers: { authorization: 'Bearer short' } })).code, 6003)
  t.equal((await ask('GET', '/user/tokens/verify', { headers: USER_HEADERS })).code, 1000)
  t.equal((await ask('GET', '/user/tokens/verify', { headers: {} })).code, 9106)
  t.equal((await ask('GET', '/accounts/x/tokens/verify', as(ACCOUNT_TOKEN))).code, 7003)
})

t.test('where nobody looks tokens up, an unknown one is active, with an id that it always has', async t => {
  const { ask } = await open(t, 'any')
  for (const path of ['/user/tokens/verify', OF_ACCOUNT]) {
    const { body, result } = await ask('GET', path, as('x'.repeat(40)))
    t.strictSame(result, { id: hashSecret('x'.repeat(40)).slice(0, 32), status: 'active' })
    t.hasStrict(body, { messages: VERIFIED })
  }
  t.equal((await ask('GET', '/user/tokens/verify', as('cfat_'.padEnd(45, 'y')))).code, 1000, 'its prefix says that it is of the other kind')
})

t.test('a token that is disabled or past its time says so', async t => {
  const { ask, store, time } = await open(t, 'tokens')
  const [disabled, ending] = ['cfut_'.padEnd(45, 'd'), 'cfut_'.padEnd(45, 'e')]
  await store.identities.insertToken(tokenOf(disabled, { status: 'disabled' }))
  await store.identities.insertToken(tokenOf(ending, { notBefore: START - 1000, expiresAt: START + 1000 }))
  const off = await ask('GET', '/user/tokens/verify', as(disabled))
  t.strictSame([off.status, off.result['status']], [200, 'disabled'])
  t.hasStrict(off.body, { messages: [] })
  const times = { not_before: '2025-12-31T23:59:59Z', expires_on: '2026-01-01T00:00:01Z' }
  t.match((await ask('GET', '/user/tokens/verify', as(ending))).result, { status: 'active', ...times })
  time.now = START + 1000
  t.match((await ask('GET', '/user/tokens/verify', as(ending))).result, { status: 'expired', ...times })
  for (const path of ['/user', '/accounts']) t.equal((await ask('GET', path, as(ending))).code, 9109, path)
})

t.test('accounts are listed for whom they belong to, a page at a time', async t => {
  const { ask, store } = await open(t, 'tokens')
  for (let i = 1; i <= 6; i++) await store.identities.insertAccount({ id: String(i).repeat(32), name: `Account ${i}`, createdAt: START + i })
  const own = await ask('GET', '/accounts', as(TOKEN))
  t.strictSame([...Value.Errors(listOf(AccountSchema), own.body)], [])
  t.strictSame(own.items, [{ id: ACCOUNT_ID, name: 'SaaS Provider', type: 'standard', settings: { enforce_twofactor: false }, created_on: '2026-01-01T00:00:00Z' }])
  const page = await ask('GET', '/accounts?per_page=5&page=2', { headers: USER_HEADERS })
  t.strictSame(page.items.map(account => account['name']), ['Account 5', 'Account 6'])
  t.hasStrict(page.body, { result_info: { page: 2, per_page: 5, count: 2, total_count: 7, total_pages: 2 } })
  t.equal((await ask('GET', '/accounts?direction=desc', { headers: USER_HEADERS })).items[0]?.['name'], 'Account 6')
  t.strictSame((await ask('GET', '/accounts?name=Account%203', { headers: USER_HEADERS })).items.map(account => account['id']), ['3'.repeat(32)])
  t.equal((await ask('GET', '/accounts?per_page=4', as(TOKEN))).status, 400)
})
